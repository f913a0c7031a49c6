package analysis_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A piece that is missing between other days is a gap: what is left is compared
// with the same hours, and nothing with it.
func TestDaysWithGaps(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 7)
	d.usual(days[:3]...)
	d.write(days[3], 0, 10*60, "200 0 0")
	d.write(days[4], 13, 11*60, "200 0 0")
	d.usual(days[5:]...)
	r := d.report(t, days[6], 7, options(t))
	require.Len(t, r.Days, 7)
	evening, morning := r.Days[3], r.Days[4]
	assert.Equal(t, []any{"", "10:00", true}, []any{evening.From, evening.Until, evening.Gap})
	assert.Equal(t, []any{"13:00", "", true}, []any{morning.From, morning.Until, morning.Gap})
	assert.InDelta(t, 610, evening.Typical.Rows, 0)
	assert.InDelta(t, 11*60-5, morning.Typical.Rows, 0)
	assert.Nil(t, morning.Previous)
	assert.Equal(t, []string{days[2], days[1], days[0]}, r.Days[5].Against)
	assert.Nil(t, r.Days[5].Previous)
	for _, whole := range []int{0, 1, 2, 5, 6} {
		assert.False(t, r.Days[whole].Gap, days[whole])
	}
	assert.Equal(t, "10:00", d.report(t, days[3], 1, options(t)).Days[0].Until, "also when it is the last that is shown")
}

// Hours without rows are no gap where they may be just quiet: other days have few
// rows then, or several have none.
func TestQuietHoursAreNoGap(t *testing.T) {
	f := func(write func(d *diary, days []string)) {
		t.Helper()
		d := newDiary(time.UTC)
		days := dateList("2026-11-10", 9)
		write(d, days)
		for _, day := range d.report(t, days[8], 9, options(t)).Days {
			assert.False(t, day.Gap, day.Date)
			assert.Equal(t, "", day.From+day.Until, day.Date)
		}
	}
	f(func(d *diary, days []string) { // weekends
		for _, date := range slices.Concat(days[:4], days[6:]) {
			d.write(date, 0, 24*60, "200 0 0")
		}
		d.write(days[4], 8, 6*60, "200 0 0")
		d.write(days[5], 9, 5*60, "200 0 0")
	})
	f(func(d *diary, days []string) { // few at night
		for i, date := range days {
			d.write(date, 7, 17*60, "200 0 0")
			if i != 4 {
				d.write(date, 2, 10, "200 0 0")
			}
		}
	})
}
