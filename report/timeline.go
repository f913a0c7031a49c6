package report

import (
	"strconv"
	"time"

	"github.com/iiswhy/iiswhy/codes"
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
func (s *Scan) timeline() *Timeline {
	first, last, ok := s.summary.period()
	if !ok {
		return nil
	}
	s.summary.minutes.flush()
	s.summary.minutes.compact()
	step := s.bucket(first, last)
	shift := s.ahead(first)
	start := floorDiv(first+shift, step)*step - shift
	n := floorDiv(last-start, step) + 1
	t := &Timeline{
		BucketSeconds: step, Start: time.Unix(start, 0).UTC(),
		Classes: map[string][]int64{}, Attention: make([]int64, n),
	}
	for _, c := range s.summary.minutes.cells {
		slot := &s.summary.slots.all[c.slot]
		if slot.hidden {
			continue
		}
		// A bucket of the count can begin before the first row.
		at := min(max(0, floorDiv(c.bucket*s.summary.minutes.step-start, step)), n-1)
		class := slot.class()
		if t.Classes[class] == nil {
			t.Classes[class] = make([]int64, n)
		}
		t.Classes[class][at] += c.count
		if slot.verdict.Attention() {
			t.Attention[at] += c.count
		}
	}
	return t
}

// ahead is how many seconds the zone of the report is ahead of UTC at a time, so
// that a bucket of a day is one of the zone; 0 where the counts cannot be parted
// there.
func (s *Scan) ahead(second int64) int64 {
	_, ahead := stamp(second).In(s.location()).Zone()
	if int64(ahead)%s.summary.minutes.step != 0 {
		return 0
	}
	return int64(ahead)
}

// bucket returns the seconds of a bucket for rows from first to last: what was
// asked for where that can be told apart, else the first length of which few
// enough are needed.
func (s *Scan) bucket(first, last int64) int64 {
	count := func(step int64) int64 { return floorDiv(last, step) - floorDiv(first, step) + 1 }
	step := int64(s.options.Bucket / time.Second)
	limit := int64(maxBuckets)
	if step <= 0 {
		step, limit = int64(buckets[0]/time.Second), bucketCount
	}
	step = max(step, s.summary.minutes.step)
	for _, b := range buckets {
		if count(step) <= limit && step%s.summary.minutes.step == 0 {
			break
		}
		step = max(step, int64(b/time.Second))
	}
	for count(step) > maxBuckets {
		step *= 10
	}
	return step
}

// isError reports whether a slot's status is of 4xx or 5xx.
func (s *slot) isError() bool { return s.status >= 400 && s.status <= 599 }

// class returns the class of a slot's status, "-" where there is none.
func (s *slot) class() string { return classOf(s.status) }

func classOf(status int32) string {
	if status < 100 || status > 599 {
		return "-"
	}
	return strconv.Itoa(int(status)/100) + "xx"
}

// name returns a code as logs and people write it.
func (c code) name() string {
	switch {
	case c.status == codes.None:
		return "-"
	case c.substatus == codes.None:
		return strconv.Itoa(int(c.status))
	}
	return strconv.Itoa(int(c.status)) + "." + strconv.Itoa(int(c.substatus))
}
