package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/redact"
)

// diary writes a log by the day: so many rows of a code, one a minute from an
// hour of the zone on.
type diary struct {
	zone *time.Location
	rows []string
}

func newDiary(zone *time.Location) *diary { return &diary{zone: zone} }

func (d *diary) write(date string, hour, n int, codes string) {
	day, err := time.ParseInLocation(time.DateOnly, date, d.zone)
	if err != nil {
		panic(err)
	}
	for i := range n {
		at := time.Date(day.Year(), day.Month(), day.Day(), hour, i, 0, 0, d.zone).UTC()
		d.rows = append(d.rows, fmt.Sprintf("%s GET /%s/%d 10.0.0.%d %s", at.Format(time.DateTime), date, i%5, i%3, codes))
	}
}

// usual writes a day from midnight to midnight: 23 hours of 200, and 10 rows of 404.0.
func (d *diary) usual(dates ...string) {
	for _, date := range dates {
		d.write(date, 0, 24*60-5, "200 0 0")
		d.write(date, 8, 10, "404 0 2")
	}
}

func (d *diary) text() string {
	return "#Fields: date time cs-method cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n" + strings.Join(d.rows, "\n") + "\n"
}

// report reads the diary in files, as daily does.
func (d *diary) report(t testing.TB, newest string, shown int, o settings) *report.Report {
	t.Helper()
	o.Compare, o.Location = true, d.zone
	at, err := time.ParseInLocation(time.DateOnly, newest, d.zone)
	require.NoError(t, err)
	o.Spans = analysis.DaySpans(at.Add(12*time.Hour), shown, d.zone)
	return analysisOf(filesOf(t, d.text()), o).DayReport(t.Context(), 0)
}

func dateList(from string, n int) (all []string) {
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		panic(err)
	}
	for i := range n {
		all = append(all, day.AddDate(0, 0, i).Format(time.DateOnly))
	}
	return all
}

func dayCodeOf(t testing.TB, d report.Day, label string) report.DayCode {
	t.Helper()
	for _, c := range d.Codes {
		if c.Code == label || c.Reason == label {
			return c
		}
	}
	require.Fail(t, "no code "+label, "%+v", d.Codes)
	return report.DayCode{}
}

func TestDayAgainstTheDaysBefore(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 9) // Tuesday to Wednesday
	d.usual(days[:8]...)
	d.write(days[2], 9, 20, "401 3 5")
	d.write(days[7], 10, 30, "500 19 0")
	d.usual(days[8])
	d.write(days[8], 9, 25, "404 0 2")
	d.write(days[8], 11, 12, "502 3 0")
	r := d.report(t, days[8], 3, options(t))

	require.Len(t, r.Days, 3)
	assert.Empty(t, r.Missing)
	day := r.Days[2]
	assert.Equal(t, "2026-11-18", day.Date)
	assert.Empty(t, day.Until)
	assert.Equal(t, []string{"2026-11-17", "2026-11-16", "2026-11-15", "2026-11-14", "2026-11-13", "2026-11-12", "2026-11-11"}, day.Against)
	assert.False(t, day.SameWeekday)
	assert.EqualValues(t, 24*60-5+10+25+12, day.Rows)
	assert.Equal(t, &report.Sums{Rows: 24*60 - 5 + 10 + 30, Errors: 40, Attention: 40}, day.Previous)
	assert.Equal(t, &report.Sums{Rows: 24*60 - 5 + 10, Errors: 10, Attention: 10}, day.Typical)

	more := dayCodeOf(t, day, "404.0")
	assert.EqualValues(t, 35, more.Count)
	assert.EqualValues(t, 10, *more.Previous)
	assert.InDelta(t, 10, *more.Typical, 0)
	assert.InDelta(t, 2.5, *more.Change, 1e-9)
	assert.False(t, more.New)
	assert.Equal(t, "not-found", more.Verdict)
	assert.EqualValues(t, 7, more.Top["cs-uri-stem"][0].Count)

	fresh := dayCodeOf(t, day, "502.3")
	assert.True(t, fresh.New)
	assert.Equal(t, "2026-11-18T11:00:00Z", fresh.Since.Format(time.RFC3339))
	assert.Nil(t, fresh.Change)
	assert.NotEmpty(t, fresh.Meaning)

	for _, c := range day.Codes {
		assert.NotEqual(t, "500.19", c.Code, "seen on one of seven days, it is not usual, so it is not gone")
	}
	assert.True(t, dayCodeOf(t, r.Days[1], "500.19").New)
}

// A code that is usual and does not come is told after those that came.
func TestDayTellsWhatIsGone(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 4)
	d.usual(days...)
	for _, date := range days[:3] {
		d.write(date, 9, 20, "503 2 0")
	}
	last := d.report(t, days[3], 1, options(t)).Days[0]
	gone := last.Codes[len(last.Codes)-1]
	assert.Equal(t, "503.2", gone.Code)
	assert.True(t, gone.Gone)
	assert.Zero(t, gone.Count)
	assert.InDelta(t, -1, *gone.Change, 0)
	assert.Equal(t, "capacity", gone.Verdict)
}

// With three of the same weekday, a day is compared with these.
func TestDayAgainstTheSameWeekday(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-01", 29) // Sunday to Sunday
	d.usual(days...)
	for i, date := range days {
		if i%7 == 0 {
			d.write(date, 3, 40, "403 14 0") // on Sundays
		}
	}
	day := d.report(t, "2026-11-29", 1, options(t)).Days[0]
	assert.True(t, day.SameWeekday)
	assert.Equal(t, []string{"2026-11-22", "2026-11-15", "2026-11-08", "2026-11-01"}, day.Against)
	c := dayCodeOf(t, day, "403.14")
	assert.InDelta(t, 40, *c.Typical, 0)
	assert.InDelta(t, 0, *c.Change, 0)
	assert.False(t, c.New)
	assert.EqualValues(t, 0, *c.Previous)
}

// The newest day is compared with the same hours when it is not over.
func TestDayThatIsNotOver(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 4)
	d.usual(days[:3]...)
	for _, date := range days[:3] {
		d.write(date, 20, 50, "500 0 0") // every evening
	}
	d.write(days[3], 0, 14*60+25, "200 0 0")
	d.write(days[3], 8, 10, "404 0 2")
	day := d.report(t, days[3], 1, options(t)).Days[0]
	assert.Equal(t, "14:25", day.Until)
	assert.InDelta(t, 14*60+25+10, day.Typical.Rows, 0)
	assert.EqualValues(t, 10, day.Previous.Errors, "of the same hours")
	assert.EqualValues(t, "404.0", dayCodeOf(t, day, "404.0").Code)
	assert.Len(t, day.Codes, 2, "what comes in the evening is not gone in the afternoon")
}

// A server that writes nothing at night is done with its day in the evening.
func TestDayEndsWhenTheOthersDo(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 4)
	for _, date := range days {
		d.write(date, 7, 11*60, "200 0 0")
	}
	assert.Empty(t, d.report(t, days[3], 1, options(t)).Days[0].Until)
}

// Days without a log are named, and compared with nothing.
func TestMissingDays(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 6)
	d.usual(days[0], days[1], days[4], days[5])
	r := d.report(t, days[5], 7, options(t))
	assert.Equal(t, []string{"2026-11-12", "2026-11-13"}, r.Missing)
	require.Len(t, r.Days, 4)
	assert.Nil(t, r.Days[2].Previous)
	assert.Equal(t, []string{"2026-11-11", "2026-11-10"}, r.Days[2].Against)

	none := d.report(t, "2026-11-12", 1, options(t))
	assert.Empty(t, none.Days)
	assert.Equal(t, []string{"2026-11-12"}, none.Missing)
}

// The weekends of an office are missing no log where none of them has one; a weekend is, where
// another one has rows, where it is the only one, and so is a holiday.
func TestWeekendsOfAnOffice(t *testing.T) {
	f := func(n int, want []string, logged ...string) {
		t.Helper()
		d := newDiary(time.UTC)
		days := dateList("2026-11-02", n) // a Monday
		for i, date := range days {
			if i%7 < 5 && date != "2026-11-11" || slices.Contains(logged, date) {
				d.usual(date)
			}
		}
		assert.Equal(t, want, d.report(t, days[n-1], n, options(t)).Missing)
	}
	f(19, []string{"2026-11-11"})
	f(19, []string{"2026-11-11", "2026-11-14"}, "2026-11-07")
	f(12, []string{"2026-11-07", "2026-11-08", "2026-11-11"})
}

// Under a filter that no row of a day fits, the day is there and has none.
func TestDayWithoutWantedRows(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 3)
	d.usual(days...)
	d.write(days[2], 8, 3, "500 0 0")
	for _, only := range []func(*settings){
		func(o *settings) { o.Filter.Status = statuses(t, "500") },
		func(o *settings) { o.Filter.Verdicts = []codes.Verdict{codes.Application} },
	} {
		o := options(t)
		only(&o)
		r := d.report(t, days[2], 3, o)
		assert.Empty(t, r.Missing)
		require.Len(t, r.Days, 3)
		assert.EqualValues(t, 0, r.Days[0].Rows)
		assert.EqualValues(t, 3, r.Days[2].Rows)
		assert.EqualValues(t, 3, r.Total.Rows)
	}
	o := options(t)
	o.Filter.Fields = where("uri", "/2026-11-12/*")
	r := d.report(t, days[2], 3, o)
	assert.Empty(t, r.Missing)
	assert.Len(t, r.Days, 3)
}

// The first day is not what others are compared with when its log begins late.
func TestLogThatBeginsLate(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 3)
	d.write(days[0], 15, 500, "200 0 0")
	d.usual(days[1:]...)
	r := d.report(t, days[2], 7, options(t))
	require.Len(t, r.Days, 3)
	assert.Empty(t, r.Days[1].Against)
	assert.Nil(t, r.Days[1].Previous)
	assert.Equal(t, []string{days[1]}, r.Days[2].Against)
}

// A pipe has the days that it has; only what codes were seen with is not told.
func TestDaysOfAPipe(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 9)
	d.usual(days...)
	d.write(days[8], 11, 12, "502 3 0")
	files := d.report(t, days[8], 2, options(t))
	o := options(t)
	o.Compare, o.Location = true, time.UTC
	pipe := analysisOf(sourcesOf(d.text()), o).DayReport(t.Context(), 2)
	require.Len(t, pipe.Days, 2)
	want, got := files.Days[1], pipe.Days[1]
	want.Spikes, got.Spikes = nil, nil
	for i := range want.Codes {
		want.Codes[i].Top = nil
	}
	assert.Equal(t, want, got)
}

// Spikes stand on the day that they begin on.
func TestSpikesOfDays(t *testing.T) {
	o := options(t)
	o.Compare, o.Location = true, time.UTC
	o.Spans = analysis.DaySpans(time.Date(2026, 11, 4, 12, 0, 0, 0, time.UTC), 7, time.UTC)
	r := analysisOf(filesOf(t, history(3)), o).DayReport(t.Context(), 0)
	require.Len(t, r.Days, 3)
	assert.Empty(t, r.Days[0].Spikes)
	assert.NotNil(t, r.Days[0].Spikes)
	require.Len(t, r.Days[2].Spikes, 1)
	assert.Equal(t, "401.1", r.Days[2].Spikes[0].Code)
	assert.NotEmpty(t, r.Days[2].Spikes[0].Samples)
}

// The same bytes for any number of workers and any size of chunks.
func TestDaysForAnyWorkers(t *testing.T) {
	d := newDiary(time.UTC)
	days := dateList("2026-11-10", 5)
	d.usual(days...)
	d.write(days[4], 9, 25, "401 1 1326")
	sources := filesOf(t, d.text(), history(4))
	want := ""
	for _, workers := range []int{1, 2, 8} {
		for _, chunk := range []int{0, 4096} {
			o := options(t)
			o.Compare, o.Location, o.Workers, o.ChunkSize = true, time.UTC, workers, chunk
			o.Spans = analysis.DaySpans(time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC), 9, time.UTC)
			got := jsonOf(t, analysisOf(sources, o).DayReport(t.Context(), 0))
			if want == "" {
				want = got
			}
			sameText(t, want, got, fmt.Sprintf("%d workers, chunks of %d", workers, chunk))
		}
	}
}

// Nothing that was hidden stands in a day.
func TestDaysAreRedacted(t *testing.T) {
	d := newDiary(time.UTC)
	d.usual("2026-11-10", "2026-11-11")
	o := options(t)
	o.hide(redact.Kinds{Client: true})
	day := d.report(t, "2026-11-11", 1, o).Days[0]
	top := dayCodeOf(t, day, "404.0").Top["c-ip"]
	require.NotEmpty(t, top)
	assert.Equal(t, "client-1", top[0].Key)
	assert.NotContains(t, fmt.Sprintf("%+v", day), "10.0.0.")
}

func TestEmptyDays(t *testing.T) {
	o := options(t)
	o.Compare = true
	r := scanOf(o, "", "#Fields: date time sc-status\n").DayReport(t.Context(), 7)
	assert.NotNil(t, r.Days)
	assert.Empty(t, r.Days)
	assert.Empty(t, r.Missing)
}

func TestDaySpans(t *testing.T) {
	f := func(shown int, want ...string) {
		t.Helper()
		var got []string
		for _, p := range analysis.DaySpans(time.Date(2026, 11, 29, 23, 59, 0, 0, time.UTC), shown, time.UTC) {
			mark := ""
			if p.Shown {
				mark = "!"
			}
			assert.EqualValues(t, 86400, p.Until-p.From)
			got = append(got, mark+time.Unix(p.From, 0).UTC().Format("0102"))
		}
		assert.Equal(t, want, got)
	}
	f(1, "1101", "1108", "1115", "1122", "1123", "1124", "1125", "1126", "1127", "1128", "!1129")
	f(3, "1101", "1108", "1115", "1120", "1121", "1122", "1123", "1124", "1125", "1126", "!1127", "!1128", "!1129")
	f(9, "1101", "1108", "1114", "1115", "1116", "1117", "1118", "1119", "1120",
		"!1121", "!1122", "!1123", "!1124", "!1125", "!1126", "!1127", "!1128", "!1129")
}
