package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestPathsThatGetSlowTogether: what pages wait for together is told once; pages that are
// slow at times of their own are told one by one.
func TestPathsThatGetSlowTogether(t *testing.T) {
	const minute = 60
	log := func(paths int, slow func(path, second int) bool) string {
		var b strings.Builder
		for s := 0; s < 1200*minute; s += 5 {
			path, taken := s/5%paths, 40+s%23
			if slow(path, s) {
				taken *= 50
			}
			fmt.Fprintf(&b, "%d 10.0.0.%d /page%d 200 0 0 %d\n", s, 1+s/5%9, path, taken)
		}
		return logOf(t, servedFields+" time-taken", b.String())
	}
	f := func(want, text string) {
		t.Helper()
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "slow") {
			got = append(got, fmt.Sprintf("%d paths, %d rows", f.Paths, f.Rows))
		}
		assert.Equal(t, want, strings.Join(got, "; "))
	}
	f("3 paths, 360 rows", log(4, func(path, s int) bool { return path < 3 && s >= 600*minute && s < 640*minute }))
	f("1 paths, 120 rows; 1 paths, 120 rows", log(4, func(path, s int) bool { return path < 2 && s >= 600*minute && s < 640*minute }))
	f("1 paths, 120 rows; 1 paths, 120 rows; 1 paths, 120 rows", log(4, func(path, s int) bool {
		from := (300 + 200*path) * minute
		return path < 3 && s >= from && s < from+40*minute
	}))
}
