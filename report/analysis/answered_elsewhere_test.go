package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestAnsweredElsewhere: where a balancer sends each request to any server, one refuses a client
// without a name and another lets it in. One that lets nobody in, and clients that nobody lets in,
// are no such thing.
func TestAnsweredElsewhere(t *testing.T) {
	f := func(want string, refuses func(n int) int, in func(n int) int) {
		t.Helper()
		logs := make([]strings.Builder, 3)
		for n := range 600 {
			row := func(server, second int, user, path, code string) {
				if server >= 0 {
					at := fmt.Sprintf("2026-01-10 %02d:%02d:%02d", second/3600, second/60%60, second%60)
					fmt.Fprintf(&logs[server], "%s WEB%02d 10.0.1.%d %s %s %s\n", at, server, n%50, user, path, code)
				}
			}
			row(n%3, n*60+20, fmt.Sprintf("u%d", n%50), "/home", "200 0 0")
			row(refuses(n), n*60, "-", "/mail", "401 0 0")
			row(in(n), n*60+1, fmt.Sprintf("u%d", n%50), "/mail", "200 0 0")
		}
		files := map[string]string{}
		for i := range logs {
			files[fmt.Sprintf("WEB%02d/W3SVC1/u_ex260110.log", i)] = "#Fields: date time s-computername c-ip cs-username cs-uri-stem sc-status sc-substatus sc-win32-status\n" + logs[i].String()
		}
		var got []string
		for _, f := range folderOf(t, files).Findings {
			if f.Severity != report.Note || f.Rule == "auth-elsewhere" {
				got = append(got, f.Rule)
			}
		}
		assert.Equal(t, want, strings.Join(got, " "))
	}
	third := func(plus int) func(int) int { return func(n int) int { return (n + plus) % 3 } }
	f("auth-elsewhere", third(0), third(1))
	f("", third(0), third(0)) // a logon as any other
	f("served-elsewhere", func(int) int { return 1 }, func(n int) int { return n % 2 * 2 })
	f("access-denied", third(0), func(int) int { return -1 })
}
