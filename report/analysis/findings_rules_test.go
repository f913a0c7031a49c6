package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// findingOf returns the first finding of a rule, nil for none.
func findingOf(r *report.Report, rule string) *report.Finding {
	for i := range r.Findings {
		if r.Findings[i].Rule == rule {
			return &r.Findings[i]
		}
	}
	return nil
}

// reportOfRows is the report on a text of rows, which cannot be read again.
func reportOfRows(t testing.TB, o settings, fields string, rows []string) *report.Report {
	t.Helper()
	return reportOf(t, o, logOf(t, fields, strings.Join(rows, "\n")))
}

const placeFields = "date time s-ip c-ip cs-username cs-uri-stem cs(User-Agent) X-Forwarded-For sc-status sc-substatus"

// traffic is n served rows; each %d stands for one of so many values.
func traffic(n int, values int, format string) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprint(i*60)+" "+strings.ReplaceAll(format, "%d", fmt.Sprint(i%values)))
	}
	return all
}

// TestProxy: an address that many people share is told as that, with the column of the
// real clients where there is one; one person and one scanner are none.
func TestProxy(t *testing.T) {
	for _, c := range []struct {
		name, column string
		rows         []string
		want         bool
	}{
		{"many people", "-", traffic(300, 12, "10.1.0.1 10.0.0.2 p%d /a agent - 200 0"), true},
		{"many agents", "-", traffic(300, 12, "10.1.0.1 10.0.0.2 - /a agent%d - 200 0"), true},
		{"a column", "X-Forwarded-For", traffic(300, 12, "10.1.0.1 10.0.0.2 - /a agent 203.0.113.%d 200 0"), true},
		{"one person", "", traffic(300, 2, "10.1.0.1 10.0.0.2 p /a agent%d - 200 0"), false},
		{"a scanner with many agents", "", traffic(300, 30, "10.1.0.1 10.0.0.2 - /a agent%d - 404 0"), false},
		{"many clients", "", traffic(300, 12, "10.1.0.1 10.0.0.%d p%d /a agent%d - 200 0"), false},
	} {
		f := findingOf(reportOfRows(t, options(t), placeFields, c.rows), "proxy")
		require.Equal(t, c.want, f != nil, c.name)
		if !c.want {
			continue
		}
		assert.Equal(t, report.Note, f.Severity, c.name)
		assert.Equal(t, report.Values{{Field: "c-ip", Value: "10.0.0.2"}}, f.Where, c.name)
		assert.Equal(t, strings.Trim(c.column, "-"), evidenceOf(*f, "column"), c.name)
	}
	o := options(t)
	o.ForwardedFor = "X-Forwarded-For"
	assert.Nil(t, findingOf(reportOfRows(t, o, placeFields, traffic(300, 12, "10.1.0.1 10.0.0.2 - /a agent 203.0.113.%d 200 0")), "proxy"), "the real clients are known")
}

// TestWhereIsNoCommonplace: what nearly all rows of the log share is no cause.
func TestWhereIsNoCommonplace(t *testing.T) {
	rows := of(traffic(300, 30, "10.1.0.1 192.0.2.%d - /a agent - 200 0"), traffic(40, 20, "10.1.0.1 192.0.2.%d - /b agent - 500 0"))
	f := findingOf(reportOfRows(t, options(t), placeFields, rows), "application")
	require.NotNil(t, f)
	assert.Equal(t, report.Values{{Field: "cs-uri-stem", Value: "/b"}}, f.Where)
	rows = of(rows, traffic(300, 30, "10.1.0.2 192.0.2.%d - /a agent - 200 0"), traffic(300, 30, "10.1.0.3 192.0.2.%d - /a agent - 200 0"))
	f = findingOf(reportOfRows(t, options(t), placeFields, rows), "server")
	require.NotNil(t, f)
	assert.Equal(t, report.Values{{Field: "s-ip", Value: "10.1.0.1"}, {Field: "cs-uri-stem", Value: "/b"}}, f.Where)
}

// TestFewPaths: that few paths are behind nearly all rows is told, but not of a site
// that has no others, nor of one path, nor of many.
func TestFewPaths(t *testing.T) {
	healthy := traffic(400, 40, "10.1.0.1 192.0.2.%d - /ok%d agent - 200 0")
	for _, c := range []struct {
		name    string
		traffic []string
		format  string
		values  int
		want    string
	}{
		{"three", healthy, "10.1.0.1 192.0.2.%d - /gone%d.gif agent - 404 0", 3, "3"},
		{"one", healthy, "10.1.0.1 192.0.2.7 - /gone.gif agent - 404 0", 1, ""},
		{"many", healthy, "10.1.0.1 192.0.2.%d - /gone%d.gif agent - 404 0", 30, ""},
		{"all that are asked for", traffic(3, 3, "10.1.0.1 192.0.2.%d - /gone%d.gif agent - 200 0"), "10.1.0.1 192.0.2.%d - /gone%d.gif agent - 404 0", 3, ""},
	} {
		rows := of(c.traffic, traffic(60, c.values, c.format))
		got := ""
		if f := findingOf(reportOfRows(t, options(t), placeFields, rows), "few-paths"); f != nil {
			got = evidenceOf(*f, "few")
			assert.Equal(t, "1", evidenceOf(*f, "few-share"), c.name)
			assert.Equal(t, "/gone0.gif", evidenceOf(*f, "path-1"), c.name)
		}
		assert.Equal(t, c.want, got, c.name)
	}
}

// TestLinks: broken links on the site's own pages, with www. before its name and
// without; those on pages of others are none.
func TestLinks(t *testing.T) {
	const fields = "date time cs-uri-stem c-ip cs-host cs(Referer) sc-status sc-substatus"
	rows := of(traffic(1200, 15, "/ok 192.0.2.%d www.example.com http://www.example.com/ 200 0"),
		traffic(6, 3, "/gone%d 192.0.2.1 www.example.com http://example.com/page 404 0"),
		traffic(9, 3, "/old%d 192.0.2.1 www.example.com http://other.example/page 404 0"))
	r := reportOfRows(t, options(t), fields, rows)
	f := findingOf(r, "links")
	require.NotNil(t, f)
	assert.Equal(t, []int64{6, 3}, []int64{f.Rows, f.Paths})
	assert.Equal(t, report.Values{{Field: "cs(Referer)", Value: "http://example.com/page"}}, f.Where)
	require.Len(t, r.Links, 3)
	rows = of(rows[:1200], rows[1206:])
	assert.Nil(t, findingOf(reportOfRows(t, options(t), fields, rows), "links"), "links of others")
}

// TestMissingField names a column that the log does not have, and no other.
func TestMissingField(t *testing.T) {
	const rows = "0 /a 403 -\n5 /b 403 -"
	assert.NotNil(t, findingOf(reportOf(t, options(t), logOf(t, "date time cs-uri-stem sc-status s-port", rows)), "missing-field"))
	assert.Nil(t, findingOf(reportOf(t, options(t), logOf(t, "date time cs-uri-stem sc-status sc-substatus", rows)), "missing-field"), "it is there")
	assert.Nil(t, findingOf(reportOf(t, options(t), logOf(t, "date time cs-uri-stem sc-status s-port", "0 /a 200 -")), "missing-field"), "it would explain nothing")

	refused := `192.0.2.6 - - [08/Apr/2026:17:39:05 -0800] "GET /a HTTP/1.1" 403 1245` + "\n"
	f := findingOf(reportOf(t, options(t), strings.Repeat(refused, 3)), "missing-field")
	require.NotNil(t, f)
	assert.Contains(t, f.Evidence, report.Evidence{What: "form", Text: "NCSA"}, "no field can be ticked there")
}

// TestSeverityDoesNotDependOnTheFilter: the share that makes an issue grave is that of
// all rows that were read.
func TestSeverityDoesNotDependOnTheFilter(t *testing.T) {
	rows := of(traffic(900, 40, "10.1.0.1 192.0.2.%d - /ok agent - 200 0"), traffic(30, 9, "10.1.0.1 192.0.2.%d - /b%d agent - 500 0"))
	all := findingOf(reportOfRows(t, options(t), placeFields, rows), "application")
	o := options(t)
	o.Filter.Status = statuses(t, "500.0")
	filtered := findingOf(reportOfRows(t, o, placeFields, rows), "application")
	require.NotNil(t, all)
	require.NotNil(t, filtered)
	assert.Equal(t, []string{report.Warning, report.Warning}, []string{all.Severity, filtered.Severity})
	rows = of(rows, traffic(40, 9, "10.1.0.1 192.0.2.%d - /b%d agent - 500 0"))
	assert.Equal(t, report.Critical, findingOf(reportOfRows(t, options(t), placeFields, rows), "application").Severity, "one row in twenty")
}

// TestAllFindingsGravestFirst: none is dropped; of equal severity what goes on comes
// first, then what is of more rows.
func TestAllFindingsGravestFirst(t *testing.T) {
	rows := traffic(1440, 40, "10.1.0.1 192.0.2.%d - /ok agent - 200 0")
	for sub := range 15 {
		rows = append(rows, traffic(12, 9, fmt.Sprintf("10.1.0.1 192.0.2.%%d - /b%%d agent - 500 %d", 11+sub))...)
	}
	rows = append(rows, "80000 10.1.0.1 192.0.2.1 - /c agent - 403 4", "86300 10.1.0.1 192.0.2.1 - /c agent - 403 4")
	r := reportOfRows(t, options(t), placeFields, rows)
	assert.GreaterOrEqual(t, len(r.Findings), 16)
	rank := map[string]int{report.Critical: 0, report.Warning: 1, report.Note: 2}
	assert.True(t, slices.IsSortedFunc(r.Findings, func(x, y report.Finding) int { return rank[x.Severity] - rank[y.Severity] }))
}

// TestFTPArgumentsAreNoPaths: names and passwords stand where other logs hold paths.
func TestFTPArgumentsAreNoPaths(t *testing.T) {
	const fields = "date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session"
	r := reportOf(t, options(t), logOf(t, fields, "0 192.0.2.1 - 10.0.0.1 21 USER bob 331 0 0 s\n1 192.0.2.1 - 10.0.0.1 21 PASS *** 530 1326 41 s\n9 192.0.2.1 - 10.0.0.1 21 PASS *** 530 1326 41 s"))
	require.NotEmpty(t, r.Findings)
	for _, f := range r.Findings {
		assert.Zero(t, f.Paths)
		assert.Empty(t, evidenceOf(f, "path"))
		for _, v := range append(f.Where, f.Also...) {
			assert.NotEqual(t, "cs-uri-stem", v.Field)
		}
	}
	assert.Empty(t, codeOf(r, "530.41").Top["cs-uri-stem"])
}

// TestBlocksAreOfWhatNeedsAttention: tops and times of a code are of the rows that need
// attention, where any do.
func TestBlocksAreOfWhatNeedsAttention(t *testing.T) {
	const fields = "date time cs-method cs-uri-stem c-ip sc-status sc-substatus"
	rows := of(traffic(5, 5, "GET /wp-login.php 198.51.100.5 404 0"), []string{"3600 GET /missing.css 198.51.100.2 404 0"})
	c := codeOf(reportOfRows(t, options(t), fields, rows), "404.0")
	require.NotNil(t, c)
	assert.Equal(t, []report.Key{{Key: "/missing.css", Count: 1}}, c.Top["cs-uri-stem"])
	assert.Equal(t, []report.Key{{Key: "198.51.100.2", Count: 1}}, c.Top["c-ip"])
	assert.Equal(t, c.First, c.Last)
	assert.Equal(t, c.AttentionFirst, c.First)
	assert.Equal(t, int64(6), c.Count)
	c = codeOf(reportOfRows(t, options(t), fields, rows[:5]), "404.0")
	assert.Equal(t, "/wp-login.php", c.Top["cs-uri-stem"][0].Key, "where none need attention all are told")
	assert.True(t, c.First.Before(c.Last))
}

// TestFindingsPointAtSpikes: at the rise of their code, verdict and time.
func TestFindingsPointAtSpikes(t *testing.T) {
	var rows []string
	for i := range 2880 {
		rows = append(rows, fmt.Sprintf("%d 10.1.0.1 192.0.2.%d - /ok agent - 200 0", i*60, i%40))
	}
	for i := range 120 {
		rows = append(rows, fmt.Sprintf("%d 10.1.0.1 192.0.2.%d - /b agent - 500 0", 90000+i*5, i%40))
	}
	rows = append(rows, "100 10.1.0.1 192.0.2.1 - /c agent - 403 4")
	o := options(t)
	o.Compare = true
	sources := filesOf(t, logOf(t, placeFields, strings.Join(rows, "\n")))
	r := analysisOf(sources, o).SpikeReport(t.Context())
	require.NotEmpty(t, r.Spikes)
	for _, f := range r.Findings {
		if f.Code != "500.0" {
			assert.Zero(t, f.Spike, f.Rule)
			continue
		}
		require.NotZero(t, f.Spike)
		assert.Equal(t, "500.0", r.Spikes[f.Spike-1].Code)
	}
}

// TestChecksAskForLoggedColumns: no check sends to a column that is not logged.
func TestChecksAskForLoggedColumns(t *testing.T) {
	rows := traffic(30, 9, "/gone%d 192.0.2.1 http://other.example/ 404 0 2")
	with := findingOf(reportOfRows(t, options(t), "date time cs-uri-stem c-ip cs(Referer) sc-status sc-substatus sc-win32-status", rows), "not-found")
	without := findingOf(reportOfRows(t, options(t), "date time cs-uri-stem c-ip cs(Cookie) sc-status sc-substatus sc-win32-status", rows), "not-found")
	require.NotNil(t, with)
	require.NotNil(t, without)
	assert.Contains(t, with.Check, "cs(Referer)")
	assert.NotContains(t, without.Check, "cs(Referer)")
	assert.Contains(t, without.Check, "Test-Path")
	assert.True(t, strings.HasSuffix(without.Check, "."))
}

// TestWebDAVAsksFirst: clients that ask before they write are no broken site. A folder that
// was moved is asked for again and again.
func TestWebDAVAsksFirst(t *testing.T) {
	const fields = "date time cs-username cs-method cs-uri-stem c-ip sc-status sc-substatus sc-win32-status"
	healthy := traffic(900, 9, "anna GET /ok 192.0.2.%d 200 0 0")
	f := func(format string, values int) string {
		for _, one := range reportOfRows(t, options(t), fields, of(healthy, traffic(120, values, format))).Findings {
			if one.Code == "404.0" {
				return one.Rule + " " + one.Severity
			}
		}
		return ""
	}
	assert.Equal(t, "webdav info", f("anna PROPFIND /dav/f%d.docx 192.0.2.7 404 0 2", 40))
	assert.Equal(t, "not-found warning", f("anna PROPFIND /dav/team 192.0.2.%d 404 0 2", 40), "a folder that was moved")
	assert.Equal(t, "not-found warning", f("anna GET /dav/f%d.docx 192.0.2.7 404 0 2", 40), "readers")
}

// TestChallengesAreTold: of files by which a certificate is renewed, not of who looks into
// their folder.
func TestChallengesAreTold(t *testing.T) {
	const fields = "date time cs-uri-stem c-ip sc-status sc-substatus sc-win32-status"
	healthy := traffic(900, 9, "/ok 192.0.2.%d 200 0 0")
	f := findingOf(reportOfRows(t, options(t), fields, of(healthy, traffic(12, 6, "/.well-known/acme-challenge/7KznDAw7MCAexPn-Zi21aamb65Ix%d 203.0.113.9 404 0 2"))), "acme")
	require.NotNil(t, f)
	assert.Equal(t, []any{report.Warning, int64(12)}, []any{f.Severity, f.Rows})
	assert.Nil(t, findingOf(reportOfRows(t, options(t), fields, of(healthy, traffic(12, 6, "/.well-known/acme-challenge/up%d.php 203.0.113.9 404 0 2"))), "acme"))
	assert.Nil(t, findingOf(reportOfRows(t, options(t), fields, of(healthy, traffic(12, 6, "/.well-known/acme-challenge/7KznDAw7MCAexPn-Zi21aamb65Ix%d 203.0.113.9 200 0 0"))), "acme"))
}

// TestSeverityIsThatOfTheStatus: what a server behind refuses is no failure of it, and a 500
// is one where the log does not tell which.
func TestSeverityIsThatOfTheStatus(t *testing.T) {
	const fields = "date time cs-uri-stem cs-uri-query c-ip sc-status sc-substatus sc-win32-status"
	healthy := traffic(2000, 9, "/ok - 192.0.2.%d 200 0 0")
	f := func(fields string, healthy []string, format string) string {
		for _, one := range reportOfRows(t, options(t), fields, of(healthy, traffic(40, 5, format))).Findings {
			if one.Code != "" {
				return one.Verdict + " " + one.Severity
			}
		}
		return ""
	}
	assert.Equal(t, "upstream info", f(fields, healthy, "/a X-ARR-LOG-ID=1%d&SERVER-STATUS=404 192.0.2.7 404 0 0"))
	assert.Equal(t, "upstream critical", f(fields, healthy, "/a X-ARR-LOG-ID=1%d&SERVER-STATUS=500 192.0.2.7 500 0 0"))
	const few = "date time cs-uri-stem c-ip sc-status"
	assert.Equal(t, "unknown warning", f(few, traffic(2000, 9, "/ok 192.0.2.%d 200"), "/a 192.0.2.%d 500"))
	assert.Equal(t, "unknown info", f(few, traffic(2000, 9, "/ok 192.0.2.%d 200"), "/a 192.0.2.%d 403"))
}

// TestFewPathsOfPages: style sheets are not asked whether an application has other pages.
func TestFewPathsOfPages(t *testing.T) {
	healthy := of(traffic(300, 3, "10.1.0.1 192.0.2.7 - /page%d agent - 200 0"), traffic(1200, 30, "10.1.0.1 192.0.2.7 - /s%d.css agent - 200 0"))
	failed := traffic(60, 3, "10.1.0.1 192.0.2.7 - /page%d agent - 500 0")
	assert.Nil(t, findingOf(reportOfRows(t, options(t), placeFields, of(healthy, failed)), "few-paths"), "these are all its pages")
	more := traffic(900, 30, "10.1.0.1 192.0.2.7 - /other%d agent - 200 0")
	assert.NotNil(t, findingOf(reportOfRows(t, options(t), placeFields, of(healthy, more, failed)), "few-paths"))
}

// TestChallengesOfLongSessions: a session of an hour is written when it ends, its challenge
// when it began. Where nobody gets a session, or a short one, the challenge has no answer.
func TestChallengesOfLongSessions(t *testing.T) {
	const fields = "date time cs-method cs-uri-stem cs-username c-ip sc-status sc-substatus sc-win32-status time-taken"
	pages := traffic(600, 9, "GET /ok - 192.0.2.%d 200 0 0 5")
	legs := traffic(60, 9, "RDG_OUT_DATA /remoteDesktopGateway/ - 192.0.2.%d 401 0 0 3")
	f := func(sessions []string) string {
		for _, one := range reportOfRows(t, options(t), fields, of(pages, legs, sessions)).Findings {
			if one.Code == "401.0" {
				return one.Rule + " " + one.Severity
			}
		}
		return ""
	}
	var late []string
	for i := range 60 {
		late = append(late, fmt.Sprintf("%d RDG_OUT_DATA /remoteDesktopGateway/ anna 198.51.100.%d 200 0 0 3600000", 7200+i*60, i%9))
	}
	assert.Equal(t, "sessions info", f(late))
	assert.NotContains(t, f(nil), "sessions")
	assert.NotContains(t, f(traffic(60, 9, "RDG_OUT_DATA /other/ anna 192.0.2.%d 200 0 0 3600000")), "sessions", "sessions elsewhere")
}
