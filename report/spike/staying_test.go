package spike_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report/spike"
)

// TestWhatStaysOverAWeekend: what begins on a Friday and stays is one rise from then on, though few come at the
// weekend; what came as often all along is none, and what was away at the weekend, when requests came all the
// same, came twice.
func TestWhatStaysOverAWeekend(t *testing.T) {
	const day = 24 * 60 // the first of a timeline is a Thursday
	requests := func(minute int) int64 {
		weekday, h := minute/day%7, minute/60%24
		switch {
		case h < 7 || h > 18:
			return int64(1 - minute%2)
		case weekday == 2 || weekday == 3:
			return 3
		}
		return 12
	}
	f := func(want string, comes func(day int) bool, one int64) {
		t.Helper()
		counts, healthy := make([]int64, 14*day), make([]int64, 14*day)
		var before, failed int64
		for m := range counts {
			healthy[m] = requests(m)
			for before += healthy[m]; before >= one; before -= one {
				if comes(m*24/day) || failed%25 == 0 { // hours
					counts[m]++
				}
				failed++
			}
		}
		line := spike.Timeline{Step: 60, Series: []spike.Series{{Counts: counts, Attention: true}, {Counts: healthy}}}
		var got []string
		for _, s := range spike.CarryOn(line, spike.Find(line, spike.Options{})) {
			got = append(got, fmt.Sprintf("%d.%02d-%d.%02d", s.From/86400, s.From/3600%24, (s.Until-1)/86400, (s.Until-1)/3600%24))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("8.15-13.23", func(hour int) bool { return hour >= 8*24+15 }, 40)
	f("1.15-7.09", func(hour int) bool { return hour >= 24+15 && hour < 7*24+10 }, 40)
	f("", func(int) bool { return true }, 40)
	f("8.09-8.18, 11.07-11.12", func(hour int) bool {
		return hour >= 8*24+9 && hour < 8*24+19 || hour >= 11*24+7 && hour < 11*24+13
	}, 40)
}
