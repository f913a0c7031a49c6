package render

import (
	"regexp"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones of TestPeriod, whatever the machine has

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// flat is the text on one line, so that line breaks do not matter.
func flat(out string) string { return strings.Join(strings.Fields(out), " ") }

func TestHeadline(t *testing.T) {
	f := func(r report.Report, want string) {
		t.Helper()
		r.Lang = "en"
		headline, _, _ := strings.Cut(write(t, &r, Text, Options{}), "\n\n")
		assert.Equal(t, want, flat(headline))
	}
	total := func(rows, errors, attention int64) report.Total {
		return report.Total{Rows: rows, Errors: errors, Attention: attention}
	}
	code := func(name, verdict string, n int64) report.Code {
		return report.Code{Code: name, Class: "4xx", Count: n, Verdicts: map[string]int64{verdict: n, "handshake": 5000}}
	}
	f(report.Report{}, "No rows were read, so there is nothing to report.")
	f(report.Report{Input: report.Input{Filtered: 2}}, "No rows were used: 2 rows were filtered out.")
	f(report.Report{Input: report.Input{Malformed: 1}}, "No row of an IIS log was found: 1 line was refused; the ledger below says why.")
	f(report.Report{Input: report.Input{Filtered: 1, Malformed: 2}}, "No rows were used: 1 row was filtered out and 2 lines were refused.")
	f(report.Report{Total: total(1, 0, 0)}, "Nothing needs attention: 1 request, no errors.")
	f(report.Report{Total: total(10, 1, 0)}, "Nothing needs attention in 10 requests: 1 error is of a kind that needs no action.")
	f(report.Report{Total: total(1, 1, 1)}, "100% of requests need attention (1 of 1).")
	f(report.Report{Total: total(1000, 9, 9), Codes: []report.Code{code("401.1", "logon-failure", 9)}},
		"0.9% of requests need attention (9 of 1,000), above all 401.1 (refused logons).")
	f(report.Report{Total: total(1000, 9, 9), Codes: []report.Code{code("404.0", "not-found", 4), code("401.1", "logon-failure", 5)}},
		"0.9% of requests need attention (9 of 1,000), above all 401.1 (refused logons) and 404.0 (not found).")
	f(report.Report{Total: total(1000, 90, 90), Codes: []report.Code{code("404.0", "not-found", 80), code("401.1", "logon-failure", 10)}},
		"9.0% of requests need attention (90 of 1,000), above all 404.0 (not found).")
	f(report.Report{Total: total(1000, 0, 9), Reasons: []report.Reason{{Reason: "QueueFull", Verdict: "capacity", Count: 9, First: clock(9, 0)}}},
		"0.9% of requests need attention (9 of 1,000), above all QueueFull (out of service or at a limit, at 2026-11-21 09:00).")
}

// Whether a verdict needs attention is for the report to say.
func TestReportDecidesOnAttention(t *testing.T) {
	r := &report.Report{Lang: "en", Total: report.Total{Rows: 9},
		Verdicts: []report.VerdictCount{{Verdict: "challenge-unanswered", Count: 2}},
		Codes: []report.Code{{Code: "401.2", Class: "4xx", Count: 2, Name: "Challenge", Meaning: "Not shown.",
			Verdicts: map[string]int64{"challenge-unanswered": 2}}}}
	out := write(t, r, Text, Options{})
	assert.NotContains(t, out, "Not shown.")
	r.Verdicts[0].Attention = true
	out = write(t, r, Text, Options{})
	assert.Contains(t, out, "Not shown.")
	assert.Contains(t, out, "! unanswered challenges")
}

func TestPeriod(t *testing.T) {
	place, err := time.LoadLocation("Europe/Zurich")
	require.NoError(t, err)
	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 22, 0, 3, 0, time.UTC) }
	f := func(first, last time.Time, o Options, want string) {
		t.Helper()
		r := &report.Report{Lang: "en", Timezone: "Asia/Shanghai", Period: report.Period{First: first, Last: last}}
		assert.Contains(t, write(t, r, Text, o), want)
	}
	f(at(7, 1), at(7, 2), Options{Location: place}, "2026-07-02 00:00:03 to 2026-07-03 00:00:03, Europe/Zurich +02:00\n")
	f(at(10, 24), at(10, 25), Options{Location: place}, // clocks go back in between
		"2026-10-25 00:00:03 +02:00 to 23:00:03 +01:00, Europe/Zurich\n")
	f(at(7, 1), at(7, 1), Options{}, "2026-07-01 22:00:03 to 22:00:03, UTC\n")
	local := time.FixedZone("Local", 8*3600) // stands for time.Local
	f(at(7, 1), at(7, 1), Options{Location: local}, "2026-07-02 06:00:03 to 06:00:03, Asia/Shanghai +08:00\n")
}

// A date that two times share stands once.
func TestFromTo(t *testing.T) {
	p := builderOfReport(empty("en"), Options{})
	f := func(first, last time.Time, want string) {
		t.Helper()
		assert.Equal(t, want, p.fromTo(first, last))
	}
	f(clock(9, 0), clock(14, 30), "2026-11-21 09:00 to 14:30")
	f(clock(9, 0), clock(33, 30), "2026-11-21 09:00 to 2026-11-22 09:30")
	p.period = report.Period{First: clock(0, 0), Last: clock(23, 0)}
	f(clock(9, 0), clock(14, 30), "09:00 to 14:30")
}

func TestUsual(t *testing.T) {
	f := func(lang string, n float64, want string) {
		t.Helper()
		assert.Equal(t, want, builderOfReport(empty(lang), Options{}).usual(n))
	}
	f("en", 0, "usually none")
	f("en", 0.4, "usually none")
	f("en", 2.5, "usually 2.5")
	f("zh", 0, "平时为 0")
	f("zh", 1200, "平时 1,200")
}

func TestSpan(t *testing.T) {
	p := builderOfReport(empty("en"), Options{})
	f := func(seconds int64, want string) {
		t.Helper()
		assert.Equal(t, want, strings.ReplaceAll(p.span(seconds), nbsp, " "))
	}
	f(1, "1 s")
	f(90, "90 s")
	f(900, "15 min")
	f(5400, "90 min")
	f(7200, "2 h")
	f(86400, "1 day")
	f(172800, "2 days")
}

func TestSingularAndPlural(t *testing.T) {
	r := empty("en")
	r.Input = report.Input{Files: 1, Lines: 1, Rows: 1, Directives: 1, Partial: true,
		Sources:  []report.Source{{Name: "a.log", Error: "unexpected EOF"}},
		Problems: []report.Problem{{Reason: "odd", Count: 1}}}
	r.Total = report.Total{Rows: 1, Errors: 1, Attention: 1}
	out := flat(write(t, r, Text, Options{}))
	assert.Contains(t, out, "1 source was not read to its end")
	assert.Contains(t, out, "Rows 1; 100% are errors (1 row), 100% need attention (1)")
	assert.Contains(t, out, "1 line = 1 row used + 0 filtered out + 0 malformed + 1 directive + 0 blank")
	assert.Contains(t, out, "1 line used, but doubtful (odd)")
}

func TestPartialWithoutBrokenSource(t *testing.T) {
	r := empty("en")
	r.Input.Partial = true
	assert.Contains(t, write(t, r, Text, Options{}), "PARTIAL: reading was stopped")
}

func TestUnknownCodesSaySo(t *testing.T) {
	f := func(match string, substatus *int, note string) {
		t.Helper()
		r := &report.Report{Lang: "en", Codes: []report.Code{{Code: "404.99", Status: 404, Substatus: substatus, Class: "4xx",
			Count: 1, Match: match, Verdicts: map[string]int64{"not-found": 1}}}}
		out := write(t, r, Text, Options{})
		assert.Equal(t, note != "", strings.Contains(out, "is not in the tables"))
		assert.Contains(t, out, note)
	}
	f("exact", number(99), "")
	f("status", number(99), "404.99 is not in the tables; this is what they say about 404 in general.")
	f("class", number(99), "404.99 is not in the tables; this is what they say about 4xx in general.")
	f("status", number(0), "")
	f("", nil, "")
}

func TestOtherFieldsOfTop(t *testing.T) {
	r := &report.Report{Lang: "en", Codes: []report.Code{{Code: "404.0", Class: "4xx", Count: 9, Meaning: "Gone.",
		Verdicts: map[string]int64{"not-found": 9},
		Top: map[string][]report.Key{
			"X-Forwarded-For": {{Key: "203.0.113.7", Count: 9}}, "c-ip": {{Key: "10.0.0.1", Count: 9}}, "cs-host": {{Key: "a.example", Count: 9}}}}}}
	out := write(t, r, Text, Options{})
	assert.Contains(t, out, "      Meaning          Gone.\n")
	assert.Contains(t, out, "      Clients          9  10.0.0.1\n      X-Forwarded-For  9  203.0.113.7\n      cs-host          9  a.example\n")
	out = write(t, r, Text, Options{Width: 200})
	assert.Regexp(t, `Clients +X-Forwarded-For +cs-host`, out)
}

func TestTopIsLimited(t *testing.T) {
	for _, width := range []int{80, 200} {
		out := write(t, rich("en"), Text, Options{Width: width})
		assert.Contains(t, out, "/login")
		assert.NotContains(t, out, "/never-shown")
		assert.NotContains(t, out, "3735928559")
		assert.Contains(t, out, "and 1 more")
		out = write(t, rich("en"), Text, Options{Width: width, Top: 10})
		assert.Contains(t, out, "/never-shown")
		assert.Contains(t, out, "3735928559 (0xDEADBEEF)")
	}
}

func TestColourOnlyWhenAsked(t *testing.T) {
	plain := write(t, rich("en"), Text, Options{})
	coloured := write(t, rich("en"), Text, Options{Color: true})
	assert.NotContains(t, plain, "\x1b")
	assert.Contains(t, coloured, "\x1b[31m! configuration faults")
	assert.Contains(t, coloured, "\x1b[33m! not found")
	assert.Contains(t, coloured, "\x1b[2m  normal")
	assert.Equal(t, plain, regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(coloured, ""))
}

func TestTimeline(t *testing.T) {
	day := func(n int, bucket int64) *report.Report {
		r := &report.Report{Lang: "en", Timeline: &report.Timeline{BucketSeconds: bucket, Start: clock(0, 0).Truncate(time.Hour)}}
		r.Timeline.Attention = make([]int64, n)
		r.Timeline.Attention[n-1] = 7
		return r
	}
	f := func(r *report.Report, want ...string) {
		t.Helper()
		out := write(t, r, Text, Options{})
		for _, w := range want {
			assert.Contains(t, out, w)
		}
	}
	f(day(24, 3600), "2026-11-21 00:00 to 2026-11-22 00:00, UTC", "rows per hour", "7  23:00", "00:00")
	f(day(96, 900), "rows per 30 min", "7  23:30")
	f(day(14, 86400), "rows per day", "7  12-04 00:00")
	f(day(1, 60), "rows per minute", "████████", "7  00:00")

	none := &report.Report{Lang: "en", Timeline: &report.Timeline{BucketSeconds: 60, Attention: []int64{0}}}
	assert.NotContains(t, write(t, none, Text, Options{}), "Timeline")
	none.Timeline = &report.Timeline{Attention: []int64{5}} // a bucket without length
	assert.NotContains(t, write(t, none, Text, Options{}), "Timeline")
	uneven := day(4, 60)
	uneven.Timeline.Classes = map[string][]int64{"2xx": {1}, "4xx": nil, "odd": {1, 2, 3, 4, 5, 6}}
	f(uneven, "odd  ")
}

func TestFTPAndMissingStatus(t *testing.T) {
	r := &report.Report{Lang: "en", Total: report.Total{Rows: 2, Attention: 2}, Codes: []report.Code{
		{Code: "530", Log: "ftp", Class: "5xx", Count: 1, Verdicts: map[string]int64{"logon-failure": 1}},
		{Code: "-", Class: "-", Count: 1, Verdicts: map[string]int64{"unknown": 1}}}}
	out := flat(write(t, r, Text, Options{}))
	assert.Contains(t, out, "above all FTP 530 (refused logons) and rows without a status (not explained by the log).")
}

// Hollow reports and numbers out of range must not break the page.
func TestNothingPanics(t *testing.T) {
	hollow := &report.Report{
		Codes: []report.Code{{}}, Reasons: []report.Reason{{}}, Groups: []report.Group{{}, {}}, Findings: []report.Finding{{}},
		Classes: []report.ClassCount{{}}, Verdicts: []report.VerdictCount{{Count: -1}}, Latency: &report.Latency{},
		Timeline: &report.Timeline{BucketSeconds: 1 << 62, Attention: []int64{-1, 1 << 62}},
		Input:    report.Input{Files: -1, Bytes: -1, Partial: true, Problems: []report.Problem{{First: []report.Place{{}}}}},
	}
	for _, width := range []int{-1, 0, 1, 200} {
		write(t, hollow, Text, Options{Width: width, Top: -1})
	}
	for _, format := range formats() {
		write(t, hollow, format.name, Options{Top: -1})
		write(t, &report.Report{}, format.name, Options{})
	}
}
