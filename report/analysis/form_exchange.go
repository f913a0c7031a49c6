package analysis

import (
	"bytes"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// Outlook on the web redirects whoever posts its form: those whose password is wrong to the form
// again, with the reason in the query.

// isOfExchange reports whether a form is that of Outlook on the web.
func isOfExchange(form string) bool { return strings.HasSuffix(strings.ToLower(form), "/auth.owa") }

// isTurnedBack reports whether a row is the page to which Exchange sends who typed a wrong
// password.
func isTurnedBack(r *parser.Row) bool {
	const page, reason = "/auth/logon.aspx", "reason=2"
	path := r.Path()
	return len(path) >= len(page) && strings.EqualFold(string(path[len(path)-len(page):]), page) && bytes.Contains(r.Query(), []byte(reason))
}

// turnBack takes posts to the form of Exchange for what they were: in vain where their sender was
// sent to the form again, or asked for nothing else at all.
func (g *guess) turnBack() {
	slices.Sort(g.letIn)
	if g.elsewhere == 0 {
		g.turned, g.posts, g.letIn = int64(len(g.letIn)), append(g.posts, g.letIn...), nil
		return
	}
	slices.Sort(g.back)
	for _, second := range slices.Backward(g.back) {
		at, exact := slices.BinarySearch(g.letIn, second)
		if exact {
			at++
		}
		if at > 0 {
			g.posts = append(g.posts, g.letIn[at-1])
			g.letIn = slices.Delete(g.letIn, at-1, at)
			g.turned++
		}
	}
}
