package analysis

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// leastServerErrors is how many errors tell that a server is at fault, and
	// mostTraffic which part of all requests it may serve: of a server that serves
	// nearly all, nearly all errors are.
	leastServerErrors, mostTraffic = 20, 0.7
	// leastTraffic is the part of all requests that makes an address a server.
	leastTraffic = 0.02
)

// servers says which one of several servers fails while the others do not.
func (a *Analysis) servers(context.Context) (all []report.Finding) {
	traffic, rows := map[string]int64{}, int64(0)
	for _, r := range a.Traffic {
		_, server := serverOf(r.Row)
		traffic[server] += r.Rows
		rows += r.Rows
	}
	others := -1
	for server, n := range traffic {
		if server != "" && float64(n) >= leastTraffic*float64(rows) {
			others++
		}
	}
	if others < 1 {
		return nil
	}
	for _, i := range a.issues() {
		if isFault(i.Verdict) && i.rows >= leastServerErrors {
			if f, ok := a.failingServer(i, traffic, rows, others); ok {
				all = append(all, f)
			}
		}
	}
	return all
}

// failingServer tells of the server that all errors of an issue are of.
func (a *Analysis) failingServer(i *issue, traffic map[string]int64, rows int64, others int) (f report.Finding, ok bool) {
	sample := a.sampleOf(i)
	if len(sample) < leastServerErrors {
		return f, false
	}
	field, server := serverOf(sample[0].Row)
	if server == "" || slices.ContainsFunc(sample, func(r scan.SampledRow) bool { _, other := serverOf(r.Row); return other != server }) {
		return f, false
	}
	share := float64(traffic[server]) / float64(max(1, rows))
	if share > mostTraffic || !a.othersServed(server, sample, i.first, i.last) {
		return f, false
	}
	f = a.newFinding("server", cmp.Or(a.severity(i.Verdict, i.rows), report.Warning), i, i.rows)
	if f.Severity == report.Note {
		f.Severity = report.Warning
	}
	a.setTimes(&f, a.activityOf(func(o *scan.Outcome) bool { return i.has(&a.Subjects[o.Subject]) }), i.first, i.last)
	f.Where = append(f.Where, report.FieldValue{Field: field, Value: a.names.Value(field, server)})
	if ip := string(sample[0].Row.Field(parser.ServerIP)); field != "s-ip" && len(ip) > 1 {
		f.Also = append(f.Also, report.FieldValue{Field: "s-ip", Value: a.names.Value("s-ip", ip)})
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "server", Text: f.Where[0].Value},
		report.Evidence{What: "traffic", Value: share, Unit: "share"}, report.Evidence{What: "others", Value: float64(others), Unit: "servers"})
	f.Evidence = append(f.Evidence, statedTimes(&f, i.first, i.last)...)
	f.Command = a.rowsCommand(&f, i, func(c *command) { c.where(field, server) })
	return f, true
}

// othersServed reports whether other servers have rows from first to last, and are asked
// for what the errors are of: else they could not fail.
func (a *Analysis) othersServed(server string, errors []scan.SampledRow, first, last int64) bool {
	folders := map[string]bool{}
	for _, r := range errors {
		folders[askedFolder(r.Row)] = true
	}
	served, same := false, false
	for _, r := range a.Traffic {
		if _, other := serverOf(r.Row); other == server || other == "" {
			continue
		}
		served = served || r.Row.Second >= first && r.Row.Second <= last
		same = same || folders[askedFolder(r.Row)]
	}
	return served && same
}

// askedFolder is the path of a row without its last part: that is often a number.
func askedFolder(r *parser.Row) string {
	path := r.Path()
	return string(path[:bytes.LastIndexByte(path, '/')+1])
}
