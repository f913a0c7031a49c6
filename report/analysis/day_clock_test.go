package analysis_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Where clocks are turned at midnight, a day begins with no 00:00 or with two,
// and none is told twice or lost.
func TestDaysWhereClocksTurnAtMidnight(t *testing.T) {
	f := func(name, date, begins string, hours int) {
		t.Helper()
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		day, err := time.Parse(time.DateOnly, date)
		require.NoError(t, err)
		d := newDiary(zone)
		for i := range 4 * 24 * 60 {
			at := day.AddDate(0, 0, -1).Add(time.Duration(i) * time.Minute)
			d.rows = append(d.rows, at.Format(time.DateTime)+" GET / 10.0.0.1 200 0 0")
		}
		r := d.report(t, day.AddDate(0, 0, 1).Format(time.DateOnly), 3, options(t))
		require.Len(t, r.Days, 3, name)
		for i, told := range r.Days {
			assert.Equal(t, day.AddDate(0, 0, i-1).Format(time.DateOnly), told.Date, name)
		}
		assert.Equal(t, begins, r.Days[1].Start.In(zone).Format(time.DateTime), name)
		assert.Equal(t, r.Days[0].End, r.Days[1].Start, name)
		assert.Equal(t, r.Days[1].End, r.Days[2].Start, name)
		assert.EqualValues(t, hours*60, r.Days[1].Rows, name)
		assert.InDelta(t, 24*60, r.Days[2].Rows, 0, name)
	}
	f("America/Santiago", "2026-09-06", "2026-09-06 01:00:00", 23)
	f("America/Santiago", "2026-04-04", "2026-04-04 00:00:00", 25)
	f("Africa/Cairo", "2026-04-24", "2026-04-24 01:00:00", 23)
	f("America/Havana", "2026-11-01", "2026-11-01 00:00:00", 25)
	f("Asia/Kathmandu", "2026-11-01", "2026-11-01 00:00:00", 24)
}

// Whether a day is over is told by its log, not by the few rows that a filter
// leaves.
func TestFilteredDaysEndWithTheirLog(t *testing.T) {
	f := func(hours int, want string) {
		t.Helper()
		d := newDiary(time.UTC)
		days := dateList("2026-11-10", 4)
		d.usual(days[:3]...)
		d.write(days[3], 0, hours*60, "200 0 0")
		d.write(days[3], 2, 4, "404 0 2")
		for _, chunk := range []int{0, 4096} {
			o := options(t)
			o.ChunkSize = chunk
			o.Filter.Fields = where("win32", "2")
			day := d.report(t, days[3], 1, o).Days[0]
			assert.Equal(t, want, day.Until)
			assert.EqualValues(t, 4, day.Rows)
		}
	}
	f(24, "")
	f(14, "14:00")
	f(9, "09:00")
}

// The first day of which rows are wanted is whole when its log is.
func TestFilteredDaysBeginWithTheirLog(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 3)
	for i, date := range days {
		d.write(date, 0, 24*60, "200 0 0")
		d.write(date, 20-8*i, 10, "404 0 2")
	}
	o := options(t)
	o.Filter.Fields = where("win32", "2")
	day := d.report(t, days[2], 1, o).Days[0]
	assert.Equal(t, []string{days[1], days[0]}, day.Against)
}

// A day without a log is missing under a filter too, also where one chunk holds
// rows of both of its sides.
func TestFilteredDaysThatAreMissing(t *testing.T) {
	d := newDiary(time.UTC)
	d.usual("2026-11-10", "2026-11-12")
	for _, chunk := range []int{0, 4096} {
		o := options(t)
		o.ChunkSize = chunk
		o.Filter.Fields = where("uri", "/2026-11-12/*")
		r := d.report(t, "2026-11-12", 3, o)
		require.Len(t, r.Days, 2)
		assert.EqualValues(t, 0, r.Days[0].Rows)
		assert.Equal(t, []string{"2026-11-11"}, r.Missing)
	}
}

// When all days that were asked for are without a log, all are named.
func TestAllDaysAreMissing(t *testing.T) {
	d := newDiary(time.UTC)
	d.usual("2026-11-10", "2026-11-11")
	for _, newest := range []string{"2026-11-05", "2026-11-20"} {
		r := d.report(t, newest, 2, options(t))
		assert.NotNil(t, r.Days)
		assert.Empty(t, r.Days)
		assert.Len(t, r.Missing, 2)
	}
}

// Each shown day is compared with seven before it, not the newest alone: what
// comes twice a week is not new on the older ones.
func TestEveryShownDayIsCompared(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-02", 14)
	d.usual(days...)
	for _, i := range []int{2, 5, 8, 11} {
		d.write(days[i], 9, 6, "403 14 0")
	}
	r := d.report(t, days[13], 7, options(t))
	require.Len(t, r.Days, 7)
	for i, day := range r.Days {
		assert.Len(t, day.Against, 7, day.Date)
		for _, c := range day.Codes {
			assert.False(t, c.New, fmt.Sprint(i, c.Code))
		}
	}
}

// A pipe ends when its newest row does.
func TestFilteredDaysOfAPipe(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 3)
	d.usual(days...)
	o := options(t)
	o.Compare, o.Location = true, time.UTC
	o.Filter.Fields = where("win32", "2")
	r := analysisOf(sourcesOf(d.text()), o).DayReport(t.Context(), 1)
	require.Len(t, r.Days, 1)
	assert.Empty(t, r.Days[0].Until)
	assert.Equal(t, []string{days[1], days[0]}, r.Days[0].Against)
}

// A quiet server is done with its day when the few rows of the evening do not
// come: no day is said to be open for lack of them.
func TestQuietDaysAreWhole(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 5)
	for i, date := range days {
		d.write(date, 0, 18*60, "200 0 0")
		if i < 4 {
			d.write(date, 22, 3, "200 0 0")
		}
	}
	day := d.report(t, days[4], 1, options(t)).Days[0]
	assert.Empty(t, day.Until)
	assert.EqualValues(t, 18*60+3, day.Previous.Rows)
}

// Days have 23 or 25 hours when clocks change, and rows go to the day of the zone.
func TestDaysOfAZone(t *testing.T) {
	zurich, err := time.LoadLocation("Europe/Zurich")
	require.NoError(t, err)
	f := func(date string, hours int) {
		t.Helper()
		d := newDiary(zurich)
		day, _ := time.ParseInLocation(time.DateOnly, date, zurich)
		next := day.AddDate(0, 0, 1)
		for at := day.AddDate(0, 0, -1); at.Before(next); at = at.Add(time.Minute) {
			d.rows = append(d.rows, at.UTC().Format(time.DateTime)+" GET / 10.0.0.1 200 0 0")
		}
		r := d.report(t, date, 2, options(t))
		require.Len(t, r.Days, 2)
		assert.EqualValues(t, 24*60, r.Days[0].Rows)
		assert.EqualValues(t, hours*60, r.Days[1].Rows)
		assert.Equal(t, time.Duration(hours)*time.Hour, r.Days[1].End.Sub(r.Days[1].Start))
		assert.Equal(t, date, r.Days[1].Date)
		assert.Empty(t, r.Days[1].Until)
	}
	f("2026-03-29", 23)
	f("2026-10-25", 25)
	f("2026-11-21", 24)
}

// The same hours are those of the clock on the wall, also where clocks changed
// in between.
func TestSameHoursWhereClocksChange(t *testing.T) {
	zurich, err := time.LoadLocation("Europe/Zurich")
	require.NoError(t, err)
	d := newDiary(zurich)
	d.write("2026-10-24", 0, 24*60, "200 0 0")
	for at := time.Date(2026, 10, 25, 0, 0, 0, 0, zurich); at.Hour() < 9; at = at.Add(time.Minute) {
		d.rows = append(d.rows, at.UTC().Format(time.DateTime)+" GET / 10.0.0.1 200 0 0")
	}
	day := d.report(t, "2026-10-25", 1, options(t)).Days[0]
	assert.Equal(t, "09:00", day.Until)
	assert.EqualValues(t, 10*60, day.Rows)
	assert.InDelta(t, 9*60, day.Typical.Rows, 0)
}
