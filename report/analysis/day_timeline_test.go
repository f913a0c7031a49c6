package analysis_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The timeline is that of the last day alone, from midnight to midnight of the
// zone, and has its sums.
func TestTimelineOfADay(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Kathmandu") // 5:45 ahead
	require.NoError(t, err)
	f := func(bucket time.Duration, seconds int64, buckets, at int, attention int64) {
		t.Helper()
		d := newDiary(zone)
		days := dateList("2026-11-10", 3)
		d.usual(days...)
		d.write(days[2], 13, 30, "500 0 0")
		o := options(t)
		o.Bucket = bucket
		r := d.report(t, days[2], 3, o)
		assert.Nil(t, r.Days[0].Timeline)
		assert.Nil(t, r.Days[1].Timeline)
		day, line := r.Days[2], r.Days[2].Timeline
		assert.Equal(t, seconds, line.BucketSeconds)
		assert.Equal(t, day.Start, line.Start)
		require.Len(t, line.Attention, buckets)
		sums := map[string]int64{}
		for class, counts := range line.Classes {
			require.Len(t, counts, buckets)
			for _, n := range counts {
				sums[class] += n
			}
		}
		for _, c := range day.Classes {
			assert.Equal(t, c.Count, sums[c.Class], c.Class)
		}
		assert.Equal(t, min(30, seconds/60), line.Classes["5xx"][at])
		assert.Equal(t, attention, line.Attention[at])
	}
	f(0, 900, 96, 13*4, 15)
	f(time.Hour, 3600, 24, 13, 30)
	f(7*time.Hour, 7*3600, 4, 1, 40) // with those of 8 o'clock
}
