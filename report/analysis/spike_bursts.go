package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// numberBursts gives the recurring spikes of one burst, those of one code and
// verdict with the same first cause, a number that they share.
func numberBursts(all []report.Spike) {
	numbers := 0
	for i := range all {
		if !all[i].Recurring {
			continue
		}
		at := slices.IndexFunc(all[:i], func(s report.Spike) bool { return sameBurst(&s, &all[i]) })
		if at >= 0 {
			all[i].Burst = all[at].Burst
			continue
		}
		numbers++
		all[i].Burst = numbers
	}
}

func sameBurst(a, b *report.Spike) bool {
	return a.Recurring && b.Recurring && labelOf(a.Code, a.Log, a.Reason) == labelOf(b.Code, b.Log, b.Reason) &&
		a.Verdict == b.Verdict && slices.Equal(firstWhere(a), firstWhere(b))
}

func firstWhere(s *report.Spike) report.Values {
	if len(s.Causes) == 0 {
		return nil
	}
	return s.Causes[0].Where
}
