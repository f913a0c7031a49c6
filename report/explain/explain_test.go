package explain_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report/explain"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Every row that a scan counts is in one result.
func TestExplainCountsEveryRow(t *testing.T) {
	const size = 200 << 10
	for name, c := range map[string]logtest.Config{
		"bench": logtest.Bench(size), "auth": logtest.Auth(size), "planted": logtest.Planted(size),
		"iis 6":   {Rows: 800, Layout: logtest.IIS6, Traffic: logtest.Intranet},
		"httperr": {Rows: 800, Layout: logtest.HTTPERR16, Rate: logtest.Flat(0.1)},
	} {
		t.Run(name, func(t *testing.T) {
			var text strings.Builder
			_, err := logtest.Write(&text, c)
			require.NoError(t, err)
			o := optionsFor(t, codes.English)
			counted, rows := verdictsOf(scan.Read(t.Context(), []input.Source{input.From("log", strings.NewReader(text.String()))}, o))
			found := explanationsOf(t, text.String())
			assert.Equal(t, rows, rowsIn(found))
			verdicts := map[string]int64{}
			for _, e := range found.Results {
				verdicts[e.Verdict] += e.Rows
			}
			assert.Equal(t, counted, verdicts)
		})
	}
}

// Lines keep their numbers where rows before them were put in order, and behind
// what is looked through.
func TestExplainNamesLines(t *testing.T) {
	const fields = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status\n"
	const fine = "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.8 UA 200 0 0\n"
	const blank = "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.8 UA/1 (x; y) 404 3 0\n"
	const faulty = "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.8 UA 500 19 33\n"
	f := func(before string, repeat int, want int64) {
		t.Helper()
		found := explanationsOf(t, before+strings.Repeat(fine, repeat)+faulty)
		for _, e := range found.Results {
			if e.Code == "500.19" {
				assert.Equal(t, []int64{want}, e.Lines)
				return
			}
		}
		t.Errorf("500.19 was not found")
	}
	f(fields, 10, 12)
	f(fields+blank, 10, 13)
	f(fields+blank+"\n"+blank+"404 0 2\n", 10, 16)
	f(blank, 10, 12)
	f(fields, 100_000, 100_002)
	f(fields+blank, 100_000, 100_003)
	f("nothing\n"+blank+"#Date: 2024-03-01 08:00:00\n"+fields+blank, 100_000, 100_006)
}

func TestExplainNamesFiles(t *testing.T) {
	const row = "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.8 UA %s\n"
	found := explanationsOf(t, fmt.Sprintf(row, "404 3 0"), fmt.Sprintf(row, "500 19 33"))
	require.Len(t, found.Results, 2)
	assert.Equal(t, "log1", found.Results[0].File)
	assert.Equal(t, "log2", found.Results[1].File)
	assert.Empty(t, explanationsOf(t, fmt.Sprintf(row, "404 3 0")).Results[0].File)
}

// Nothing that anybody pastes brings it down, and the same lines say the same.
func TestExplainSurvives(t *testing.T) {
	pieces := []string{
		"#Fields: ", "#", "date time sc-status sc-substatus", "2024-03-01", " 08:00:00", " ", "  ", "\t", "\n", "\r\n", "\x00",
		"401", " 1", " 1326", " - ", "GET", "/a", "Mozilla/4.0", "(compatible;", "x)", "Timer_ConnectionIdle", "QueueFull",
		"5xx", "0x80070005", "10.0.0.1", "\"", "\xff", "用户", "...", "HTTP/1.1", linesOfC09, linesOfC19[:400],
	}
	o := optionsFor(t, codes.English)
	dice := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var text strings.Builder
		for range dice.IntN(40) {
			text.WriteString(pieces[dice.IntN(len(pieces))])
		}
		assert.Equal(t, explanationsWith(t, o, text.String()), explanationsWith(t, o, text.String()), "%q", text.String())
		x := explain.NewExplainer(o)
		if err := x.Ask(strings.SplitAfter(text.String(), "\t")); err == nil {
			require.Empty(t, x.Read(t.Context(), nil))
			assert.NotEmpty(t, x.Explanations().Results, "what is no error is answered: %q", text.String())
		}
	}
}

// A log that is larger than what is kept is counted to its end.
func TestExplainCountsBeyondWhatItKeeps(t *testing.T) {
	const row = "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.8 UA 200 0 0\n"
	const last = "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.8 UA 500 19 33\n"
	found := explanationsOf(t, strings.Repeat(row, 70_000)+strings.Repeat(last, 20))
	assert.EqualValues(t, 70_020, rowsIn(found))
	assert.Equal(t, "500.19", found.Results[0].Code)
	assert.Len(t, found.Results[0].Lines, 10)
	assert.EqualValues(t, 70_001, found.Results[0].Lines[0])
	var rules []string
	for _, f := range found.Remarks {
		rules = append(rules, f.Rule)
	}
	assert.Contains(t, rules, "counted-only")
}

// Files that are no logs are told as such, and not asked about line for line.
func TestExplainAsksOnlySoMuch(t *testing.T) {
	x := explain.NewExplainer(optionsFor(t, codes.English))
	text := "401.1\n" + strings.Repeat("some line of a manual\n", 5000) + "403.14\n"
	require.Empty(t, x.Read(t.Context(), []input.Source{input.From("manual", strings.NewReader(text))}))
	require.Len(t, x.Explanations().Results, 1)
	assert.Equal(t, "401.1", x.Explanations().Results[0].Code)
	require.Len(t, x.Unread(), 3)
	assert.EqualValues(t, 2, x.Unread()[0].Line)
	notes := x.Explanations().Remarks
	require.Len(t, notes, 1)
	assert.Equal(t, "unread", notes[0].Rule)
	assert.EqualValues(t, 5001, notes[0].Evidence[0].Value)
}
