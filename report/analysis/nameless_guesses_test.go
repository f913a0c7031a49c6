package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNamelessGuessesTogether: many addresses that are refused without a name at the same time are told in
// one; at hours of their own each is told by itself.
func TestNamelessGuessesTogether(t *testing.T) {
	f := func(want string, apart int) {
		t.Helper()
		var b strings.Builder
		for n := range 2000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d u%d /p%d.aspx 200 0 0\n", n*40, n%40, n%40, n%9)
		}
		for client := range 8 {
			for n := range 20 {
				fmt.Fprintf(&b, "%d 203.0.113.%d - /owa/ 401 1 2148074252\n", 3600+client*apart+n*90+client, client)
			}
		}
		text := logOf(t, "date time c-ip cs-username cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "auth-guessing") {
			got = append(got, fmt.Sprintf("%d of %d", f.Rows, f.Clients))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("160 of 8", 0)
	f(strings.TrimPrefix(strings.Repeat(", 20 of 1", 8), ", "), 7200)
}
