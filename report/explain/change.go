package explain

import (
	"bytes"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// What the rows before and after a refused request say of it.

// changed says that the same request was served before or after, so that
// something changed in between.
func (n *neighbours) changed(g *group) (all []report.Finding) {
	rule := changeRule(g)
	if rule == "" {
		return nil
	}
	before, after := n.served(g)
	if before != nil {
		all = append(all, note(rule+"-before", append(apart(before, g.rows[0]), lineOf(before))...))
	}
	if after != nil {
		all = append(all, note(rule+"-after", append(apart(g.rows[len(g.rows)-1], after), lineOf(after))...))
	}
	return all
}

// changeRule says what a change between a served and a refused request is, ""
// where it says nothing: limits come and go, logons have their own notes, and
// rows do not show certificates, tokens and bodies, which may have differed.
func changeRule(g *group) string {
	switch {
	case g.outcome.Log != codes.Web:
		return ""
	case scan.MayBeGone(g.outcome): // a share that comes and goes, or a client
		return "worked"
	case g.verdict == codes.Configuration, g.isFixed():
		return "setting"
	case g.verdict == codes.NotFound:
		return "content"
	case g.verdict == codes.Application, g.verdict == codes.Upstream, g.verdict == codes.Capacity:
		return "worked"
	}
	return ""
}

// isFixed reports whether settings alone refuse the rows of a group: the same
// request of the same user and client gets the same answer until they change.
func (g *group) isFixed() bool {
	switch g.verdict {
	case codes.AccessDenied:
		return g.isCode(401, 3, 4, 5, 7) || g.isCode(403, 1, 2, 3)
	case codes.Blocked:
		return g.isCode(403, 4, 5, 6, 8) || g.isCode(404, 5, 6, 7, 8, 9, 11, 12, 14, 15, 18, 19, 20)
	}
	return false
}

// served finds the last row before a group's first row in which the same request
// was served, and the first one after the last of the group.
func (n *neighbours) served(g *group) (before, after *keptRow) {
	first, last := g.rows[0], g.rows[len(g.rows)-1]
	if len(first.path()) == 0 {
		return nil, nil
	}
	serves := func(r, refused *keptRow) bool {
		return r.Status >= 200 && r.Status < 400 && r.source == refused.source && n.isSame(r, refused, g)
	}
	for _, r := range n.byPath[pathKey(first)] {
		if r.index < first.index && serves(r, first) {
			before = r
		}
	}
	for _, r := range n.byPath[pathKey(last)] {
		if r.index > last.index && serves(r, last) {
			return before, r
		}
	}
	return before, nil
}

// isSame reports whether two rows of one path ask for the same: as far as the
// log tells, with the same method and query of the same site, and where who asks
// decides, for the same user from the same client.
func (n *neighbours) isSame(a, b *keptRow, g *group) bool {
	for _, c := range []parser.Column{parser.SiteName, parser.ServerIP, parser.ServerPort, parser.Method, parser.Query} {
		if !bytes.Equal(a.Field(c), b.Field(c)) {
			return false
		}
	}
	return !g.isFixed() || n.user(a) == n.user(b) && n.client(a) == n.client(b)
}
