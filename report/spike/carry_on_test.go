package spike_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report/spike"
)

// TestWhatStaysIsOneRise: what begins and stays for days is one rise from its beginning to its end, though the days
// since are like each other; what comes each day at the same time, or ends, is as it was.
func TestWhatStaysIsOneRise(t *testing.T) {
	const day = 24 * 60
	f := func(want string, days int, count func(minute int) int64) {
		t.Helper()
		counts, healthy := make([]int64, days*day), make([]int64, days*day)
		for m := range counts {
			counts[m], healthy[m] = count(m), 5+int64(m/60%24)
		}
		line := spike.Timeline{Step: 60, Series: []spike.Series{{Counts: counts, Attention: true}, {Counts: healthy}}}
		var got []string
		for _, s := range spike.CarryOn(line, spike.Find(line, spike.Options{})) {
			if !s.Recurring {
				got = append(got, fmt.Sprintf("%d.%02d-%d.%02d of %d", s.From/86400, s.From/3600%24, (s.Until-1)/86400, (s.Until-1)/3600%24, s.Observed))
			}
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	each := func(minutes, m int) int64 {
		if m%minutes == 0 {
			return 1
		}
		return 0
	}
	between := func(from, until, minutes int) func(m int) int64 {
		return func(m int) int64 {
			if m >= from*60 && m < until*60 {
				return each(minutes, m)
			}
			return 0
		}
	}
	f("2.06-4.23 of 1980", 5, between(2*24+6, 5*24, 2))
	f("1.19-3.23 of 1590", 4, between(24+19, 4*24, 2))
	f("2.06-3.17 of 1080", 6, between(2*24+6, 3*24+18, 2))
	f("2.06-2.11 of 180", 6, between(2*24+6, 2*24+12, 2))
	f("", 6, func(m int) int64 { return each(7, m) })
}
