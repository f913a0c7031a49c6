package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
)

// timelineOf is the timeline of rows of status 200 at some seconds.
func timelineOf(t *testing.T, bucket time.Duration, seconds ...int64) *Timeline {
	t.Helper()
	o := options(t)
	o.Bucket = bucket
	s := newSummary(o, seed)
	i := s.slots.find(outcome{status: 200, substatus: 0})
	for _, second := range seconds {
		slot := &s.slots.all[i]
		slot.count++
		slot.first, slot.last = min(slot.first, second), max(slot.last, second)
		s.minutes.add(second, i)
	}
	return (&Scan{options: o, summary: s}).timeline()
}

// wholeTimeline holds what is true of every timeline.
func wholeTimeline(t *testing.T, l *Timeline, seconds []int64) {
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
)

// The length of a bucket is the shortest that leaves few enough of them.
func TestTimelineChoosesBuckets(t *testing.T) {
	f := func(period, want int64) {
		t.Helper()
		for _, start := range []int64{0, 59, 1_700_000_000, -7 * day} {
			seconds := []int64{start, start + period/2, start + period}
			l := timelineOf(t, 0, seconds...)
			wholeTimeline(t, l, seconds)
			assert.LessOrEqual(t, len(l.Attention), bucketCount, "%d s from %d", period, start)
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
		l := timelineOf(t, bucket, seconds...)
		wholeTimeline(t, l, seconds)
		assert.Equal(t, want, l.BucketSeconds, "%v of %d s", bucket, period)
		assert.LessOrEqual(t, len(l.Attention), maxBuckets)
	}
	f(time.Hour, 60, hour)
	f(5*time.Minute, day, 300)
	f(time.Minute, 6*day, 60)
	f(time.Minute, 7*day, 300) // more than maxBuckets
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
		l := timelineOf(t, bucket, seconds...)
		wholeTimeline(t, l, seconds)
		assert.LessOrEqual(t, len(l.Attention), maxBuckets)
	}
}

// Rows that were counted in buckets longer than a minute stay within the
// timeline, at worst a bucket early.
func TestTimelineOfGrownMinutes(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	for range 50 {
		o := options(t)
		o.Bucket = [...]time.Duration{0, time.Minute, time.Hour}[random.IntN(3)]
		s := newSummary(o, seed)
		i := s.slots.find(outcome{status: 500, substatus: 0})
		var seconds []int64
		for range 200 {
			seconds = append(seconds, random.Int64N(1<<(5+random.IntN(30)))-1000)
		}
		for _, second := range seconds {
			slot := &s.slots.all[i]
			slot.first, slot.last = min(slot.first, second), max(slot.last, second)
			s.minutes.add(second, i)
		}
		s.minutes.flush()
		s.minutes.compact()
		s.minutes.regrain(steps[random.IntN(6)])
		wholeTimeline(t, (&Scan{options: o, summary: s}).timeline(), seconds)
	}
}

func TestTimelineOfClasses(t *testing.T) {
	o := options(t)
	o.Bucket = time.Minute
	r := reportOf(t, o, logOf(pairFields, `
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
	scan := scanOf(options(t), logOf(pairFields, b.String()))
	r := scan.Report("report")
	want := Period{midnight.Add(3 * time.Second), midnight.Add(999 * time.Second)}
	assert.Equal(t, want, r.Period)
	assert.Equal(t, want, Period{r.Codes[0].First, r.Codes[0].Last})
	assert.Equal(t, want.Last, scan.Newest())
	assert.Zero(t, scanOf(options(t)).Newest())
}

func TestClassAndName(t *testing.T) {
	f := func(status, sub int32, class, name string) {
		t.Helper()
		assert.Equal(t, class, classOf(status))
		assert.Equal(t, name, code{status: status, substatus: sub}.name())
	}
	f(100, codes.None, "1xx", "100")
	f(200, 0, "2xx", "200.0")
	f(401, 1, "4xx", "401.1")
	f(599, 1018, "5xx", "599.1018")
	f(600, codes.None, "-", "600")
	f(999, 0, "-", "999.0")
	f(codes.None, codes.None, "-", "-")
}

// Buckets of days and hours are those of the zone.
func TestTimelineBeginsWithDaysOfTheZone(t *testing.T) {
	f := func(name string, bucket time.Duration, want string) {
		t.Helper()
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		o := options(t)
		o.Bucket, o.Location = bucket, zone
		s := newSummary(o, seed)
		i := s.slots.find(outcome{status: 200, substatus: 0})
		noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).Unix()
		s.slots.all[i].count, s.slots.all[i].first, s.slots.all[i].last = 2, noon, noon+3*day
		s.minutes.add(noon, i)
		s.minutes.add(noon+3*day, i)
		line := (&Scan{options: o, summary: s}).timeline()
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
