package analysis_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/scan"
)

const comparedFields = "date time s-computername c-ip cs-uri-stem sc-status sc-substatus sc-win32-status time-taken"

// asked is rows of one kind, spread evenly over some seconds since midnight.
type asked struct {
	n           int
	server      string
	path        string // %d is a number
	code        string // status and substatus
	taken       int
	from, until int
}

// logOfTraffic writes rows, those of the later half as many seconds later.
func logOfTraffic(t *testing.T, all ...asked) string {
	t.Helper()
	var b strings.Builder
	for k, one := range all {
		server := one.server
		if server == "" {
			server = "WEB01"
		}
		for i := range one.n {
			path := one.path
			if strings.Contains(path, "%d") {
				path = fmt.Sprintf(path, 1000*k+i)
			}
			second := one.from + i*(one.until-one.from)/one.n
			fmt.Fprintf(&b, "%d %s 10.0.%d.%d %s %s 0 %d\n", second, server, k, i%200, path, one.code, one.taken+i%7)
		}
	}
	return logOf(t, comparedFields, b.String())
}

// The periods of these logs: an hour before one, and the hour after it.
const hourLong = 3600

func before(n int, path, code string, taken int) asked {
	return asked{n: n, path: path, code: code, taken: taken, until: hourLong}
}

func after(n int, path, code string, taken int) asked {
	return asked{n: n, path: path, code: code, taken: taken, from: hourLong, until: 2 * hourLong}
}

// comparedAt compares the second hour of a log with the first.
func comparedAt(t *testing.T, change func(*settings), texts ...string) *report.Report {
	t.Helper()
	o := options(t)
	at := midnight.Unix() + hourLong
	o.Compare, o.counting.Sides = true, &scan.Sides{}
	o.Spans = []scan.Span{{From: at - hourLong, Until: at, Shown: true}, {From: at, Until: at + hourLong, Shown: true}}
	if change != nil {
		change(&o)
	}
	r := analysisOf(filesOf(t, texts...), o).CompareReport(context.Background(), analysis.Comparing{Mode: report.ModeAt, At: midnight.Add(time.Hour)})
	agrees2(t, r)
	return r
}

// agrees2 holds what must be true of every comparison.
func agrees2(t *testing.T, r *report.Report) {
	t.Helper()
	require.NotNil(t, r.Comparison)
	for _, p := range r.Comparison.Pairs {
		for _, c := range p.Changes {
			assert.False(t, math.IsNaN(c.Score) || math.IsInf(c.Score, 0))
			assert.NotEmpty(t, c.Command+c.OtherCommand, c)
		}
	}
}

// toldChanges writes the changes of a pair: "worse 500.0 12/2", "slower /a".
func toldChanges(p report.Pair) (all []string) {
	for _, c := range p.Changes {
		text := c.Trend
		if c.Code != "" {
			text += " " + c.Code
		}
		if c.Path != "" {
			text += " " + c.Path
		}
		all = append(all, fmt.Sprintf("%s %d/%d", text, c.Count, c.Other))
	}
	return all
}

func TestComparedPeriods(t *testing.T) {
	f := func(name, trend string, want []string, all ...asked) report.Pair {
		t.Helper()
		c := comparedAt(t, nil, logOfTraffic(t, all...)).Comparison
		require.Len(t, c.Pairs, 1, name)
		assert.Equal(t, trend, c.Trend, name)
		assert.Equal(t, want, toldChanges(c.Pairs[0]), name)
		return c.Pairs[0]
	}
	f("a deployment that breaks a page", report.TrendWorse, []string{"new 500.0 60/0"},
		before(2000, "/a", "200 0", 20), after(2000, "/a", "200 0", 20), after(60, "/api/orders", "500 0", 20), before(60, "/api/orders", "200 0", 20))
	f("the same errors at twice the traffic", report.TrendSame, nil,
		before(1000, "/a", "200 0", 20), before(20, "/a", "500 0", 20), after(2000, "/a", "200 0", 20), after(40, "/a", "500 0", 20))
	f("half the errors at half the traffic", report.TrendSame, nil,
		before(2000, "/a", "200 0", 20), before(40, "/a", "500 0", 20), after(1000, "/a", "200 0", 20), after(20, "/a", "500 0", 20))
	p := f("a page that is new and works", report.TrendSame, nil,
		before(1000, "/a", "200 0", 20), after(1000, "/a", "200 0", 20), after(300, "/v2/new", "200 0", 20))
	assert.Equal(t, []report.PathChange{{Path: "/v2/new", Trend: report.ChangeNew, Count: 300,
		Command: "iiswhy rows --since 2026-11-03T01:00:00Z --until 2026-11-03T02:00:00Z --uri /v2/new"}}, p.Paths)
	f("a page that is new and fails", report.TrendWorse, []string{"new 404.0 40/0"},
		before(1000, "/a", "200 0", 20), after(1000, "/a", "200 0", 20), after(40, "/v2/new", "404 0", 20))
	f("its code is gone as nobody asks any more", report.TrendSame, nil,
		before(1000, "/a", "200 0", 20), before(400, "/old", "200 0", 20), before(40, "/old", "500 0", 20), after(1000, "/a", "200 0", 20))
	f("what failed is mended", report.TrendBetter, []string{"gone 500.0 0/60"},
		before(1000, "/a", "200 0", 20), before(60, "/b", "500 0", 20), after(1000, "/a", "200 0", 20), after(60, "/b", "200 0", 20))
	f("more is asked of a page that fails now and then, as by day", report.TrendOther, nil,
		before(4000, "/health", "200 0", 2), before(300, "/shop", "200 0", 20), before(6, "/shop", "500 0", 20),
		after(1000, "/health", "200 0", 2), after(3000, "/shop", "200 0", 20), after(60, "/shop", "500 0", 20))
	f("a client that fails more often is news, though its path always failed", report.TrendWorse, []string{"worse 403.14 200/12"},
		before(1000, "/a", "200 0", 20), before(12, "/export", "403 14", 20), after(1000, "/a", "200 0", 20), after(200, "/export", "403 14", 20))
	f("a few rows are no news", report.TrendSame, nil,
		before(1000, "/a", "200 0", 20), after(1000, "/a", "200 0", 20), after(4, "/b", "500 19", 20))
	f("one page fails more, as another does less", report.TrendPartly, []string{"worse 500.0 /b 60/2", "better 500.0 /c 2/60"},
		before(500, "/b", "200 0", 20), before(500, "/c", "200 0", 20), before(60, "/c", "500 0", 20), before(2, "/b", "500 0", 20),
		after(500, "/b", "200 0", 20), after(500, "/c", "200 0", 20), after(60, "/b", "500 0", 20), after(2, "/c", "500 0", 20))
	f("one page fails more, as others do far less", report.TrendMixed, []string{"worse 500.0 /b 60/2", "better 500.0 62/602"},
		before(500, "/b", "200 0", 20), before(2000, "/c", "200 0", 20), before(600, "/c", "500 0", 20), before(2, "/b", "500 0", 20),
		after(500, "/b", "200 0", 20), after(2600, "/c", "200 0", 20), after(60, "/b", "500 0", 20), after(2, "/c", "500 0", 20))
	f("too few requests", report.TrendFew, nil, before(10, "/a", "200 0", 20), after(10, "/a", "200 0", 20))
	f("nothing after", report.TrendNothing, nil, before(10, "/a", "200 0", 20))
	f("nothing before", report.TrendNothing, nil, after(10, "/a", "500 0", 20))
}

func TestComparedSpeed(t *testing.T) {
	f := func(name, trend string, want []string, all ...asked) {
		t.Helper()
		c := comparedAt(t, nil, logOfTraffic(t, all...)).Comparison
		assert.Equal(t, trend, c.Trend, name)
		assert.Equal(t, want, toldChanges(c.Pairs[0]), name)
	}
	f("a page got slower", report.TrendSlower, []string{"slower /api/orders 200/200"},
		before(1000, "/a", "200 0", 20), before(200, "/api/orders", "200 0", 120), after(1000, "/a", "200 0", 20), after(200, "/api/orders", "200 0", 7000))
	f("of any number", report.TrendSlower, []string{"slower /api/orders/* 200/200"},
		before(1000, "/a", "200 0", 20), before(200, "/api/orders/%d", "200 0", 120), after(1000, "/a", "200 0", 20), after(200, "/api/orders/%d", "200 0", 700))
	f("a tenth of its requests did", report.TrendSlower, []string{"slower /api/orders 220/200"},
		before(200, "/api/orders", "200 0", 120), after(200, "/api/orders", "200 0", 120), after(20, "/api/orders", "200 0", 9000),
		before(1000, "/a", "200 0", 20), after(1000, "/a", "200 0", 20))
	f("other pages are slow at night", report.TrendSame, nil,
		before(1000, "/a", "200 0", 20), before(30, "/batch", "200 0", 9000), after(30, "/a", "200 0", 20), after(1000, "/batch", "200 0", 9000))
	f("some milliseconds", report.TrendSame, nil, before(9000, "/a", "200 0", 20), after(9000, "/a", "200 0", 30))
	f("what waits is meant to", report.TrendSame, nil, before(900, "/signalr/poll", "200 0", 20), after(900, "/signalr/poll", "200 0", 30000))
	f("faster", report.TrendBetter, []string{"faster /a 900/900"}, before(900, "/a", "200 0", 900), after(900, "/a", "200 0", 90))
}

// comparedBetween compares each value of a field with the others.
func comparedBetween(t *testing.T, field string, all ...asked) *report.Comparison {
	t.Helper()
	o := options(t)
	o.Compare, o.counting.Sides = true, &scan.Sides{By: field}
	r := analysisOf(filesOf(t, logOfTraffic(t, all...)), o).CompareReport(context.Background(), analysis.Comparing{Mode: report.ModeBetween})
	agrees2(t, r)
	return r.Comparison
}

func on(server string, n int, path, code string, taken int) asked {
	return asked{n: n, server: server, path: path, code: code, taken: taken, until: hourLong}
}

func TestComparedServers(t *testing.T) {
	f := func(name string, want []string, all ...asked) {
		t.Helper()
		var got []string
		for _, p := range comparedBetween(t, scan.ByServer, all...).Pairs {
			got = append(got, p.Value+" "+p.Trend+": "+strings.Join(toldChanges(p), ", "))
		}
		assert.Equal(t, want, got, name)
	}
	f("one is broken", []string{"WEB02 worse: new 503.2 300/0", "WEB01 same: ", "WEB03 same: "},
		on("WEB01", 1000, "/a", "200 0", 20), on("WEB02", 1000, "/a", "200 0", 20), on("WEB03", 1000, "/a", "200 0", 20),
		on("WEB01", 300, "/health", "200 0", 2), on("WEB02", 300, "/health", "503 2", 2), on("WEB03", 300, "/health", "200 0", 2))
	// WEB03 is better than the others even without the worst of them.
	f("one is broken, one truly better", []string{"WEB02 worse: worse 500.0 400/100", "WEB01 same: ", "WEB04 same: ", "WEB03 better: gone 500.0 0/500"},
		on("WEB01", 1000, "/a", "200 0", 20), on("WEB02", 1000, "/a", "200 0", 20), on("WEB03", 1000, "/a", "200 0", 20), on("WEB04", 1000, "/a", "200 0", 20),
		on("WEB01", 50, "/a", "500 0", 20), on("WEB02", 400, "/a", "500 0", 20), on("WEB04", 50, "/a", "500 0", 20))
	// With two, which is better than the other is all that can be said.
	f("one of two", []string{"WEB02 worse: new 500.0 400/0", "WEB01 better: gone 500.0 0/400"},
		on("WEB01", 1000, "/a", "200 0", 20), on("WEB02", 1000, "/a", "200 0", 20), on("WEB02", 400, "/a", "500 0", 20))
	f("all alike", []string{"WEB01 same: ", "WEB02 same: "},
		on("WEB01", 2000, "/a", "200 0", 20), on("WEB02", 1000, "/a", "200 0", 20), on("WEB01", 80, "/a", "500 0", 20), on("WEB02", 40, "/a", "500 0", 20))
	f("one has other pages, which fail", []string{"WEB02 other: ", "WEB01 same: "},
		on("WEB01", 2000, "/a", "200 0", 20), on("WEB02", 1000, "/reports", "200 0", 20), on("WEB02", 200, "/reports", "500 0", 20))
	f("one is slower", []string{"WEB02 slower: slower /a 900/900", "WEB01 better: faster /a 900/900"},
		on("WEB01", 900, "/a", "200 0", 20), on("WEB02", 900, "/a", "200 0", 400))
	f("-", []string{"WEB01 same: ", "WEB02 same: "},
		on("WEB01", 900, "/a", "200 0", 20), on("WEB02", 900, "/a", "200 0", 20), on("-", 900, "/a", "500 0", 20))
	f("one alone", nil, on("WEB01", 900, "/a", "200 0", 20))
}

// What is rare by verdict is weighed by all requests, whatever a filter leaves out.
func TestComparedFilters(t *testing.T) {
	text := logOfTraffic(t, before(1000, "/a", "200 0", 20), before(20, "/a", "500 0", 20), after(2000, "/a", "200 0", 20), after(40, "/a", "500 0", 20))
	for name, narrow := range map[string]func(*settings){
		"status":  func(o *settings) { o.Filter.Status = statuses(t, "5xx") },
		"verdict": func(o *settings) { o.Filter.Verdicts = []codes.Verdict{codes.Application} },
	} {
		c := comparedAt(t, narrow, text).Comparison
		assert.Equal(t, report.TrendSame, c.Trend, name)
		assert.EqualValues(t, 2040, c.Pairs[0].This.Rows, name)
		assert.Len(t, c.Pairs[0].Codes, 1, name)
	}
	c := comparedAt(t, func(o *settings) { o.Filter.Fields = where("uri", "/b") }, text).Comparison
	assert.Equal(t, report.TrendNothing, c.Trend)
}

// Of a thousand that are alike none is worse or better: some are far off by chance.
func TestComparedManyAlike(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for i := range 40_000 {
		code := "200 0"
		if random.IntN(33) == 0 {
			code = "500 0"
		}
		fmt.Fprintf(&b, "%d WEB01 10.1.%d.%d /a %s 0 5\n", i%hourLong, random.IntN(10), random.IntN(100), code)
	}
	o := options(t)
	o.Compare, o.counting.Sides = true, &scan.Sides{By: scan.ByClient}
	c := analysisOf(filesOf(t, logOf(t, comparedFields, b.String())), o).CompareReport(context.Background(), analysis.Comparing{Mode: report.ModeBetween}).Comparison
	require.Equal(t, 1000, c.Values)
	for _, p := range c.Pairs {
		assert.Contains(t, []string{report.TrendSame, report.TrendFew}, p.Trend, p.Value)
	}
}

// A client that is served nothing has no times to compare, and logs them all the same.
func TestComparedWithoutServed(t *testing.T) {
	o := options(t)
	o.Compare, o.counting.Sides = true, &scan.Sides{By: scan.ByClient}
	var b strings.Builder
	for i := range 600 {
		fmt.Fprintf(&b, "%d WEB01 10.0.0.%d /a 200 0 0 5\n%d WEB01 10.0.0.9 /a 401 1 1326 5\n", i, i%3, i)
	}
	r := analysisOf(filesOf(t, logOf(t, comparedFields, b.String())), o).CompareReport(context.Background(), analysis.Comparing{Mode: report.ModeBetween})
	assert.Empty(t, rulesOf(r))
}

// Clients are named where few carry what is new or worse, and not where many do, or where
// all requests come from one.
func TestComparedClients(t *testing.T) {
	rows := func(n, from, clients int, code string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%d WEB01 10.0.%d.%d /a %s 0 5\n", from+i*hourLong/n, clients, i%clients, code)
		}
		return b.String()
	}
	usual := rows(900, 0, 90, "200 0") + rows(900, hourLong, 90, "200 0")
	f := func(name string, want []string, text string) {
		t.Helper()
		var got []string
		for _, c := range comparedAt(t, nil, logOf(t, comparedFields, text)).Comparison.Pairs[0].Changes {
			for _, k := range c.Clients {
				got = append(got, fmt.Sprintf("%s %d", k.Key, k.Count))
			}
		}
		assert.Equal(t, want, got, name)
	}
	f("one", []string{"10.0.1.0 60"}, usual+rows(60, hourLong, 1, "500 0"))
	f("two", []string{"10.0.2.0 30", "10.0.2.1 30"}, usual+rows(60, hourLong, 2, "500 0"))
	f("worse", []string{"10.0.1.0 80"}, usual+rows(10, 0, 90, "500 0")+rows(10, hourLong, 90, "500 0")+rows(80, hourLong, 1, "500 0"))
	f("many", nil, usual+rows(60, hourLong, 30, "500 0"))
	f("gone", nil, usual+rows(60, 0, 1, "500 0"))
	f("a proxy", nil, rows(900, 0, 1, "200 0")+rows(900, hourLong, 1, "200 0")+rows(60, hourLong, 1, "500 0"))
}

func rulesOf(r *report.Report) (rules []string) {
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	return rules
}

func TestComparedLess(t *testing.T) {
	half := asked{n: 500, path: "/a", code: "200 0", taken: 20, from: hourLong / 2, until: hourLong}
	r := comparedAt(t, nil, logOfTraffic(t, half, after(1000, "/a", "200 0", 20)))
	assert.Equal(t, []string{"compare-silent-other"}, rulesOf(r))
	assert.Equal(t, midnight, r.Comparison.Pairs[0].Other.SilentFrom)
	assert.Equal(t, midnight.Add(time.Hour/2), r.Comparison.Pairs[0].Other.SilentUntil)
	// A filter that leaves few rows leaves the log as whole as it is.
	r = comparedAt(t, func(o *settings) { o.Filter.Fields = where("uri", "/rare") },
		logOfTraffic(t, before(1000, "/a", "200 0", 20), after(1000, "/a", "200 0", 20), before(1, "/rare", "200 0", 1), after(1, "/rare", "200 0", 1)))
	assert.Empty(t, rulesOf(r))

	untimed := "date time s-computername c-ip cs-uri-stem sc-status sc-substatus sc-win32-status"
	var rows, bare strings.Builder
	for i := range 600 {
		fmt.Fprintf(&rows, "%d WEB01 10.0.0.1 /a 200 0 0\n", hourLong+i)
		fmt.Fprintf(&bare, "%d 10.0.0.1 /a %d\n", hourLong+i, 200+204*(i%2))
	}
	first := logOfTraffic(t, before(300, "/a", "200 0", 20), before(300, "/a", "404 0", 20))
	r = comparedAt(t, nil, first, logOf(t, untimed, rows.String()))
	assert.Equal(t, []string{"compare-share", "compare-silent-this", "compare-untaken"}, rulesOf(r))
	r = comparedAt(t, nil, first, logOf(t, "date time c-ip cs-uri-stem sc-status", bare.String()))
	assert.Equal(t, report.TrendSame, r.Comparison.Trend, "404 is not new, nor is 404.0 gone")
	assert.Contains(t, rulesOf(r), "compare-unlike")
	for _, f := range r.Findings {
		assert.NotEqual(t, "s-computername", evidenceOf(f, "field"), "a server that is not logged is not gone")
	}
}

// A challenge that is answered is no failure on either side of the moment.
func TestComparedHandshakes(t *testing.T) {
	var b strings.Builder
	for i := range 200 {
		second := hourLong - 100 + i
		fmt.Fprintf(&b, "%d 10.0.0.%d - /a ie 401 2 5\n%d 10.0.0.%d u /a ie 200 0 0\n", second, i, second+1, i)
	}
	c := comparedAt(t, nil, logOf(t, pairFields, b.String())).Comparison
	assert.Equal(t, report.TrendSame, c.Trend)
	assert.EqualValues(t, 0, c.Pairs[0].This.Attention+c.Pairs[0].Other.Attention)
}

func TestComparisonsAreTheSame(t *testing.T) {
	text := logOfTraffic(t, before(2000, "/a/%d", "200 0", 20), after(2000, "/a/%d", "200 0", 90), after(60, "/B", "500 0", 20), before(60, "/b", "200 0", 20),
		after(30, "/wp-login.php", "404 0", 2))
	var first string
	for _, cut := range []struct{ workers, chunk int }{{1, 1 << 20}, {2, 997}, {8, 64 << 10}} {
		r := comparedAt(t, func(o *settings) { o.Workers, o.ChunkSize = cut.workers, cut.chunk }, text)
		r.Input.Sources = nil
		if got := jsonOf(t, r); first == "" {
			first = got
		} else {
			sameText(t, first, got, "workers")
		}
	}
}

// Of a farm of two hundred servers each is compared, also one that is slow and fails no more often.
func TestComparedFarm(t *testing.T) {
	const servers, slow = 200, 150
	var b strings.Builder
	for i := range 40_000 {
		taken := 20 + i%13
		if i%servers == slow {
			taken *= 20
		}
		fmt.Fprintf(&b, "%d WEB%03d 10.1.0.%d /%c 200 0 0 %d\n", i/20, i%servers, i%50, 'a'+i/servers%4, taken)
	}
	o := options(t)
	o.Compare, o.counting.Sides = true, &scan.Sides{By: "server"}
	c := analysisOf(filesOf(t, logOf(t, comparedFields, b.String())), o).CompareReport(context.Background(), analysis.Comparing{Mode: report.ModeBetween}).Comparison
	require.Len(t, c.Pairs, servers)
	assert.Equal(t, []string{"WEB150", report.TrendSlower, report.TrendSame}, []string{c.Pairs[0].Value, c.Pairs[0].Trend, c.Pairs[1].Trend})
}
