package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// byChance is how likely at most it may be that nothing more was kept of what goes on.
	byChance = 1e-6
	// leastRegular is how many rows that were kept tell of something regular, and
	// leastQuietShare which part of the log it must be quiet for at the end.
	leastRegular, leastQuietShare = 12, 0.1
	// leastSpread is the part of the time before the end in which it came: who comes for
	// two hours and goes home was never regular.
	leastSpread  = 0.25
	mostSilences = 3
	// leastSleep is for how many seconds nobody comes at night, where nobody does.
	leastSleep = 6 * 3600
)

// regular is a site or a client of which visits were kept.
type regular struct {
	field, value string
	seconds      []int64        // in order
	sites        map[string]int // that its rows are of
}

// apart is about how many seconds the rows are apart, of which some were kept.
func (a *Analysis) apart(r *regular) int64 {
	rows := float64(len(r.seconds)) * float64(a.Timed) / float64(len(a.Visits))
	return int64(float64(r.seconds[len(r.seconds)-1]-r.seconds[0]) / rows)
}

// silences says which sites and which regular clients stopped while the log goes on.
func (a *Analysis) silences(ctx context.Context) (all []report.Finding) {
	begin, end, ok := a.Period()
	if !ok || !a.seesWholeSites() {
		return nil
	}
	var silent []string // sites
	var stopped []stoppedClient
	failed := a.failedByClient()
	regulars := a.regulars()
	for _, r := range regulars {
		if len(all) == mostSilences || len(stopped) == mostStopped || !a.stopped(r, begin, end) || r.isOf(silent) || a.onlyFailed(r, failed) {
			continue
		}
		if f, first, last, ok := a.silence(ctx, r, begin, end); ok && r.field == "c-ip" {
			stopped = append(stopped, stoppedClient{f, r.value, first, last})
		} else if ok {
			all, silent = append(all, f), append(silent, r.value)
		}
	}
	together := a.stoppedTogether(stopped, end)
	all = append(all, together[:min(len(together), mostSilences-len(all))]...)
	if len(silent) > 0 {
		return all // a site has visitors, and a port of its own
	}
	if f, ok := a.visitorsGone(ctx, regulars, begin, end); ok {
		return append(all, f)
	}
	gone := a.placesGone(ctx, begin, end)
	if f, ok := a.fewerVisits(monitorsOf(regulars, begin, end), begin, end); ok && len(all)+len(gone) == 0 {
		return []report.Finding{f}
	}
	return append(all, gone...)
}

// regulars are the sites and the clients of which enough visits were kept, sites first.
// Most clients have few.
func (a *Analysis) regulars() (all []*regular) {
	sites, clients := map[string]*regular{}, map[string]*regular{}
	visits := map[string]int{} // of a client
	for _, v := range a.Visits {
		visits[v.Client]++
	}
	keep := func(index map[string]*regular, field, value, site string, second int64) {
		if value == "" || value == "-" {
			return
		}
		of := index[value]
		if of == nil {
			of = &regular{field: field, value: value, sites: map[string]int{}}
			index[value], all = of, append(all, of)
		}
		of.seconds = append(of.seconds, second)
		of.sites[site]++
	}
	for _, v := range a.Visits {
		site := a.siteVisited(v)
		keep(sites, "s-sitename", site, site, v.Second)
		if visits[v.Client] >= leastRegular {
			keep(clients, "c-ip", v.Client, site, v.Second)
		}
	}
	all = slices.DeleteFunc(all, func(r *regular) bool { return len(r.seconds) < leastRegular })
	slices.SortFunc(all, func(x, y *regular) int {
		return cmp.Or(cmp.Compare(y.field, x.field), cmp.Compare(len(y.seconds), len(x.seconds)), cmp.Compare(x.value, y.value))
	})
	return all
}

// failedByClient are how many rows of each client failed, or were probes.
func (a *Analysis) failedByClient() map[string]int64 {
	failed := map[string]int64{}
	values, _ := a.All(scan.FieldClient, func(s *scan.Subject) bool { return s.Verdict.Attention() || s.Verdict == codes.Probe })
	for _, v := range values {
		failed[v.Text] = v.Count
	}
	return failed
}

// onlyFailed reports whether nearly nothing that a client asked for was served: it is told
// what failed, and that it stops asking is no loss.
func (a *Analysis) onlyFailed(r *regular, failed map[string]int64) bool {
	rows := float64(len(r.seconds)) * float64(a.Timed) / float64(max(1, len(a.Visits)))
	return r.field == "c-ip" && float64(failed[r.value]) >= nearlyAll*rows
}

// isOf reports whether nearly all rows of a client are of one of some sites: where they
// fell silent, that is told.
func (r *regular) isOf(sites []string) bool {
	return r.field == "c-ip" && slices.ContainsFunc(sites, func(site string) bool {
		return float64(r.sites[site]) >= nearlyAll*float64(len(r.seconds))
	})
}

// stopped reports whether rows came all the time, and then no more: that none of those
// that were kept afterwards is its own is no chance.
func (a *Analysis) stopped(r *regular, begin, end int64) bool {
	first, last := r.seconds[0], r.seconds[len(r.seconds)-1]
	if float64(end-last) < leastQuietShare*float64(end-begin) || float64(last-first) < leastSpread*float64(end-begin) {
		return false
	}
	before, after := 0, 0
	for _, v := range a.Visits {
		switch {
		case v.Second > last:
			after++
		case v.Second >= first:
			before++
		}
	}
	share := float64(len(r.seconds)) / float64(max(1, before))
	return share < 1 && math.Pow(1-share, float64(after)) < byChance && longerApart*widestOf(r.seconds) < end-last
}

func widestOf(seconds []int64) int64 { return activity(seconds).widestGap() }

// silence tells when the last row of a site or a client came, by a look at what follows
// the last one that was kept.
func (a *Analysis) silence(ctx context.Context, r *regular, begin, end int64) (f report.Finding, first, last int64, ok bool) {
	client := a.Client()
	is := func(source int, row *parser.Row) bool {
		if r.field == "c-ip" {
			return string(scan.Shorten(client(row))) == r.value
		}
		return a.siteOf(source, row) == r.value
	}
	kept := []keptRow{{timing: timing{second: r.seconds[0]}}, {timing: timing{second: r.seconds[len(r.seconds)-1]}}}
	first, last = a.ends(ctx, kept, is)
	if r.field != "c-ip" && widestOf(r.seconds) >= leastSleep && a.workHours(last, end) < leastWorkOfPort {
		return f, first, last, false // it sleeps, and it is night or the weekend
	}
	if float64(end-last) < leastQuietShare*float64(end-begin) || r.field == "c-ip" && (!isEven(r.seconds) || !a.beats(ctx, last, 2*leastRegular*a.apart(r), is) || a.isTakenOver(ctx, r, last, is)) {
		return f, first, last, false
	}
	value := a.names.Value(r.field, r.value)
	f = report.Finding{Rule: "silence", Severity: report.Warning, First: stamp(last), Last: stamp(last), State: report.Over, Clients: 0}
	f.Where = report.Values{{Field: r.field, Value: value}}
	what := "site"
	if r.field == "c-ip" {
		what = "client"
	}
	f.Evidence = []report.Evidence{{What: what, Text: value}, {What: "begun", Value: float64(first), Unit: "time"},
		{What: "last", Value: float64(last), Unit: "time"}, {What: "until", Value: float64(end), Unit: "time"}}
	f.Command = a.newCommand("rows").between(stamp(last), stamp(end+1)).where(r.field, r.value).String()
	return f, first, last, true
}

// beats reports whether a client sent its last rows at even distances, as a monitor does
// and a visitor or a scanner does not; nor does an address of several users, or a browser, whose
// page is closed one day. The last rows are those of so many seconds, and of some hours at least; of a
// job that sends many at once those of a day.
func (a *Analysis) beats(ctx context.Context, last, before int64, is func(int, *parser.Row) bool) bool {
	const leastBefore, least = 6 * 3600, 12
	var came []int64
	browsers := 0
	names := map[string]bool{}
	around := &sought{span: scan.Span{From: last - max(before, 2*least*3600), Until: last + 1}}
	around.see = func(source int, r *parser.Row, _ codes.Verdict) {
		if is(source, r) {
			came = append(came, r.Second)
			if isBrowser(r) {
				browsers++
			}
			if name := nameOf(r); name != "" && len(names) < 2 {
				names[name] = true
			}
		}
	}
	if a.look(ctx, []*sought{around}); !around.all || len(came) < least || len(names) > 1 || 2*browsers > len(came) {
		return false
	}
	slices.Sort(came)
	late, _ := slices.BinarySearch(came, last-max(before, leastBefore))
	return isBeat(came[late:], least) || isBeat(beginsOf(came), least)
}

// isBeat reports whether nearly all of enough times are as far apart.
func isBeat(came []int64, least int) bool {
	const near, most = 0.3, 0.7
	var gaps []float64
	for i := 1; i < len(came); i++ {
		gaps = append(gaps, float64(came[i]-came[i-1]))
	}
	middle, part := evenness(gaps, near, 0)
	return len(came) >= least && middle > 0 && part >= most
}

// beginsOf are when some rows came after none for a while: a job sends many at once, each hour.
func beginsOf(came []int64) (begins []int64) {
	for i, second := range came {
		if i == 0 || second-came[i-1] >= 2*leastRest {
			begins = append(begins, second)
		}
	}
	return begins
}

// secondOfDay is that of a second, before 1970 too.
func secondOfDay(second int64) int64 { return (second%86400 + 86400) % 86400 }

// isEven reports whether rows came as evenly by day as by night: a person does not, and
// neither does a job of certain hours. Of each quarter of a day it counts what of it lies
// between the first and the last row.
func isEven(seconds []int64) bool {
	const quarter, enough, few = 21600, 43200, 0.2
	first, last := seconds[0], seconds[len(seconds)-1]
	if last-first < enough {
		return true
	}
	var came, length [4]float64
	for _, s := range seconds {
		came[secondOfDay(s)/quarter]++
	}
	for from := first; from < last; {
		until := min(last, from+quarter-secondOfDay(from)%quarter)
		length[secondOfDay(from)/quarter] += float64(until - from)
		from = until
	}
	rate := float64(len(seconds)) / float64(last-first)
	for i := range came {
		if came[i] < few*rate*length[i] {
			return false
		}
	}
	return true
}
