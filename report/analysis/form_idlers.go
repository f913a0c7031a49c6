package analysis

import (
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// idlers are those at a form who do nothing else, and what became of their posts.
type idlers struct {
	addresses []string
	posts     activity
	sentBack  bool     // each time, else served
	inVain    []string // others that posted in vain as well
	letIn     int      // posts of those who were let in
}

// idlers are those of the kind that posted most.
func (s *spray) idlers() idlers {
	var served, back idlers
	for _, client := range slices.Sorted(maps.Keys(s.seen)) {
		switch one := s.seen[client]; {
		case one.isStranger():
			served.addresses, served.posts = append(served.addresses, client), append(served.posts, one.posts...)
		case one.isSentBack() && !returnsToItself(s.path):
			back.addresses, back.posts = append(back.addresses, client), append(back.posts, one.let...)
		default:
			served.letIn += len(one.let)
			if len(one.posts) > 0 {
				served.inVain = append(served.inVain, client)
			}
		}
	}
	all := served
	if len(back.posts) > len(served.posts) {
		all = idlers{back.addresses, back.posts, true, served.inVain, served.letIn}
	}
	slices.Sort(all.posts)
	return all
}

// areMany reports whether there are strangers enough to tell of, far more than are let in
// meanwhile.
func (d *idlers) areMany(s *spray) bool {
	return d.letIn > 0 && len(d.addresses) >= leastStrange && len(d.posts) >= leastSprayed && float64(len(d.posts)) >= strangersToLetIn*float64(s.letInAmong(d.posts))
}

// idlersCommand shows the posts of strangers to a form, "" where nothing shows them alone.
func (a *Analysis) idlersCommand(f *report.Finding, path string, d *idlers) string {
	last := d.posts[len(d.posts)-1]
	c := a.newCommand("rows").between(f.First, stamp(last+1)).where("cs-uri-stem", path).flag("--method", "POST")
	switch {
	case len(d.addresses) <= mostOfLine:
		c.oneOf("c-ip", d.addresses)
	case !d.sentBack && len(d.inVain) <= mostNamed:
		if c.flag("--status", "2xx"); len(d.inVain) > 0 {
			c.without("c-ip", d.inVain)
		}
	default:
		return ""
	}
	return c.String()
}
