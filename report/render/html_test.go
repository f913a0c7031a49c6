package render

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// The page needs nothing and runs nothing, and says so to the browser.
func TestHTMLIsSelfContained(t *testing.T) {
	for _, r := range []*report.Report{rich("en"), rich("zh"), calm("en"), empty("zh"), {}, richSpikes("en"), richDays("en")} {
		out := write(t, r, HTML, Options{})
		assert.Contains(t, out, `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`)
		assert.NotRegexp(t, `(?i)<(script|iframe|object|embed|form|base|img)\b|\bon[a-z]+=|javascript:|@import|url\(`, out)
		assert.NotRegexp(t, `(?i)(src|href)="[^d#]|https?://`, out)
		assert.NotContains(t, out, "ZgotmplZ", "html/template refused a value")
	}
}

func TestHTMLSpeaksTheLanguage(t *testing.T) {
	assert.Contains(t, write(t, rich("en"), HTML, Options{}), `<html lang="en">`)
	assert.Contains(t, write(t, rich("zh"), HTML, Options{}), `<html lang="zh-Hans">`)
	assert.Contains(t, write(t, &report.Report{Lang: `"><b>`}, HTML, Options{}), `<html lang="en">`)
	english := regexp.MustCompile(`>[^<]*\b(rows|share|code|name|peak|and|the|of)\b[^<]*<`)
	_, body, _ := strings.Cut(write(t, rich("zh"), HTML, Options{}), "<body>")
	assert.NotRegexp(t, english, body)
}

func TestHTMLOpensWithTheHeadline(t *testing.T) {
	f := func(r *report.Report, tone, headline string) {
		t.Helper()
		_, body, _ := strings.Cut(strings.ReplaceAll(write(t, r, HTML, Options{}), nbsp, " "), "<body>")
		first := regexp.MustCompile(`<h1 class="([^"]*)">([^<]*)`).FindStringSubmatch(body)
		require.NotNil(t, first)
		assert.Equal(t, tone, first[1])
		assert.Contains(t, first[2], headline)
		opening, _, _ := strings.Cut(body, "<h1")
		assert.Regexp(t, `^\s*<main>\s*<p class="masthead">[^<]*</p>\s*<header>\s*$`, opening)
	}
	f(rich("en"), "now", "2.1% of requests need attention")
	f(calm("en"), "well", "Nothing needs attention")
	f(empty("en"), "", "No rows were read")
	yellow := &report.Report{Lang: "en", Total: report.Total{Rows: 2, Attention: 2},
		Verdicts: []report.VerdictCount{{Verdict: "not-found", Count: 2, Attention: true}, {Verdict: "capacity", Attention: true}}}
	f(yellow, "look", "100% of requests need attention")
}

func TestHTMLTop(t *testing.T) {
	assert.Contains(t, write(t, rich("en"), HTML, Options{}), "/never-shown")
	out := write(t, rich("en"), HTML, Options{Top: 1})
	assert.NotContains(t, out, "/login")
	assert.Contains(t, strings.ReplaceAll(out, nbsp, " "), "and 3 more")
}

func TestTicks(t *testing.T) {
	place, err := time.LoadLocation("Europe/Zurich")
	require.NoError(t, err)
	f := func(first time.Time, length time.Duration, want ...string) {
		t.Helper()
		p := times{location: place}
		var labels []string
		for _, tick := range p.ticks(first, first.Add(length)) {
			labels = append(labels, tick.Label+" "+tick.At)
		}
		assert.Equal(t, want, labels)
	}
	day := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, place)
	}
	f(day(7, 1, 0), 24*time.Hour, "00:00 0.00", "04:00 16.67", "08:00 33.33", "12:00 50.00", "16:00 66.67", "20:00 83.33", "00:00 100.00")
	f(day(7, 1, 14), 2*time.Hour, "14:00 0.00", "14:30 25.00", "15:00 50.00", "15:30 75.00", "16:00 100.00")
	f(day(7, 1, 12), 36*time.Hour, "12:00 0.00", "18:00 16.67", "07-02 33.33", "06:00 50.00", "12:00 66.67", "18:00 83.33", "07-03 100.00")
	f(day(7, 1, 0), 5*24*time.Hour, "07-01 0.00", "07-02 20.00", "07-03 40.00", "07-04 60.00", "07-05 80.00", "07-06 100.00")
	f(day(10, 25, 0), 25*time.Hour, "10-25 0.00", "04:00 20.00", "08:00 36.00", "12:00 52.00", "16:00 68.00", "20:00 84.00", "10-26 100.00") // clocks go back
	f(day(3, 29, 0), 23*time.Hour, "00:00 0.00", "04:00 13.04", "08:00 30.43", "12:00 47.83", "16:00 65.22", "20:00 82.61", "00:00 100.00")
	f(day(7, 1, 0), 0)
	f(day(7, 1, 0), -time.Hour)
}

func TestBarsOfTheChart(t *testing.T) {
	assert.Equal(t, "M1 100v-100h1.00v100zM2 100v-4h1.00v4z", barsOf([]int64{0, 1000, 1}, 1000))
	assert.Empty(t, barsOf([]int64{0, -1}, 0))
	assert.Contains(t, barsOf(make([]int64, 95), 1)+barsOf(append(make([]int64, 95), 1), 1), "h0.86")
}

// The chart is drawn from few sums, however long the log is.
func TestChartIsResampled(t *testing.T) {
	r := empty("en")
	r.Timeline = &report.Timeline{BucketSeconds: 60, Start: clock(0, 0).Truncate(time.Hour), Attention: make([]int64, 10_000)}
	r.Timeline.Attention[9_999] = 3
	b := builderOfReport(r, Options{})
	w := &htmlWriter{times: b.times}
	c := w.drawing(b.timeline())
	require.Len(t, c.Lanes, 1)
	assert.LessOrEqual(t, c.Lanes[0].Sums, mostBars)
	assert.Equal(t, "peak 3 at 11-27 22:15", c.Lanes[0].Peak)
	assert.Equal(t, []string{"attention", "3", "3", "11-27 22:15"}, c.Table.Rows[0].Cells)
	assert.LessOrEqual(t, len(c.Ticks), mostTicks+1)
}

func TestSpans(t *testing.T) {
	f := func(sentence string, want ...span) { t.Helper(); assert.Equal(t, want, spans(sentence)) }
	f("")
	f("plain", span{Text: "plain"})
	f("from "+quote("a")+" to "+quote(""), span{Text: "from "}, span{"a", valueSpan}, span{Text: " to "}, span{"", valueSpan})
	f(string(valueSpan)+"open", span{"open", valueSpan})
}

// The marks of values never reach the reader, and no value can bring its own.
func TestMarksStayInside(t *testing.T) {
	for _, f := range []Format{Text, Markdown, HTML, CSV} {
		for _, r := range []*report.Report{rich("en"), hostile(quote("x"), false)} {
			assert.NotRegexp(t, "[\ue000-\ue00f]", write(t, r, f, Options{}), f)
		}
	}
}

func TestPhrases(t *testing.T) {
	word := func(s string) phrase { return phrase{Text: s} }
	date := func(s string) phrase { return phrase{Text: s, Date: true} }
	f := func(sentence string, want ...phrase) { t.Helper(); assert.Equal(t, want, phrases(sentence)) }
	f("")
	f("no date", word("no date"))
	f("2026-11-20", date("2026-11-20"))
	f("since 2026-11-20 09:42.", word("since "), date("2026-11-20 09:42"), word("."))
	f("2026-11-19 00:01:55 to 2026-11-20 0:1", date("2026-11-19 00:01:55"), word(" to "), date("2026-11-20"), word(" 0:1"))
	f("in "+quote("/2026-11-20/"), word("in "), phrase{Text: "/2026-11-20/", Value: true})
}
