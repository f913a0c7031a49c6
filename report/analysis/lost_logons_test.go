package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestLostLogons: some who got in until one moment and do not since, while others do, are told together. Those
// who lose it one after the other, who go home after a typing error, who are the devices of one person, or who are
// all there are, are other matters.
func TestLostLogons(t *testing.T) {
	const noon = 12 * 3600
	type person struct{ isLost, isGone func(second int) bool }
	f := func(want string, name func(n int) string, of func(n int) person) {
		t.Helper()
		var b strings.Builder
		for k, second := 0, 7*3600; second < 18*3600; k, second = k+1, second+4 {
			n := k * 7 % 60
			p := of(n)
			switch {
			case p.isGone != nil && p.isGone(second):
			case p.isLost(second):
				fmt.Fprintf(&b, "%d 10.2.0.%d - GET /home Edge 401 1 3221225581\n", second, n)
			default:
				fmt.Fprintf(&b, "%d 10.2.0.%d %s GET /home Edge 200 0 0\n", second, n, name(n))
			}
		}
		text := logOf(t, "date time c-ip cs-username cs-method cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "auth-lost") {
			got = append(got, fmt.Sprint(f.Clients, " ", f.State))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	never := func(int) bool { return false }
	own := func(n int) string { return fmt.Sprintf(`CORP\u%d`, n) }
	some := func(least int, isLost func(n, second int) bool) func(n int) person {
		return func(n int) person {
			if n%4 != 0 || n/4 >= least {
				return person{isLost: never}
			}
			return person{isLost: func(second int) bool { return isLost(n, second) }}
		}
	}
	f("15 going-on", own, some(15, func(_, second int) bool { return second > noon }))
	f("", own, some(4, func(_, second int) bool { return second > noon }))
	f("", own, some(15, func(n, second int) bool { return second > noon-3600+n*240 }))
	f("", own, some(15, func(_, second int) bool { return second > noon && second < 15*3600 }))
	f("", func(n int) string {
		if n%4 == 0 {
			return "CORP\\ann"
		}
		return own(n)
	}, some(15, func(_, second int) bool { return second > noon }))
	f("", own, func(int) person { return person{isLost: func(second int) bool { return second > noon }} })
	f("", own, func(n int) person {
		return person{isLost: func(second int) bool { return n%4 == 0 && second > noon }, isGone: func(second int) bool { return second > noon+800 }}
	})
}
