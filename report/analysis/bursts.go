package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Servers of a farm that crash, hours apart, fail each for some minutes. Told together they fail all day,
// and of one told as an incident the others are what is left. So the times in which most rows of an issue
// came are told, and where each of them was.

const (
	// leastOfBurst is how many rows a burst has, and which part of its issue's; ofBursts is the part that
	// all of them have.
	leastOfBurst, shareOfBurst, ofBursts = 10, 0.05, 0.5
	// shortBurst is for how many seconds one lasts as a rule, longestBurst the longest of all, and burstsOfTime the part of an issue's
	// time that all of them take. burstDense is how many times as dense as its rows are on average they
	// come at least.
	shortBurst, longestBurst, burstsOfTime, burstDense = 1800, 4 * 3600, 0.1, 10
	// restOfBurst is how many times as long as a burst it takes until the next at least, and restOfLong the
	// same where one of them is not short.
	restOfBurst, restOfLong = 3, 12
	// mostToldBursts is how many are told one by one, and mostBursts how many there are at most.
	mostToldBursts, mostBursts = 4, 24
)

// burst is a short time in which many rows of an issue came.
type burst struct {
	scan.Span       // to the bucket of the count
	rows      int64 // by the count
	own       ownRows
	places    []map[string]int64 // rows by value, of each of burstPlaces
}

// bucketRows is how many rows of an issue came in a bucket.
type bucketRows struct{ second, rows int64 }

// burstsOf are the few short times in which most rows of an issue came, by the counts; nil for none.
func (a *Analysis) burstsOf(i *issue) (all []*burst) {
	isFailing := isFault(i.Verdict) || i.Verdict == codes.Unknown && i.Code.Status/100 == 5
	if !isFailing || i.Code.FTP || i.rows < 2*leastOfBurst || i.last-i.first < leastMixed || a.Minutes.Step > shortBurst/2 || a.datesOnly() {
		return nil
	}
	if act := a.activityOf(func(o *scan.Outcome) bool { return i.has(&a.Subjects[o.Subject]) }); a.recurs(act) {
		return nil
	}
	lasts := float64(i.last - i.first + a.Minutes.Step)
	all = a.divideBursts(a.bucketsOf(i), burstDense*float64(i.rows)/lasts, max(leastOfBurst, int64(shareOfBurst*float64(i.rows))))
	rows, seconds := int64(0), int64(0)
	for n, b := range all {
		long := b.Until - b.From
		if rows, seconds = rows+b.rows, seconds+long; long > longestBurst || n > 0 && !b.isApartFrom(all[n-1]) {
			return nil
		}
	}
	if len(all) < 2 || len(all) > mostBursts || float64(rows) < ofBursts*float64(i.rows) || float64(seconds) > burstsOfTime*lasts {
		return nil
	}
	return all
}

// isApartFrom reports whether a burst begins so long after the one before it that they are two.
func (b *burst) isApartFrom(before *burst) bool {
	long, rest := max(b.Until-b.From, before.Until-before.From), int64(restOfBurst)
	if long > shortBurst {
		rest = restOfLong
	}
	return b.From-before.Until >= rest*long
}

// bucketsOf are the rows of an issue by the bucket of the count.
func (a *Analysis) bucketsOf(i *issue) (all []bucketRows) {
	for c := range a.cellsOf(i) {
		if second, n := a.Minutes.Second(c), len(all); n > 0 && all[n-1].second == second {
			all[n-1].rows += c.Rows
		} else {
			all = append(all, bucketRows{second, c.Rows})
		}
	}
	return all
}

// divideBursts takes the stretches of buckets that have the most rows beyond a rate, in the order of time.
func (a *Analysis) divideBursts(buckets []bucketRows, rate float64, least int64) []*burst {
	best, sum, begin, from, until := 0.0, 0.0, 0, 0, 0
	for n, b := range buckets {
		if n > 0 {
			sum -= rate * float64(b.second-buckets[n-1].second)
		}
		if sum <= 0 {
			sum, begin = 0, n
		}
		if sum += float64(b.rows); sum > best {
			best, from, until = sum, begin, n+1
		}
	}
	if until == 0 {
		return nil
	}
	one := &burst{Span: scan.Span{From: buckets[from].second, Until: buckets[until-1].second + a.Minutes.Step}}
	for _, b := range buckets[from:until] {
		one.rows += b.rows
	}
	if one.rows < least {
		return nil
	}
	return slices.Concat(a.divideBursts(buckets[:from], rate, least), []*burst{one}, a.divideBursts(buckets[until:], rate, least))
}

// burstPlaces are where rows of a burst may all be, while those of another are elsewhere.
func (a *Analysis) burstPlaces() []dimension {
	d := a.dimensions()
	return []dimension{d.named("s-computername"), d.named("s-ip"), d.named(siteField), d.named("cs-host")}
}

// tellBursts says in the finding of an issue at which short times most of its rows came, and where.
func (a *Analysis) tellBursts(ctx context.Context, i *issue, issues []*issue, f *report.Finding) {
	if i.bursts == nil || f.Rule != i.Verdict.String() && f.Rule != "server" && f.Rule != "few-paths" || hasEvidence(f, "client-share") || !a.seeBursts(ctx, i, issues) {
		return
	}
	rows := int64(0)
	for _, b := range i.bursts {
		slices.Sort(b.own.seconds)
		rows += b.own.rows
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "bursts-rows", Value: float64(rows), Unit: "rows"}, report.Evidence{What: "bursts", Value: float64(len(i.bursts)), Unit: "times"})
	told := i.bursts[:min(len(i.bursts), mostToldBursts)]
	place, ok := a.placeOfBursts(i)
	for n, b := range told {
		what := fmt.Sprint("burst-", n+1)
		f.Evidence = append(f.Evidence, report.Evidence{What: what, Value: float64(b.own.seconds[0]), Unit: "time"},
			report.Evidence{What: what + "-last", Value: float64(b.own.seconds[len(b.own.seconds)-1]), Unit: "time"})
		if value := b.placeAt(place); ok && value != "" {
			name := a.burstPlaces()[place].Name
			f.Evidence = append(f.Evidence, report.Evidence{What: what + "-of", Text: a.names.Value(name, value), Unit: name})
		}
	}
	if more := len(i.bursts) - len(told); more > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "more-bursts", Value: float64(more), Unit: "times"})
	}
	if f.State == report.GoingOn && float64(rows) >= nearlyAll*float64(i.rows) && a.isQuietSince(i.bursts[len(i.bursts)-1]) {
		f.State = report.Over
		f.Evidence = append(f.Evidence, report.Evidence{What: "until", Value: float64(f.Last.Unix()), Unit: "time"})
	}
	if f.State != report.GoingOn && f.Severity == report.Critical && f.Share < largeShare {
		f.Severity = report.Warning // each was over soon
	}
}

// isQuietSince reports whether the log goes on for long without another burst. That two were days apart
// says nothing: each was over.
func (a *Analysis) isQuietSince(last *burst) bool {
	_, end, ok := a.readTimes()
	return ok && end-last.Until >= max(leastQuiet, restOfLong*(last.Until-last.From))
}

// seeBursts looks at the rows of an issue in its bursts, and reports whether all were seen.
func (a *Analysis) seeBursts(ctx context.Context, i *issue, issues []*issue) bool {
	var looked []*sought
	places, w, wanted := a.burstPlaces(), a.newFailures(issues), a.wantedOf(i)
	for _, b := range i.bursts {
		b.places = make([]map[string]int64, len(places))
		for n := range places {
			b.places[n] = map[string]int64{}
		}
		looked = append(looked, &sought{span: b.Span, see: func(source int, r *parser.Row, v codes.Verdict) {
			if w.issueOf(r, v) != i {
				return
			}
			b.own.add(r.Second)
			for n, place := range places {
				b.places[n][place.of(source, r)]++
			}
		}})
	}
	looked[0].wanted = wanted
	a.look(ctx, looked)
	return !slices.ContainsFunc(looked, func(s *sought) bool { return !s.all }) &&
		!slices.ContainsFunc(i.bursts, func(b *burst) bool { return int64(len(b.own.seconds)) != b.own.rows || b.own.rows == 0 })
}

// placeAt is the value of one of burstPlaces that nearly all rows of a burst have, "" for none.
func (b *burst) placeAt(place int) string {
	for value, n := range b.places[place] {
		if isValue([]byte(value)) && float64(n) >= nearlyAll*float64(b.own.rows) {
			return value
		}
	}
	return ""
}

// placeOfBursts is which of burstPlaces tells where the bursts of an issue were: each at one of its
// values, and not all at the same.
func (a *Analysis) placeOfBursts(i *issue) (place int, ok bool) {
	for n := range a.burstPlaces() {
		var values []string
		for _, b := range i.bursts {
			if value := b.placeAt(n); value != "" {
				values = append(values, value)
			}
		}
		if 2*len(values) > len(i.bursts) && len(slices.Compact(slices.Sorted(slices.Values(values)))) > 1 {
			return n, true
		}
	}
	return 0, false
}
