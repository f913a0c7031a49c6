package analysis

import (
	"context"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// mostPaged is how many clients are noted that were served a page; of more nothing is told.
const mostPaged = 1 << 16

// strangers looks for clients that posted to what pages of the site post to as well, and
// had not been on any of them: they name no page of it, and were served none.
type strangers struct {
	*attackers
	posted map[string]*attacker
	onPage map[string]bool // clients
}

// findStrangers adds to the attackers those whom only their lack of manners gives away.
func (w *attackers) findStrangers(ctx context.Context) {
	s := &strangers{attackers: w, posted: map[string]*attacker{}, onPage: map[string]bool{}}
	w.thin.noted = append(w.thin.noted, s.posted)
	spans := w.attackSpans(w.isOfStrangers)
	for i := range spans {
		spans[i].From, spans[i].Until = spans[i].From-aroundAttack, spans[i].Until+aroundAttack
	}
	if !w.lookThrough(ctx, scan.JoinSpans(spans), scan.Wanted{}, s.see) || len(s.onPage) >= mostPaged {
		return
	}
	for client, one := range s.posted {
		switch {
		case s.onPage[client] || client == "" || client == "-":
		case w.of[client] == nil:
			w.of[client] = one
		default:
			w.of[client].rows = append(w.of[client].rows, one.rows...)
		}
	}
}

// isOfStrangers reports whether rows of an outcome are such posts that were answered.
func (a *Analysis) isOfStrangers(o *scan.Outcome) bool {
	return isAnswered(o) && a.options.Noise.IsOfStrangers(o.Family)
}

// see takes a row: the post, or a page that its client was served. The front page is one
// that everybody looks at who tries an address.
func (s *strangers) see(_ int, r *parser.Row, v codes.Verdict) {
	client := string(scan.Shorten(s.client(r)))
	family, ok := s.options.Noise.MatchAttack(nil, r.Path(), r.Query(), nil)
	switch {
	case !ok || !s.options.Noise.IsOfStrangers(family):
		if v == codes.OK && r.Status < 400 && len(r.Path()) > 1 && len(s.onPage) < mostPaged {
			s.onPage[client] = true
		}
	case len(r.Field(parser.Referer)) > 1:
		s.onPage[client] = true
	case r.Posts() && s.hasOutcome(family, int(r.Status), v):
		s.note(s.posted, client, family, r, v)
	}
}
