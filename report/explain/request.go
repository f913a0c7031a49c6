package explain

import (
	"path"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
)

// What the request itself says: its path, method, port and agent.

// burst counts the requests of one client within a second, where a limit on
// them refused some.
func (n *neighbours) burst(g *group) []report.Finding {
	if !g.isCode(403, 501, 502) && !g.isCode(401, 501, 502) && !g.isCode(404, 501, 502) && !g.isCode(200, 501, 502) {
		return nil
	}
	worst, requests := g.rows[0], 0
	for i, r := range g.rows {
		if r.Second == parser.NoTime || n.client(r) == "" || i > 0 && r.Second == g.rows[i-1].Second {
			continue
		}
		if now := n.within(r); now > requests {
			worst, requests = r, now
		}
	}
	if requests == 0 {
		return []report.Finding{note("burst-proxy")}
	}
	rule := "burst"
	if n.isPage(worst) {
		rule = "burst-page"
	}
	evidence := []report.Evidence{amount("requests", int64(requests), "rows"), text("client", n.client(worst))}
	return []report.Finding{note(rule, evidence...), note("burst-proxy")}
}

// within counts the requests of a row's client in its second.
func (n *neighbours) within(r *keptRow) (requests int) {
	for _, o := range n.byClient[n.clientKey(r)] {
		if o.Second == r.Second {
			requests++
		}
	}
	return requests
}

// isPage reports whether the requests of a second look like one page and what
// belongs to it: a browser names the page as the referer of the rest.
func (n *neighbours) isPage(r *keptRow) bool {
	if !strings.HasPrefix(string(r.Field(parser.UserAgent)), "Mozilla/") {
		return false
	}
	pages := countValues(n.byClient[n.clientKey(r)], func(o *keptRow) string {
		if o.Second != r.Second {
			return ""
		}
		return n.shown(o, parser.Referer)
	})
	return len(pages) > 0 && pages[0].Count >= 2
}

// plainPort says that requests which need TLS came without it.
func (n *neighbours) plainPort(g *group) []report.Finding {
	if !g.isCode(403, 4, 5) {
		return nil
	}
	ports := countValues(g.rows, func(r *keptRow) string { return n.shown(r, parser.ServerPort) })
	if len(ports) == 0 {
		return nil
	}
	return []report.Finding{note("plain-port", amount("rows", ports[0].Count, "rows"), text("port", ports[0].Key))}
}

// monitors names requests that look like those of a balancer or a monitor: of
// old HTTP, without an agent.
func (n *neighbours) monitors(g *group) []report.Finding {
	var found []*keptRow
	for _, r := range g.rows {
		if string(r.Field(parser.Version)) == "HTTP/1.0" && string(r.Field(parser.UserAgent)) == "-" {
			found = append(found, r)
		}
	}
	if len(found) == 0 || !g.verdict.Attention() {
		return nil
	}
	return []report.Finding{note("monitor", lineList(found), text("client", n.client(found[0])))}
}

// method says why the method was not allowed.
func (n *neighbours) method(g *group) []report.Finding {
	if g.verdict == codes.Upstream || !g.isCode(405) && !g.isCode(404, 6) {
		return nil
	}
	methods := countValues(g.rows, func(r *keptRow) string { return n.shown(r, parser.Method) })
	if len(methods) == 0 {
		return nil
	}
	rule, method := "method-unknown", methods[0].Key
	switch {
	case g.outcome.Status == 404:
		rule = "method-filtered"
	case slices.Contains([]string{"PUT", "DELETE", "PATCH", "PROPFIND", "MKCOL", "MOVE", "COPY", "LOCK"}, method):
		rule = "method-webdav"
	case method == "POST":
		rule = "method-static"
	}
	return []report.Finding{note(rule, text("method", method))}
}

// extension names the extension that no MIME type or no program is allowed for.
func (n *neighbours) extension(g *group) []report.Finding {
	if !g.isCode(404, 2, 3, 7, 17) {
		return nil
	}
	first := string(g.rows[0].path())
	if first == "" {
		return nil
	}
	extension := path.Ext(first)
	sub := g.outcome.Substatus
	switch {
	case extension == "" && sub == 3:
		return []report.Finding{note("extension-none")}
	case extension == "":
		return nil
	case sub == 3:
		return []report.Finding{note("extension-mime", text("extension", extension))}
	case sub == 2:
		return []report.Finding{note("extension-program", text("extension", extension))}
	}
	return []report.Finding{note("extension-script", text("extension", extension))}
}

// encoding names what makes a path look escaped twice.
func (n *neighbours) encoding(g *group) []report.Finding {
	if !g.isCode(404, 11) {
		return nil
	}
	for _, sign := range []struct{ rule, sign string }{{"path-plus", "+"}, {"path-percent", "%"}} {
		for _, r := range g.rows {
			if strings.Contains(string(r.path()), sign.sign) {
				return []report.Finding{note(sign.rule, lineOf(r))}
			}
		}
	}
	return nil
}

// acme says what a refused challenge file of a certificate authority means.
func (n *neighbours) acme(g *group) (all []report.Finding) {
	const folder = "/.well-known/acme-challenge/"
	isACME := func(r *keptRow) bool { return strings.HasPrefix(strings.ToLower(string(r.path())), folder) }
	if g.outcome.Status < 400 || !slices.ContainsFunc(g.rows, isACME) {
		return nil
	}
	all = append(all, note("acme"))
	if g.isCode(500, 19) {
		all = append(all, note("acme-config"))
	}
	return all
}

// link names the page with a broken link.
func (n *neighbours) link(g *group) []report.Finding {
	if g.verdict != codes.NotFound {
		return nil
	}
	pages := countValues(g.rows, func(r *keptRow) string { return n.shown(r, parser.Referer) })
	if len(pages) == 0 {
		return nil
	}
	return []report.Finding{note("link", text("page", pages[0].Key))}
}

// cutValues says that a value was cut by the server.
func (n *neighbours) cutValues(g *group) []report.Finding {
	for _, r := range g.rows {
		for i, name := range r.Layout.Names {
			if string(r.At(i)) == "..." {
				return []report.Finding{note("cut-value", text("field", name), lineOf(r))}
			}
		}
	}
	return nil
}
