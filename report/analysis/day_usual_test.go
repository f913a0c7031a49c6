package analysis_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report/analysis"
)

// A job that fails each day since Monday is no news on Sunday, though no Sunday before
// had it; on the Monday it was. What only this Sunday has is news.
func TestWorseAgainstAllThatWasSeen(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-01", 29) // Sunday to Sunday
	d.usual(days...)
	for _, date := range days {
		d.write(date, 7, 3, "401 3 5")
	}
	for _, date := range days[22:] { // Monday
		d.write(date, 9, 93, "401 3 5")
	}
	d.write(days[28], 10, 80, "404 0 2")
	r := d.report(t, days[28], 7, options(t))
	require.Len(t, r.Days, 7)

	monday, sunday := r.Days[0], r.Days[6]
	assert.Equal(t, "2026-11-23", monday.Date)
	assert.Equal(t, []string{"401.3"}, monday.Worse)
	assert.True(t, sunday.SameWeekday)
	assert.Equal(t, []string{"404.0"}, sunday.Worse, "the day before had as many 401.3")
	fails := dayCodeOf(t, sunday, "401.3")
	assert.False(t, fails.Worse)
	assert.InDelta(t, 3, *fails.Typical, 0)
	assert.InDelta(t, 96, *fails.Recent, 0)
}

// A fault that comes less often, or not at all, is better.
func TestBetterAndGone(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 5)
	d.usual(days...)
	for _, date := range days[:4] {
		d.write(date, 9, 60, "500 19 13")
		d.write(date, 9, 60, "502 3 0")
	}
	d.write(days[4], 9, 6, "502 3 0")
	day := d.report(t, days[4], 1, options(t)).Days[0]
	assert.Empty(t, day.Worse)
	assert.ElementsMatch(t, []string{"500.19", "502.3"}, day.Better)
}

// A day that the log holds a piece of is an earlier day, though none to compare with.
func TestPartialDaysAreEarlierDays(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 2)
	d.usual(days...)
	d.rows = slices.DeleteFunc(d.rows, func(row string) bool { return row < days[0]+" 14:53" })
	day := d.report(t, days[1], 1, options(t)).Days[0]
	assert.Empty(t, day.Against)
	assert.Equal(t, []string{"2026-11-10"}, day.Partial)
	assert.Equal(t, "2026-11-11", day.First.Format(time.DateOnly))
	assert.False(t, day.Last.Before(day.First))
}

// The values of a code are those of the rows that need attention.
func TestDayTopsNeedAttention(t *testing.T) {
	text := "#Fields: date time cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n"
	for range 5 {
		text += "2026-11-10 08:00:00 /favicon.ico 192.0.2.5 404 0 2\n"
	}
	text += "2026-11-10 08:00:00 /missing.css 192.0.2.6 404 0 2\n"
	o := options(t)
	o.Compare = true
	o.Spans = analysis.DaySpans(time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC), 1, time.UTC)
	day := scanOf(o, text).DayReport(t.Context(), 1).Days[0]
	code := dayCodeOf(t, day, "404.0")
	assert.EqualValues(t, 6, code.Count)
	require.EqualValues(t, 1, code.Attention)
	require.Len(t, code.Top["cs-uri-stem"], 1)
	assert.Equal(t, "/missing.css", code.Top["cs-uri-stem"][0].Key)
}

// Of days with none and days with sixty none is usual in between: what is told is a number
// that some day had, and a day like one of them is neither worse nor better.
func TestUsualIsANumberOfSomeDay(t *testing.T) {
	f := func(fails int, usual float64, worse ...string) {
		t.Helper()
		d := newDiary(time.UTC)
		days := dateList("2026-11-10", 3)
		d.usual(days...)
		d.write(days[0], 9, 60, "500 0 0")
		if fails > 0 {
			d.write(days[2], 9, fails, "500 0 0")
		}
		day := d.report(t, days[2], 1, options(t)).Days[0]
		require.Len(t, day.Against, 2)
		assert.InDelta(t, usual+10, day.Typical.Attention, 0) // ten need attention on each day
		assert.ElementsMatch(t, worse, day.Worse)
		assert.Empty(t, day.Better)
		if fails > 0 {
			assert.InDelta(t, usual, *dayCodeOf(t, day, "500.0").Typical, 0)
		}
	}
	f(0, 0)
	f(60, 60)
	f(130, 60, "500.0")
}
