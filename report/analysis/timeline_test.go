package analysis_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/scan"
)

// timelineOf is the timeline of rows of status 200 at some seconds, counted by the
// minute.
func timelineOf(t *testing.T, o settings, seconds ...int64) *report.Timeline {
	t.Helper()
	return timelineBy(t, 60, o, seconds...)
}

// timelineBy is the same of rows that were counted in buckets of another length.
func timelineBy(t *testing.T, step int64, o settings, seconds ...int64) *report.Timeline {
	t.Helper()
	r := &scan.Result{
		Outcomes: []scan.Outcome{{
			Code: codes.Code{Status: 200}, Verdict: codes.OK, Family: -1, Shown: true, Rows: int64(len(seconds)),
			First: slices.Min(seconds), Last: slices.Max(seconds),
		}},
		Minutes: scan.Counts{Step: step},
	}
	for _, second := range slices.Sorted(slices.Values(seconds)) {
		bucket := int64(math.Floor(float64(second) / float64(step)))
		r.Minutes.Cells = append(r.Minutes.Cells, scan.Cell{Bucket: bucket, Rows: 1})
	}
	return analysis.New(r, o.telling).Report(context.Background()).Timeline
}

// wholeTimeline holds what is true of every timeline.
func wholeTimeline(t *testing.T, l *report.Timeline, seconds []int64) {
	t.Helper()
	first, last := slices.Min(seconds), slices.Max(seconds)
	n := int64(len(l.Attention))
	start := l.Start.Unix()
	assert.Zero(t, start%l.BucketSeconds, "buckets begin at multiples of their length")
	assert.True(t, start <= first && first < start+l.BucketSeconds, "the first bucket holds the first row")
	assert.True(t, last < start+n*l.BucketSeconds && last >= start+(n-1)*l.BucketSeconds, "the last bucket holds the last row")
	var sum int64
	for class, counts := range l.Classes {
		assert.Len(t, counts, len(l.Attention), class)
		for _, c := range counts {
			sum += c
		}
	}
	assert.EqualValues(t, len(seconds), sum)
}

const (
	hour = 3600
	day  = 86400

	// chosenBuckets is how many buckets a timeline has at most when nobody says how
	// long they are, and mostBuckets whatever was asked for.
	chosenBuckets = 100
	mostBuckets   = 10_000
)

// The length of a bucket is the shortest that leaves few enough of them.
func TestTimelineChoosesBuckets(t *testing.T) {
	f := func(period, want int64) {
		t.Helper()
		for _, start := range []int64{0, 59, 1_700_000_000, -7 * day} {
			seconds := []int64{start, start + period/2, start + period}
			l := timelineOf(t, options(t), seconds...)
			wholeTimeline(t, l, seconds)
			assert.LessOrEqual(t, len(l.Attention), chosenBuckets, "%d s from %d", period, start)
			if start%(28*day) == 0 {
				assert.Equal(t, want, l.BucketSeconds, "%d s from %d", period, start)
			}
		}
	}
	f(0, 60)
	f(90*60, 60)
	f(99*60+59, 60)
	f(100*60, 300)
	f(499*60, 300)
	f(500*60, 900)
	f(24*hour, 900)
	f(25*hour, hour)
	f(3*day, hour)
	f(7*day, 6*hour)
	f(30*day, day)
	f(365*day, 7*day)
	f(5*365*day, 28*day)
	f(20*365*day, 364*day)
}

func TestTimelineOfGivenBucket(t *testing.T) {
	f := func(bucket time.Duration, period, want int64) {
		t.Helper()
		seconds := []int64{1_700_000_123, 1_700_000_123 + period}
		o := options(t)
		o.Bucket = bucket
		l := timelineOf(t, o, seconds...)
		wholeTimeline(t, l, seconds)
		assert.Equal(t, want, l.BucketSeconds, "%v of %d s", bucket, period)
		assert.LessOrEqual(t, len(l.Attention), mostBuckets)
	}
	f(time.Hour, 60, hour)
	f(5*time.Minute, day, 300)
	f(time.Minute, 6*day, 60)
	f(time.Minute, 7*day, 300) // more than mostBuckets
	f(time.Second, hour, 60)   // rows are counted by the minute
	f(90*time.Second, hour, 300)
	f(-time.Hour, hour, 60)
	f(48*time.Hour, 30*day, 2*day)
}

func TestTimelineOfNonsense(t *testing.T) {
	first := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	last := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).Unix()
	for _, bucket := range []time.Duration{0, time.Minute, time.Hour} {
		seconds := []int64{first, 0, 1_700_000_000, last}
		o := options(t)
		o.Bucket = bucket
		l := timelineOf(t, o, seconds...)
		wholeTimeline(t, l, seconds)
		assert.LessOrEqual(t, len(l.Attention), mostBuckets)
	}
}

// Rows that were counted in buckets longer than a minute stay within the
// timeline, at worst a bucket early.
func TestTimelineOfGrownMinutes(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	for range 50 {
		o := options(t)
		o.Bucket = [...]time.Duration{0, time.Minute, time.Hour}[random.IntN(3)]
		var seconds []int64
		for range 200 {
			seconds = append(seconds, random.Int64N(1<<(5+random.IntN(30)))-1000)
		}
		wholeTimeline(t, timelineBy(t, scan.Steps()[random.IntN(6)], o, seconds...), seconds)
	}
}

func TestTimelineOfClasses(t *testing.T) {
	o := options(t)
	o.Bucket = time.Minute
	r := reportOf(t, o, logOf(t, pairFields, `
		5 10.0.0.1 - /a ie 200 0 0
		6 10.0.0.1 - /a ie 500 0 0
		59 10.0.0.1 - /a ie 304 0 0
		60 10.0.0.1 - /b ie 401 2 5
		61 10.0.0.1 u /b ie 200 0 0
		180 10.0.0.1 u /c ie 999 0 0
		120 10.0.0.1 - /b ie 404 0 2`)+"- - 10.0.0.1 - /d ie 500 0 0\n")
	require.NotNil(t, r.Timeline)
	l := r.Timeline
	assert.Equal(t, midnight, l.Start)
	assert.Equal(t, map[string][]int64{
		"2xx": {1, 1, 0, 0}, "3xx": {1, 0, 0, 0}, "4xx": {0, 1, 1, 0}, "5xx": {1, 0, 0, 0}, "-": {0, 0, 0, 1},
	}, l.Classes)
	assert.Equal(t, []int64{1, 0, 1, 1}, l.Attention)
}

func TestNoTimelineWithoutTimes(t *testing.T) {
	r := reportOf(t, options(t), "#Fields: sc-status\n200\n500\n")
	assert.Nil(t, r.Timeline)
	assert.Zero(t, r.Period)
	assert.NotContains(t, jsonOf(t, r), `"timeline"`)
	assert.Nil(t, reportOf(t, options(t)).Timeline, "of nothing")
}

func TestPeriod(t *testing.T) {
	var b strings.Builder
	for _, second := range []int{50, 3, 999, 7} {
		fmt.Fprintf(&b, "%d 10.0.0.1 - /a ie 404 0 2\n", second)
	}
	a := scanOf(options(t), logOf(t, pairFields, b.String()))
	r := a.Report(context.Background())
	want := report.Period{First: midnight.Add(3 * time.Second), Last: midnight.Add(999 * time.Second)}
	assert.Equal(t, want, r.Period)
	assert.Equal(t, want, report.Period{First: r.Codes[0].First, Last: r.Codes[0].Last})
	first, last, ok := a.Period()
	assert.Equal(t, []any{want.First.Unix(), want.Last.Unix(), true}, []any{first, last, ok})
	_, _, ok = scanOf(options(t)).Period()
	assert.False(t, ok)
}

// Buckets of days and hours are those of the zone.
func TestTimelineBeginsWithDaysOfTheZone(t *testing.T) {
	f := func(name string, bucket time.Duration, want string) {
		t.Helper()
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		o := options(t)
		o.Bucket, o.Location = bucket, zone
		noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).Unix()
		line := timelineOf(t, o, noon, noon+3*day)
		assert.Equal(t, want, line.Start.In(zone).Format(time.DateTime), name)
		assert.EqualValues(t, 1, line.Classes["2xx"][0])
		assert.EqualValues(t, 1, line.Classes["2xx"][len(line.Attention)-1])
	}
	f("UTC", 24*time.Hour, "2026-11-20 00:00:00")
	f("Europe/Zurich", 24*time.Hour, "2026-11-20 00:00:00")
	f("Pacific/Auckland", 24*time.Hour, "2026-11-21 00:00:00")
	f("America/Los_Angeles", 6*time.Hour, "2026-11-20 00:00:00")
	f("Asia/Kathmandu", time.Hour, "2026-11-20 17:00:00")
}
