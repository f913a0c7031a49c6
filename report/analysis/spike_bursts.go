package analysis

import (
	"fmt"

	"github.com/iiswhy/iiswhy/report"
)

// numberBursts gives the recurring spikes of one burst, those of one code and
// verdict with the same first cause, a number that they share.
func numberBursts(all []report.Spike) {
	numbers := map[string]int{}
	for i := range all {
		if s := &all[i]; s.Recurring {
			key := burstOf(s)
			if numbers[key] == 0 {
				numbers[key] = len(numbers) + 1
			}
			s.Burst = numbers[key]
		}
	}
}

// burstOf is what the spikes of one burst have in common.
func burstOf(s *report.Spike) string {
	return fmt.Sprintf("%q", []any{labelOf(s.Code, s.Log, s.Reason), s.Verdict, firstWhere(s)})
}

func firstWhere(s *report.Spike) report.Values {
	if len(s.Causes) == 0 {
		return nil
	}
	return s.Causes[0].Where
}
