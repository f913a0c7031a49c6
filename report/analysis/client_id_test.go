package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestClientID: a name that is a GUID is that of a program which Basic authentication takes for an account; the name
// of a service is not, and of many names no one is told.
func TestClientID(t *testing.T) {
	f := func(want string, name func(n int) string) {
		t.Helper()
		var b strings.Builder
		for n := range 600 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx - 200 0 0\n", n*60, n%40, n%9)
			if n%8 == 3 {
				fmt.Fprintf(&b, "%d 10.0.1.7 /connect/token %s 401 1 1326\n", n*60+5, name(n))
			}
		}
		var got []string
		for _, f := range analysisOf(filesOf(t, logOf(t, "date time c-ip cs-uri-stem cs-username sc-status sc-substatus sc-win32-status", b.String())), options(t)).Report(t.Context()).Findings {
			got = append(got, strings.TrimSpace(f.Rule+" "+evidenceOf(f, "oauth")))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	const id = "0f8fad5b-d9cb-469f-a165-70867728950e"
	f("auth-loop "+id, func(int) string { return id })
	f("auth-loop", func(int) string { return "svc-web" })
	f("auth-loop", func(int) string { return "deadbeef-feed-cafe-babe" })
	f("auth-spray", func(n int) string { return fmt.Sprintf("0f8fad5b-d9cb-469f-a165-70867728%04d", n) })
}
