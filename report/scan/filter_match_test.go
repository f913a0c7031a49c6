package scan

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
)

func TestParseDurationRange(t *testing.T) {
	f := func(text string, low, high int64) {
		t.Helper()
		got, err := parseDurationRange(text)
		require.NoError(t, err, text)
		assert.Equal(t, durationRange{low, high}, got, text)
	}
	f("5s..", 5000, math.MaxInt64)
	f("1s..30s", 1000, 30_000)
	f("..100ms", 0, 100)
	f("2m..1h", 120_000, 3_600_000)
	f("0s..0s", 0, 0)
	for _, bad := range []string{"", "..", "5s", "5..", "5s..1s", "-1s..", "x..y", "1s..2s..3s", "5s...", "1s-2s"} {
		_, err := parseDurationRange(bad)
		assert.ErrorContains(t, err, "expected a", "%q", bad)
	}
}

func TestParseClient(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		got, err := parseClient(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got.String(), text)
	}
	f("203.0.113.7", "203.0.113.7/32")
	f("10.1.2.3/8", "10.0.0.0/8")
	f("2001:db8::1", "2001:db8::1/128")
	f("2001:DB8:1::/48", "2001:db8:1::/48")
	f("fe80::1%8", "fe80::1/128")
	f("::ffff:10.0.0.1", "10.0.0.1/32")
	f("::ffff:10.0.0.0/104", "10.0.0.0/8")
	f("0.0.0.0/0", "0.0.0.0/0")
	for _, bad := range []string{"", "10.0.0", "10.0.0.0/33", "host", "10.0.0.1-10.0.0.9", "fe80::1%8/64", "10.0.0.1:80"} {
		_, err := parseClient(bad)
		assert.ErrorContains(t, err, "expected an address", "%q", bad)
	}
}

func TestFilterOfFields(t *testing.T) {
	f := func(want, fields, rows string, change func(*Filter)) {
		t.Helper()
		assert.Equal(t, want, taken(t, func(o *Options) { change(&o.Filter) }, fields, rows))
	}
	f("1 2 3 7", "s-sitename s-siteid", "1 W3SVC1 -\n2 w3svc1 1\n3 FTPSVC1 -\n4 W3SVC11 -\n5 - -\n6 W3SVC2 1\n7 1 -",
		func(f *Filter) { f.Fields = where("site", "1") })
	services := "1 W3SVC1 -\n2 FTPSVC1 -\n3 - 1\n4 w3svc2 -\n5 ftpsvc2 -\n6 1 -"
	f("2 6", "s-sitename s-siteid", services, func(f *Filter) { f.Fields = where("site", "FTPSVC1") })
	f("1 3 6", "s-sitename s-siteid", services, func(f *Filter) { f.Fields = where("site", "w3svc1") })
	f("1 3 4 6", "s-sitename s-siteid", services, func(f *Filter) { f.Fields = where("site", "W3SVC*") })
	f("1 2 3 6", "s-sitename s-siteid", services, func(f *Filter) { f.Fields = where("site", "1") })
	f("1 3 4 5", "s-sitename s-siteid", services, func(f *Filter) { f.Fields = where("site", "!FTPSVC1") })
	f("1 3", "s-siteid", "1 1\n2 2\n3 1\n4 -", func(f *Filter) { f.Fields = where("site", "W3SVC1") })
	f("", "sc-status", "1 200", func(f *Filter) { f.Fields = where("site", "W3SVC") })
	f("1 2 4 5", "cs-host", "1 www.example.com\n2 WWW.EXAMPLE.COM:8080\n3 example.com\n4 www.example.com:\n5 www.example.com:443\n6 -\n7 www.example.com.evil",
		func(f *Filter) { f.Fields = where("host", "www.Example.com") })
	f("2", "cs-host", "1 www.example.com\n2 www.example.com:8080\n3 www.example.com:443",
		func(f *Filter) { f.Fields = where("host", "www.example.com:8080") })
	f("1 2", "cs-host", "1 [2001:db8::1]\n2 [2001:db8::1]:443\n3 [2001:db8::2]", func(f *Filter) { f.Fields = where("host", "[2001:DB8::1]") })
	f("", "sc-status", "1 200", func(f *Filter) { f.Fields = where("host", "a") })
	f("1 2", "cs-method", "1 GET\n2 get\n3 GETX\n4 -\n5 POST", func(f *Filter) { f.Fields = where("method", "Get") })
	f("1 5", "cs-method", "1 GET\n2 HEAD\n5 POST", func(f *Filter) { f.Fields = where("method", "GET", "post") })
	f("1 3", "cs-username", "1 CORP\\anna\n2 CORP\\bob\n3 corp\\ANNA\n4 -\n5 anna", func(f *Filter) { f.Fields = where("user", `corp\anna`) })
	f("1 2", "cs-username", "1 CORP\\anna\n2 CORP\\bob\n4 -", func(f *Filter) { f.Fields = where("user", `corp\*`) })
	f("1 3", "cs-uri-stem", "1 /Shop/a.aspx\n2 /shop\n3 /shop/b/c.ASPX\n4 /x/shop/a.aspx", func(f *Filter) { f.Fields = where("uri", "/shop/*.aspx") })
	f("1 2", "cs-uri", "1 /a?b=/c\n2 /a\n3 /b?/a", func(f *Filter) { f.Fields = where("uri", "/a") })
	f("2", "cs-uri-stem cs-method", "1 /a GET\n2 /a POST\n3 /b POST", func(f *Filter) { f.Fields = []FieldFilter{{"uri", []string{"/a"}}, {"method", []string{"POST"}}} })
}

func TestFilterOfClients(t *testing.T) {
	f := func(want string, clients ...string) {
		t.Helper()
		const rows = "1 10.1.2.3\n2 10.2.0.1\n3 2001:db8::7\n4 fe80::1%8\n5 fe80::1%0\n6 ::ffff:10.1.2.3\n7 -\n8 unknown\n9 fe80::2\n" +
			"10 fe80::5efe:157.59.113.72"
		assert.Equal(t, want, taken(t, func(o *Options) { o.Filter.Fields = where("client", clients...) }, "c-ip", rows))
	}
	f("1 6", "10.1.0.0/16")
	f("1 2 6", "0.0.0.0/0")
	f("3", "2001:db8::/32")
	f("4 5", "fe80::1/128")
	f("3 4 5 9 10", "::/0")
	f("2 3", "2001:db8::7/128", "10.2.0.1/32")

	forwarded := func(o *Options) {
		o.ForwardedFor, o.Filter.Fields = "X-Forwarded-For", where("client", "203.0.113.0/24")
	}
	assert.Equal(t, "1 2 4", taken(t, forwarded, "c-ip X-Forwarded-For",
		"1 10.0.0.1 203.0.113.7\n2 10.0.0.1 203.0.113.7:4000,+10.0.0.9\n3 10.0.0.1 10.0.0.9,+203.0.113.7\n4 203.0.113.9 -\n5 10.0.0.1 -"))
}

func TestFilterOfNumbers(t *testing.T) {
	f := func(want, fields, rows string, change func(*Filter)) {
		t.Helper()
		assert.Equal(t, want, taken(t, func(o *Options) { change(&o.Filter) }, fields, rows))
	}
	f("2 3", "time-taken", "1 4999\n2 5000\n3 99999\n4 -", func(f *Filter) { f.Fields = where("taken", "5s..") })
	f("1 2", "time-taken", "1 0\n2 100\n3 101\n4 -", func(f *Filter) { f.Fields = where("taken", "..100ms") })
	f("", "sc-status", "1 200", func(f *Filter) { f.Fields = where("taken", "..10ms") })
	f("1 4", "sc-status sc-substatus", "1 401 1\n2 401 2\n3 200 0\n4 503 0\n5 - -", func(f *Filter) {
		f.Status = []StatusPattern{{401, 401, 1}, {500, 599, anySubstatus}}
	})
	f("2 3 5", "sc-status sc-substatus", "1 200 0\n2 404 0\n3 500 0\n5 503 0", func(f *Filter) {
		f.Verdicts = []codes.Verdict{codes.NotFound, codes.Application, codes.Capacity}
	})
}
