package spike

import "math"

// Dispersion is the variance of a count divided by its mean. It is measured in
// tiles of 1, 4, 16 … buckets, because slow changes do not show in short ones.
const (
	scaleStep = 4
	fewTiles  = 6
	// calmest is the least dispersion that is assumed. Independent events have 1.
	calmest = 1.5
	// supposed is the dispersion of a series with hardly any events. believed is
	// how many events must be measured until they count as much as that.
	supposed = 4
	believed = 5
	// supposedInLong is supposed in a log of more than a day, for tiles of less than
	// one: a code that days have not seen does not come in clumps of its own.
	supposedInLong = 2
)

// measure sets the dispersion of each scale outside the masked spans. In the first
// round nothing is masked yet, and the least dispersion is taken, so that all that
// may be an incident is found.
func (d *detector) measure(round int, masked []span) {
	d.dispersion = d.dispersion[:0]
	last := d.supposed()
	for tile := 1; tile == 1 || d.buckets/tile >= fewTiles; tile *= scaleStep {
		if round == 0 {
			d.dispersion = append(d.dispersion, calmest)
			continue
		}
		if int64(tile)*d.step >= day {
			last = max(last, supposed)
		}
		squares, events, tiles := d.residuals(tile, masked)
		weight := max(believed, 2*events/max(1, tiles))
		s := (squares + weight*last) / (events + weight)
		if tile > 1 {
			s = max(s, last)
		}
		last = max(calmest, s)
		d.dispersion = append(d.dispersion, last)
	}
}

// supposed returns the dispersion of the shortest tiles of a series with hardly any
// events.
func (d *detector) supposed() float64 {
	if int64(d.buckets)*d.step > day {
		return supposedInLong
	}
	return supposed
}

// residuals sums the squared distances of the tiles from what is usual, the usual
// events and the tiles. Tiles that touch a masked span are left out.
func (d *detector) residuals(tile int, masked []span) (squares, events, tiles float64) {
	for from := 0; from+tile <= d.buckets; from += tile {
		until := from + tile
		for len(masked) > 0 && masked[0].until <= from {
			masked = masked[1:]
		}
		if len(masked) > 0 && masked[0].from < until {
			continue
		}
		n := float64(d.sums[until] - d.sums[from])
		e := d.expectedIn(span{from, until}, n, d.expected[until]-d.expected[from], false)
		if n < e { // less traffic is no dispersion
			e = max(n, e*min(1, d.change(from, until)))
		}
		squares += (n - e) * (n - e)
		events += e
		tiles++
	}
	return squares, events, tiles
}

// dispersionOf returns the dispersion of counts over so many buckets.
func (d *detector) dispersionOf(width int) float64 {
	x := math.Log(float64(width)) / math.Log(scaleStep)
	at := min(int(x), len(d.dispersion)-1)
	next := min(at+1, len(d.dispersion)-1)
	return d.dispersion[at] + (d.dispersion[next]-d.dispersion[at])*min(1, x-float64(at))
}

// clumping returns the dispersion of the counts within a window around an even rise
// above what is usual. Some visitors who meet an error ten times each within a day
// look like a slow rise of the day, and differ in this. It is zero for short
// windows, which cannot be divided into tiles.
func (d *detector) clumping(w window) float64 {
	const tiles = 16
	if w.length() < tiles {
		return 0
	}
	sum, usual := 0.0, d.restExpected[w.until]-d.restExpected[w.from]
	for i := range tiles {
		from, until := w.from+w.length()*i/tiles, w.from+w.length()*(i+1)/tiles
		n := float64(d.restSums[until] - d.restSums[from])
		even := (w.count - w.expected) * float64(until-from) / float64(w.length())
		even += w.expected * (d.restExpected[until] - d.restExpected[from]) / max(usual, nearNothing)
		sum += (n - even) * (n - even) / even
	}
	return sum / (tiles - 1)
}

// isClumpy reports whether the evidence for a window rests on a few clumps of
// events in it, none of which is a spike by itself.
func (d *detector) isClumpy(w window) bool {
	return evidence(w.count, w.expected, max(d.dispersionOf(w.length()), w.clumping)) < d.asked(w.length())
}
