package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestRisesGoOn: a rise goes on whose rows come until the end of the log; one after which requests were served
// does not, however close to the end, nor one that comes each day.
func TestRisesGoOn(t *testing.T) {
	const hour, day = 3600, 24 * 3600
	f := func(want string, failing, taking func(second int) bool) {
		t.Helper()
		var b strings.Builder
		for n, second := 0, 0; second < 4*day; n, second = n+1, second+20 {
			status, taken := 200, 50
			if failing(second) {
				status = 500
			}
			if taking(second) {
				taken = 4000
			}
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx %d 0 0 %d\n", second, n%83, n%5, status, taken)
		}
		o := options(t)
		o.Compare = true
		var got []string
		for _, s := range reportOfSpikes(t, o, logOf(t, takenFields, b.String())).Spikes {
			got = append(got, strings.TrimSpace(s.Code+" "+s.State))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	between := func(from, until int) func(int) bool { return func(s int) bool { return s >= from && s < until } }
	never := between(0, 0)
	f("500.0 "+report.GoingOn, between(3*day+5*hour, 4*day), never)
	f("500.0 "+report.Over, between(3*day+5*hour, 4*day-hour), never)
	f("500.0 "+report.Over, between(4*day-20*60, 4*day-8*60), never)
	f(report.GoingOn, never, between(3*day+5*hour, 4*day))
	f(report.Over, never, between(3*day+5*hour, 4*day-3*hour))
	f("500.0, 500.0, 500.0, 500.0", func(s int) bool { return s%day >= 23*hour+1800 }, never)
}

// reportOfSpikes is the report of the rises of a log.
func reportOfSpikes(t *testing.T, o settings, text string) *report.Report {
	t.Helper()
	return analysisOf(filesOf(t, text), o).SpikeReport(t.Context())
}
