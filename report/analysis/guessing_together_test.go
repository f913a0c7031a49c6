package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGuessersWhoMayBeIn: that nobody got in is not said where some were served what refuses logons, in rows
// that name no user; other paths that are open to all say nothing of it.
func TestGuessersWhoMayBeIn(t *testing.T) {
	unnamed := func(path string) (clients float64) {
		var b strings.Builder
		for n := range 1200 {
			fmt.Fprintf(&b, "%d POST /api/token %s 203.0.%d.7 401 1 1326\n", n*3, []string{"admin", "root", "sales"}[n/40%3], n%40)
		}
		for n := range 20 {
			fmt.Fprintf(&b, "%d POST %s - 203.0.7.7 200 0 0\n", 3600+n*9, path)
		}
		for n := range 900 {
			fmt.Fprintf(&b, "%d GET /p%d.aspx - 10.0.0.%d 200 0 0\n", n*8, n%9, n%50)
		}
		text := logOf(t, "date time cs-method cs-uri-stem cs-username c-ip sc-status sc-substatus sc-win32-status", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "auth-guessing")
		require.Len(t, found, 1)
		for _, e := range found[0].Evidence {
			if e.What == "unnamed" {
				clients = e.Value
			}
		}
		return clients
	}
	assert.EqualValues(t, 1, unnamed("/api/token"))
	assert.EqualValues(t, 0, unnamed("/start.aspx"))
}

// TestGuessersOfNamesOfTheirOwn: addresses that try several names each are one attacker, whoever else tries
// these names; of two at an address, who may live there, each is told alone.
func TestGuessersOfNamesOfTheirOwn(t *testing.T) {
	f := func(addresses, names int) (told []string) {
		var b strings.Builder
		for n := range addresses * 20 {
			at := n % addresses
			fmt.Fprintf(&b, "%d GET /mail/ u%d-%d 203.0.%d.7 401 1 1326\n", 20000+n*3, at, n/addresses%names, at)
		}
		for n := range 900 {
			fmt.Fprintf(&b, "%d GET /p%d.aspx staff%d 10.0.0.%d 200 0 0\n", n*80, n%9, n%50, n%50)
		}
		text := logOf(t, "date time cs-method cs-uri-stem cs-username c-ip sc-status sc-substatus sc-win32-status", b.String())
		for _, found := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "auth-guessing") {
			together := ""
			for _, e := range found.Evidence {
				if e.What == "guessing" {
					together = " together"
				}
			}
			told = append(told, fmt.Sprintf("%d clients, %d users%s", found.Clients, found.Users, together))
		}
		return told
	}
	assert.Equal(t, []string{"12 clients, 60 users together"}, f(12, 5))
	assert.Equal(t, []string{"1 clients, 5 users"}, f(1, 5))
	assert.Len(t, f(12, 2), 12)
}
