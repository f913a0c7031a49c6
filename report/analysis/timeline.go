package analysis

import (
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// bucketCount is how many buckets a timeline has at most when nobody says how
// long they are: about what a screen is wide.
const bucketCount = 100

// buckets are the lengths that a timeline chooses from.
var buckets = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour,
	24 * time.Hour, 7 * 24 * time.Hour, 28 * 24 * time.Hour, 364 * 24 * time.Hour,
}

// maxBuckets bounds a timeline whose times are nonsense.
const maxBuckets = 10_000

// timeline counts rows per class and bucket. It is nil when no row had a time.
func (a *Analysis) timeline() *report.Timeline {
	first, last, ok := a.Period()
	if !ok {
		return nil
	}
	step, shift := a.bucket(first, last), a.ahead(first)
	if a.datesOnly() {
		step, shift = max(step, dayLong), 0
	}
	start := floorDiv(first+shift, step)*step - shift
	t := newTimeline(start, step, floorDiv(last-start, step)+1)
	for _, c := range a.Minutes.Cells {
		if o := &a.Outcomes[c.Outcome]; o.Shown {
			addCell(t, o, a.Minutes.Second(c), c.Rows)
		}
	}
	return t
}

func newTimeline(start, step, buckets int64) *report.Timeline {
	return &report.Timeline{
		BucketSeconds: step, Start: stamp(start), Classes: map[string][]int64{}, Attention: make([]int64, buckets),
	}
}

// addCell adds rows of a second to a timeline. A bucket of the count can begin
// before the timeline does.
func addCell(t *report.Timeline, o *scan.Outcome, second, rows int64) {
	n := int64(len(t.Attention))
	at := min(max(0, floorDiv(second-t.Start.Unix(), t.BucketSeconds)), n-1)
	class := o.Code.Class()
	if t.Classes[class] == nil {
		t.Classes[class] = make([]int64, n)
	}
	t.Classes[class][at] += rows
	if o.Verdict.Attention() {
		t.Attention[at] += rows
	}
}

// ahead is how many seconds the zone of the report is ahead of UTC at a time, so
// that a bucket of a day is one of the zone; 0 where the counts cannot be parted
// there.
func (a *Analysis) ahead(second int64) int64 {
	_, ahead := stamp(second).In(a.location()).Zone()
	if int64(ahead)%a.Minutes.Step != 0 {
		return 0
	}
	return int64(ahead)
}

// bucket returns the seconds of a bucket for rows from first to last: what was
// asked for where that can be told apart, else the first length of which few
// enough are needed.
func (a *Analysis) bucket(first, last int64) int64 {
	count := func(step int64) int64 { return floorDiv(last, step) - floorDiv(first, step) + 1 }
	step := int64(a.options.Bucket / time.Second)
	limit := int64(maxBuckets)
	if step <= 0 {
		step, limit = int64(buckets[0]/time.Second), bucketCount
	}
	step = max(step, a.Minutes.Step)
	for _, b := range buckets {
		if count(step) <= limit && step%a.Minutes.Step == 0 {
			break
		}
		step = max(step, int64(b/time.Second))
	}
	for count(step) > maxBuckets {
		step *= 10
	}
	return step
}
