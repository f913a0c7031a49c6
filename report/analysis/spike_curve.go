package analysis

import (
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/spike"
)

// curvePoints is how many buckets a curve has at most.
const curvePoints = 60

// curve counts the rows of a spike's series around it: as long before and after
// as it takes, and half an hour at least.
func (s *series) curve(f *spike.Spike) report.Curve {
	one := &s.timeline.Series[f.Series]
	counts := one.Counts
	if f.Part >= 0 {
		counts = one.Parts[f.Part].Counts
	}
	step := s.timeline.Step
	around := max(f.Until-f.From, 1800)
	first := max(0, floorDiv(f.From-around-s.timeline.Start, step))
	last := min(int64(len(counts)), floorDiv(f.Until+around-s.timeline.Start, step)+1)
	wide := int64(1)
	for _, b := range buckets {
		if length := int64(b.Seconds()); (last-first+wide-1)/wide > curvePoints && length%step == 0 {
			wide = length / step
		}
	}
	wide = max(wide, (last-first)/(4*curvePoints))
	c := report.Curve{BucketSeconds: wide * step, Start: stamp(s.timeline.Start + first*step)}
	for at := first; at < last; at += wide {
		var n int64
		for _, count := range counts[at:min(at+wide, last)] {
			n += count
		}
		c.Counts = append(c.Counts, n)
	}
	return c
}
