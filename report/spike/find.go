package spike

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Find returns the unusual rises of a timeline: those that are new first, then those
// that come back at the same time of the day, each group by Score. It uses all
// processors. The result does not depend on their number.
func Find(t Timeline, o Options) []Spike {
	b := newBaseline(&t)
	l := o.limits(t.counts())
	found := make([][]Spike, len(t.Series))
	var next atomic.Int64
	var done sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(t.Series)) {
		done.Go(func() {
			f := finder{b, newDetector(b, l)}
			for i := next.Add(1) - 1; i < int64(len(t.Series)); i = next.Add(1) - 1 {
				found[i] = f.series(int(i), &t.Series[i])
			}
		})
	}
	done.Wait()
	all := slices.Concat(found...)
	slices.SortFunc(all, Rank)
	noteTogether(all)
	return all
}

// counts returns how many counts are looked at.
func (t *Timeline) counts() int {
	n := 0
	for i := range t.Series {
		if t.Series[i].Attention {
			n += 1 + len(t.Series[i].Parts)
		}
	}
	return n
}

// finder finds the spikes of series, one after the other.
type finder struct {
	*baseline
	detector *detector
}

// series returns the spikes of a series. Where several parts rise at times of their
// own, each of those is a spike. Where parts rise together, the whole is one. Where
// a part rises and the whole hardly does, the part is one.
func (f *finder) series(i int, s *Series) []Spike {
	if !s.Attention {
		return nil
	}
	whole := f.counts(i, -1, s.Counts)
	if len(s.Parts) < 2 {
		return whole
	}
	var parts []Spike
	for p := range s.Parts {
		parts = append(parts, f.counts(i, p, s.Parts[p].Counts)...)
	}
	whole = slices.DeleteFunc(whole, func(w Spike) bool { return partsRiseApart(&w, parts) })
	parts = slices.DeleteFunc(parts, func(p Spike) bool {
		return slices.ContainsFunc(whole, func(w Spike) bool { return overlap(&w, &p) })
	})
	return append(whole, parts...)
}

// partsRiseApart reports whether different parts rise within a spike of the whole,
// no two of them in the same minutes.
func partsRiseApart(w *Spike, parts []Spike) bool {
	var in []*Spike
	for i := range parts {
		if overlap(w, &parts[i]) {
			in = append(in, &parts[i])
		}
	}
	several := false
	for i := range in {
		for _, other := range in[:i] {
			if in[i].Part == other.Part {
				continue
			}
			if mostlyOverlapping(in[i], other) {
				return false
			}
			several = true
		}
	}
	return several
}

// counts returns the spikes of a series or a part of one.
func (f *finder) counts(series, part int, counts []int64) []Spike {
	found := f.detector.run(counts)
	list := make([]Spike, len(found))
	isNew := f.detector.isNew(found)
	for i, w := range found {
		told := f.detector.trim(w.span)
		if len(found) == 1 {
			told = f.detector.withTail(told)
			isNew = isNew || f.detector.isNew([]window{{span: told}})
			w.count = float64(f.detector.sums[told.until] - f.detector.sums[told.from])
		}
		usual := f.detector.usualIn(told)
		if len(found) == 1 && isNew {
			usual = min(usual, 0.1) // there is none outside of it
		}
		list[i] = Spike{
			Series: series, Part: part, From: f.second(told.from), Until: f.second(told.until),
			Observed: int64(w.count), Expected: usual, Ratio: w.count / max(1, usual),
			Score: score(w.evidence), New: isNew, Returns: f.detector.returnTimes(w),
		}
		list[i].Recurring = len(list[i].Returns) > 0
	}
	return list
}
