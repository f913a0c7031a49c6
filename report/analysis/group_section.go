package analysis

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// GroupSorts are the words for the orders of groups, that of a report first. All but
// that of the key put the largest first.
var GroupSorts = []string{"attention", "rows", "errors", "p50", "p95", "max", "bytes", "key"}

// groupOrders compare two groups in these orders.
var groupOrders = map[string]func(x, y *scan.Group) int{
	"attention": falling(func(g *scan.Group) int64 { return g.Attention }),
	"rows":      falling(func(g *scan.Group) int64 { return g.Rows }),
	"errors":    falling(func(g *scan.Group) int64 { return g.Errors }),
	"p50":       falling(func(g *scan.Group) int64 { return g.Taken.P50 }),
	"p95":       falling(func(g *scan.Group) int64 { return g.Taken.P95 }),
	"max":       falling(func(g *scan.Group) int64 { return g.Taken.Max }),
	"bytes":     falling(func(g *scan.Group) int64 { return g.Bytes }),
	"key":       func(x, y *scan.Group) int { return slices.Compare(x.Key, y.Key) },
}

func falling(of func(*scan.Group) int64) func(x, y *scan.Group) int {
	return func(x, y *scan.Group) int { return cmp.Compare(of(y), of(x)) }
}

// groups lists the groups of --by, as they are to be sorted: else those with the most
// rows that need attention, then with the most rows.
func (a *Analysis) groups() []report.Group {
	if len(a.By) == 0 {
		return nil
	}
	all, order := slices.Clone(a.Groups), groupOrders[a.options.Sort]
	if order == nil {
		order = groupOrders[GroupSorts[0]]
	}
	slices.SortFunc(all, func(x, y scan.Group) int {
		return cmp.Or(order(&x, &y), cmp.Compare(y.Attention, x.Attention), cmp.Compare(y.Rows, x.Rows), slices.Compare(x.Key, y.Key))
	})
	groups := []report.Group{}
	for _, g := range all[:min(a.top(), len(all))] {
		groups = append(groups, a.group(g, g.Key))
	}
	if a.Rest.Rows > 0 {
		groups = append(groups, a.group(a.Rest, slices.Repeat([]string{"…"}, len(a.By))))
	}
	return groups
}

func (a *Analysis) group(g scan.Group, key []string) report.Group {
	out := report.Group{Rows: g.Rows, Errors: g.Errors, Attention: g.Attention, Bytes: g.Bytes}
	if t := g.Taken; t.Rows > 0 {
		out.P50, out.P95, out.Max = &t.P50, &t.P95, &t.Max
	}
	for i, field := range a.By {
		value := a.groupValue(field, key[min(i, len(key)-1)])
		out.Key = append(out.Key, report.FieldValue{Field: field, Value: value})
	}
	return out
}

// groupValue is a value of a field of --by as a report shows it.
func (a *Analysis) groupValue(by, value string) string {
	if by != scan.ByHour {
		return a.names.Value(scan.FieldOf(by), value)
	}
	second, err := strconv.ParseInt(value, 10, 64)
	if err != nil { // of rows without a time
		return value
	}
	return stamp(second).In(a.location()).Format("2006-01-02 15:04")
}
