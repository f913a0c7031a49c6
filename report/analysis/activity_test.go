package analysis

import (
	"testing"

	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
)

// TestActivityOf: rows of several outcomes came when those of any did, each bucket once and
// in order; outcomes that are not wanted, or not shown, tell nothing.
func TestActivityOf(t *testing.T) {
	a := New(&scan.Result{
		Outcomes: []scan.Outcome{{Shown: true}, {Shown: true}, {}, {Shown: true}},
		Minutes: scan.Counts{Step: 60, Cells: []scan.Cell{
			{Bucket: 1, Outcome: 1, Rows: 3}, {Bucket: 1, Outcome: 2, Rows: 9}, {Bucket: 2, Outcome: 0, Rows: 1},
			{Bucket: 2, Outcome: 1, Rows: 1}, {Bucket: 4, Outcome: 0, Rows: 1}, {Bucket: 5, Outcome: 2, Rows: 1},
		}},
	}, Options{})
	of := func(wanted ...int) activity {
		return a.activityOf(func(o *scan.Outcome) bool {
			for _, i := range wanted {
				if o == &a.Outcomes[i] {
					return true
				}
			}
			return false
		})
	}
	assert.Equal(t, activity{60, 120, 240}, of(0, 1))
	assert.Equal(t, activity{120, 240}, of(0))
	assert.Equal(t, activity{60, 120, 240}, of(1, 0, 2), "what was asked before is as it was")
	assert.Empty(t, of(2, 3))
}
