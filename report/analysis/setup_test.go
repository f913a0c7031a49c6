package analysis_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/redact"
	"github.com/iiswhy/iiswhy/report/scan"
)

// The tables are opened once: a Book and Rules are read-only.
var (
	openBook  = sync.OnceValues(func() (*codes.Book, error) { return codes.Open(codes.English) })
	openRules = sync.OnceValues(codes.OpenRules)
	openNoise = sync.OnceValue(codes.OpenFamilies)
)

type (
	counting = scan.Options
	telling  = analysis.Options
)

// settings are the options of a scan and of the analysis of its result.
type settings struct {
	counting
	telling
}

// options returns settings with the tables in place.
func options(t testing.TB) (o settings) {
	t.Helper()
	book, err := openBook()
	require.NoError(t, err)
	rules, err := openRules()
	require.NoError(t, err)
	o.counting = scan.Options{Book: book, Rules: rules, Noise: openNoise()}
	o.telling = analysis.Options{Book: book, Rules: rules, Noise: openNoise()}
	return o
}

// hide makes the scan note, and the analysis hide, what must not be given away.
func (o *settings) hide(k redact.Kinds) { o.counting.Redact, o.telling.Redact = k, k }

// analysisOf reads sources.
func analysisOf(sources []input.Source, o settings) *analysis.Analysis {
	return analysis.New(scan.Read(context.Background(), sources, o.counting), o.telling)
}

// scanOf reads texts, one source each.
func scanOf(o settings, texts ...string) *analysis.Analysis {
	return analysisOf(sourcesOf(texts...), o)
}

// reportOf reads texts, one source each, and holds that its numbers agree with
// each other.
func reportOf(t testing.TB, o settings, texts ...string) *report.Report {
	t.Helper()
	r := scanOf(o, texts...).Report(context.Background())
	agrees(t, r)
	return r
}

// sourcesOf returns one source for each text, named a.log, b.log and so on.
func sourcesOf(texts ...string) []input.Source {
	var all []input.Source
	for i, text := range texts {
		all = append(all, input.From(fmt.Sprintf("%c.log", 'a'+i), strings.NewReader(text)))
	}
	return all
}

// filesOf writes texts to files, which unlike readers can be read again.
func filesOf(t testing.TB, texts ...string) []input.Source {
	t.Helper()
	dir := t.TempDir()
	for i, text := range texts {
		name := filepath.Join(dir, fmt.Sprintf("u_ex26110%d.log", i+1))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	sources, _, errs := input.Find([]string{dir}, nil)
	require.Empty(t, errs)
	require.Len(t, sources, len(texts))
	return sources
}

const pairFields = "date time c-ip cs-username cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status"

// midnight is the second that rows of a case are counted from.
var midnight = time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)

// logOf is a log of lines that begin with a number of seconds, each a row that
// begins with a date and a time instead.
func logOf(t testing.TB, fields, lines string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("#Fields: " + fields + "\n")
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		second, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.Atoi(second)
		require.NoError(t, err)
		b.WriteString(midnight.Add(time.Duration(n)*time.Second).Format(time.DateTime) + " " + rest + "\n")
	}
	return b.String()
}

// where is a filter by one flag.
func where(flag string, values ...string) []scan.FieldFilter {
	return []scan.FieldFilter{{Flag: flag, Values: values}}
}

// statuses is a filter by codes.
func statuses(t testing.TB, all ...string) (patterns []scan.StatusPattern) {
	t.Helper()
	for _, s := range all {
		p, err := scan.ParseStatus(s)
		require.NoError(t, err)
		patterns = append(patterns, p)
	}
	return patterns
}

// agrees holds what must be true of every report: each line is accounted for
// once, and every breakdown sums to the same total.
func agrees(t testing.TB, r *report.Report) {
	t.Helper()
	in := r.Input
	assert.Equal(t, in.Lines, in.Rows+in.Malformed+in.Filtered+in.Directives+in.Blank, "lines of the ledger")
	assert.Equal(t, in.Rows, r.Total.Rows, "rows used and rows counted")
	var classes, verdicts, attention, byCode, byCodeVerdict, bySource int64
	for _, c := range r.Classes {
		classes += c.Count
	}
	for _, v := range r.Verdicts {
		verdicts += v.Count
		if v.Attention {
			attention += v.Count
		}
	}
	for _, c := range r.Codes {
		byCode += c.Count
		for _, n := range c.Verdicts {
			byCodeVerdict += n
		}
	}
	for _, s := range in.Sources {
		bySource += s.Rows
	}
	for what, n := range map[string]int64{"classes": classes, "verdicts": verdicts, "codes": byCode,
		"verdicts of codes": byCodeVerdict, "sources": bySource} {
		assert.Equal(t, r.Total.Rows, n, "sum of %s", what)
	}
	assert.Equal(t, r.Total.Attention, attention, "attention")
}

// jsonOf is a report as bytes, to compare.
func jsonOf(t testing.TB, r *report.Report) string {
	t.Helper()
	b, err := json.MarshalIndent(r, "", " ")
	require.NoError(t, err)
	return string(b)
}

// write makes a log and says what is in it.
func write(t testing.TB, c logtest.Config) (string, logtest.Summary) {
	t.Helper()
	var b bytes.Buffer
	s, err := logtest.Write(&b, c)
	require.NoError(t, err)
	return b.String(), s
}

// codeOf returns what a report says of a code, nil where it has none.
func codeOf(r *report.Report, code string) *report.Code {
	for i := range r.Codes {
		if r.Codes[i].Code == code {
			return &r.Codes[i]
		}
	}
	return nil
}

// sameText fails when two long texts differ, and shows where.
func sameText(t testing.TB, want, got, what string) {
	t.Helper()
	if want == got {
		return
	}
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			from := max(0, i-6)
			t.Fatalf("%s: differs at line %d\n-- want\n%s\n-- got\n%s", what, i+1,
				strings.Join(a[from:min(len(a), i+4)], "\n"), strings.Join(b[from:min(len(b), i+4)], "\n"))
		}
	}
	t.Fatalf("%s: %d lines, expected %d", what, len(b), len(a))
}
