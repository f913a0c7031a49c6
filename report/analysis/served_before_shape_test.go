package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestMethodServedBefore: a method that is refused for all records of an interface since some moment, while
// others go on, is told by the shape of their paths; a method that never was served is not, nor one that
// is served for some records.
func TestMethodServedBefore(t *testing.T) {
	f := func(want string, before, now func(n int) string) {
		t.Helper()
		var b strings.Builder
		for n := range 2000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d GET /api/v1/items/%d 200 0 0\n", n*60, n%90, n*37%400)
			if n%6 > 0 {
				continue
			}
			end := before(n)
			if n >= 1000 {
				end = now(n)
			}
			fmt.Fprintf(&b, "%d 10.0.1.%d PUT /api/v1/items/%d %s 0 0\n", n*60+7, n%9, n*31%400, end)
		}
		text := logOf(t, "date time c-ip cs-method cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "served-before") {
			got = append(got, fmt.Sprintf("%s %s of %d", evidenceOf(f, "methods"), evidenceOf(f, "path"), f.Rows))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	always := func(end string) func(int) string { return func(int) string { return end } }
	f("PUT /api/v1/items/* of 167", always("204"), always("405"))
	f("", always("405"), always("405"))
	f("", always("204"), func(n int) string {
		if n%4 == 0 {
			return "204"
		}
		return "405"
	})
}
