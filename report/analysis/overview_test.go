package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/redact"
	"github.com/iiswhy/iiswhy/report/scan"
)

// flagValues are a value for each filter flag, and what must be hidden for it to be
// hidden as well: client, user, query; "" for nothing.
var flagValues = map[string]struct{ value, hides string }{
	"status": {value: "401.1,5xx"}, "verdict": {value: "not-found"}, "site": {value: "1"}, "server": {value: "web02,10.0.0.*"},
	"host": {value: "shop.example.com"}, "pool": {value: "shop*"}, "uri": {value: "/a/*"}, "query": {"id=*", "query"},
	"client": {"203.0.113.0/24", "client"}, "user": {`corp\*`, "user"}, "method": {value: "post"}, "agent": {value: "*bot*"},
	"referer": {"*example.com/*", "query"}, "port": {value: "443"}, "win32": {value: "0x52e"}, "reason": {value: "queuefull"},
	"taken": {value: "5s.."}, "time": {value: "2026-11-21T14:00:00Z..2026-11-21T15:00:00Z"}, "field": {"X-User=anna", "user"},
}

// filtering returns settings with one flag set, as the command line sets it.
func filtering(t *testing.T, flag scan.FilterFlag) settings {
	t.Helper()
	require.Contains(t, flagValues, flag.Name, "a value shows each flag")
	value := flagValues[flag.Name].value
	o := options(t)
	require.NoError(t, flag.Set(&o.Filter, strings.Split(value, ",")))
	o.Filters = []string{"--" + flag.Name + " " + value}
	return o
}

// TestFilterFlagsAreNamed: a report names the flags in force, and those that ask
// for a field that the log does not have.
func TestFilterFlagsAreNamed(t *testing.T) {
	for _, flag := range scan.FilterFlags() {
		o := filtering(t, flag)
		field, _ := flag.FieldOf(flagValues[flag.Name].value)
		r := reportOf(t, o, "#Fields: "+field+"\n1\n")
		assert.Equal(t, []string{"--" + flag.Name + " " + flagValues[flag.Name].value}, r.Filters)
		assert.Empty(t, absentFields(r), flag.Name)
		without := reportOf(t, o, "#Fields: x-other\n1\n")
		assert.Equal(t, []string{"--" + flag.Name + " " + field}, absentFields(without))
	}
	assert.Len(t, flagValues, len(scan.FilterFlags()), "a value without its flag")
}

// absentFields are what the findings say of fields that flags ask for.
func absentFields(r *report.Report) (all []string) {
	for _, f := range r.Findings {
		if f.Rule == "absent-field" {
			all = append(all, f.Evidence[1].Text+" "+f.Evidence[0].Text)
		}
	}
	return all
}

// TestFilterFlagsRedacted: what hides a field hides the value of its flag, and
// nothing else does.
func TestFilterFlagsRedacted(t *testing.T) {
	for _, flag := range scan.FilterFlags() {
		for kind, kinds := range map[string]redact.Kinds{"client": {Client: true}, "user": {User: true}, "query": {Query: true}} {
			o := filtering(t, flag)
			o.hide(kinds)
			want := "--" + flag.Name + " " + flagValues[flag.Name].value
			if flagValues[flag.Name].hides == kind {
				want = "--" + flag.Name + " …"
			}
			field, _ := flag.FieldOf(flagValues[flag.Name].value)
			assert.Equal(t, []string{want}, reportOf(t, o, "#Fields: "+field+"\n").Filters, kind)
		}
	}
}

// told writes groups as "a b: rows errors attention".
func told(groups []report.Group) (all []string) {
	for _, g := range groups {
		var values []string
		for _, v := range g.Key {
			values = append(values, v.Value)
		}
		all = append(all, fmt.Sprintf("%s: %d %d %d", strings.Join(values, " "), g.Rows, g.Errors, g.Attention))
	}
	return all
}

// Groups with the most rows that need attention come first, then those with the
// most rows, then by name.
func TestOrderOfGroups(t *testing.T) {
	text := "#Fields: s-sitename c-ip sc-status sc-substatus sc-win32-status\n" +
		strings.Repeat("W3SVC1 10.0.0.1 200 0 0\n", 5) + strings.Repeat("W3SVC2 10.0.0.1 500 0 0\n", 2) +
		"W3SVC1 10.0.0.2 404 0 2\n" + "W3SVC1 10.0.0.2 404 0 64\n" + "W3SVC1 10.0.0.3 - - -\nW3SVC1 10.0.0.4 700 0 0\n"
	f := func(by string, top int, want ...string) {
		t.Helper()
		o := options(t)
		o.By, o.Top = strings.Split(by, ","), top
		assert.Equal(t, want, told(reportOf(t, o, text).Groups), by)
	}
	f("s-sitename", 0, "W3SVC1: 9 2 3", "W3SVC2: 2 2 2")
	f("c-ip", 0, "10.0.0.1: 7 2 2", "10.0.0.2: 2 2 1", "10.0.0.3: 1 0 1", "10.0.0.4: 1 0 1")
	f("c-ip", 2, "10.0.0.1: 7 2 2", "10.0.0.2: 2 2 1")
	f("s-sitename,c-ip", 0, "W3SVC2 10.0.0.1: 2 2 2", "W3SVC1 10.0.0.2: 2 2 1", "W3SVC1 10.0.0.3: 1 0 1", "W3SVC1 10.0.0.4: 1 0 1", "W3SVC1 10.0.0.1: 5 0 0")
	f("S_SiteName", 0, "W3SVC1: 9 2 3", "W3SVC2: 2 2 2")
	f("x-absent", 0, "-: 11 4 5")
	f("x-absent,s-sitename", 0, "- W3SVC1: 9 2 3", "- W3SVC2: 2 2 2")
	assert.Empty(t, reportOf(t, options(t), text).Groups, "without --by")
	sorted := func(by string, want ...string) {
		t.Helper()
		o := options(t)
		o.By, o.telling.Sort = []string{"c-ip"}, by
		assert.Equal(t, want, told(reportOf(t, o, text).Groups)[:len(want)], by)
	}
	sorted("rows", "10.0.0.1: 7 2 2", "10.0.0.2: 2 2 1")
	sorted("key", "10.0.0.1: 7 2 2", "10.0.0.2: 2 2 1", "10.0.0.3: 1 0 1")
	sorted("bytes", "10.0.0.1: 7 2 2", "10.0.0.2: 2 2 1") // not logged: as in a report
	for _, by := range scan.GroupSorts {
		sorted(by, "10.0.0.1: 7 2 2")
	}

	o := options(t)
	o.By = []string{"cs-host"}
	r := reportOf(t, o, "#Fields: cs-host sc-status\na 200\na 200\n#Fields: sc-status cs-host\n200 a\n200 b\n#Fields: sc-status\n200\n")
	assert.Equal(t, []string{"a: 3 0 0", "-: 1 0 0", "b: 1 0 0"}, told(r.Groups))
}

// What came after more groups than can be counted is one line at the end.
func TestGroupsThatCameLater(t *testing.T) {
	const counted = 1 << 16
	var b strings.Builder
	b.WriteString("#Fields: c-port c-ip sc-status\n")
	for i := range counted + 500 {
		fmt.Fprintln(&b, i, "10.0.0.1", 200)
	}
	b.WriteString(strings.Repeat("7 10.0.0.1 200\n", 30))
	o := options(t)
	o.By = []string{"c-port", "c-ip"}
	r := reportOf(t, o, b.String())
	require.Len(t, r.Groups, 11, "ten, and one for all that came later")
	assert.Equal(t, "7 10.0.0.1: 31 0 0", told(r.Groups)[0])
	assert.Equal(t, "… …: 500 0 0", told(r.Groups)[10])
}

func TestLatencyOfReports(t *testing.T) {
	r := reportOf(t, options(t), "#Fields: sc-status time-taken\n200 10\n101 3600000\n200 -\n500 30\n")
	assert.Equal(t, &report.Latency{Rows: 2, P50: 10, P95: 30, P99: 30, Max: 30}, r.Latency)
	for _, text := range []string{"#Fields: sc-status\n200\n", "#Fields: sc-status time-taken\n101 50\n"} {
		r = reportOf(t, options(t), text)
		assert.Nil(t, r.Latency)
		assert.NotContains(t, jsonOf(t, r), `"latency"`)
	}
}

// Each reason is told once, with the verdict of most of its rows.
func TestReasonsOfReports(t *testing.T) {
	r := reportOf(t, options(t), "#Fields: sc-status s-reason s-queuename\n503 QueueFull a\n503 AppOffline a\n503 QueueFull a\n- - a\n400 BadRequest a\n- BadRequest a\n400 BadRequest a\n")
	got := map[string]int64{}
	for _, reason := range r.Reasons {
		got[reason.Reason+" "+reason.Verdict] = reason.Count
	}
	assert.Equal(t, map[string]int64{"QueueFull capacity": 2, "AppOffline capacity": 1, "- unknown": 1, "BadRequest bad-request": 3}, got)
	assert.Len(t, r.Reasons, len(got))
}

// Each Win32 number that a code was seen with is told but 0, and each row is of its code; where
// some rows need attention, those of these. Of too many those that the tables know together
// with the code are left, and it is said how many rows the others have.
func TestWin32OfReports(t *testing.T) {
	numbers := func(n int) *report.Report {
		var b strings.Builder
		b.WriteString("#Fields: sc-status sc-substatus sc-win32-status\n")
		for i := range n {
			fmt.Fprintln(&b, "200 0", i)
		}
		return reportOf(t, options(t), b.String())
	}
	for _, n := range []int{4000, 1 << 16} {
		r := numbers(n)
		c := codeOf(r, "200.0")
		require.NotNil(t, c)
		require.Len(t, r.Codes, 1)
		assert.EqualValues(t, n, c.Count)
		if n == 4000 {
			assert.Len(t, c.Win32, n-1)
			assert.Zero(t, r.Input.Coarse)
			continue
		}
		assert.Less(t, len(c.Win32), 4000)
		assert.EqualValues(t, n-1-len(c.Win32), r.Input.Coarse)
	}
	c := codeOf(reportOf(t, options(t), "#Fields: sc-status sc-substatus sc-win32-status\n401 1 1326\n401 2 2148074254\n500 0 64\n500 0 13\n"), "500.0")
	require.Len(t, c.Win32, 1)
	assert.EqualValues(t, 13, c.Win32[0].Code, "the client of the other hung up")
}

// A code is listed once, whichever service wrote a row without a status first.
func TestCodesAreListedOnce(t *testing.T) {
	text := logtest.Tricky()
	f := func(names ...string) {
		t.Helper()
		var texts []string
		for _, name := range names {
			texts = append(texts, text[name])
		}
		seen := map[string]int{}
		r := reportOf(t, options(t), texts...)
		for _, c := range r.Codes {
			seen[c.Log+" "+c.Code]++
		}
		for code, n := range seen {
			assert.Equal(t, 1, n, "%q is listed once", code)
		}
		assert.NotEmpty(t, seen)
	}
	f("ftp", "httperr", "numbers")
	f("httperr", "numbers", "ftp")
}

// Numbers that make no sense are taken for none.
func TestOddOptions(t *testing.T) {
	text := "#Fields: date time c-ip sc-status\n" + strings.Repeat("2026-11-03 10:00:00 10.0.0.1 404\n2026-11-03 10:20:00 10.0.0.2 500\n", 20)
	o := options(t)
	o.By = []string{"c-ip"}
	want := reportOf(t, o, text)
	o.Top, o.Workers, o.ChunkSize, o.Bucket = -1, -3, -1, -1
	assert.Equal(t, want, reportOf(t, o, text))
	assert.Equal(t, "UTC", want.Timezone)
	o.Location = time.FixedZone("Europe/Zurich", 3600)
	assert.Equal(t, "Europe/Zurich", reportOf(t, o, text).Timezone)
}

func TestReportOfNothing(t *testing.T) {
	r := reportOf(t, options(t))
	assert.False(t, r.Input.Partial)
	assert.Zero(t, r.Total)
	r = reportOf(t, options(t), "", "\n\n")
	assert.EqualValues(t, 2, r.Input.Blank)
	assert.NotContains(t, jsonOf(t, r), "null")
}
