package spike

import "math"

// Scatter is the variance of a count by its mean. It is measured in tiles of 1,
// 4, 16 … buckets, since what sways slowly does not show in short ones.
const (
	scaleStep = 4
	fewTiles  = 6
	// calmest is the least scatter that is believed: independent events have 1.
	calmest = 1.5
	// supposed is the scatter of a series that was hardly seen, and believed how
	// many events must be measured until they count as much.
	supposed = 4
	believed = 5
)

// measure sets the scatter of each scale outside the masked spans. In the first
// round nothing is masked, and the calmest is taken, so that all that may be an
// incident is found.
func (h *hunt) measure(round int, masked []span) {
	h.scatter = h.scatter[:0]
	last := float64(supposed)
	for tile := 1; tile == 1 || h.buckets/tile >= fewTiles; tile *= scaleStep {
		if round == 0 {
			h.scatter = append(h.scatter, calmest)
			continue
		}
		squares, events, tiles := h.residuals(tile, masked)
		weight := max(believed, 2*events/max(1, tiles))
		s := (squares + weight*last) / (events + weight)
		if tile > 1 {
			s = max(s, last)
		}
		last = max(calmest, s)
		h.scatter = append(h.scatter, last)
	}
}

// residuals sums the squared distances of the tiles from what is usual, and
// what is usual. Tiles that touch a masked span are left out.
func (h *hunt) residuals(tile int, masked []span) (squares, events, tiles float64) {
	for from := 0; from+tile <= h.buckets; from += tile {
		until := from + tile
		for len(masked) > 0 && masked[0].until <= from {
			masked = masked[1:]
		}
		if len(masked) > 0 && masked[0].from < until {
			continue
		}
		n := float64(h.sums[until] - h.sums[from])
		e := h.usually(span{from, until}, n, h.expected[until]-h.expected[from], false)
		if n < e { // less traffic is no scatter
			e = max(n, e*min(1, h.change(from, until)))
		}
		squares += (n - e) * (n - e)
		events += e
		tiles++
	}
	return squares, events, tiles
}

// scatterOf returns the scatter of counts over so many buckets.
func (h *hunt) scatterOf(width int) float64 {
	x := math.Log(float64(width)) / math.Log(scaleStep)
	at := min(int(x), len(h.scatter)-1)
	next := min(at+1, len(h.scatter)-1)
	return h.scatter[at] + (h.scatter[next]-h.scatter[at])*min(1, x-float64(at))
}

// lumps returns the scatter of the counts within a window around an even rise
// above what is usual. Some visitors who meet an error ten times each within a day
// look like a slow rise of the day. Zero for short windows, in which no tiles
// could be told apart.
func (h *hunt) lumps(w window) float64 {
	const tiles = 16
	if w.length() < tiles {
		return 0
	}
	sum, usual := 0.0, h.restExpected[w.until]-h.restExpected[w.from]
	for i := range tiles {
		from, until := w.from+w.length()*i/tiles, w.from+w.length()*(i+1)/tiles
		n := float64(h.restSums[until] - h.restSums[from])
		even := (w.count - w.expected) * float64(until-from) / float64(w.length())
		even += w.expected * (h.restExpected[until] - h.restExpected[from]) / max(usual, nearNothing)
		sum += (n - even) * (n - even) / even
	}
	return sum / (tiles - 1)
}

// isLumpy reports whether the evidence for a window rests on a few lumps in it,
// none of which is a spike by itself.
func (h *hunt) isLumpy(w window) bool {
	return evidence(w.count, w.expected, max(h.scatterOf(w.length()), w.lumps)) < h.asked(w.length())
}
