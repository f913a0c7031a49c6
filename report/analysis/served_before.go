package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// What is not found or refused by a rule is no more than a note, as anybody may ask for
// anything. But a path that was served until some moment, and to nobody since, is missed: a
// release forgot it, a rule is new, the certificate of a partner has run out. Where people
// soon stop asking, as for the old script of a page that has a new one, it is not missed.
// So is one that many asked for in vain for some minutes and that is served again: each page
// was without its script then.

const (
	// leastMissedPath is how many rows such a finding has, and how many were served before; and
	// after, where they were again. leastOfEach is how many of them one of several paths has.
	leastMissedPath, leastOfEach = 20, 5
	// ofMissedPath is the part of an issue's rows that are of the path.
	ofMissedPath = 0.1
	// stillAsked is how often it must be asked for since, as a part of how often it was before.
	stillAsked = 0.3
	// leastMissedTime is for how many seconds a path must be missed that is served again, as a
	// file is while it is written anew, and fewMissing how many clients it must be to: one may
	// be early for a file that is made each night.
	leastMissedTime, fewMissing = 120, 3
)

// missedPaths are paths that were served until rows of an issue began, to their one client or, for
// "", to anybody.
type missedPaths struct {
	paths       []scan.Value // those of most rows first
	client      string
	first, last int64 // seconds in which they were missed
	until       int64 // second in which they were served before
	again       int64 // second from which on they were served again, NoTime where they were not

	missed, before, after int // rows
}

// isEnough reports whether they are worth a finding.
func (m *missedPaths) isEnough() bool {
	return min(m.missed, m.before) >= leastMissedPath && (m.again == parser.NoTime || m.after >= leastMissedPath)
}

// join takes those of another path whose fate changed at the same moments.
func (m *missedPaths) join(other *missedPaths) {
	isOver, otherIsOver := m.again != parser.NoTime, other.again != parser.NoTime
	began := max(m.until, other.until) < min(m.first, other.first)
	if !began || isOver != otherIsOver || isOver && min(m.again, other.again) < max(m.last, other.last) {
		return
	}
	m.paths = append(m.paths, other.paths...)
	m.missed, m.before, m.after = m.missed+other.missed, m.before+other.before, m.after+other.after
	m.first, m.last = min(m.first, other.first), max(m.last, other.last)
	m.until, m.again = max(m.until, other.until), max(m.again, other.again)
}

// rows is how many missed them.
func (m *missedPaths) rows() (rows int64) {
	for _, p := range m.paths {
		rows += p.Count
	}
	return rows
}

// isMissable reports whether rows that end so may be missed. Where nobody can tell why something was
// refused, it was.
func isMissable(i *issue) bool {
	unknown := i.Verdict == codes.Unknown && (i.Code.Status == 403 || i.Code.Status == 404)
	return !i.Code.FTP && (unknown || i.Verdict == codes.NotFound || i.Verdict == codes.Blocked || i.Verdict == codes.BadRequest)
}

// missedPart tells the rows of paths that were served before from the rest of an issue, as split
// does: one issue where there is no rest, none where there is no such path.
func (a *Analysis) missedPart(ctx context.Context, i *issue, issues []*issue) []*issue {
	found := a.missedOf(ctx, i)
	if len(found) == 0 {
		return nil
	}
	all := *found[0]
	for _, other := range found[1:] {
		all.join(other)
	}
	if !all.isEnough() {
		return nil
	}
	if all.rows() == i.rows {
		i.missed = &all
		return []*issue{i}
	}
	one := incident{issue: i, field: "cs-uri-stem", of: a.dimensions().named("cs-uri-stem").of, share: float64(all.rows()) / float64(i.rows)}
	for _, p := range all.paths {
		one.values = append(one.values, p.Text)
	}
	var rows []incidentRow
	look := &sought{span: scan.Span{From: i.first, Until: i.last + 1}, see: a.gather(one, issues, &rows), wanted: a.wantedOf(i)}
	if a.look(ctx, []*sought{look}); !look.all || len(rows) == mostIncidentRows {
		return nil
	}
	parts := a.parted(one, rows)
	if parts != nil {
		parts[0].missed = &all
	}
	return parts
}

// missedOf are the paths of an issue that are missed, each for itself.
func (a *Analysis) missedOf(ctx context.Context, i *issue) (found []*missedPaths) {
	paths := a.pathsSince(i)
	if len(paths) == 0 {
		return nil
	}
	client := a.onlyClient(i, paths[0])
	for n, h := range a.historiesOf(ctx, i, paths, client) {
		if m := a.missedIn(h, client); m != nil {
			m.paths = paths[n : n+1 : n+1]
			found = append(found, m)
		}
	}
	return found
}

// pathsSince are the few paths of an issue that many rows are of, those that were kept of which
// began in the middle of the log.
func (a *Analysis) pathsSince(i *issue) (paths []scan.Value) {
	begin, end, timed := a.Period()
	if !isMissable(i) || !timed || a.Rows == nil || i.rows < leastMissedPath {
		return nil
	}
	all, estimated := a.AllOf(i.Code, scan.FieldPath, i.has)
	if estimated {
		return nil
	}
	dim, first := a.dimensions().named("cs-uri-stem"), map[string]int64{}
	for _, r := range a.sampleOf(i) {
		path := dim.of(r.Source, r.Row)
		if at, ok := first[path]; r.Row.Second != parser.NoTime && (!ok || r.Row.Second < at) {
			first[path] = r.Row.Second
		}
	}
	for _, v := range all {
		at, kept := first[v.Text]
		if kept && at-begin >= (end-begin)/20 && v.Count >= leastOfEach && float64(v.Count) >= ofMissedPath*float64(i.rows) {
			paths = append(paths, v)
		}
	}
	if len(paths) > mostFew { // more is at fault than some paths
		return nil
	}
	slices.SortFunc(paths, func(x, y scan.Value) int { return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Text, y.Text)) })
	return paths
}

// onlyClient is the client that all rows of an issue are of, where they are of one path as well.
func (a *Analysis) onlyClient(i *issue, path scan.Value) string {
	clients, estimated := a.AllOf(i.Code, scan.FieldClient, i.has)
	if estimated || len(clients) != 1 || path.Count != i.rows || clients[0].Text == "-" {
		return ""
	}
	return clients[0].Text
}

// missedIn reads in the history of a path whether it was served, by the method that missed it, until
// it was missed, by as many as had asked for it, and either to nobody since or from several clients
// until it was served again.
func (a *Analysis) missedIn(h *pathHistory, client string) *missedPaths {
	if len(h.missed) < leastOfEach {
		return nil
	}
	_, end, _ := a.Period()
	first, last := h.missed[0], h.missed[len(h.missed)-1]
	before, after := h.asked(first)
	if len(before) < leastOfEach || answeredWithin(h.answered, first, last) {
		return nil
	}
	m := &missedPaths{client: client, first: first, last: last, until: before[len(before)-1], again: parser.NoTime,
		missed: len(h.missed), before: len(before), after: len(after)}
	was, is := rowsASecond(before[0], m.until, len(before)), rowsASecond(first, last, len(h.missed))
	goesOn := float64(end-last) <= max(leastQuiet, leastMissedPath/is)
	switch isAnswered := answeredWithin(h.answered, last, end); {
	case is < stillAsked*was, !isAnswered && !goesOn:
		return nil
	case isAnswered && (len(after) < leastOfEach || len(h.missing) < fewMissing):
		return nil
	case isAnswered:
		m.again = after[0]
	}
	return m
}

// pathHistory is when a path was served, by the method that asked for it, when it was answered at
// all, and when and to whom it was missing.
type pathHistory struct {
	served           map[string]activity
	answered, missed activity
	methods, missing map[string]bool // of those that missed it
}

// historiesOf reads those of some paths, in the order of time, answered to a client or, for "", to
// anybody: none where there are too many rows.
func (a *Analysis) historiesOf(ctx context.Context, i *issue, paths []scan.Value, client string) (all []*pathHistory) {
	begin, end, _ := a.Period()
	one := &sought{span: scan.Span{From: begin, Until: end + 1}}
	by := map[string]*pathHistory{}
	for _, p := range paths {
		h := &pathHistory{served: map[string]activity{}, methods: map[string]bool{}, missing: map[string]bool{}}
		one.wanted.Paths, all, by[p.Text] = append(one.wanted.Paths, p.Text), append(all, h), h
	}
	of, n := a.Client(), 0
	one.see = func(_ int, r *parser.Row, v codes.Verdict) {
		h := by[string(scan.Shorten(r.Path()))]
		if h == nil || n > mostIncidentRows {
			return
		}
		n++
		method, who := string(scan.Shorten(r.Field(parser.Method))), string(scan.Shorten(of(r)))
		switch {
		case v == i.Verdict && codeOf(r) == i.Code:
			h.missed, h.methods[method], h.missing[who] = append(h.missed, r.Second), true, true
		case isServed(v, int(r.Status)) && (client == "" || who == client):
			h.answered = append(h.answered, r.Second)
			if !scan.IsRedirect(r.Status) {
				h.served[method] = append(h.served[method], r.Second)
			}
		}
	}
	if a.look(ctx, []*sought{one}); !one.all || n > mostIncidentRows {
		return nil
	}
	for _, h := range all {
		slices.Sort(h.answered)
		slices.Sort(h.missed)
	}
	return all
}

// asked is when the path was served by the methods that missed it, before a moment and after it.
func (h *pathHistory) asked(moment int64) (before, after activity) {
	var all activity
	for method := range h.methods {
		all = append(all, h.served[method]...)
	}
	slices.Sort(all)
	at, _ := slices.BinarySearch(all, moment)
	return all[:at], all[at:]
}

// answeredWithin reports whether anything was after a second, up to another.
func answeredWithin(answered activity, after, upTo int64) bool {
	at, _ := slices.BinarySearch(answered, after+1)
	return at < len(answered) && answered[at] <= upTo
}

// rowsASecond is how many of so many rows came in a second.
func rowsASecond(first, last int64, rows int) float64 { return float64(rows) / float64(last-first+1) }

// tellMissed says in the finding of an issue that its paths were served until its rows began, and
// again when they had ended.
func (a *Analysis) tellMissed(i *issue, f *report.Finding) {
	m := i.missed
	if m == nil || f.Rule == "preflight" { // it was refused, and may have been served to others all the time
		return
	}
	f.Rule = "served-before"
	if m.again == parser.NoTime || m.last-m.first >= leastMissedTime {
		f.Severity = atLeastWarning(f.Severity)
	}
	if i.Code.Status == 404 || i.Verdict == codes.NotFound {
		f.Check = "" // what the tables say is of what never was there
	}
	tellAnew := []string{"path", "few", "few-share", "link-rows"}
	f.Evidence = slices.DeleteFunc(f.Evidence, func(e report.Evidence) bool {
		return slices.Contains(tellAnew, e.What) || strings.HasPrefix(e.What, "path-")
	})
	if len(m.paths) > 1 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "few", Value: float64(len(m.paths)), Unit: "paths"})
		f.Evidence = append(f.Evidence, pathEvidence(a.keys(scan.FieldPath, scan.Tops{Values: m.paths}))...)
	} else {
		f.Evidence = append(f.Evidence, report.Evidence{What: "path", Text: a.names.Value("cs-uri-stem", m.paths[0].Text)})
	}
	until := "served-until"
	if m.client != "" {
		until = "client-served-until"
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: until, Value: float64(m.until), Unit: "time"})
	if m.again != parser.NoTime {
		f.Evidence = append(f.Evidence, report.Evidence{What: "served-again", Value: float64(m.again), Unit: "time"})
	}
}
