package analysis

import (
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// groups lists the groups of --by, as they are to be sorted: else those with the most
// rows that need attention, then with the most rows.
func (a *Analysis) groups() []report.Group {
	if len(a.By) == 0 {
		return nil
	}
	var all []*scan.Group
	for i := range a.Groups {
		all = append(all, &a.Groups[i])
	}
	slices.SortFunc(all, scan.GroupOrder(a.options.Sort))
	groups := []report.Group{}
	for _, g := range all[:min(a.top(), len(all))] {
		groups = append(groups, a.group(g, g.Key))
	}
	if a.Rest.Rows > 0 {
		groups = append(groups, a.group(&a.Rest, slices.Repeat([]string{"…"}, len(a.By))))
	}
	return groups
}

func (a *Analysis) group(g *scan.Group, key []string) report.Group {
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
