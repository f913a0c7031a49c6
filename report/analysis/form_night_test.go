package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestFormOfADFS: AD FS redirects whom it lets in to its own address. Those are no guessers, whatever
// little else they ask for; strangers who get the form again and again by night are, however many log on
// by day.
func TestFormOfADFS(t *testing.T) {
	f := func(want string, attacked bool) {
		t.Helper()
		var b strings.Builder
		for n := range 1500 {
			second, client := 21600+n*30, n%200
			fmt.Fprintf(&b, "%d 198.51.100.%d GET /adfs/ls/ 200\n", second, client)
			fmt.Fprintf(&b, "%d 198.51.100.%d POST /adfs/ls/ 302\n", second+9, client)
			fmt.Fprintf(&b, "%d 198.51.100.%d GET /adfs/ls/ 200\n", second+10, client)
		}
		for n := range 240 {
			if attacked {
				fmt.Fprintf(&b, "%d 203.0.113.%d POST /adfs/ls/ 200\n", 3600+n*40, n%40)
			}
		}
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, logOf(t, "date time c-ip cs-method cs-uri-stem sc-status", b.String())), options(t)).Report(t.Context()), "form-guessing") {
			got = append(got, fmt.Sprintf("%d of %d", f.Rows, f.Clients))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("", false)
	f("240 of 40", true)
}

// TestTokensTried: many addresses that try names and passwords at an interface for tokens are told, while
// others get theirs; programs whose old tokens are refused once, and go on, are not.
func TestTokensTried(t *testing.T) {
	f := func(want string, attacked bool) {
		t.Helper()
		var b strings.Builder
		for n := range 4000 {
			fmt.Fprintf(&b, "%d 198.51.100.%d GET /api/orders/%d 200 0\n", n*20, n%90, n%300)
			if n%20 == 0 {
				fmt.Fprintf(&b, "%d 198.51.100.%d POST /connect/token 200 0\n", n*20, n/20%90)
			}
		}
		for n := range 600 {
			if attacked {
				fmt.Fprintf(&b, "%d 203.0.113.%d POST /connect/token 400 0\n", 30000+n*10, (n+n/30)%30)
			} else if n%4 == 0 {
				fmt.Fprintf(&b, "%d 198.51.100.%d POST /connect/token 400 0\n", 30000+n*10, n%90)
			}
		}
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, logOf(t, "date time c-ip cs-method cs-uri-stem sc-status sc-substatus", b.String())), options(t)).Report(t.Context()), "form-guessing") {
			got = append(got, fmt.Sprintf("%d of %d", f.Rows, f.Clients))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("600 of 30", true)
	f("", false)
}
