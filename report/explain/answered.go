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

// nearby is how far apart two requests for a path are in the same minute, in seconds.
const nearby = 60

// findGone finds the rows of 500.19 whose client had left, where bytes and time did not
// tell it: web.config could be read, since the same path was served in the same minute.
func (n *neighbours) findGone() {
	for _, g := range n.groups {
		if scan.MayBeGone(g.outcome) && g.verdict == codes.Configuration {
			if row, _ := n.servedNear(g); row != nil {
				g.verdict = codes.ClientLeft
			}
		}
	}
}

// servedNear finds a row of a group and one near it in which the same path was served.
func (n *neighbours) servedNear(g *group) (row, served *keptRow) {
	for _, row := range g.rows {
		for _, r := range n.byPath[pathKey(row)] {
			if at := seconds(row, r); isGranted(r) && at >= 0 && at <= nearby {
				return row, r
			}
		}
	}
	return nil, nil
}

// gone says why it was the client that left, and not the share.
func (n *neighbours) gone(g *group) []report.Finding {
	if !scan.MayBeGone(g.outcome) || g.verdict != codes.ClientLeft {
		return nil
	}
	if _, r := n.servedNear(g); r != nil {
		return []report.Finding{note("gone-served", lineOf(r))}
	}
	return []report.Finding{note("gone-sending")}
}
