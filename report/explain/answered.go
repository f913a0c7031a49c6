package explain

import (
	"bytes"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Who answered, and whether anybody was there to take the answer.

// isFromBehind reports whether the server behind ARR answered the rows of a group.
func (g *group) isFromBehind() bool {
	return g.verdict == codes.Upstream && g.outcome.Substatus <= 0 &&
		!slices.ContainsFunc(g.rows, func(r *keptRow) bool { return !scan.WasForwarded(r.Row) })
}

// behind names what finds the request in the log of the server behind ARR, and says
// that UrlScan refused what a scanner asked for.
func (n *neighbours) behind(g *group) []report.Finding {
	first := g.rows[0]
	if g.verdict == codes.Probe && first.IsURLScan() {
		return []report.Finding{note("urlscan", text("path", n.names.Value(parser.Stem.String(), string(first.path()))))}
	}
	if g.verdict != codes.Upstream || g.outcome.Log != codes.Web {
		return nil
	}
	const mark = "X-ARR-LOG-ID="
	if _, id, ok := bytes.Cut(first.Field(parser.Query), []byte(mark)); ok {
		id, _, _ = bytes.Cut(id, []byte{'&'})
		return []report.Finding{note("arr-id", lineOf(first), text("id", string(id)))}
	}
	return nil
}

const (
	// nearby is how far apart two requests for a path are in the same minute, in seconds.
	nearby = 60
	// mostGone is more rows of a kind than clients leave: beyond, nothing is decided.
	mostGone = 1000
	// mostCancelled is how many rows of one client may fail between its row and one that
	// was served: behind a balancer all have one address.
	mostCancelled = 2
)

// findGone finds the rows of 500.19 whose client had left, where bytes and time did not
// tell it: web.config could be read, since the same path was served in the same minute,
// and nobody else's request failed so in between.
func (n *neighbours) findGone() {
	for _, g := range n.groups {
		if scan.MayBeGone(g.outcome) && g.verdict == codes.Configuration && len(g.rows) <= mostGone &&
			!slices.ContainsFunc(g.rows, func(r *keptRow) bool { return n.servedNear(g, r) == nil }) {
			g.verdict = codes.ClientLeft
		}
	}
}

// servedNear finds a row near one of a group in which the same path was served: the last
// one before, or the first one after, with nobody else's failure in between.
func (n *neighbours) servedNear(g *group, row *keptRow) *keptRow {
	var before, after *keptRow
	for _, r := range n.byPath[pathKey(row)] {
		at := seconds(row, r)
		if !isGranted(r) || at < 0 || at > nearby {
			continue
		}
		if r.Second <= row.Second && (before == nil || r.Second > before.Second) {
			before = r
		}
		if r.Second >= row.Second && (after == nil || r.Second < after.Second) {
			after = r
		}
	}
	for _, r := range []*keptRow{before, after} {
		if r != nil && !n.failedBetween(g, row, r) {
			return r
		}
	}
	return nil
}

// failedBetween reports whether a row of another client stands between two rows of a group in
// time, or more of the same than it may have cancelled.
func (n *neighbours) failedBetween(g *group, a, b *keptRow) bool {
	first, last := min(a.Second, b.Second), max(a.Second, b.Second)
	same := 0
	for _, r := range g.rows {
		if r.Second <= first || r.Second >= last {
			continue
		}
		if same++; same > mostCancelled || n.client(r) != n.client(a) {
			return true
		}
	}
	return false
}

// gone says why it was the client that left, and not the share.
func (n *neighbours) gone(g *group) []report.Finding {
	if !scan.MayBeGone(g.outcome) || g.verdict != codes.ClientLeft {
		return nil
	}
	if r := n.servedNear(g, g.rows[0]); r != nil {
		return []report.Finding{note("gone-served", lineOf(r))}
	}
	return []report.Finding{note("gone-sending")}
}
