package contrast

import (
	"net/netip"
	"strings"
)

// item is a value of a dimension, or what is derived from one: a network, a
// folder or an extension.
type item struct {
	dimension int
	value     string
	cost      float64 // what naming it costs: plain values are named rather than derived ones
	derived   bool
}

// Costs of naming things, in the unit of the score.
const (
	orderCost     = 0.1  // each dimension before it
	placeCost     = 0.3  // a place instead
	derivedCost   = 0.35 // a network or folder instead of the value itself
	wideCost      = 0.7  // a wide network, or an extension
	levelCost     = 0.02 // each folder above the deepest
	attributeCost = 1.4  // each attribute beyond the first
)

const (
	deepest   = 6       // folders of a path
	mostItems = 1 << 17 // of a rise
	anyItems  = 1 << 30 // of others, which are as many as the rows that were kept
)

// items numbers the items of rows.
type items struct {
	dimensions []Dimension
	most       int
	all        []item
	index      []map[string]int32   // by dimension
	of         []map[string][]int32 // the items of each value, by dimension
}

func newItems(dimensions []Dimension, most int) *items {
	n := &items{dimensions: dimensions, most: most}
	for range dimensions {
		n.index = append(n.index, map[string]int32{})
		n.of = append(n.of, map[string][]int32{})
	}
	return n
}

// row appends the items of a row to ids.
func (n *items) row(ids []int32, r Row) []int32 {
	for d := range min(len(n.dimensions), len(r.Values)) {
		if v := r.Values[d]; v != "" && v != "-" {
			ids = append(ids, n.value(d, v)...)
		}
	}
	return ids
}

// value returns the items of a value.
func (n *items) value(d int, v string) []int32 {
	if ids, ok := n.of[d][v]; ok {
		return ids
	}
	var ids []int32
	for _, it := range derive(n.dimensions[d].Kind, v) {
		it.dimension = d
		it.cost += orderCost * float64(d)
		if n.dimensions[d].Place {
			it.cost = placeCost
		}
		if id, ok := n.find(it); ok {
			ids = append(ids, id)
		}
	}
	n.of[d][v] = ids
	return ids
}

func (n *items) find(it item) (int32, bool) {
	id, ok := n.index[it.dimension][it.value]
	if ok || len(n.all) >= n.most {
		return id, ok
	}
	id = int32(len(n.all))
	n.index[it.dimension][it.value] = id
	n.all = append(n.all, it)
	return id, true
}

// derive returns the value itself, then what is derived from it.
func derive(k Kind, v string) []item {
	list := []item{{value: v}}
	switch k {
	case Address:
		return append(list, networks(v)...)
	case Path:
		return append(list, folders(v)...)
	}
	return list
}

// networks returns the networks of an address; none of what is no address.
func networks(v string) []item {
	a, err := netip.ParseAddr(v)
	if err != nil {
		return nil
	}
	a = a.Unmap().WithZone("")
	narrow, wide := 24, 16
	if a.Is6() {
		narrow, wide = 64, 48
	}
	return []item{
		{value: netip.PrefixFrom(a, narrow).Masked().String(), cost: derivedCost, derived: true},
		{value: netip.PrefixFrom(a, wide).Masked().String(), cost: wideCost, derived: true},
	}
}

// folders returns the folders above a path, without the root, and its extension.
func folders(v string) []item {
	var list []item
	for at := 1; at < len(v) && len(list) < deepest; at++ {
		if v[at] == '/' {
			list = append(list, item{value: v[:at] + "/*", derived: true})
		}
	}
	for i := range list {
		list[i].cost = derivedCost + levelCost*float64(deepest-i)
	}
	name := v[strings.LastIndexByte(v, '/')+1:]
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len(name)-dot <= 6 && dot+1 < len(name) {
		list = append(list, item{value: "*" + name[dot:], cost: wideCost, derived: true})
	}
	return list
}
