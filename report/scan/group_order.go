package scan

import (
	"cmp"
	"container/heap"
	"slices"
)

// GroupSorts are the words for the orders of groups, that of a report first. All but
// that of the key put the largest first.
var GroupSorts = []string{"attention", "rows", "errors", "p50", "p95", "max", "bytes", "key"}

// groupOrders compare two groups in these orders.
var groupOrders = map[string]func(x, y *Group) int{
	"attention": falling(func(g *Group) int64 { return g.Attention }),
	"rows":      falling(func(g *Group) int64 { return g.Rows }),
	"errors":    falling(func(g *Group) int64 { return g.Errors }),
	"p50":       falling(func(g *Group) int64 { return g.Taken.P50 }),
	"p95":       falling(func(g *Group) int64 { return g.Taken.P95 }),
	"max":       falling(func(g *Group) int64 { return g.Taken.Max }),
	"bytes":     falling(func(g *Group) int64 { return g.Bytes }),
	"key":       func(x, y *Group) int { return slices.Compare(x.Key, y.Key) },
}

func falling(of func(*Group) int64) func(x, y *Group) int {
	return func(x, y *Group) int { return cmp.Compare(of(y), of(x)) }
}

// GroupOrder compares groups in the order of one of GroupSorts, "" for the first. No two are
// alike.
func GroupOrder(sort string) func(x, y *Group) int {
	order := groupOrders[sort]
	if order == nil {
		order = groupOrders[GroupSorts[0]]
	}
	return func(x, y *Group) int {
		return cmp.Or(order(x, y), cmp.Compare(y.Attention, x.Attention), cmp.Compare(y.Rows, x.Rows), slices.Compare(x.Key, y.Key))
	}
}

// firstGroups are the first groups in an order, as many as may be held, and all others as
// one. Which these are does not depend on the order in which they come.
type firstGroups struct {
	order func(x, y *Group) int
	all   []Group // the last one first
	bytes int     // of their values
	next  *Group  // the first of the others; nil for none
	rest  Group
}

func (f *firstGroups) add(g Group) {
	if f.next != nil && f.order(f.next, &g) < 0 {
		f.rest.count(&g)
		return
	}
	heap.Push(f, g)
	for len(f.all) > maxGroups || f.bytes > groupBytes {
		last := heap.Pop(f).(Group)
		f.next = &last
		f.rest.count(&last)
	}
}

// Len, Less, Swap, Push and Pop make it a heap.
func (f *firstGroups) Len() int           { return len(f.all) }
func (f *firstGroups) Less(i, j int) bool { return f.order(&f.all[i], &f.all[j]) > 0 }
func (f *firstGroups) Swap(i, j int)      { f.all[i], f.all[j] = f.all[j], f.all[i] }

func (f *firstGroups) Push(g any) {
	f.all = append(f.all, g.(Group))
	f.bytes += f.all[len(f.all)-1].size()
}

func (f *firstGroups) Pop() any {
	last := len(f.all) - 1
	g := f.all[last]
	f.all = f.all[:last]
	f.bytes -= g.size()
	return g
}

// size is how long the values are.
func (g *Group) size() (bytes int) {
	for _, v := range g.Key {
		bytes += len(v) + 1
	}
	return bytes
}
