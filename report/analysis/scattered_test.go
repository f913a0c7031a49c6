package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestScatteredRefusals: what HTTP.sys refuses of each of many clients once is there on any day, however
// large a part it is of a log that holds nothing but refusals; of few clients again and again it is graver.
func TestScatteredRefusals(t *testing.T) {
	f := func(want string, clients int) {
		t.Helper()
		var b strings.Builder
		for n := range 800 {
			fmt.Fprintf(&b, "%d 10.0.%d.%d - - - Timer_ConnectionIdle -\n", n*100, n%9, n%200)
			if n%8 == 0 {
				fmt.Fprintf(&b, "%d 10.1.0.%d /a 400 - FieldLength -\n", n*100, n/8%clients)
			}
		}
		found := reportOf(t, options(t), logOf(t, "date time c-ip cs-uri sc-status s-siteid s-reason s-queuename", b.String())).Findings
		require.NotEmpty(t, found)
		assert.Equal(t, want, found[0].Reason+" "+found[0].Severity)
	}
	f("FieldLength info", 90)
	f("FieldLength warning", 5)
}

// TestHandshakesWorthAWord: legs that led to a logon are told where they are some of the 401s, and not
// where one of hundreds is.
func TestHandshakesWorthAWord(t *testing.T) {
	f := func(want int, legs int) {
		t.Helper()
		var b strings.Builder
		for n := range 200 {
			fmt.Fprintf(&b, "%d 10.0.0.%d u%d /a 401 1 1326\n", n*300, n, n)
			if n < legs {
				fmt.Fprintf(&b, "%d 10.0.1.%d - /a 401 2 5\n%d 10.0.1.%d v%d /a 200 0 0\n", n*300+60, n, n*300+60, n, n)
			}
		}
		text := logOf(t, "date time c-ip cs-username cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		assert.Len(t, ruled(reportOf(t, options(t), text), "handshake"), want)
	}
	f(0, 1)
	f(1, 40)
}

// TestNextAfterFTP: what a client asked for next does not begin with the commands by which it got in.
func TestNextAfterFTP(t *testing.T) {
	var b strings.Builder
	for n := range 300 {
		fmt.Fprintf(&b, "%d 203.0.113.5 - USER admin 331 0 0 s%d\n%d 203.0.113.5 - PASS *** 530 1326 41 s%d\n", n*9, n, n*9, n)
	}
	b.WriteString("2800 203.0.113.5 - USER admin 331 0 0 t\n2800 203.0.113.5 admin PASS *** 230 0 0 t\n2805 203.0.113.5 admin RETR /db.bak 226 0 0 t\n")
	found := ruled(analysisOf(filesOf(t, logOf(t, "date time c-ip cs-username cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session", b.String())), options(t)).Report(t.Context()), "auth-broken-in")
	if assert.Len(t, found, 1) {
		assert.Equal(t, "RETR /db.bak", evidenceOf(found[0], "next"))
	}
}
