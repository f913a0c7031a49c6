package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestFormGuessingIsTold: one client posts a form again and again; a program that asks
// an interface, and an office that logs on, do not.
func TestFormGuessingIsTold(t *testing.T) {
	stories := []string{"form-guessed", "form-fails", "form-sprayed", "form-sprayed-in", "api-guessed", "form-sent-back", "form-breaks", "apps-log-on", "api-polled", "office-logs-on", "own-upload", "healthy"}
	tells(t, logtest.Small, 4, []string{"form-guessing"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 2, []string{"form-guessing"}, stories...)
	}
}

// TestXMLRPCSaysNothing: WordPress answers its interface with 200 whatever the password was, so that
// nobody can tell whether one was right; a form redirects. Who calls it now and then guesses nothing.
func TestXMLRPCSaysNothing(t *testing.T) {
	for _, c := range []struct {
		path  string
		apart int // seconds
		want  string
	}{
		{"/blog/xmlrpc.php", 2, "calls 60"},
		{"/wp-login.php", 2, "rows 60"},
		{"/blog/xmlrpc.php", 600, ""},
	} {
		var b strings.Builder
		for i := range 400 {
			fmt.Fprintf(&b, "%d 198.51.100.%d GET /page%d 200\n", i*120, i%7, i%5)
		}
		for i := range 60 {
			fmt.Fprintf(&b, "%d 203.0.113.9 POST %s 200\n", 9000+i*c.apart, c.path)
		}
		got := ""
		for _, f := range ruled(analysisOf(filesOf(t, logOf(t, "date time c-ip cs-method cs-uri-stem sc-status", b.String())), options(t)).Report(t.Context()), "form-guessing") {
			for _, e := range f.Evidence {
				if e.What == "calls" || e.What == "rows" {
					got = fmt.Sprint(e.What, " ", e.Value) // the last says it
				}
			}
		}
		assert.Equal(t, c.want, got, "%s each %d s", c.path, c.apart)
	}
}
