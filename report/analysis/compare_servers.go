package analysis

import (
	"bytes"
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// When pages take longer than before as one server of several got slower, all pages did, as each
// is asked of each server. The rows that were kept of these pages tell the servers apart.

// serverTimes are how long what was kept of the pages that got slower took in both periods.
type serverTimes [2]scan.Durations

func (t *serverTimes) isKnown() bool {
	return t[0].Rows() >= leastServed && t[1].Rows() >= leastServed
}

// slowServers says which few servers got slower, where the others together did not.
func (x *comparing) slowServers() (all []report.Finding) {
	if x.field != "" || len(x.Spans) != 2 || x.Sides.Cut || len(x.slowed) == 0 {
		return nil
	}
	for _, field := range []string{"s-computername", "s-ip"} {
		servers := x.timesOfServers(field)
		rest, slow := serverTimes{}, []string(nil)
		for _, name := range slices.Sorted(maps.Keys(servers)) {
			of := servers[name]
			if _, isSlower := x.slower(&of[1], &of[0]); isSlower && of.isKnown() {
				slow = append(slow, name)
				continue
			}
			rest[0].Add(&of[0])
			rest[1].Add(&of[1])
		}
		_, areSlower := x.slower(&rest[1], &rest[0])
		if len(slow) == 0 || len(slow) > mostMovers || !rest.isKnown() || areSlower {
			continue
		}
		for _, name := range slow {
			all = append(all, x.slowServer(field, name, servers[name], &rest))
		}
		return all
	}
	return nil
}

// timesOfServers are the times of rows that were kept of the pages that got slower, by the value
// of a field.
func (x *comparing) timesOfServers(field string) map[string]*serverTimes {
	slowed, servers := map[string]bool{}, map[string]*serverTimes{}
	for _, path := range x.slowed {
		slowed[string(bytes.ToLower([]byte(path)))] = true
	}
	d, shape := x.dimensions().named(field), []byte(nil)
	for _, r := range x.Traffic {
		row := r.Row
		shape = scan.AppendSidePath(shape[:0], scan.Shorten(row.Path()))
		at := slices.IndexFunc(x.Spans, func(p scan.Span) bool { return p.Shown && p.Holds(row.Second) })
		if at < 0 || row.IsFTP() || row.Taken < 0 || row.Status < 200 || row.Status >= 300 || !slowed[string(bytes.ToLower(shape))] {
			continue
		}
		name := d.of(r.Source, row)
		if !isValue([]byte(name)) {
			continue
		}
		if servers[name] == nil {
			servers[name] = &serverTimes{}
		}
		servers[name][at].Count(row.Taken)
	}
	return servers
}

// slowServer says by how much a server got slower: in the middle, where that shows it.
func (x *comparing) slowServer(field, name string, of, rest *serverTimes) report.Finding {
	rule, part := "compare-server", 0.5
	if median, usual := of[1].At(part), of[0].At(part); float64(median) < slowerBy*float64(usual) || median-usual < leastMedianMS {
		rule, part = "compare-server-tail", tailStartsWith
	}
	shown := x.names.Value(field, name)
	f := report.Finding{Rule: rule, Severity: report.Note, Where: report.Values{{Field: field, Value: shown}}, Evidence: []report.Evidence{
		{What: "field", Text: field}, {What: "value", Text: shown},
	}}
	for _, one := range []struct {
		what string
		of   *scan.Durations
	}{{"after", &of[1]}, {"before", &of[0]}, {"others", &rest[1]}, {"others-before", &rest[0]}} {
		f.Evidence = append(f.Evidence, report.Evidence{What: one.what, Value: float64(one.of.At(part)), Unit: "ms"})
	}
	return f
}
