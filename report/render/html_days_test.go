package render

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Days without a log are labelled where there is room: a run of them once.
func TestChartLabelsGapsOnce(t *testing.T) {
	f := func(pattern string, want ...string) {
		t.Helper()
		var shown days
		for _, one := range pattern {
			shown.Days = append(shown.Days, day{Date: "2026-11-20", Missing: one == '-'})
		}
		var at []string
		for _, gap := range (dayDrawing{}).gaps(shown, "no log") {
			at = append(at, gap.At)
		}
		assert.Equal(t, want, at, pattern)
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
