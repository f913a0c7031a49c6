package analysis

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// aroundAttack is how long before and after an attack it matters what else the client
	// did, in seconds.
	aroundAttack = 600
	// lookedAround of the attackers with the most rows are looked at, and mostAttackers of
	// them told.
	lookedAround, mostAttackers = 256, 20
)

// attackers are the clients that a look finds whose attacks were answered.
type attackers struct {
	*Analysis
	of     map[string]*attacker
	thin   thinned
	others bool // there are more than those that were looked at
	client func(*parser.Row) []byte
	issues []*issue
	app    appPage
	own    *ownUse
}

// attacker is a client whose attacks were answered, and what it did besides.
type attacker struct {
	client      string
	alike       []string    // the clients that it stands for, more than one; nil for itself
	rows        []attackRow // in order of time, once all were seen
	kept        int         // how many they were at first
	sentAway    bool        // some were redirected that only asked
	seen        bool        // all that it did around them is known
	before      int64       // its other rows
	meanwhile   int64       // all rows from the first attack to the last
	after       int64
	anyPage     int  // families of probes of which it was served pages
	pages       int  // rows of pages that it was served, which no scanner looks for
	probes      int  // rows of its that are probes
	job         bool // it fetches one thing day by day
	first, last int64
}

// attackRow is an attack that was answered.
type attackRow struct {
	second               int64
	path, family, status string
	size                 int64       // bytes that were sent; -1 where that is not logged
	ok                   bool        // the answer was 200
	sent, away           bool        // the answer was a redirect of what it posted, or of what it asked for
	place                uint64      // a hash of where it stands
	issue                *issue      // what counts the row as one that needs attention; nil for none
	inPath               bool        // the path alone tells the family
	from                 scan.Sender // the page that sent the client
	user                 string      // who had logged on, "" for nobody
	above                bool        // the page that sent the client is a folder above the path
	reads                bool        // it asks for the path alone, and sends nothing
	taken, delay         int64       // ms that it took, -1 where that is not logged, and that it asked a database to wait
	names                bool        // it names such a delay, or none of 0
}

func (a *Analysis) newAttackers(issues []*issue) *attackers {
	w := &attackers{Analysis: a, of: map[string]*attacker{}, client: a.Client(), issues: issues, app: newAppPage(), own: a.newOwnUse()}
	w.thin.noted = []map[string]*attacker{w.of}
	return w
}

// lookThrough shows the wanted rows of some spans, and reports whether it showed all.
func (w *attackers) lookThrough(ctx context.Context, spans []scan.Span, wanted scan.Wanted, see func(int, *parser.Row, codes.Verdict)) bool {
	var looked []*sought
	for _, span := range spans {
		looked = append(looked, &sought{span: span, wanted: wanted, see: see})
	}
	w.look(ctx, looked)
	return !slices.ContainsFunc(looked, func(s *sought) bool { return !s.all })
}

// see takes a row, where it is an attack that was answered.
func (w *attackers) see(_ int, r *parser.Row, v codes.Verdict) {
	if v == codes.Probe || v == codes.Automatic {
		return
	}
	family, ok := w.options.Noise.MatchAttack(nil, r.Path(), r.Query(), nil)
	switch {
	case !ok:
		w.own.served(r, v)
	case !w.options.Noise.IsOfStrangers(family) && w.hasOutcome(family, int(r.Status), v):
		w.note(w.of, string(scan.Shorten(w.client(r))), family, r, v)
	}
}

// note notes an attack that was answered, where it is one of those that are kept.
func (w *attackers) note(of map[string]*attacker, client string, family int, r *parser.Row, v codes.Verdict) {
	place := placeOf(r.Offset)
	if !w.thin.keeps(place) {
		return
	}
	one := of[client]
	if one == nil {
		one = &attacker{client: client}
		of[client] = one
	}
	name := w.options.Noise.Name(family)
	row := attackRow{second: r.Second, path: string(scan.Shorten(r.Path())), family: name, status: codeOf(r).Label(), size: sentBytes(r), ok: r.Status == 200,
		issue: w.issueIn(w.issues, r, v, name), taken: r.Taken, place: place}
	row.delay, row.names = delayOf(r.Query())
	w.own.note(r, &row)
	if r.Status >= 300 && r.Status < 400 {
		row.sent = r.Posts() && (r.Status == 302 || r.Status == 303)
		row.away = !row.sent
	}
	one.rows = append(one.rows, row)
	if w.thin.added() {
		w.own.keep(w.thin.noted)
	}
}

// sentBytes is how many bytes the answer to a row had; -1 where that is not logged.
func sentBytes(r *parser.Row) int64 {
	if n, ok := numberOf(r.Field(parser.SentBytes)); ok {
		return n
	}
	return -1
}

// hasOutcome reports whether rows of that end were counted as an answered attack of the
// family: what a reader refused is none.
func (w *attackers) hasOutcome(family, status int, v codes.Verdict) bool {
	return slices.ContainsFunc(w.Outcomes, func(o scan.Outcome) bool {
		return o.Family == family && o.Code.Status == status && o.Verdict == v && isAnswered(&o)
	})
}

// judge takes in the redirects that tell of a success: an exploit that posts something
// is often answered so. Who only asks for a page and is sent elsewhere got nothing:
// many sites send everybody to https or to their logon, whatever they ask for.
func (one *attacker) judge() {
	all := len(one.rows)
	one.rows = slices.DeleteFunc(one.rows, func(r attackRow) bool { return r.away })
	if one.sentAway = one.sentAway || len(one.rows) < all; one.sentAway {
		one.rows = slices.DeleteFunc(one.rows, func(r attackRow) bool { return r.sent })
	}
	slices.SortStableFunc(one.rows, func(x, y attackRow) int { return cmp.Compare(x.second, y.second) })
	if n := len(one.rows); n > 0 {
		one.first, one.last = one.rows[0].second, one.rows[n-1].second
	}
}

// most are the attackers with the most rows, of which none is the page that an
// application has for every path.
func (w *attackers) most(ctx context.Context) (all []*attacker) {
	w.thin.count()
	for _, one := range w.of {
		one.kept = len(one.rows)
		one.judge()
	}
	w.own.count(w.of)
	for _, one := range w.of {
		one.rows = slices.DeleteFunc(one.rows, w.own.isOfMany)
		if one.judge(); len(one.rows) > 0 {
			all = append(all, one)
		}
	}
	most := func(x, y *attacker) int {
		return cmp.Or(cmp.Compare(len(y.rows), len(x.rows)), cmp.Compare(x.client, y.client))
	}
	slices.SortFunc(all, most)
	w.others = len(all) > lookedAround || w.thin.level > 0
	all = all[:min(len(all), lookedAround)]
	w.lookAround(ctx, all)
	w.own.count(w.of)
	for _, one := range all {
		w.own.lookedAt(one)
	}
	for _, one := range all {
		one.rows = slices.DeleteFunc(one.rows, func(r attackRow) bool { return w.app.isAnswer(r) || w.own.isOwn(one, r) })
		one.judge()
	}
	all = slices.DeleteFunc(all, func(one *attacker) bool { return len(one.rows) == 0 })
	all = folded(all)
	slices.SortFunc(all, most)
	return all[:min(len(all), mostAttackers)]
}

// leastAlike is how many clients that did the same are told at once.
const leastAlike = 3

// folded makes one of the attackers that asked for the same: a leak is found by many.
func folded(all []*attacker) (kept []*attacker) {
	alike := map[string][]*attacker{}
	what := func(one *attacker) string {
		return strings.Join(slices.Concat(one.values(func(r attackRow) string { return r.family }), one.values(func(r attackRow) string { return r.path })), "\n")
	}
	for _, one := range all {
		alike[what(one)] = append(alike[what(one)], one)
	}
	for _, one := range all {
		same := alike[what(one)]
		switch {
		case len(same) < leastAlike:
			kept = append(kept, one)
		case same[0] == one:
			kept = append(kept, foldedOf(same))
		}
	}
	return kept
}

// foldedOf is one for several: of what else they did nothing is said.
func foldedOf(all []*attacker) *attacker {
	sum := &attacker{}
	for _, one := range all {
		sum.alike, sum.kept = append(sum.alike, one.client), sum.kept+one.kept
		sum.rows, sum.anyPage = append(sum.rows, one.rows...), max(sum.anyPage, one.anyPage)
	}
	sum.judge()
	return sum
}

// lookAround counts what the attackers did before and after, and what else they and
// others were served.
func (w *attackers) lookAround(ctx context.Context, all []*attacker) {
	var spans []scan.Span
	of, families := map[string]*attacker{}, map[*attacker]map[int]bool{}
	for _, one := range all {
		of[one.client], families[one] = one, map[int]bool{}
		spans = append(spans, scan.Span{From: one.first - aroundAttack, Until: one.last + aroundAttack + 1})
		for _, r := range one.rows {
			w.app.attack(r)
		}
	}
	wanted := scan.Wanted{Clients: slices.Sorted(maps.Keys(of)), Paths: []string{"/"}, Referred: w.own.few}
	seen := w.lookThrough(ctx, scan.JoinSpans(spans), wanted, func(_ int, r *parser.Row, v codes.Verdict) {
		if v == codes.OK && r.Status == 200 && string(r.Path()) == "/" {
			w.app.front(sentBytes(r))
		}
		one := of[string(scan.Shorten(w.client(r)))]
		if one == nil {
			w.own.served(r, v)
			return
		}
		if r.Second < one.first-aroundAttack || r.Second > one.last+aroundAttack {
			return
		}
		one.count(r.Second)
		if family, ok := w.served(r, v); ok {
			families[one][family] = true
			w.app.probe(string(scan.Shorten(r.Path())), sentBytes(r))
			return
		}
		w.visit(one, r, v)
	})
	for _, one := range all {
		one.seen, one.anyPage = seen, len(families[one])
	}
}

// visit counts what a scanner does, and what a client of the site does.
func (w *attackers) visit(one *attacker, r *parser.Row, v codes.Verdict) {
	switch {
	case v == codes.Probe:
		one.probes++
	case v == codes.OK && (r.Status == 200 || r.Status == 304) && len(r.Path()) > 1:
		if _, attack := w.options.Noise.MatchAttack(nil, r.Path(), r.Query(), nil); !attack {
			one.pages++
		}
	}
}

// served returns the family of probes, but for attacks, that a row is of which was served.
func (w *attackers) served(r *parser.Row, v codes.Verdict) (family int, ok bool) {
	if v != codes.OK || r.Status != 200 {
		return 0, false
	}
	family, ok = w.options.Noise.Match(r.Field(parser.Method), r.Path(), r.Query(), nil)
	return family, ok && w.options.Noise.Verdict(family) == codes.Probe && !w.options.Noise.IsAttack(family)
}

// count counts a row of the client.
func (one *attacker) count(second int64) {
	switch {
	case second < one.first:
		one.before++
	case second > one.last:
		one.after++
	default:
		one.meanwhile++
	}
}

// values are what rows have of a field, each once, in the order of their names.
func (one *attacker) values(of func(attackRow) string) []string {
	all := map[string]bool{}
	for _, r := range one.rows {
		all[of(r)] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// withValue adds a value that is not among some.
func withValue(all []string, value string) []string {
	if slices.Contains(all, value) {
		return all
	}
	return append(all, value)
}

// around says what an attacker did besides so many attacks, where that is known.
func (one *attacker) around(attacks attackTotal) []report.Evidence {
	if !one.seen || attacks.rows != int64(len(one.rows)) { // else nobody knows which of its rows are others
		return nil
	}
	meanwhile := one.meanwhile - attacks.rows
	if one.before == 0 && one.after == 0 && meanwhile == 0 {
		return []report.Evidence{{What: "around", Unit: "rows"}}
	}
	return []report.Evidence{{What: "before", Value: float64(one.before), Unit: "rows"}, {What: "after", Value: float64(one.after), Unit: "rows"},
		{What: "meanwhile", Value: float64(meanwhile), Unit: "rows"}}
}
