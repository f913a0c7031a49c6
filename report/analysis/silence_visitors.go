package analysis

import (
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A site whose name leads elsewhere, or whose certificate has run out, does not fail: its
// visitors come no more, and what goes on are the monitors, which ask by its address, or
// the port on which it sends visitors to the other one.

const (
	// leastVisitors is how many addresses visitors have at least, mostMonitors how many
	// clients may go on, and leastGone for how many seconds at least visitors stay away.
	leastVisitors, mostMonitors, leastGone = 20, 3, 24 * 3600
	// leastWork is for how many hours in which people work nobody came: an office is away at
	// night and for the weekend. Of a port it is leastWorkOfPort: the others go on.
	leastWork, leastWorkOfPort = 8, 3
	// leastOfPlace is how many rows that were kept tell of a port or a server: a look finds the last.
	leastOfPlace = 6
	// soonReplaced is within how many seconds a server takes over from another.
	soonReplaced = 4 * 3600
)

// visitorsGone says when the visitors of a log came no more, while monitors go on.
func (a *Analysis) visitorsGone(ctx context.Context, regulars []*regular, begin, end int64) (f report.Finding, ok bool) {
	if a.chooses("client") || a.ForwardedFor != "" && a.chooses("site") {
		return f, false
	}
	monitors := monitorsOf(regulars, begin, end)
	if len(monitors) == 0 {
		return f, false
	}
	seconds, others := a.otherVisits(monitors)
	if others < leastVisitors {
		return f, false
	}
	all := make([]int64, len(a.Visits))
	for i, v := range a.Visits {
		all[i] = v.Second
	}
	days := a.cameBefore(seconds, begin, end)
	forDays := fellSilent(seconds, all, begin, end) && a.isAwayForLong(seconds[len(seconds)-1], end)
	if !forDays && days == 0 {
		return f, false
	}
	of := a.Client()
	f, last := a.toldSilence(ctx, seconds, end, func(_ int, r *parser.Row) bool { return !slices.Contains(monitors, string(scan.Shorten(of(r)))) })
	switch seconds = append(seconds, last); {
	case forDays && a.isAwayForLong(last, end) && float64(end-last) >= leastQuietShare*float64(end-begin):
	case a.cameBefore(seconds, begin, end) > 0:
		f.Evidence = append(f.Evidence, report.Evidence{What: "days", Value: float64(days), Unit: "days"})
	default:
		return f, false
	}
	f.Clients = int64(len(monitors))
	f.Evidence = append(f.Evidence, report.Evidence{What: "monitors", Value: float64(len(monitors)), Unit: "clients"})
	if len(monitors) == 1 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "but", Text: a.names.Value("c-ip", monitors[0])})
	}
	f.Command = a.newCommand("rows").between(f.Last, stamp(end+1)).without("c-ip", monitors).String()
	return f, true
}

// monitorsOf are the few clients that ask as often by night as by day, and in the last tenth of
// the log about as often as before.
func monitorsOf(regulars []*regular, begin, end int64) (all []string) {
	const asOften = 0.5
	for _, r := range regulars { // those of most visits first
		late := visitsIn(r.seconds, end-(end-begin)/10, end+1)
		if r.field == "c-ip" && len(all) < mostMonitors && isEven(r.seconds) && 10*float64(late) >= asOften*float64(len(r.seconds)) {
			all = append(all, r.value)
		}
	}
	return all
}

// placesGone says which port is asked no more while others are, and which server writes no more while
// others do: of that nobody can tell whether it broke or was taken out of its farm.
func (a *Analysis) placesGone(ctx context.Context, begin, end int64) []report.Finding {
	port := func(_ int, r *parser.Row) string { return string(r.Field(parser.ServerPort)) }
	field, server := "s-computername", a.computerOf
	if address := a.addressOfFarm(); address != nil {
		field, server = "s-ip", address
	}
	var told []report.Finding
	for _, p := range a.goneOf(ctx, "s-port", "port", port, begin, end) {
		told = append(told, p.Finding)
	}
	return append(told, a.toldServers(field, a.goneOf(ctx, field, "server", server, begin, end), end)...)
}

// addressOfFarm is the address of a row's server where servers have no other name and are so many
// that they are a farm; else nil, as one machine may have two addresses.
func (a *Analysis) addressOfFarm() func(int, *parser.Row) string {
	const leastOfFarm = 3
	var all []string
	for _, s := range a.Traffic {
		switch field, server := a.serverOf(s.Source, s.Row); field {
		case "s-ip":
			all = withValue(all, server)
		case "s-computername":
			return nil
		}
	}
	if len(all) < leastOfFarm {
		return nil
	}
	return func(source int, r *parser.Row) string {
		_, server := a.serverOf(source, r)
		return server
	}
}

// goneOf says which value of a field no row has any more while rows have others.
func (a *Analysis) goneOf(ctx context.Context, field, what string, valueOf func(int, *parser.Row) string, begin, end int64) (found []gonePlace) {
	if a.chooses(what) {
		return nil
	}
	of, all := a.visitsOf(valueOf, what == "server")
	values := slices.Sorted(maps.Keys(of))
	for _, one := range values {
		seconds := of[one]
		slices.Sort(seconds)
		if len(values) < 2 || len(seconds) < leastOfPlace || !a.portFellSilent(seconds, all, begin, end) {
			continue
		}
		f, last := a.toldSilence(ctx, seconds, end, func(source int, r *parser.Row) bool { return valueOf(source, r) == one })
		if !a.portFellSilent(append(seconds, last), all, begin, end) || what == "server" && isReplaced(of, last) {
			continue
		}
		value := a.names.Value(field, one)
		f.Where = report.Values{{Field: field, Value: value}}
		f.Evidence = append(f.Evidence, report.Evidence{What: what, Text: value})
		f.Command = a.newCommand("rows").between(f.Last, stamp(end+1)).where(field, one).String()
		if what == "server" {
			f.Severity = report.Note
		}
		found = append(found, gonePlace{f, one, slices.Min(seconds), last})
	}
	return found
}

// visitsOf are the times of rows that were kept, by a value, and all in order. Where each writes its own
// logs, they are of far more rows, and the first and the last of each is known.
func (a *Analysis) visitsOf(valueOf func(int, *parser.Row) string, writes bool) (of map[string][]int64, all []int64) {
	of = map[string][]int64{}
	var values map[int]string
	if writes {
		values = a.valuesOfSources(valueOf)
	}
	for _, v := range a.Visits {
		if value := values[v.Source]; value != "" {
			of[value], all = append(of[value], v.Second), append(all, v.Second)
		}
	}
	for source, value := range values {
		if s := &a.Sources[source]; len(of[value]) > 0 && s.First <= s.Last && s.First >= a.Earliest && s.Last <= a.Latest {
			of[value] = append(of[value], s.First, s.Last)
		}
	}
	if len(values) == 0 {
		for _, s := range a.Traffic {
			if value := valueOf(s.Source, s.Row); isValue([]byte(value)) && s.Row.Second != parser.NoTime {
				of[value], all = append(of[value], s.Row.Second), append(all, s.Row.Second)
			}
		}
	}
	slices.Sort(all)
	return of, all
}

// valuesOfSources are the values that the rows of each source have, by those that were kept: none
// where one has several. A source of which none was kept is as the others of its server's folder.
func (a *Analysis) valuesOfSources(valueOf func(int, *parser.Row) string) map[int]string {
	values, ofFolder, mixed := map[int]string{}, map[string]string{}, map[string]bool{}
	for _, s := range a.Traffic {
		value, folder := valueOf(s.Source, s.Row), a.folders[s.Source].server
		if is, ok := values[s.Source]; !isValue([]byte(value)) || ok && is != value {
			return nil
		}
		if is, ok := ofFolder[folder]; ok && is != value {
			mixed[folder] = true
		}
		values[s.Source], ofFolder[folder] = value, value
	}
	for source := range a.Sources {
		if folder := a.folders[source].server; values[source] == "" && folder != "" && !mixed[folder] && ofFolder[folder] != "" {
			values[source] = ofFolder[folder]
		}
	}
	return values
}

// isReplaced reports whether another server began about when one ended: it has a new name, or its
// work was moved.
func isReplaced(of map[string][]int64, ended int64) bool {
	for _, seconds := range of {
		if begun := slices.Min(seconds); begun >= ended-soonReplaced && begun <= ended+soonReplaced {
			return true
		}
	}
	return false
}

// portFellSilent reports whether a port came all the time and then no more, or did at that
// time of the days before, while others are asked.
func (a *Analysis) portFellSilent(seconds, all []int64, begin, end int64) bool {
	last := seconds[len(seconds)-1]
	if fellSilent(seconds, all, begin, end) {
		return a.workHours(last, end) >= leastWorkOfPort
	}
	return visitsIn(all, last+1, end+1) >= leastThen && a.cameBefore(seconds, begin, end) > 0
}

// fellSilent reports whether some of all rows that were kept, which came all the time, are
// not among the last ones, and that is no chance.
func fellSilent(some, all []int64, begin, end int64) bool {
	first, last := some[0], some[len(some)-1]
	if float64(end-last) < leastQuietShare*float64(end-begin) || float64(last-first) < leastSpread*float64(end-begin) || longerApart*widestOf(some) >= end-last {
		return false
	}
	from, _ := slices.BinarySearch(all, first)
	until, _ := slices.BinarySearch(all, last+1)
	share := float64(len(some)) / float64(max(1, until-from))
	return share < 1 && math.Pow(1-share, float64(len(all)-until)) < byChance
}

// isAwayForLong reports whether nobody came for so long that no night or weekend tells why.
func (a *Analysis) isAwayForLong(last, end int64) bool {
	return end-last >= leastGone && a.workHours(last, end) >= leastWork
}

// toldSilence begins a finding on rows that came no more, of which some were kept, and says
// when the last came.
func (a *Analysis) toldSilence(ctx context.Context, seconds []int64, end int64, is func(int, *parser.Row) bool) (f report.Finding, last int64) {
	kept := []keptRow{{timing: timing{second: seconds[0]}}, {timing: timing{second: seconds[len(seconds)-1]}}}
	first, last := a.ends(ctx, kept, is)
	f = report.Finding{Rule: "silence", Severity: report.Warning, First: stamp(last), Last: stamp(last), State: report.Over}
	f.Evidence = []report.Evidence{{What: "begun", Value: float64(first), Unit: "time"},
		{What: "last", Value: float64(last), Unit: "time"}, {What: "until", Value: float64(end), Unit: "time"}}
	return f, last
}

// workHours is in how many hours of a time people work, where the report is read.
func (a *Analysis) workHours(from, until int64) (hours int) {
	const hour, most = 3600, 24 * 14
	for at := from; at+hour <= until && hours < most; at += hour {
		when := stamp(at).In(a.location())
		if day := when.Weekday(); day != time.Saturday && day != time.Sunday && when.Hour() >= 8 && when.Hour() < 17 {
			hours++
		}
	}
	return hours
}
