package render

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Days without a log are labelled where there is room: a run of them once.
func TestChartLabelsGapsOnce(t *testing.T) {
	p := newDayPage(richDays("en"), Options{}, 3)
	f := func(days string, want ...string) {
		t.Helper()
		var rows []dayRow
		for _, day := range days {
			rows = append(rows, dayRow{date: "2026-11-20", missing: day == '-'})
		}
		c := &dayChart{}
		c.gaps(p, rows)
		var at []string
		for _, gap := range c.Gaps {
			at = append(at, gap.At)
		}
		assert.Equal(t, want, at, days)
	}
	f("ooooooo")
	f("oo-oooo", "35.71")
	f("-ooooo-", "7.14", "92.86")
	f("oo---oo", "50.00")
	f("ooooooooo-oooooooooo")
	f("oooooooo----oooooooo", "50.00")
	f("--oooooooooooooooooo")
	f("---ooooooooooooooooo", "7.50")
}
