package scan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser"
)

// flagCase shows a filter flag at work: of the rows, which are numbered from 1,
// the value takes some.
type flagCase struct {
	value, fields, rows string
	taken               string
	wrong               string // a value that is refused; "" where every text is one
}

var flagCases = map[string]flagCase{
	"status":  {value: "401.1,5xx", fields: "sc-status sc-substatus", rows: "1 401 1\n2 401 2\n3 503 0", taken: "1 3", wrong: "401.y"},
	"verdict": {value: "not-found", fields: "sc-status sc-substatus", rows: "1 200 0\n2 404 0", taken: "2", wrong: "not found"},
	"site":    {value: "1", fields: "s-sitename", rows: "1 W3SVC1\n2 W3SVC11\n3 -", taken: "1"},
	"server":  {value: "web02,10.0.0.*", fields: "s-computername s-ip", rows: "1 WEB01 10.0.1.1\n2 WEB02 10.0.1.2\n3 WEB03 10.0.0.3\n4 - -", taken: "2 3"},
	"host":    {value: "shop.example.com", fields: "cs-host", rows: "1 shop.example.com:443\n2 myshop.example.com\n3 -", taken: "1"},
	"pool":    {value: "shop*", fields: "s-queuename", rows: "1 ShopPool\n2 DefaultAppPool\n3 -", taken: "1"},
	"uri":     {value: "/a/*", fields: "cs-uri-stem", rows: "1 /a/b\n2 /b/a/\n3 -", taken: "1"},
	"query":   {value: "id=*", fields: "cs-uri-query", rows: "1 ID=7\n2 page=1&id=7\n3 -", taken: "1"},
	"client":  {value: "203.0.113.0/24", fields: "c-ip", rows: "1 203.0.113.7\n2 198.51.100.7\n3 -", taken: "1", wrong: "203.0.113"},
	"user":    {value: `corp\*`, fields: "cs-username", rows: "1 CORP\\anna\n2 anna\n3 -", taken: "1"},
	"method":  {value: "post", fields: "cs-method", rows: "1 POST\n2 GET\n3 -", taken: "1"},
	"agent":   {value: "*bot*", fields: "cs(User-Agent)", rows: "1 Googlebot/2.1\n2 Mozilla/5.0\n3 -", taken: "1"},
	"referer": {value: "*example.com/*", fields: "cs(Referer)", rows: "1 https://www.example.com/a\n2 https://example.org/\n3 -", taken: "1"},
	"port":    {value: "443", fields: "s-port", rows: "1 443\n2 4430\n3 -", taken: "1", wrong: "65536"},
	"win32":   {value: "0x52e", fields: "sc-win32-status", rows: "1 1326\n2 0\n3 -", taken: "1", wrong: "-1"},
	"reason":  {value: "queuefull", fields: "s-reason", rows: "1 QueueFull\n2 Timer_ConnectionIdle\n3 -", taken: "1"},
	"taken":   {value: "5s..", fields: "time-taken", rows: "1 5000\n2 4999\n3 -", taken: "1", wrong: "5s"},
	"time":    {value: "2026-11-21T14:00:00Z..2026-11-21T15:00:00Z", fields: "date time", rows: "1 2026-11-21 13:59:59\n2 2026-11-21 14:00:00\n3 2026-11-21 14:59:59\n4 2026-11-21 15:00:00\n5 - -", taken: "2 3", wrong: "14:00..15:00"},
	"field":   {value: "X-Tenant=con*", fields: "x-tenant x-other", rows: "1 Contoso fabrikam\n2 fabrikam contoso\n3 - -", taken: "1", wrong: "contoso"},
}

// TestFilterFlagsAreWhole: no row of the table lacks a part, and no flag a case.
func TestFilterFlagsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, flag := range FilterFlags() {
		assert.Regexp(t, "^[a-z0-9]+$", flag.Name)
		assert.False(t, seen[flag.Name], "two rows for --%s", flag.Name)
		seen[flag.Name] = true
		assert.Equal(t, flag.Name == customFlag, flag.Fields == nil, flag.Name)
		assert.NotNil(t, flag.Offer, flag.Name)
		assert.True(t, (flag.match.compile == nil) != (flag.set == nil), "--%s: one way to choose rows", flag.Name)
		assert.Contains(t, flagCases, flag.Name, "a case shows each flag at work")
		for _, offered := range flag.Offer() {
			assert.True(t, flag.Takes(offered), "--%s does not take %s, which it offers", flag.Name, offered)
		}
		found, ok := FilterFlagOf(flag.Name)
		assert.True(t, ok)
		assert.Equal(t, flag.Name, found.Name)
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
	return o
}

// TestFilterFlagsTakeRows: each flag takes the rows of its values and no others,
// and is found absent in a log without its field alone.
func TestFilterFlagsTakeRows(t *testing.T) {
	for name, c := range flagCases {
		assert.Equal(t, c.taken, taken(t, func(o *Options) { o.Filter = filtering(t, name, c.value).Filter }, c.fields, c.rows), name)
		r := resultOf(t, filtering(t, name, c.value), "#Fields: c-port "+c.fields+"\n"+c.rows+"\n")
		assert.Empty(t, r.Absent, name)
		flag, _ := FilterFlagOf(name)
		without := resultOf(t, filtering(t, name, c.value), "#Fields: x-other\n1\n")
		field, _ := flag.FieldOf(c.value)
		assert.Equal(t, []AbsentField{{field, "--" + name}}, without.Absent, "--%s on a log without its field", name)
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

// TestFilterFlagsAllocateNothing: a test is asked for every row.
func TestFilterFlagsAllocateNothing(t *testing.T) {
	for name, c := range flagCases {
		o := filtering(t, name, c.value)
		m := newMatcher(&o, &columns{})
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
