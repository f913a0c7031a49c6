package report

import "time"

// dayBucket is how long a bucket of the timeline of a day is when nobody says.
const dayBucket = 15 * time.Minute

// timeline counts the rows of a day per class and bucket, from its start to its
// end, so that hours without rows are seen.
func (d *days) timeline(i int) *Timeline {
	part, step := d.all[i].part, int64(dayBucket/time.Second)
	if asked := int64(d.options.Bucket / time.Second); asked > 0 {
		step = asked
	}
	step = max(step, d.summary.minutes.step)
	n := (part.Until - part.From + step - 1) / step
	t := &Timeline{BucketSeconds: step, Start: stamp(part.From), Classes: map[string][]int64{}, Attention: make([]int64, n)}
	for _, c := range d.all[i].cells {
		slot := &d.summary.slots.all[c.slot]
		if !d.shows(slot) {
			continue
		}
		// A bucket of the count can begin before the day.
		at := max(0, c.bucket*d.summary.minutes.step-part.From) / step
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
