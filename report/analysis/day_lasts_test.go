package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestDayTellsWhatLasts: what began on a day before and goes on happened on this day, too, and is told with its
// beginning, though it is as usual by now. Errors that come as ever began with the log, and rare ones by chance.
func TestDayTellsWhatLasts(t *testing.T) {
	const day, days = 24 * 3600, 5
	f := func(want string, fails func(n, second int) bool) {
		t.Helper()
		for _, each := range []int{20, 60} {
			var b strings.Builder
			for n, second := 0, 0; second < days*day; n, second = n+1, second+each {
				status := 200
				if fails(n, second) {
					status = 500
				}
				fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx %d 0 0 50\n", second, n%83, n%3, status)
			}
			o := options(t)
			o.Compare = true
			r := analysisOf(filesOf(t, logOf(t, takenFields, b.String())), o).DayReport(t.Context(), 1)
			var got []string
			last := r.Days[len(r.Days)-1]
			for _, n := range last.Findings {
				got = append(got, r.Findings[n-1].Rule+r.Findings[n-1].First.Format(" 2 15:04"))
			}
			for _, s := range last.Spikes {
				got = append(got, s.Code+s.Start.Format(" 2 15:04"))
			}
			assert.Equal(t, want, strings.Join(got, ", "), each)
		}
	}
	f("500.0 5 06:00", func(n, second int) bool { return second >= 2*day+6*3600 && n%3 == 0 }) // a rise that goes on
	f("application 5 00:00", func(n, second int) bool {
		return n%200 == 0 || second >= 2*day && (second/7200%2 == 0 || n%9 == 0) && n%3 == 0
	})
	f("", func(n, _ int) bool { return n%30 == 0 })
	f("", func(n, second int) bool { return second >= day && n%1440 == 0 })
	f("", func(n, second int) bool { return second >= 2*day && second < 3*day && n%3 == 0 })
}

// TestRiseOfDaysIsNews: a rise that goes on is one of the day on which it began and of the newest; one that is over
// of the first alone.
func TestRiseOfDaysIsNews(t *testing.T) {
	const day, days = 24 * 3600, 9
	f := func(want string, until int) {
		t.Helper()
		var b strings.Builder
		for n, second := 0, 0; second < days*day; n, second = n+1, second+20 {
			status := 200
			if second >= 5*day+15*3600 && second < until && n%9 == 0 {
				status = 500
			}
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx %d 0 0 50\n", second, n%83, n%3, status)
		}
		o := options(t)
		o.Compare = true
		var got []string
		for _, d := range analysisOf(filesOf(t, logOf(t, takenFields, b.String())), o).DayReport(t.Context(), 7).Days {
			got = append(got, fmt.Sprint(len(d.Spikes)))
		}
		assert.Equal(t, want, strings.Join(got, ""))
	}
	f("0001001", days*day)
	f("0001000", 8*day)
}
