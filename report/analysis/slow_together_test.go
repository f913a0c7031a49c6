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
	f("8 paths, 320 rows", log(12, func(path, s int) bool { return path < 8 && s >= 600*minute && s < 640*minute }))
	f("1 paths, 120 rows; 1 paths, 120 rows", log(4, func(path, s int) bool { return path < 2 && s >= 600*minute && s < 640*minute }))
	f("1 paths, 120 rows; 1 paths, 120 rows; 1 paths, 120 rows", log(4, func(path, s int) bool {
		from := (300 + 200*path) * minute
		return path < 3 && s >= from && s < from+40*minute
	}))
	again := func(path, s int) bool { return path < 3 && s%(200*minute) >= 100*minute && s%(200*minute) < 110*minute }
	f("3 paths, 540 rows", log(4, again)) // six times, told in one
	longer := func(path, s int) bool { return path < 4 && s%(200*minute) >= 100*minute && s%(200*minute) < 130*minute }
	f("4 paths, 920 rows", log(9, func(path, s int) bool { // a path in a part of one of these times
		return longer(path, s) && (path > 0 || s/(200*minute) != 2 || s%(200*minute) < 115*minute)
	}))
	f("3 paths, 90 rows; 3 paths, 90 rows", log(4, func(path, s int) bool { return s < 400*minute && again(path, s) }))
	f("1 paths, 180 rows", log(4, func(path, s int) bool { return path == 0 && again(path, s) }))
	f("", log(4, func(path, s int) bool { return path == 0 && s%(20*minute) < 3*minute })) // too few each time
}

// TestSlownessIsToldTheSame: a report, with the search for rises or without, and the rises
// themselves tell one slowness by the same figures, whether it is of half an hour or of half
// the log.
func TestSlownessIsToldTheSame(t *testing.T) {
	f := func(files, from, until int) {
		t.Helper()
		texts := make([]strings.Builder, files)
		for i := range 20_000 {
			taken := 30 + i*7%23
			if i >= from && i < until {
				taken *= 60
			}
			fmt.Fprintf(&texts[i*files/20_000], "%d 10.0.0.%d /page%d 200 0 0 %d\n", i*9, 1+i%9, i%8, taken)
		}
		var logs []string
		for i := range texts {
			logs = append(logs, logOf(t, servedFields+" time-taken", texts[i].String()))
		}
		sources := filesOf(t, logs...)
		o := options(t)
		plain := ruled(analysisOf(sources, o).Report(t.Context()), "slow")
		o.Compare = true
		a := analysisOf(sources, o)
		assert.Len(t, plain, 1)
		assert.Equal(t, plain, ruled(a.Report(t.Context()), "slow"))
		for _, s := range a.Spikes(t.Context()) {
			if s.Taken > 0 {
				assert.Equal(t, plain[0].First, s.Start)
				assert.Equal(t, plain[0].Rows, s.Observed)
				return
			}
		}
		assert.Fail(t, "no rise tells the slowness")
	}
	f(1, 9_000, 9_300)
	f(1, 9_000, 12_000)
	f(4, 12_000, 15_000)
}
