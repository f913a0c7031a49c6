package scan

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// outcomesOf counts the rows of a text by outcome.
func outcomesOf(t *testing.T, text string) *outcomeTable {
	c := newCounts(new(options(t)), seed)
	eachRow(t, text, func(r *parser.Row) { c.outcomes.all[c.outcomes.of(r)].rows++ })
	return c.outcomes
}

// countsOf is what a table holds, in words.
func countsOf(s *outcomeTable) map[string]int64 {
	all := map[string]int64{}
	for _, o := range s.all {
		key := fmt.Sprintf("%s %s %s %d %s", o.log, s.subjects[o.subject].Code, s.reasons[o.reason], o.win32, o.verdict)
		all[strings.ReplaceAll(key, "  ", " ")] += o.rows
	}
	return all
}

func TestOutcomes(t *testing.T) {
	f := func(fields, rows string, want map[string]int64) {
		t.Helper()
		assert.Equal(t, want, countsOf(outcomesOf(t, "#Fields: "+fields+"\n"+rows)), fields)
	}
	f("sc-status sc-substatus sc-win32-status", "200 0 0\n404 0 2\n200 0 64\n404 0 2\n- - -\n- 7 3\n999 0 0\n",
		map[string]int64{"web 200.0 0 ok": 1, "web 404.0 2 not-found": 2, "web 200.0 64 client-left": 1,
			"web - -1 unknown": 1, "web - 3 unknown": 1, "web 999.0 0 unknown": 1})
	f("sc-status", "200\n401\n404\n500\n503\n", map[string]int64{"web 200 -1 ok": 1, "web 401 -1 unknown": 1,
		"web 404 -1 unknown": 1, "web 500 -1 unknown": 1, "web 503 -1 capacity": 1})
	f("sc-status sc-win32-status", "404 2\n404 5\n", map[string]int64{"web 404 2 not-found": 1, "web 404 5 unknown": 1})
	f("sc-status s-reason", "503 QueueFull\n- Timer_ConnectionIdle\n503 QueueFull\n", map[string]int64{
		"httperr 503 QueueFull -1 capacity": 2, "httperr - Timer_ConnectionIdle -1 ok": 1})
	f("cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session", "PASS - 530 1326 41 s\nUSER a 331 0 0 s\nControlChannelOpened - - 0 0 s\n",
		map[string]int64{"ftp 530.41 1326 logon-failure": 1, "ftp 331.0 0 ok": 1, "ftp - 0 ok": 1})
	f("cs-method cs-uri-stem sc-status", "[2]PASS - 530\n[2]USER a 331\nGET /a 200\n",
		map[string]int64{"ftp 530 -1 logon-failure": 1, "ftp 331 -1 ok": 1, "web 200 -1 ok": 1})
}

// The cache in front of the map holds one outcome a place; those that share a
// place must not be taken for each other.
func TestOutcomesWithSharedPlaces(t *testing.T) {
	var b strings.Builder
	b.WriteString("#Fields: sc-status sc-substatus sc-win32-status\n")
	want := map[string]int64{}
	random := rand.New(rand.NewPCG(4, 4))
	for range 20_000 {
		// Numbers that are a multiple of the size apart share their place.
		status, sub, win32 := 400+100*random.IntN(2), random.IntN(3), cacheSize*random.IntN(40)
		fmt.Fprintln(&b, status, sub, win32)
		want[fmt.Sprint(status, sub, win32)]++
	}
	s := outcomesOf(t, b.String())
	got := map[string]int64{}
	for _, o := range s.all {
		got[fmt.Sprint(o.status, o.substatus, o.win32)] += o.rows
	}
	assert.Equal(t, want, got)
}

// Reasons are told apart however they alternate, an empty one too.
func TestReasons(t *testing.T) {
	r := resultOf(t, options(t), "#Fields: sc-status s-reason s-queuename\n503 QueueFull a\n503 AppOffline a\n503 QueueFull a\n- - a\n400 BadRequest a\n- BadRequest a\n400 BadRequest a\n")
	got := map[string]int64{}
	for _, o := range r.Outcomes {
		got[fmt.Sprintf("%s %s", o.Reason, o.Verdict)] += o.Rows
	}
	assert.Equal(t, map[string]int64{"QueueFull capacity": 2, "AppOffline capacity": 1, "- unknown": 1, "BadRequest bad-request": 3}, got)
}

// Rows that neighbours give another verdict keep everything else.
func TestWithVerdict(t *testing.T) {
	s := outcomesOf(t, "#Fields: sc-status sc-substatus sc-win32-status\n401 2 5\n")
	require.True(t, s.all[0].leg)
	i := s.withVerdict(0, codes.Handshake)
	assert.Equal(t, codes.Handshake, s.all[i].verdict)
	assert.False(t, s.all[i].leg)
	assert.True(t, s.all[i].detailed)
	assert.Equal(t, i, s.withVerdict(0, codes.Handshake), "once")
	assert.Equal(t, s.subjects[s.all[0].subject].Code, s.subjects[s.all[i].subject].Code, "of the same code")
}

// Which rows are legs, unless their neighbours say otherwise.
func TestIsLeg(t *testing.T) {
	f := func(want bool, row string) {
		t.Helper()
		s := outcomesOf(t, "#Fields: sc-status sc-substatus sc-win32-status\n"+row+"\n")
		assert.Equal(t, want, s.all[0].leg, row)
	}
	f(true, "401 2 5")
	f(true, "401 2 2148074254")
	f(true, "401 1 2148074254")
	f(true, "401 1 0")
	f(true, "401 1 -")
	f(true, "401 2 -")
	f(false, "401 1 1326")
	f(false, "401 2 64")
	f(false, "401 3 5")
	f(true, "401 0 0")
	f(true, "401 - -")
	f(false, "401 0 64")
	f(false, "401 - 1326")
	f(false, "403 2 5")
	f(false, "200 0 0")
}
