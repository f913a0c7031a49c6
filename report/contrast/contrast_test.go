package contrast

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var fields = []Dimension{
	{Name: "client", Kind: Address}, {Name: "user", Kind: Plain}, {Name: "path", Kind: Path}, {Name: "agent", Kind: Plain}, {Name: "win32", Kind: Outcome}, {Name: "method", Kind: Plain}, {Name: "site", Kind: Plain},
}

// rows reads rows as people write them: how many, then the values of fields. "#"
// is the number of the row, from 1, "%5" that number modulo five.
func rows(t testing.TB, lines ...string) []Row {
	t.Helper()
	var list []Row
	for _, line := range lines {
		words := strings.Fields(line)
		n, err := strconv.Atoi(words[0])
		require.NoError(t, err)
		for i := range n {
			r := Row{Weight: 1}
			for _, w := range words[1:] {
				r.Values = append(r.Values, numbered(t, w, i+1))
			}
			list = append(list, r)
		}
	}
	return list
}

func numbered(t testing.TB, word string, n int) string {
	parts := strings.Split(strings.ReplaceAll(word, "#", strconv.Itoa(n)), "%")
	text := parts[0]
	for _, p := range parts[1:] {
		rest := strings.TrimLeft(p, "0123456789")
		by, err := strconv.Atoi(strings.TrimSuffix(p, rest))
		require.NoError(t, err)
		text += strconv.Itoa(n%by) + rest
	}
	return text
}

// saying writes causes as share, where, and what else: "100 client=10.0.0.1 also
// agent=curl new".
func saying(causes []Cause) []string {
	list := []string{}
	for _, c := range causes {
		text := strconv.Itoa(int(100*c.Share + 0.5))
		for _, a := range c.Where {
			text += " " + a.Dimension + "=" + a.Value
		}
		for i, a := range c.Also {
			if i == 0 {
				text += " also"
			}
			text += " " + a.Dimension + "=" + a.Value
		}
		if c.New {
			text += " new"
		}
		if c.Even {
			text += " even"
		}
		list = append(list, text)
	}
	return list
}

// everyday is traffic of many clients, users, paths and a few agents.
var everyday = []string{
	"600 10.1.%200.7 user%90 /shop/item%40.aspx Chrome 0 GET W3SVC1",
	"250 10.2.%150.9 user%80 /default.aspx Firefox 0 GET W3SVC1",
	"100 10.3.%100.5 user%70 /login.aspx Chrome 0 POST W3SVC1",
	"50 192.0.2.%40 - /api/v1/stock ExportJob 0 GET W3SVC2",
}

// refusals are the usual logons that fail.
var refusals = []string{
	"60 10.1.%50.7 user%30 /login.aspx Chrome 1326 POST W3SVC1",
	"20 10.2.%20.9 user%15 /login.aspx Firefox 1909 POST W3SVC1",
}

func TestExplain(t *testing.T) {
	f := func(name string, baseline, inside []string, want ...string) {
		t.Helper()
		c := compared{Dimensions: fields, Inside: rows(t, inside...), Baseline: rows(t, baseline...), Scale: 0.05, Traffic: rows(t, everyday...)}
		assert.Equal(t, want, saying(explain(c)), name)
	}
	none := []string{}

	f("brute force", refusals, []string{"300 203.0.113.7 administrator /login.aspx okhttp 1326 POST W3SVC1", "4 10.1.#.7 user# /login.aspx Chrome 1326 POST W3SVC1"},
		"100 client=203.0.113.7 also user=administrator agent=okhttp new")
	f("password spray: many users, one address", refusals, []string{"300 203.0.113.7 name# /login.aspx okhttp 1326 POST W3SVC1"},
		"100 client=203.0.113.7 also agent=okhttp new")
	f("many addresses, one agent", refusals, []string{"300 %200.%199.1.# name# /login.aspx okhttp 1326 POST W3SVC1"},
		"100 agent=okhttp new")
	f("one account from two servers", refusals, []string{"150 10.9.0.4 svc-backup /api/archive Chrome 1330 PUT W3SVC1", "150 10.8.0.5 svc-backup /api/archive Chrome 1330 PUT W3SVC1"},
		"100 user=svc-backup also path=/api/archive method=PUT win32=1330 new")
	f("one network", none, []string{"300 198.51.100.%200 user%50 /shop/item%30.aspx Chrome 5 GET W3SVC1"},
		"100 client=198.51.100.0/24 new")
	f("a wide network", none, []string{"300 198.51.%200.%199 user%50 /shop/item%30.aspx Chrome 5 GET W3SVC1"},
		"100 client=198.51.0.0/16 new")
	f("one network of IPv6", none, []string{"300 2001:db8:1:2::# user%50 /shop/item%30.aspx Chrome 5 GET W3SVC1"},
		"100 client=2001:db8:1:2::/64 new")
	f("two addresses are no network", none, []string{"150 198.51.100.7 user%50 /shop/item%30.aspx Chrome 5 GET W3SVC1", "120 198.51.100.9 user%50 /shop/item%30.aspx Chrome 5 GET W3SVC1"},
		"56 client=198.51.100.7 new", "44 client=198.51.100.9 new")
	f("a broken page", []string{"40 10.1.%30.7 user%30 /shop/item%40.aspx Chrome 0 GET W3SVC1"},
		[]string{"200 10.1.%150.7 user%90 /shop/checkout.aspx Chrome 0 GET W3SVC1", "3 10.2.#.9 user# /shop/item#.aspx Chrome 0 GET W3SVC1"},
		"100 path=/shop/checkout.aspx new")
	f("a broken folder", none, []string{"200 10.1.%150.7 user%90 /portal/sub%3/page%9.aspx Chrome 13 GET W3SVC1"},
		"100 path=/portal/* new")
	f("a scanner that asks for many things", []string{"100 10.1.%50.7 - /old%20.html Chrome 2 GET W3SVC1"},
		[]string{"500 203.0.113.99 - /odd#/x#.jsf Lynxeye 2 GET W3SVC1", "5 10.1.#.7 - /old#.html Chrome 2 GET W3SVC1"},
		"100 client=203.0.113.99 also agent=Lynxeye path=*.jsf new")
	f("scripts that no one has, from everywhere", []string{"100 10.1.%50.7 - /old%20.html Chrome 2 GET W3SVC1"},
		[]string{"500 %200.%199.1.# - /odd#/x#.php Chrome 2 GET W3SVC1"},
		"100 path=*.php new")
	f("a new outcome for the same people", refusals, []string{"300 10.1.%50.7 user%30 /login.aspx Chrome 1311 POST W3SVC1"},
		"100 win32=1311 new")
	f("a page on one of two sites", []string{"50 10.1.%50.7 - /app/a.aspx Chrome 0 GET W3SVC1", "50 10.1.%50.7 - /app/b.aspx Chrome 0 GET W3SVC2"},
		[]string{"200 10.1.%50.7 - /app/a.aspx Chrome 0 GET W3SVC2", "5 10.1.%50.7 - /app/a.aspx Chrome 0 GET W3SVC1", "5 10.1.%50.7 - /app/b.aspx Chrome 0 GET W3SVC2"},
		"98 path=/app/a.aspx site=W3SVC2 new")
	f("two at once", refusals, []string{"200 203.0.113.7 administrator /login.aspx okhttp 1326 POST W3SVC1", "90 10.4.0.4 svc-backup /api/archive BackupAgent 1330 PUT W3SVC1"},
		"70 client=203.0.113.7 also user=administrator agent=okhttp new",
		"30 client=10.4.0.4 also user=svc-backup path=/api/archive agent=BackupAgent new")
	f("the bulk is not the excess", []string{"1900 10.7.7.7 monitor /health Monitor 5 GET W3SVC1", "100 10.1.%50.7 user%30 /x.aspx Chrome 5 GET W3SVC1"},
		[]string{"96 10.7.7.7 monitor /health Monitor 5 GET W3SVC1", "60 10.6.6.6 user6 /x.aspx Chrome 5 GET W3SVC1", "4 10.1.#.7 user# /x.aspx Chrome 5 GET W3SVC1"},
		"100 client=10.6.6.6 also user=user6 path=/x.aspx agent=Chrome new")
	f("everybody, everywhere", none, []string{"300 10.1.%200.7 user%90 /shop/item%40.aspx Chrome 0 GET W3SVC1", "150 10.2.%150.9 user%80 /default.aspx Firefox 0 GET W3SVC1"},
		"100 new even")
	f("what half of the traffic has is no cause of its own", none, []string{"300 10.%200.%99.7 user%90 /shop/item%40.aspx Edge%9 1311 GET W3SVC1"},
		"100 win32=1311 path=/shop/* new even")
	f("no excess", refusals, []string{"2 10.1.#.7 user# /login.aspx Chrome 1326 POST W3SVC1"}, none...)
}

// placed are the fields with those that many requests share.
var placed = []Dimension{
	{Name: "client", Kind: Address}, {Name: "path", Kind: Path}, {Name: "win32", Kind: Outcome},
	{Name: "server", Broad: true, Place: true}, {Name: "port", Broad: true}, {Name: "method", Broad: true},
}

// usualOnTwo is traffic of two servers, nearly all on one port.
var usualOnTwo = []string{
	"300 10.1.%90.7 /shop/item%40.aspx 0 WEB01 443 GET", "300 10.2.%80.9 /shop/item%40.aspx 0 WEB02 443 GET",
	"200 10.1.%90.7 /login.aspx 0 WEB01 443 POST", "200 10.2.%80.9 /login.aspx 0 WEB02 443 POST",
}

func TestExplainBroadThings(t *testing.T) {
	f := func(name string, inside []string, want ...string) {
		t.Helper()
		c := compared{Dimensions: placed, Inside: rows(t, inside...), Traffic: rows(t, usualOnTwo...)}
		assert.Equal(t, want, saying(explain(c)), name)
	}
	f("a method is explained within", []string{"90 10.1.5.7 /p# 1 WEB01 443 PUT", "70 10.2.6.9 /q# 1 WEB02 443 PUT"},
		"56 client=10.1.5.7 also method=PUT new", "44 client=10.2.6.9 also method=PUT new")
	f("one server of two", []string{"90 10.2.%80.9 /shop/item%40.aspx 0 WEB02 443 GET"},
		"100 server=WEB02 client=10.2.0.0/16 method=GET path=/shop/* new even")
	f("a path on one server of two", []string{"90 10.2.%80.9 /login.aspx 0 WEB02 443 POST"},
		"100 path=/login.aspx method=POST server=WEB02 client=10.2.0.0/16 new even")
	f("what a few rows lack is a part", []string{"97 10.%60.%9.9 /shop/item%40.aspx 1311 WEB01 443 GET", "91 10.%60.%9.9 /login.aspx 1311 WEB02 443 POST", "3 10.%60.%9.9 /x%9.htm 5 WEB02 443 GET"},
		"98 win32=1311 new")
}

// A server that fails where others serve the same is the cause, whatever page of it fails; pages of
// one server alone are causes of their own.
func TestExplainAServer(t *testing.T) {
	f := func(usual []string, want ...string) {
		t.Helper()
		inside := rows(t, "500 10.2.%80.9 /item3.aspx 0 WEB3 443 GET", "480 10.1.%90.7 /item4.aspx 0 WEB3 443 GET", "9 10.1.%90.7 /item%8.aspx 0 WEB%5 443 GET")
		assert.Equal(t, want, saying(explain(compared{Dimensions: placed, Inside: inside, Traffic: rows(t, usual...)})))
	}
	f([]string{"2000 10.%7.%90.7 /item%8.aspx 0 WEB%5 443 GET"}, "99 server=WEB3 new")
	f([]string{"1500 10.%7.%90.7 /page%8.aspx 0 WEB%5 443 GET", "500 10.%7.%90.7 /item%8.aspx 0 WEB3 443 GET"},
		"51 path=/item3.aspx new", "49 path=/item4.aspx new")
}

// Nine of ten requests come on one port: it is no cause, and is not named beside one.
func TestExplainNamesNothingThatAllShare(t *testing.T) {
	c := compared{Dimensions: placed, Inside: rows(t, "90 10.2.%80.9 /login.aspx 0 WEB02 443 GET"), Traffic: rows(t, usualOnTwo...)}
	for _, cause := range explain(c) {
		for _, a := range append(cause.Where, cause.Also...) {
			assert.NotEqual(t, "port", a.Dimension)
		}
	}
}

// The largest cause comes first, and shares sum to 1 at most.
func TestExplainInOrderOfShares(t *testing.T) {
	c := compared{Dimensions: fields, Traffic: rows(t, everyday...), Baseline: rows(t, refusals...), Scale: 0.05, Inside: rows(t,
		"30 203.0.113.7 administrator /login.aspx okhttp 1326 POST W3SVC1", "60 10.4.0.4 svc-backup /api/archive BackupAgent 1330 PUT W3SVC1",
		"45 10.4.0.9 svc-report /api/report ReportAgent 1331 PUT W3SVC1", "9 10.1.%50.7 user%30 /login.aspx Chrome 1326 POST W3SVC1")}
	causes := explain(c)
	require.GreaterOrEqual(t, len(causes), 2)
	sum := 0.0
	for i, cause := range causes {
		sum += cause.Share
		if i > 0 {
			assert.LessOrEqual(t, cause.Observed, causes[i-1].Observed)
		}
	}
	assert.LessOrEqual(t, sum, 1.0)
}

// Where those who usually have such rows are away, causes hold more than the excess: each is told
// of its part of what they hold.
func TestExplainSharesOfMoreThanTheExcess(t *testing.T) {
	c := compared{Dimensions: fields, Traffic: rows(t, everyday...), Scale: 0.2, Baseline: rows(t, "1000 10.7.%200.7 - /api/news Edge 0 GET W3SVC1"), Inside: rows(t,
		"400 10.4.0.4 - /api/news Chrome 0 GET W3SVC1", "400 198.51.100.5 - /api/news Firefox 0 GET W3SVC1", "400 203.0.113.6 - /api/news Opera 0 GET W3SVC1")}
	causes := explain(c)
	require.Len(t, causes, 3)
	for _, cause := range causes {
		assert.InDelta(t, 1./3, cause.Share, 0.01)
	}
}

func TestExplainWithoutTraffic(t *testing.T) {
	c := compared{Dimensions: fields, Inside: rows(t, "300 203.0.113.7 name# /login.aspx okhttp 1326 POST W3SVC1")}
	assert.Equal(t, []string{"100 client=203.0.113.7 also path=/login.aspx agent=okhttp new"}, saying(explain(c)))
	c.Max = 1
	c.Inside = rows(t, "150 10.9.0.4 a /x Chrome 5 GET S", "150 10.8.0.5 b /y Edge 5 GET S")
	assert.Len(t, explain(c), 1)
}

func TestExplainTellsFigures(t *testing.T) {
	c := compared{Dimensions: fields[:1], Scale: 0.5,
		Baseline: []Row{{[]string{"10.0.0.1"}, 20}, {[]string{"10.0.0.2"}, 60}},
		Inside:   []Row{{[]string{"10.0.0.1"}, 110}, {[]string{"10.0.0.2"}, 30}, {[]string{"10.0.0.3"}, -5}}}
	assert.Equal(t, []Cause{{Where: []Attribute{{"client", "10.0.0.1"}}, Observed: 110, Expected: 10, Share: 1}}, explain(c))
}

func TestExplainKeepsToItself(t *testing.T) {
	for _, c := range []compared{
		{},
		{Dimensions: fields, Inside: []Row{{Weight: 5}}},
		{Dimensions: fields, Inside: []Row{{Values: []string{"-", ""}, Weight: 500}}},
		{Inside: []Row{{Values: []string{"x"}, Weight: 500}}},
	} {
		assert.Empty(t, explain(c))
	}
}

// The order of rows does not matter.
func TestExplainIsDeterministic(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	c := compared{Dimensions: fields, Scale: 0.1, Baseline: rows(t, refusals...), Traffic: rows(t, everyday...), Inside: rows(t,
		"60 203.0.113.%4 name%7 /login.aspx okhttp 1326 POST W3SVC1", "60 10.4.0.%5 svc%3 /api/a%2 Agent%4 1330 PUT W3SVC1")}
	want := explain(c)
	require.NotEmpty(t, want)
	for range 20 {
		for _, list := range [][]Row{c.Inside, c.Baseline, c.Traffic} {
			r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		}
		assert.Equal(t, want, explain(c))
	}
}

func TestDerive(t *testing.T) {
	f := func(k Kind, value string, want ...string) {
		t.Helper()
		var got []string
		for _, it := range derive(k, value) {
			got = append(got, it.value)
		}
		assert.Equal(t, append([]string{value}, want...), got)
	}
	f(Address, "203.0.113.7", "203.0.113.0/24", "203.0.0.0/16")
	f(Address, "2001:db8:1:2:3::4", "2001:db8:1:2::/64", "2001:db8:1::/48")
	f(Address, "::ffff:203.0.113.7", "203.0.113.0/24", "203.0.0.0/16")
	f(Address, "fe80::1%12", "fe80::/64", "fe80::/48")
	f(Address, "proxy.example.com")
	f(Path, "/")
	f(Path, "/default.aspx", "*.aspx")
	f(Path, "/a/b/c", "/a/*", "/a/b/*")
	f(Path, "/a/b/", "/a/*", "/a/b/*")
	f(Path, "/1/2/3/4/5/6/7/8.x", "/1/*", "/1/2/*", "/1/2/3/*", "/1/2/3/4/*", "/1/2/3/4/5/*", "/1/2/3/4/5/6/*", "*.x")
	f(Path, "/.git/config", "/.git/*")
	f(Path, "/.env")
	f(Path, "")
	f(Plain, "/a/b")
}

func TestManyValues(t *testing.T) {
	c := compared{Dimensions: fields}
	for i := range 50000 {
		c.Inside = append(c.Inside, Row{[]string{fmt.Sprintf("10.%d.%d.%d", i%200, i/200%200, i/40000), "u" + strconv.Itoa(i), "/p" + strconv.Itoa(i) + "/x", "curl", "5", "GET", "S"}, 1})
	}
	c.Traffic = rows(t, everyday...)
	causes := explain(c)
	require.NotEmpty(t, causes)
	assert.True(t, slices.Contains(causes[0].Where, Attribute{"agent", "curl"}), "%v", causes)
}

// What nine of ten requests have is not named either where only those with one method are
// looked at, of which there are few, nor where it is a number of the error.
func TestExplainNamesNothingThatAllShareWithinAMethod(t *testing.T) {
	usual := []string{"77 127.0.0.1 /shop/item%40.aspx 2 WEB01 443 GET", "3 10.1.#.7 /login.aspx 2 WEB02 443 POST"}
	c := compared{Dimensions: placed, Inside: rows(t, "395 127.0.0.1 /p%90 2 WEB01 443 POST", "5 10.1.2.3 /q# 2 WEB01 443 POST"), Traffic: rows(t, usual...)}
	assert.Equal(t, []string{"100 method=POST new"}, saying(explain(c)))
}

// TestEvenButForFew: where nothing stands out by what is usual, what nearly all rows have is told of
// these, though the few others end alike.
func TestEvenButForFew(t *testing.T) {
	f := func(want string, inside ...string) {
		t.Helper()
		traffic := rows(t, "200 10.1.%200.7 - /shop/app.js Chrome 0 GET W3SVC2", "800 10.1.%200.7 - /shop/item%40.aspx Chrome 0 GET W3SVC1")
		c := compared{Dimensions: fields, Inside: rows(t, inside...), Baseline: rows(t, "14 10.1.%50.7 - /shop/app.js Chrome 2 GET W3SVC2", "16 10.2.%9.9 - /old%9.html Firefox 2 GET W3SVC1"), Scale: 0.3, Traffic: traffic}
		assert.Equal(t, []string{want}, saying(explain(c)))
	}
	f("99 path=/shop/app.js site=W3SVC2 win32=2", "670 10.1.%150.7 - /shop/app.js Chrome 2 GET W3SVC2", "4 10.2.#.9 - /old#.html Firefox 2 GET W3SVC1")
	f("100 path=/shop/app.js site=W3SVC2 win32=2 even", "670 10.1.%150.7 - /shop/app.js Chrome 2 GET W3SVC2")
	f("100 win32=2 even", "300 10.1.%150.7 - /shop/app.js Chrome 2 GET W3SVC2", "370 10.2.%150.9 - /old%9.html Firefox 2 GET W3SVC1")
}

// TestNamedOnce: what all rows of a site have, and the site itself, are each named once.
func TestNamedOnce(t *testing.T) {
	places := slices.Clone(fields)
	places[len(places)-1].Broad, places[len(places)-1].Place = true, true
	traffic := rows(t, "900 10.1.%200.7 - /shop/item%40.aspx Chrome 0 GET W3SVC1", "90 10.1.%200.7 - /api/cart Chrome 0 POST W3SVC1", "9 10.1.%200.7 - /x%9.aspx Chrome 0 GET W3SVC2")
	c := compared{Dimensions: places, Inside: rows(t, "45 10.1.%150.7 - /api/cart Chrome 0 POST W3SVC2"), Traffic: traffic}
	assert.Equal(t, []string{"100 path=/api/cart also site=W3SVC2 new"}, saying(explain(c)))
}

// TestFewRowsAreChance: of a rise of few rows, a client that came four times is no cause, whatever
// the others are; one that came most of the times is, and so is a part of many rows.
func TestFewRowsAreChance(t *testing.T) {
	traffic := rows(t, "900 10.0.%30.%97 - /p%40 Mozilla - GET 1")
	baseline := rows(t, "60 10.0.%30.%53 - /p%40 Mozilla 0 GET 1")
	named := func(lines ...string) bool {
		return slices.ContainsFunc(explain(compared{Dimensions: fields, Inside: rows(t, lines...), Baseline: baseline, Scale: 0.01, Traffic: traffic}), func(c Cause) bool {
			return slices.Contains(c.Where, Attribute{"client", "203.0.113.5"})
		})
	}
	assert.False(t, named("4 203.0.113.5 - /p%40 Mozilla 0 GET 1", "17 10.0.%29.# - /p%40 Mozilla 0 GET 1"))
	assert.True(t, named("4 203.0.113.5 - /p%40 Mozilla 0 GET 1", "3 10.0.%29.# - /p%40 Mozilla 0 GET 1"))
	assert.True(t, named("12 203.0.113.5 - /p%40 Mozilla 0 GET 1", "9 10.0.%29.# - /p%40 Mozilla 0 GET 1"))
	assert.True(t, named("40 203.0.113.5 - /p%40 Mozilla 0 GET 1", "170 10.0.%29.# - /p%40 Mozilla 0 GET 1"))
}
