package analysis

import (
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// dayBucket is how long a bucket of the timeline of a day is when nobody says.
const dayBucket = 15 * time.Minute

// timeline counts the rows of a day per class and bucket, from its start to its
// end, so that hours without rows are seen.
func (d *days) timeline(i int) *report.Timeline {
	span, step := d.all[i].span, int64(dayBucket/time.Second)
	if asked := int64(d.options.Bucket / time.Second); asked > 0 {
		step = asked
	}
	step = max(step, d.Minutes.Step)
	t := newTimeline(span.From, step, (span.Until-span.From+step-1)/step)
	for _, c := range d.all[i].cells {
		if o := &d.Outcomes[c.Outcome]; d.Wants(o.Code, o.Verdict) {
			addCell(t, o, d.Minutes.Second(c), c.Rows)
		}
	}
	return t
}
