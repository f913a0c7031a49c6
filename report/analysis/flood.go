package analysis

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A flood are many times as many requests as a site gets in its busiest hours, most of which
// are served: no status tells of it. One program sends them, or a crowd that asks for one
// thing, or one that asks for everything. What comes back at the same time of another day is
// a job, what lasts is how the site is used from now on, and people who follow a letter to
// all customers make some times the usual traffic, and load what belongs to a page.
const (
	// floodTimes is how many times as many rows as in nine of ten minutes make a flood, and
	// crowdTimes where nothing is common to them.
	floodTimes, crowdTimes = 10, 30
	// leastFlood is how many rows it has at least, and leastFloodRate how many a minute.
	leastFlood, leastFloodRate = 1000, 100
	// crowdLasts is how many seconds it may last where many send it.
	crowdLasts = 6 * 3600
	// ofFlood is the part of its rows that is nearly all of it.
	ofFlood = 0.9
	// mostSenders is how many addresses send it where these are named.
	mostSenders = 3
	// eachOnce is how many requests an address sends, on average, where it loads nothing of
	// what belongs to a page.
	eachOnce   = 2
	mostFloods = 3
	// mostOfCrawler is how many requests a minute one of a search engine sends at most.
	mostOfCrawler = 600
	// mostCounted is how many different values are counted of a field.
	mostCounted = 1 << 16
)

// flood is a stretch of buckets with very many rows, and what a look finds in them.
type flood struct {
	rush
	span                   scan.Span // of its buckets
	step                   int64     // seconds of one
	sent                   []string  // the few addresses that sent it
	client                 func(*parser.Row) []byte
	rows                   int64
	clients, paths, agents fieldCounts
	named, pieces          int64           // rows with the name of a user, and of a part of a file
	linked                 int64           // rows that a page of the site asked for
	own                    map[string]bool // hosts of such pages
	inside, around         map[int64]int64 // ordinary rows by ms
	inPlaces               map[servedAt]int64
	beside                 map[servedAt]bool // places with rows just before it or after
	first, last            int64
}

// fieldCounts are the rows of each value of a field, nil where there are too many.
type fieldCounts map[string]*actorRows

// actorRows are the rows of a value: how many, and of when.
type actorRows struct{ rows, first, last int64 }

// floods says when far more was asked for than usual. It looks once, however often it is
// asked.
func (a *Analysis) floods(ctx context.Context) []report.Finding {
	if a.floodsTold == nil {
		told := a.findFloods(ctx)
		if ctx.Err() != nil {
			return told
		}
		a.floodsTold = &told
	}
	return *a.floodsTold
}

func (a *Analysis) findFloods(ctx context.Context) (all []report.Finding) {
	if !a.seesWholeSites() || a.Rows == nil || a.isOfFTP() {
		return nil
	}
	s := a.service()
	if s == nil || len(s.rows) < leastBuckets {
		return nil
	}
	var found []*flood
	for _, g := range s.crowded() {
		if len(all) == mostFloods {
			break
		}
		f := &flood{rush: g, step: s.step, span: scan.Span{From: s.second(g.from), Until: s.second(g.until)}, client: a.Client(), own: a.ownHosts()}
		f.clients, f.paths, f.agents = fieldCounts{}, fieldCounts{}, fieldCounts{}
		f.inside, f.around = map[int64]int64{}, map[int64]int64{}
		f.inPlaces, f.beside = map[servedAt]int64{}, map[servedAt]bool{}
		one := &sought{span: scan.Span{From: f.span.From - besides, Until: f.span.Until + besides}, see: func(source int, r *parser.Row, v codes.Verdict) {
			f.seeAt(a.servedAt(source, r), r.Second)
			f.see(source, r, v)
		}}
		if a.look(ctx, []*sought{one}); !one.all {
			continue
		}
		if told, ok := a.toldFlood(s, f); ok {
			all, found = append(all, told), append(found, f)
		}
	}
	return withoutJobs(all, found)
}

// withoutJobs leaves out what comes at the same time of two days and is sent by the same addresses:
// that is a job.
func withoutJobs(all []report.Finding, of []*flood) (kept []report.Finding) {
	for i, f := range of {
		if !slices.ContainsFunc(of, func(o *flood) bool { return o != f && o.again && f.again && slices.Equal(o.sent, f.sent) }) {
			kept = append(kept, all[i])
		}
	}
	return kept
}

// isOfFTP reports whether commands of FTP are among the rows: who moves a folder sends one
// for each file.
func (a *Analysis) isOfFTP() bool {
	return slices.ContainsFunc(a.Outcomes, func(o scan.Outcome) bool { return o.Code.FTP && o.Rows > 0 })
}

// meanWithout is how many rows came in a minute on average outside of a stretch.
func (s *service) meanWithout(g gap) float64 {
	rows, buckets := s.sum(s.rows)-s.sumOf(s.rows, g), len(s.rows)-(g.until-g.from)
	return float64(rows) * 60 / float64(int64(max(1, buckets))*s.step)
}

// see takes a row of a flood, or of the time around it.
func (f *flood) see(_ int, r *parser.Row, v codes.Verdict) {
	if !f.span.Holds(r.Second) {
		if ordinary(r, v) {
			f.around[r.Taken]++
		}
		return
	}
	if f.rows++; f.rows == 1 {
		f.first, f.last = r.Second, r.Second
	}
	f.first, f.last = min(f.first, r.Second), max(f.last, r.Second)
	if ordinary(r, v) {
		f.inside[r.Taken]++
	}
	if nameOf(r) != "" {
		f.named++
	}
	if host, _ := scan.SplitReferer(r.Field(parser.Referer)); len(host) > 0 && f.own[scan.HostName(string(host))] {
		f.linked++
	}
	if r.Status == 206 {
		f.pieces++
	}
	f.clients = f.clients.add(string(scan.Shorten(f.client(r))), r.Second)
	f.paths = f.paths.add(string(scan.Shorten(r.Path())), r.Second)
	f.agents = f.agents.add(string(scan.Shorten(r.Field(parser.UserAgent))), r.Second)
}

func (c fieldCounts) add(value string, second int64) fieldCounts {
	if c == nil {
		return nil
	}
	one := c[value]
	if one == nil {
		if len(c) == mostCounted {
			return nil
		}
		one = &actorRows{first: second, last: second}
		c[value] = one
	}
	one.rows, one.first, one.last = one.rows+1, min(one.first, second), max(one.last, second)
	return c
}

// most are the few values that nearly all rows have, those of most rows first; nil where that
// takes more of them.
func (c fieldCounts) most(n int, rows int64) (values []string) {
	names := slices.SortedFunc(maps.Keys(c), func(x, y string) int {
		return cmp.Or(cmp.Compare(c[y].rows, c[x].rows), cmp.Compare(x, y))
	})
	var sum int64
	for _, name := range names[:min(n, len(names))] {
		values = append(values, name)
		if sum += c[name].rows; float64(sum) >= ofFlood*float64(rows) {
			return values
		}
	}
	return nil
}

// middleOf is the middle of some times, -1 where there are few.
func middleOf(times map[int64]int64) int64 {
	var all, sum int64
	for _, n := range times {
		all += n
	}
	if all < leastKept {
		return -1
	}
	for _, taken := range slices.Sorted(maps.Keys(times)) {
		if sum += times[taken]; 2*sum > all {
			return taken
		}
	}
	return -1
}

// only is the value that nearly all rows of a flood have and most others do not, "" for none.
func (a *Analysis) only(c fieldCounts, field string, f *flood) string {
	values := c.most(1, f.rows)
	if values == nil {
		return ""
	}
	if shareOf(a.trafficWithout(f), a.dimensions().named(field), values[0]) >= commonToAll {
		return ""
	}
	return values[0]
}

// trafficWithout are the rows that were kept of other times; it begins and ends within a bucket.
func (a *Analysis) trafficWithout(f *flood) []scan.SampledRow {
	inside := scan.Span{From: f.span.From - f.step, Until: f.span.Until + f.step}
	return slices.DeleteFunc(slices.Clone(a.Traffic), func(r scan.SampledRow) bool { return inside.Holds(r.Row.Second) })
}

// senders are the few addresses that sent a flood, none where they are many: that most of what came at
// other times is of as well are proxies.
func (a *Analysis) senders(f *flood) []string {
	clients, share := f.clients.most(mostSenders, f.rows), 0.0
	for _, client := range clients {
		share += shareOf(a.trafficWithout(f), a.dimensions().named("c-ip"), client)
	}
	if share >= proxyShare {
		return nil
	}
	return clients
}

// ofSenders narrows a flood to the rows of a few addresses.
func (f *flood) ofSenders(clients []string) {
	f.rows, f.first, f.last = 0, math.MaxInt64, math.MinInt64
	for _, client := range clients {
		one := f.clients[client]
		f.rows, f.first, f.last = f.rows+one.rows, min(f.first, one.first), max(f.last, one.last)
	}
}

// toldFlood tells of a flood, where it is one: of the rows of the few addresses that sent it,
// or of all that came meanwhile.
func (a *Analysis) toldFlood(s *service, f *flood) (told report.Finding, ok bool) {
	path, agent := a.only(f.paths, "cs-uri-stem", f), a.only(f.agents, "cs(User-Agent)", f)
	// Who is known by name, or opens a page of very much, is no stranger's program.
	clients, isOurs := a.senders(f), float64(max(f.named, f.linked)) >= ofFlood*float64(f.rows)
	if f.sent = clients; len(clients) > 0 {
		f.ofSenders(clients)
		isOurs = isOurs || !slices.ContainsFunc(clients, func(c string) bool { return !scan.IsOfOwnNetwork(c) })
	}
	rate := float64(f.rows) * 60 / float64(max(60, f.last-f.first+1))
	isCrowd := len(clients) == 0 && path == "" && agent == ""
	if (f.again || f.isLong) && (isOurs || len(clients) == 0) || f.isLong && agent == "" {
		return told, false
	}
	if len(clients) == 0 && a.beginsWith(f) {
		return told, false
	}
	if f.rows < leastFlood || float64(f.pieces) >= ofFlood*float64(f.rows) || isCrowd && rate < crowdTimes*f.busy*60/float64(s.step) || len(clients) == 0 && s.seconds(f.gap) > crowdLasts {
		return told, false
	}
	told = report.Finding{Rule: "flood", Severity: report.Warning, Rows: f.rows, Share: a.share(f.rows), Clients: int64(len(f.clients)), Paths: int64(len(f.paths))}
	if len(clients) > 0 {
		told.Clients, told.Paths = int64(len(clients)), 0
	}
	a.setTimes(&told, evenly(f.first, f.last, f.rows), f.first, f.last)
	told.Evidence = append([]report.Evidence{{What: "rows", Value: float64(f.rows), Unit: "rows"}, {What: "rate", Value: math.Round(rate), Unit: "rows"},
		{What: "usual", Value: toTwoDigits(s.meanWithout(f.gap)), Unit: "rows"}}, statedTimes(&told, f.first, f.last)...)
	a.nameSenders(&told, clients, path, agent)
	isSlow := a.noteSlowness(&told, f)
	isCrawler := scan.IsCrawler([]byte(agent)) && rate <= mostOfCrawler // who forges the name of one is not that patient
	if people := isCrowd && f.clients != nil && f.rows >= eachOnce*int64(len(f.clients)); !isSlow && (people || isOurs || isCrawler) {
		told.Severity = report.Note
	}
	c := a.newCommand("rows").between(told.First, stamp(f.last+1))
	if len(clients) > 0 {
		c.oneOf("c-ip", clients)
	}
	told.Command = c.String()
	return told, true
}

// nameSenders says who sent a flood, and what for.
func (a *Analysis) nameSenders(told *report.Finding, clients []string, path, agent string) {
	name := func(field, what, value string) {
		value = a.names.Value(field, value)
		told.Where = append(told.Where, report.FieldValue{Field: field, Value: value})
		told.Evidence = append(told.Evidence, report.Evidence{What: what, Text: value})
	}
	switch len(clients) {
	case 0:
		if told.Clients > 0 {
			told.Evidence = append(told.Evidence, report.Evidence{What: "clients", Value: float64(told.Clients), Unit: "clients"})
		}
	case 1:
		name("c-ip", "client", clients[0])
	default:
		told.Evidence = append(told.Evidence, report.Evidence{What: "senders", Value: float64(len(clients)), Unit: "clients"})
	}
	if path != "" {
		name("cs-uri-stem", "flooded", path)
	}
	if agent != "" && agent != "-" {
		name("cs(User-Agent)", "flooder", agent)
	}
}

// noteSlowness reports whether requests took far longer during a flood than around it.
func (a *Analysis) noteSlowness(told *report.Finding, f *flood) bool {
	now, before := middleOf(f.inside), middleOf(f.around)
	if before < 0 || now < muchSlower*before || now < before+leastLonger {
		return false
	}
	told.Evidence = append(told.Evidence, report.Evidence{What: "flood-taken", Value: float64(now), Unit: "ms"},
		report.Evidence{What: "calm-taken", Value: float64(before), Unit: "ms"})
	return true
}

// toTwoDigits rounds a number as people say it: 12, 3.4, 0.1 at least.
func toTwoDigits(n float64) float64 {
	if n >= 10 {
		return math.Round(n)
	}
	return max(0.1, math.Round(10*n)/10)
}

// toldOtherwise are the rules that tell what somebody did with very many requests better than
// their number does.
var toldOtherwise = []string{"form-guessing", "attack-answered", "redirect-loop", "redirect-poll", "scan", "auth-guessing", "auth-spray", "auth-broken-in", "auth-loop", "proxy"}

// withoutToldFloods leaves out the floods of clients, or of a form, of which another finding says
// what they did.
func withoutToldFloods(all []report.Finding) []report.Finding {
	return slices.DeleteFunc(all, func(f report.Finding) bool {
		return f.Rule == "flood" && slices.ContainsFunc(all, func(o report.Finding) bool {
			return slices.Contains(toldOtherwise, o.Rule) && 2*o.Rows >= f.Rows && !o.First.After(f.Last) && !o.Last.Before(f.First) &&
				slices.ContainsFunc(f.Where, func(v report.FieldValue) bool { return slices.Contains(o.Where, v) })
		})
	})
}
