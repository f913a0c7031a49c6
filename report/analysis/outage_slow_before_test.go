package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestSlowBeforeOutage: what was slow until nothing was served is told by the outage, and not once more. What
// was slow hours before is another story.
func TestSlowBeforeOutage(t *testing.T) {
	f := func(want string, slowFrom, slowUntil int) {
		t.Helper()
		for _, each := range []int{1, 3} {
			var b strings.Builder
			for n, second := 0, 0; second < 6*3600; n, second = n+1, second+each {
				status, taken := 200, 40+n*31%60
				if second >= slowFrom && second < slowUntil {
					taken += 3000 + n*17%2000
				}
				if second >= 4*3600 && second < 4*3600+600 {
					status, taken = 503, 0
				}
				fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx %d 0 0 %d\n", second, n%83, n*7%11, status, taken)
			}
			var got []string
			for _, f := range analysisOf(filesOf(t, logOf(t, takenFields, b.String())), options(t)).Report(t.Context()).Findings {
				since := ""
				for _, e := range f.Evidence {
					if e.What == "slow-since" {
						since = time.Unix(int64(e.Value), 0).UTC().Round(5 * time.Minute).Format(" slow since 15:04")
					}
				}
				got = append(got, f.Rule+since)
			}
			assert.Equal(t, want, strings.Join(got, ", "), each)
		}
	}
	f("outage slow since 03:40", 4*3600-1200, 4*3600)
	f("outage slow since 02:00", 2*3600, 4*3600)
	f("outage, slow", 2*3600, 3*3600)
	f("outage", 0, 0)
}
