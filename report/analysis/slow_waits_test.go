package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestAskedAnewIsNotSlow: what programs ask again as soon as it is answered waits for news, whatever its
// name is; a page that people ask for now and then, and that takes as long, is slow.
func TestAskedAnewIsNotSlow(t *testing.T) {
	f := func(want string, apart int) {
		t.Helper()
		var b strings.Builder
		for n := range 4000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx 200 %d\n", n*20, n%90, n%9, 40+n%60)
		}
		for n := range 1500 {
			for client := range 2 {
				fmt.Fprintf(&b, "%d 10.0.1.%d /jobs/next 200 50010\n", 50+n*51, 1+(client+n/apart*2)%200)
			}
		}
		text := logOf(t, "date time c-ip cs-uri-stem sc-status time-taken", b.String())
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "slow") {
			got = append(got, evidenceOf(f, "path"))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("", 1500)
	f("/jobs/next", 1)
}
