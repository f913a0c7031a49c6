package spike

import (
	"math"
	"slices"
)

// baseline is what all series of a timeline share: the calendar, the gaps, and
// the healthy traffic.
type baseline struct {
	*calendar
	live    []int64     // prefix sums: buckets outside gaps
	healthy []int64     // prefix sums of the healthy traffic
	usual   []float64   // prefix sums of the healthy traffic that is usual
	shape   seasonality // see halfShape
	like    [][]int     // the days that each day is compared with
}

// gapEvents is how many requests must be missing before silence is called a gap.
const gapEvents = 10

func newBaseline(t *Timeline) *baseline {
	total := t.total()
	b := &baseline{calendar: newCalendar(t, len(total))}
	b.live = make([]int64, b.buckets+1)
	b.findGaps(total)
	b.healthy = make([]int64, b.buckets+1)
	prefix(b.healthy, t.healthy())
	r, _ := b.estimator(nil).estimate(b.weigh(b.healthy, nil))
	b.usual = make([]float64, b.buckets+1)
	b.spread(b.usual, r)
	b.shape = b.halfShape(r)
	return b
}

// estimator returns an estimator of the seasonality of a series, whose rare events
// are assumed to have a shape.
func (b *baseline) estimator(shape seasonality) *estimator {
	return &estimator{calendar: b.calendar, shape: shape, like: b.like}
}

// findGaps marks the gaps: runs of buckets without any request, where many are
// expected. The traffic of other days expects them, or that of the median block;
// and so does the traffic just before or after. The second condition is there for
// a calm Sunday between busy days: most of its minutes are empty and are no gaps.
func (b *baseline) findGaps(total []int64) {
	for i := range b.live {
		b.live[i] = int64(i)
	}
	b.like = b.likeDays()
	sums := make([]int64, b.buckets+1)
	prefix(sums, total)
	usual := b.stairs(b.usualTotal(sums))
	for i := 0; i < b.buckets; {
		j := i + 1
		for j < b.buckets && sums[j+1] == sums[i] {
			j++
		}
		gap := sums[j] == sums[i] && usual[j]-usual[i] >= gapEvents && b.beside(sums, i, j) >= gapEvents
		b.extend(i, j, !gap)
		i = j
	}
	b.like = b.likeDays()
}

// beside returns how many requests buckets i to j-1 would hold if they were like
// the time before or after them, whichever is busier. That time is as long as the
// run, and at least an hour. Traffic there is estimated from the share of empty
// buckets: one burst of a minute is not the traffic of an hour.
func (b *baseline) beside(sums []int64, i, j int) float64 {
	side := max(j-i, b.calendar.span(hour))
	empty := min(emptiness(sums, max(0, i-side), i), emptiness(sums, j, min(b.buckets, j+side)))
	return -math.Log(empty) * float64(j-i)
}

// emptiness returns the share of empty buckets, above zero; 1 of none.
func emptiness(sums []int64, from, until int) float64 {
	empty := 0
	for i := from; i < until; i++ {
		if sums[i+1] == sums[i] {
			empty++
		}
	}
	return (float64(empty) + 1) / float64(until-from+1)
}

// extend continues the sums of live buckets.
func (b *baseline) extend(from, until int, alive bool) {
	for i := from; i < until; i++ {
		b.live[i+1] = b.live[i]
		if alive {
			b.live[i+1]++
		}
	}
}

// usualTotal returns the usual requests of a bucket in each block, before gaps are
// known. It is the third quartile of the days like it, since some of those may be
// gaps themselves. In a short log it is the median of all blocks.
func (b *baseline) usualTotal(sums []int64) seasonality {
	w := b.weigh(sums, nil)
	if !b.seasonal {
		return slices.Repeat(seasonality{quantile(rates(w), 0.5)}, len(w))
	}
	e := b.estimator(nil)
	e.fill(w, make(seasonality, len(w)))
	r := make(seasonality, len(w))
	for i, block := range b.blocks {
		e.collect(e.like[block.day], block, func(slot int) weight { return e.slots[slot] })
		r[i] = quantile(rates(e.rates), 0.75)
	}
	return r
}

// rates returns the events per bucket of each weight.
func rates(w []weight) []float64 {
	list := make([]float64, len(w))
	for i := range w {
		list[i] = w[i].rate()
	}
	return list
}

// likeDays lists for each day the days that it is compared with. They are within
// reach and have something logged. Those of the same weekday are taken if there
// are three, else those of the working week or of the weekend like its own, else
// all.
func (b *baseline) likeDays() [][]int {
	logged := make([]bool, b.days)
	for _, block := range b.blocks {
		if b.live[block.until] > b.live[block.from] {
			logged[block.day] = true
		}
	}
	like := make([][]int, b.days)
	for d := range like {
		like[d] = b.likeDay(d, logged)
	}
	return like
}

// likeDay does so for one day.
func (b *baseline) likeDay(d int, logged []bool) []int {
	var same, like, all []int
	for o := max(0, d-reach); o <= min(b.days-1, d+reach); o++ {
		if o == d || !logged[o] {
			continue
		}
		all = append(all, o)
		if b.weekend(o) == b.weekend(d) {
			like = append(like, o)
		}
		if b.weekday[o] == b.weekday[d] {
			same = append(same, o)
		}
	}
	switch {
	case len(same) >= 3:
		return same
	case len(like) > 0:
		return like
	}
	return all
}

// weigh returns what the blocks hold outside of gaps and of the masked spans.
func (b *baseline) weigh(sums []int64, masked []span) []weight {
	w := make([]weight, len(b.blocks))
	for i, block := range b.blocks {
		w[i] = weight{float64(sums[block.until] - sums[block.from]), float64(b.live[block.until] - b.live[block.from])}
		for len(masked) > 0 && masked[0].until <= block.from {
			masked = masked[1:]
		}
		for _, m := range masked {
			from, until := max(m.from, block.from), min(m.until, block.until)
			if from >= until {
				break
			}
			w[i].count -= float64(sums[until] - sums[from])
			w[i].live -= float64(b.live[until] - b.live[from])
		}
	}
	return w
}

// spread sets sums so that sums[j] - sums[i] is what r expects in buckets i to j-1.
// Between the middles of blocks it is interpolated linearly. In gaps nothing is
// expected.
func (b *baseline) spread(sums []float64, r seasonality) {
	sum := 0.0
	for i, block := range b.blocks {
		before, after := r[max(0, i-1)], r[min(i+1, len(r)-1)]
		size := float64(block.until - block.from)
		for at := block.from; at < block.until; at++ {
			sums[at] = sum
			if b.live[at+1] == b.live[at] {
				continue
			}
			x := (float64(at-block.from)+0.5)/size - 0.5 // from the middle, in blocks
			if x < 0 {
				sum += r[i] + (r[i]-before)*x
			} else {
				sum += r[i] + (after-r[i])*x
			}
		}
	}
	sums[b.buckets] = sum
}

// stairs returns prefix sums of what r expects, without regard to gaps and without
// interpolation.
func (b *baseline) stairs(r seasonality) []float64 {
	sums := make([]float64, 1, b.buckets+1)
	for i, block := range b.blocks {
		for range block.until - block.from {
			sums = append(sums, sums[len(sums)-1]+r[i])
		}
	}
	return sums
}

// halfShape returns the seasonality that is assumed for series with too few events
// to show their own: half of it follows the traffic, half is even.
func (b *baseline) halfShape(r seasonality) seasonality {
	mean := b.usual[b.buckets] / max(1, float64(b.live[b.buckets]))
	shape := make(seasonality, len(r))
	for i := range r {
		shape[i] = 0.5 + 0.5*r[i]/mean
	}
	return shape
}

// few keeps a handful of requests from looking like growth.
const few = 5

// growth returns how many times more healthy traffic than usual a span has. It is
// at least 1: fewer errors are not expected because there is less traffic.
func (b *baseline) growth(from, until int) float64 {
	return max(1, b.change(from, until))
}

// change returns how many times the usual healthy traffic a span has.
func (b *baseline) change(from, until int) float64 {
	return (b.healthyIn(span{from, until}) + few) / (b.usual[until] - b.usual[from] + few)
}

// healthyIn counts the healthy requests of a span.
func (b *baseline) healthyIn(s span) float64 { return float64(b.healthy[s.until] - b.healthy[s.from]) }

// quantile returns the value that a part of the values is below, 0 of none. It
// sorts them.
func quantile(values []float64, part float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[min(int(part*float64(len(values))), len(values)-1)]
}
