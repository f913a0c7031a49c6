package spike

import (
	"math"
	"slices"
)

// ground is what all series of a timeline share: the calendar, the gaps, and
// the healthy traffic.
type ground struct {
	*calendar
	live    []int64 // prefix sums: buckets outside gaps
	healthy []int64 // prefix sums of the healthy traffic
	usual   []float64
	shape   rhythm
	like    [][]int // the days that each day is compared with
}

// gapEvents is how many requests must be missing to call silence a gap.
const gapEvents = 10

func newGround(t *Timeline) *ground {
	total := t.total()
	g := &ground{calendar: newCalendar(t, len(total))}
	g.live = make([]int64, g.buckets+1)
	g.findGaps(total)
	g.healthy = make([]int64, g.buckets+1)
	prefix(g.healthy, t.healthy(total))
	r, _ := g.learner(nil).learn(g.weigh(g.healthy, nil))
	g.usual = make([]float64, g.buckets+1)
	g.spread(g.usual, r)
	g.shape = g.halfShape(r)
	return g
}

func (g *ground) learner(shape rhythm) *learner {
	return &learner{calendar: g.calendar, shape: shape, like: g.like}
}

// findGaps marks as dead the runs of buckets without any request in which the
// traffic of other days, or of the median block, lets expect many, and the
// traffic before or after them as well: on a calm Sunday between busy days most
// minutes are empty, and time goes on.
func (g *ground) findGaps(total []int64) {
	for i := range g.live {
		g.live[i] = int64(i)
	}
	g.like = g.likeDays()
	sums := make([]int64, g.buckets+1)
	prefix(sums, total)
	usual := g.stairs(g.usualTotal(sums))
	for i := 0; i < g.buckets; {
		j := i + 1
		for j < g.buckets && sums[j+1] == sums[i] {
			j++
		}
		gap := sums[j] == sums[i] && usual[j]-usual[i] >= gapEvents && g.beside(sums, i, j) >= gapEvents
		g.extend(i, j, !gap)
		i = j
	}
	g.like = g.likeDays()
}

// beside returns how many requests buckets i to j-1 would hold if there were as
// many as in the time before or after them, whichever has more: as long as they
// take, and an hour at least. What counts there is how many buckets are empty,
// since a burst of a minute is not the traffic of an hour.
func (g *ground) beside(sums []int64, i, j int) float64 {
	side := max(j-i, g.calendar.span(hour))
	empty := min(emptiness(sums, max(0, i-side), i), emptiness(sums, j, min(g.buckets, j+side)))
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
func (g *ground) extend(from, until int, alive bool) {
	for i := from; i < until; i++ {
		g.live[i+1] = g.live[i]
		if alive {
			g.live[i+1]++
		}
	}
}

// usualTotal returns the requests of a bucket without a view to gaps: what three
// in four of the days like it have at most, since others may be gaps themselves;
// in a short log what the median block has.
func (g *ground) usualTotal(sums []int64) rhythm {
	w := g.weigh(sums, nil)
	if !g.rhythm {
		return slices.Repeat(rhythm{quantile(rates(w), 0.5)}, len(w))
	}
	l := g.learner(nil)
	l.fill(w, make(rhythm, len(w)))
	r := make(rhythm, len(w))
	for i, b := range g.blocks {
		l.collect(b, func(slot int) weight { return l.slots[slot] })
		r[i] = quantile(rates(l.rates), 0.75)
	}
	return r
}

func rates(w []weight) []float64 {
	list := make([]float64, len(w))
	for i := range w {
		list[i] = w[i].rate()
	}
	return list
}

// likeDays lists for each day the days that it is compared with: within reach
// and with something logged; those of the same weekday, if there are three; else
// those of the working week or of the weekend like its own; else all.
func (g *ground) likeDays() [][]int {
	logged := make([]bool, g.days)
	for _, b := range g.blocks {
		if g.live[b.until] > g.live[b.from] {
			logged[b.day] = true
		}
	}
	like := make([][]int, g.days)
	for d := range like {
		like[d] = g.likeDay(d, logged)
	}
	return like
}

func (g *ground) likeDay(d int, logged []bool) []int {
	var same, like, all []int
	for o := max(0, d-reach); o <= min(g.days-1, d+reach); o++ {
		if o == d || !logged[o] {
			continue
		}
		all = append(all, o)
		if g.weekend(o) == g.weekend(d) {
			like = append(like, o)
		}
		if g.weekday[o] == g.weekday[d] {
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
func (g *ground) weigh(sums []int64, masked []span) []weight {
	w := make([]weight, len(g.blocks))
	for i, b := range g.blocks {
		w[i] = weight{float64(sums[b.until] - sums[b.from]), float64(g.live[b.until] - g.live[b.from])}
		for len(masked) > 0 && masked[0].until <= b.from {
			masked = masked[1:]
		}
		for _, m := range masked {
			from, until := max(m.from, b.from), min(m.until, b.until)
			if from >= until {
				break
			}
			w[i].count -= float64(sums[until] - sums[from])
			w[i].live -= float64(g.live[until] - g.live[from])
		}
	}
	return w
}

// spread sets sums so that sums[j] - sums[i] is what r lets expect of buckets i
// to j-1: straight lines between the middles of blocks, nothing in gaps.
func (g *ground) spread(sums []float64, r rhythm) {
	sum := 0.0
	for i, b := range g.blocks {
		before, after := r[max(0, i-1)], r[min(i+1, len(r)-1)]
		size := float64(b.until - b.from)
		for at := b.from; at < b.until; at++ {
			sums[at] = sum
			if g.live[at+1] == g.live[at] {
				continue
			}
			x := (float64(at-b.from)+0.5)/size - 0.5 // from the middle, in blocks
			if x < 0 {
				sum += r[i] + (r[i]-before)*x
			} else {
				sum += r[i] + (after-r[i])*x
			}
		}
	}
	sums[g.buckets] = sum
}

// stairs sums what r lets expect without a view to gaps or neighbouring blocks.
func (g *ground) stairs(r rhythm) []float64 {
	sums := make([]float64, 1, g.buckets+1)
	for i, b := range g.blocks {
		for range b.until - b.from {
			sums = append(sums, sums[len(sums)-1]+r[i])
		}
	}
	return sums
}

// halfShape returns how much is to be expected of what is too rare to have a
// rhythm that could be seen: half of it follows the traffic, half comes at any
// time.
func (g *ground) halfShape(r rhythm) rhythm {
	mean := g.usual[g.buckets] / max(1, float64(g.live[g.buckets]))
	shape := make(rhythm, len(r))
	for i := range r {
		shape[i] = 0.5 + 0.5*r[i]/mean
	}
	return shape
}

// few keeps a handful of requests from counting as growth.
const few = 5

// growth returns how many times more healthy traffic than usual a span has; at
// least 1, since less traffic excuses nothing.
func (g *ground) growth(from, until int) float64 {
	return max(1, g.change(from, until))
}

func (g *ground) change(from, until int) float64 {
	return (g.healthyIn(span{from, until}) + few) / (g.usual[until] - g.usual[from] + few)
}

func (g *ground) healthyIn(s span) float64 { return float64(g.healthy[s.until] - g.healthy[s.from]) }

// quantile returns the value that a part of the values is below, 0 of none. It
// sorts them.
func quantile(values []float64, part float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[min(int(part*float64(len(values))), len(values)-1)]
}
