package analysis

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Some requests for a page always fail, and since a release five times as many do: the code, the page and
// the times are those of all its errors, and nothing but their part of all requests tells. So the
// stretch of the log is looked for in which that part is largest against the rest of it, and told where it
// is about the same all through the stretch, and about the same all through the rest.

const (
	// leastRisen is how many errors such a stretch has at least, leastBesideRisen how many requests come at
	// other times, and mostRisen of how many issues it is asked.
	leastRisen, leastBesideRisen, mostRisen = 60, 300, 8
	// leastRate is the part of all requests that end so then.
	leastRate = 0.01
	// fewBeside is how many errors come at other times: else the first and the last row tell when.
	fewBeside = 3
	// timesRisen is how many times as large the part of requests is, and timesPerHour how many times as many
	// errors come in an hour: at night, when few others ask, those of a program are a larger part.
	timesRisen, timesPerHour = 2.5, 1.5
	// risenParts is into how many parts a stretch and the rest are cut at least.
	risenParts = 5
	// risenBins is how many pieces of equally many requests are told apart in a log.
	risenBins = 240
)

// rateBin are the requests of a piece of the log, and how many of them were of an issue.
type rateBin struct {
	first, until int64 // seconds
	rows, own    float64
}

// risen is the stretch of a log in which the part of all requests that an issue has is larger.
type risen struct {
	from, until int // bins
	in, out     rateBin
}

// tellRisen says of findings on some issues when a larger part of all requests ended so than at other
// times, where that is not their first and last row.
func (a *Analysis) tellRisen(of map[int]*issue, all []report.Finding) {
	if len(of) == 0 || !a.seesWholeSites() || a.datesOnly() {
		return
	}
	asked := slices.Sorted(maps.Keys(of))
	slices.SortStableFunc(asked, func(x, y int) int { return int(of[y].rows - of[x].rows) })
	for _, n := range asked[:min(len(asked), mostRisen)] {
		if i, f := of[n], &all[n]; mayRise(i, f) {
			bins := a.rateBins(i)
			if r, ok := risenIn(bins); ok && !r.isAllOf(i, bins) && a.isNoOtherMix(i, bins, r) {
				f.Evidence = append(f.Evidence, r.evidence(bins)...)
			}
		}
	}
}

// mayRise reports whether a finding is on all rows of an issue that has no times of its own. What is asked for and
// is not there is a matter of who asks.
func mayRise(i *issue, f *report.Finding) bool {
	return mayHaveBulk(i, f) && f.Severity != report.Note && i.Verdict != codes.NotFound && i.Verdict != codes.BadRequest && !i.isPart && i.rows >= leastRisen && !hasEvidence(f, "own-since") && !hasEvidence(f, "own-first") && !hasEvidence(f, "bursts")
}

// rateBins cut the log into pieces of about equally many requests.
func (a *Analysis) rateBins(i *issue) (bins []rateBin) {
	all := a.busy()
	own, at := make([]float64, len(all.seconds)), 0
	for c := range a.cellsOf(i) {
		for all.seconds[at] < a.Minutes.Second(c) {
			at++
		}
		own[at] += float64(c.Rows)
	}
	least := float64(all.rows[len(all.rows)-1]) / risenBins
	for n, second := range all.seconds {
		if len(bins) == 0 || bins[len(bins)-1].rows >= least {
			if n := len(bins); n > 0 {
				bins[n-1].until = second // what nobody asks in is of the one before
			}
			bins = append(bins, rateBin{first: second})
		}
		b := &bins[len(bins)-1]
		b.until, b.rows, b.own = second+a.Minutes.Step, b.rows+float64(all.rows[n+1]-all.rows[n]), b.own+own[n]
	}
	return bins
}

// sumBins are several pieces in one.
func sumBins(bins []rateBin) (sum rateBin) {
	for _, b := range bins {
		sum.rows, sum.own = sum.rows+b.rows, sum.own+b.own
	}
	return sum
}

func (b rateBin) rate() float64  { return b.own / max(1, b.rows) }
func (b rateBin) lasts() float64 { return float64(b.until - b.first) }

// risenIn is the stretch in which an issue's part of all requests stands out most from the rest, where
// it is larger and stays so; else the one in which most come in an hour, where the same holds of that.
func risenIn(bins []rateBin) (r risen, ok bool) {
	for _, of := range []func(rateBin) float64{func(b rateBin) float64 { return b.rows }, rateBin.lasts} {
		if r, ok = stretchIn(bins, of); !ok {
			continue
		}
		r.reachOut(bins)
		if r.isSteady(bins) && r.isMore(bins) {
			return r, true
		}
	}
	return r, false
}

// stretchIn is the stretch in which errors stand out most by what there is of each piece: requests, or time.
func stretchIn(bins []rateBin, of func(rateBin) float64) (r risen, ok bool) {
	all, most := sumBins(bins), 0.0
	total := 0.0
	for _, b := range bins {
		total += of(b)
	}
	for from := range bins {
		in, part := rateBin{}, 0.0
		for until := from + 1; until <= len(bins); until++ {
			in.rows, in.own, part = in.rows+bins[until-1].rows, in.own+bins[until-1].own, part+of(bins[until-1])
			out := rateBin{rows: all.rows - in.rows, own: all.own - in.own}
			if in.own < leastRisen || in.rate() < leastRate || out.own < fewBeside || out.rows < leastBesideRisen || in.rate() < timesRisen*out.rate() {
				continue
			}
			if e := informed(in.own, part) + informed(out.own, total-part) - informed(all.own, total); e > most {
				most, r, ok = e, risen{from, until, in, out}, true
			}
		}
	}
	return r, ok
}

// informed is how likely it is that just so many of something are errors, as its logarithm.
func informed(errors, of float64) float64 {
	if errors <= 0 || of <= 0 {
		return 0
	}
	return errors * math.Log(errors/of)
}

// reachOut has the stretch begin or end with the log where what is left of that is too little to tell.
func (r *risen) reachOut(bins []rateBin) {
	const leastExpected = 8 // errors
	if before := sumBins(bins[:r.from]); before.rows*r.in.rate() < leastExpected {
		r.from = 0
	}
	if after := sumBins(bins[r.until:]); after.rows*r.in.rate() < leastExpected {
		r.until = len(bins)
	}
	r.in, r.out = sumBins(bins[r.from:r.until]), sumBins(r.outside(bins))
}

// outside are the pieces before and after the stretch.
func (r *risen) outside(bins []rateBin) []rateBin {
	return slices.Concat(bins[:r.from], bins[r.until:])
}

// isSteady reports whether most parts of the stretch have more than the middle between it and the rest, and
// most parts of the rest less: errors that come in bursts have more only now and then.
func (r *risen) isSteady(bins []rateBin) bool {
	middle := math.Sqrt(r.in.rate() * max(r.out.rate(), r.in.rate()/timesRisen/timesRisen))
	isMore := func(b rateBin) bool { return b.rate() >= middle }
	isLess := func(b rateBin) bool { return b.rate() <= middle }
	return mostParts(bins[r.from:r.until], r.in.rate(), isMore) && mostParts(r.outside(bins), r.in.rate(), isLess)
}

// mostParts cuts some pieces into as many parts as would have enough errors each at a rate to tell, and
// reports whether most of them are so: of few, all.
func mostParts(bins []rateBin, rate float64, is func(rateBin) bool) bool {
	const leastOfPart, manyParts, mostly = 10, 30, 0.8
	parts := min(len(bins), manyParts, max(risenParts, int(sumBins(bins).rows*rate/leastOfPart)))
	if parts < risenParts {
		return false
	}
	so := 0
	for n := range parts {
		if is(sumBins(bins[n*len(bins)/parts : (n+1)*len(bins)/parts])) {
			so++
		}
	}
	return float64(so) >= mostly*float64(parts)
}

// isMore reports whether more errors come in an hour of the stretch than in one of the rest, and than in as much
// time just before and after it: else fewer others ask.
func (r *risen) isMore(bins []rateBin) bool {
	first, until := bins[r.from].first, bins[r.until-1].until
	lasts := until - first
	perHour := func(some []rateBin, from, until int64) float64 {
		own, lasts := 0.0, 0.0
		for _, b := range some {
			if b.first >= from && b.until <= until {
				own, lasts = own+b.own, lasts+b.lasts()
			}
		}
		return own / max(1, lasts)
	}
	now := r.in.own / float64(lasts)
	return now >= timesPerHour*perHour(r.outside(bins), bins[0].first, bins[len(bins)-1].until) &&
		now >= timesPerHour*perHour(bins[:r.from], first-lasts, first) && now >= timesPerHour*perHour(bins[r.until:], until, until+lasts)
}

// isAllOf reports whether hardly any time lies between the first and the last error and the stretch: they tell it.
func (r *risen) isAllOf(i *issue, bins []rateBin) bool {
	const hardly = 0.02
	end := bins[len(bins)-1].until
	margin := int64(hardly * float64(end-bins[0].first))
	return i.first >= bins[r.from].first-margin && i.last <= bins[r.until-1].until+margin
}

// isNoOtherMix reports whether the pages that fail do so more often: else only more of them are asked for,
// as by day, when people come, of whose requests a part always fails. If each page failed as often at all
// times, so large a part of the errors would be in the stretch as of its requests, by the rows that were
// kept of all.
func (a *Analysis) isNoOtherMix(i *issue, bins []rateBin, r risen) bool {
	const leastAsked, leastBeside, mostlyKnown, likelier, surely = 8, 20, 0.8, 2.5, 3
	d := a.dimensions().named("cs-uri-stem")
	shape := func(r scan.SampledRow) string { return strings.ToLower(recordShape(d.of(r.Source, r.Row))) }
	first, last := bins[r.from].first, bins[r.until-1].until
	in, asked := map[string]float64{}, map[string]float64{}
	for _, row := range a.fewTraffic() {
		if asked[shape(row)]++; row.Row.Second >= first && row.Row.Second < last {
			in[shape(row)]++
		}
	}
	known, expected, elsewhere := 0.0, 0.0, map[string]float64{}
	sample := a.sampleOf(i)
	for _, row := range sample {
		if one := shape(row); asked[one] >= leastAsked {
			known, expected = known+1, expected+in[one]/asked[one]
			elsewhere[one] = asked[one] - in[one]
		}
	}
	beside := 0.0
	for _, n := range elsewhere {
		beside += n
	}
	expected /= max(1, known)
	part := r.in.own / (r.in.own + r.out.own)
	fewer := (1 - expected) * (r.in.own + r.out.own)
	return known >= mostlyKnown*float64(len(sample)) && beside >= leastBeside &&
		part*(1-expected) > likelier*(1-part)*expected && r.out.own < fewer-surely*math.Sqrt(fewer)
}

// evidence says when, and which parts of all requests ended so. What reaches to an end of the log has no
// time there.
func (r *risen) evidence(bins []rateBin) (all []report.Evidence) {
	at := func(what string, n int) {
		all = append(all, report.Evidence{What: what, Value: float64(bins[n].first), Unit: "time"})
	}
	switch {
	case r.until == len(bins):
		at("risen", r.from)
	case r.from == 0:
		at("fallen", r.until)
	default:
		at("risen-first", r.from)
		at("risen-last", r.until)
	}
	return append(all, report.Evidence{What: "risen-to", Value: r.in.rate(), Unit: "share"}, report.Evidence{What: "risen-from", Value: r.out.rate(), Unit: "share"})
}
