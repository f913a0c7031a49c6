package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/spike"
)

// flagCase shows a filter flag at work: of the rows, which are numbered from 1,
// the value takes some.
type flagCase struct {
	value, fields, rows string
	taken               string
	wrong               string // a value that is refused; "" where every text is one
	hides               string // what --redact hides of it: client, user, query; "" for nothing
}

var flagCases = map[string]flagCase{
	"status":  {value: "401.1,5xx", fields: "sc-status sc-substatus", rows: "1 401 1\n2 401 2\n3 503 0", taken: "1 3", wrong: "401.y"},
	"verdict": {value: "not-found", fields: "sc-status sc-substatus", rows: "1 200 0\n2 404 0", taken: "2", wrong: "not found"},
	"site":    {value: "1", fields: "s-sitename", rows: "1 W3SVC1\n2 W3SVC11\n3 -", taken: "1"},
	"server":  {value: "web02,10.0.0.*", fields: "s-computername s-ip", rows: "1 WEB01 10.0.1.1\n2 WEB02 10.0.1.2\n3 WEB03 10.0.0.3\n4 - -", taken: "2 3"},
	"host":    {value: "shop.example.com", fields: "cs-host", rows: "1 shop.example.com:443\n2 myshop.example.com\n3 -", taken: "1"},
	"pool":    {value: "shop*", fields: "s-queuename", rows: "1 ShopPool\n2 DefaultAppPool\n3 -", taken: "1"},
	"uri":     {value: "/a/*", fields: "cs-uri-stem", rows: "1 /a/b\n2 /b/a/\n3 -", taken: "1"},
	"query":   {value: "id=*", fields: "cs-uri-query", rows: "1 ID=7\n2 page=1&id=7\n3 -", taken: "1", hides: "query"},
	"client":  {value: "203.0.113.0/24", fields: "c-ip", rows: "1 203.0.113.7\n2 198.51.100.7\n3 -", taken: "1", wrong: "203.0.113", hides: "client"},
	"user":    {value: `corp\*`, fields: "cs-username", rows: "1 CORP\\anna\n2 anna\n3 -", taken: "1", hides: "user"},
	"method":  {value: "post", fields: "cs-method", rows: "1 POST\n2 GET\n3 -", taken: "1"},
	"agent":   {value: "*bot*", fields: "cs(User-Agent)", rows: "1 Googlebot/2.1\n2 Mozilla/5.0\n3 -", taken: "1"},
	"referer": {value: "*example.com/*", fields: "cs(Referer)", rows: "1 https://www.example.com/a\n2 https://example.org/\n3 -", taken: "1", hides: "query"},
	"port":    {value: "443", fields: "s-port", rows: "1 443\n2 4430\n3 -", taken: "1", wrong: "65536"},
	"win32":   {value: "0x52e", fields: "sc-win32-status", rows: "1 1326\n2 0\n3 -", taken: "1", wrong: "-1"},
	"reason":  {value: "queuefull", fields: "s-reason", rows: "1 QueueFull\n2 Timer_ConnectionIdle\n3 -", taken: "1"},
	"taken":   {value: "5s..", fields: "time-taken", rows: "1 5000\n2 4999\n3 -", taken: "1", wrong: "5s"},
}

// TestFilterFlagsAreWhole: no row of the table lacks a part, and no flag a case.
func TestFilterFlagsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, flag := range FilterFlags() {
		assert.Regexp(t, "^[a-z0-9]+$", flag.Name)
		assert.False(t, seen[flag.Name], "two rows for --%s", flag.Name)
		seen[flag.Name] = true
		assert.Regexp(t, "^only .*`[A-Z]+`", flag.Help, flag.Name)
		assert.NotEmpty(t, flag.Fields, flag.Name)
		assert.NotNil(t, flag.Offer, flag.Name)
		assert.True(t, (flag.match.compile == nil) != (flag.set == nil), "--%s: one way to choose rows", flag.Name)
		assert.Contains(t, flagCases, flag.Name, "a case shows each flag at work")
		for _, offered := range flag.Offer() {
			assert.True(t, flag.Takes(offered), "--%s does not take %s, which it offers", flag.Name, offered)
		}
		found, ok := FilterFlagOf(flag.Name)
		assert.True(t, ok)
		assert.Equal(t, flag.Help, found.Help)
	}
	assert.Len(t, flagCases, len(seen), "a case without its flag")
	_, ok := FilterFlagOf("since")
	assert.False(t, ok)
}

// filtering returns options with one flag set, as the command line sets it.
func filtering(t *testing.T, name, value string) Options {
	t.Helper()
	flag, ok := FilterFlagOf(name)
	require.True(t, ok)
	o := options(t)
	require.NoError(t, flag.Set(&o.Filter, strings.Split(value, ",")))
	o.Filters = []string{"--" + name + " " + value}
	return o
}

// TestFilterFlagsTakeRows: each flag takes the rows of its values and no others,
// and the report names it.
func TestFilterFlagsTakeRows(t *testing.T) {
	for name, c := range flagCases {
		assert.Equal(t, c.taken, taken(t, func(o *Options) { o.Filter = filtering(t, name, c.value).Filter }, c.fields, c.rows), name)
		r := reportOf(t, filtering(t, name, c.value), "#Fields: c-port "+c.fields+"\n"+c.rows+"\n")
		assert.Equal(t, []string{"--" + name + " " + c.value}, r.Filters)
		assert.NotContains(t, jsonOf(t, r), "absent-field", name)
		without := reportOf(t, filtering(t, name, c.value), "#Fields: x-other\n1\n")
		assert.Contains(t, jsonOf(t, without), "absent-field", "--%s on a log without its field", name)
	}
}

func TestFilterFlagsRefuse(t *testing.T) {
	for name, c := range flagCases {
		flag, _ := FilterFlagOf(name)
		f := Filter{}
		require.NoError(t, flag.Set(&f, nil))
		assert.Equal(t, Filter{}, f, "no value sets nothing")
		if c.wrong == "" {
			continue
		}
		assert.ErrorContains(t, flag.Set(&f, []string{c.wrong}), "expected", name)
		assert.Empty(t, f.Fields, name)
		if flag.set == nil {
			got := taken(t, func(o *Options) { o.Filter.Fields = where(name, c.wrong) }, c.fields, c.rows)
			assert.Empty(t, got, "--%s %s fits no row", name, c.wrong)
		}
	}
	assert.Empty(t, taken(t, func(o *Options) { o.Filter.Fields = where("nothing", "1") }, "sc-status", "1 200"))
}

// TestFilterFlagsRedacted: what hides a field hides the value of its flag, and
// nothing else does.
func TestFilterFlagsRedacted(t *testing.T) {
	for name, c := range flagCases {
		for kind, redact := range map[string]Redact{"client": {Client: true}, "user": {User: true}, "query": {Query: true}} {
			o := filtering(t, name, c.value)
			o.Redact = redact
			want := "--" + name + " " + c.value
			if c.hides == kind {
				want = "--" + name + " …"
			}
			assert.Equal(t, []string{want}, reportOf(t, o, "#Fields: "+c.fields+"\n").Filters, kind)
		}
	}
}

// TestEveryCauseHasAFlag: whatever a cause names, the printed command can ask for.
func TestEveryCauseHasAFlag(t *testing.T) {
	for _, d := range dimensions {
		_, ok := FilterFlagBy(d.Name)
		assert.True(t, ok, d.Name)
	}
	f := func(field, value, want string) {
		t.Helper()
		flag, printed := flagFor(spike.Attribute{Dimension: field, Value: value})
		assert.Equal(t, want, strings.TrimSpace(flag+" "+printed))
	}
	f("c-ip", "203.0.113.0/24", "--client 203.0.113.0/24")
	f("c-ip", "fe80::1%8", "--client fe80::1")
	f("c-ip", "unknown", "")
	f("cs-username", `CORP\anna`, `--user "CORP?anna"`)
	f("cs-uri-stem", "/shop/*", `--uri "/shop/*"`)
	f("cs-uri-query", "promo=…&lng=…", `--query "promo=*?lng=*"`)
	f("cs-uri-query", "|12|800a0009|Subscript", `--query "?12?800a0009?Subscript"`)
	f("cs-uri-query", "…", `--query "*"`)
	f("cs(User-Agent)", "curl/8.1", "--agent curl/8.1")
	f("cs(Referer)", "https://example.com/a,b", `--referer "https://example.com/a?b"`)
	f("sc-win32-status", "64", "--win32 64")
	f("cs-host", "${jndi:x}", `--host "??jndi:x?"`)
	f("s-port", "443", "--port 443")
	f("s-port", "-", "")
	f("s-queuename", "ShopPool", "--pool ShopPool")
	f("s-sitename", "W3SVC1", "--site W3SVC1")
	f("s-computername", "WEB02", "--server WEB02")
	f("s-ip", "2001:db8::2", "--server 2001:db8::2")
	f("cs-method", "PROPFIND", "--method PROPFIND")
	f("cs-host", "", "")
	f("x-other", "1", "")
}

// TestPrintedCommandByEachField: a burst that one field sets apart gets a command
// that shows its rows and no others.
func TestPrintedCommandByEachField(t *testing.T) {
	f := func(field, usual, burst, want string) {
		t.Helper()
		var b strings.Builder
		fmt.Fprintf(&b, "#Fields: date time c-ip %s sc-status sc-substatus\n", field)
		start := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		row := func(at time.Time, n int, value string) {
			fmt.Fprintf(&b, "%s 10.0.%d.%d %s 500 0\n", at.Format("2006-01-02 15:04:05"), n%200, n%250, strings.ReplaceAll(value, "#", fmt.Sprint(n)))
		}
		for minute := range 3 * 24 * 60 {
			at := start.Add(time.Duration(minute) * time.Minute)
			if minute%10 == 0 {
				row(at, minute, usual)
			}
			if minute >= 3600 && minute < 3630 {
				for n := range 20 {
					row(at.Add(time.Duration(n)*time.Second), 20*minute+n, burst)
				}
			}
		}
		path := writeLog(t, b.String())
		r := spikesIn(t, options(t), path)
		require.Len(t, r.Spikes, 1, field)
		assert.Contains(t, r.Spikes[0].Command, " "+want+" ", field)
		name, value, _ := strings.Cut(strings.TrimPrefix(want, "--"), " ")
		o := options(t)
		o.Filter = Filter{Since: r.Spikes[0].Start, Until: r.Spikes[0].End, Fields: where(name, strings.Trim(value, `"`))}
		assert.Equal(t, r.Spikes[0].Causes[0].Observed, scanOf(o, b.String()).Report("report").Total.Rows, field)

		o = options(t)
		o.Redact = Redact{Client: true, User: true, Query: true}
		hidden := spikesIn(t, o, path).Spikes[0].Command
		assert.Equal(t, flagCases[name].hides == "", strings.Contains(hidden, " "+want+" "), "redacted: %s", hidden)
	}
	f("cs-uri-query", "id=#", "promo=#&lng=en", `--query "promo=*?lng=*"`)
	f("s-computername", "WEB01", "WEB02", "--server WEB02")
	f("s-ip", "10.9.0.1", "10.9.0.2", "--server 10.9.0.2")
	f("s-queuename", "MainPool", "ShopPool", "--pool ShopPool")
	f("s-port", "443", "8443", "--port 8443")
}

// TestFilterFlagsAllocateNothing: a test is asked for every row.
func TestFilterFlagsAllocateNothing(t *testing.T) {
	for name, c := range flagCases {
		o := filtering(t, name, c.value)
		m := newMatcher(o, newSummary(o, seed))
		if m == nil {
			continue // verdicts are asked last
		}
		eachRow(t, "#Fields: c-port "+c.fields+"\n"+c.rows+"\n", func(r *parser.Row) {
			want := 0.0
			if name == "client" {
				want = 1 // netip reads strings alone
			}
			assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { m.fits(r) }), want, "--%s, row %s", name, r.Line)
		})
	}
}
