package analysis_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
)

// plantedDays is a log of ten days in which something happens on the last two.
func plantedDays(t testing.TB) (string, logtest.Summary) {
	const day = 24 * time.Hour
	return write(t, logtest.Config{
		Seed: 5, Duration: 10 * day, Rate: logtest.Rate{PerSecond: 0.1}, Restart: day, Newline: "\n",
		Incidents: []logtest.Incident{
			{Kind: logtest.BruteForce, At: 8*day + 15*time.Hour},
			{Kind: logtest.UpstreamDown, At: 9*day + 10*time.Hour},
		},
	})
}

// dayFile is one file of a log, and what a reader of lines counts in it.
type dayFile struct {
	date         string
	text         strings.Builder
	rows, errors int64
	codes        map[string]int64
}

// byDay cuts a log at the dates of its rows, as IIS does.
func byDay(t testing.TB, text string) (files []*dayFile) {
	t.Helper()
	fields, status := "", 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			if names, ok := strings.CutPrefix(line, "#Fields: "); ok {
				fields = line
				status = indexOf(strings.Fields(names), "sc-status")
			}
			continue
		}
		if n := len(files); n == 0 || files[n-1].date != line[:10] {
			files = append(files, &dayFile{date: line[:10], codes: map[string]int64{}})
			files[n].text.WriteString(fields)
		}
		f := files[len(files)-1]
		f.text.WriteString(line)
		values := strings.Fields(line)
		f.rows++
		f.codes[values[status]+"."+values[status+1]]++
		if values[status] >= "400" {
			f.errors++
		}
	}
	return files
}

func indexOf(names []string, name string) int {
	for i := range names {
		if names[i] == name {
			return i
		}
	}
	return -1
}

// daysOf writes the files to a directory of their own, and reads it from inside:
// the names are the same wherever it is.
func daysOf(t *testing.T, files []*dayFile, packed bool, o settings) *report.Report {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, f := range files {
		var b bytes.Buffer
		out := io.WriteCloser(gzip.NewWriter(&b))
		_, err := io.WriteString(out, f.text.String())
		require.NoError(t, err)
		require.NoError(t, out.Close())
		if !packed {
			b = *bytes.NewBufferString(f.text.String())
		}
		name := "u_ex" + strings.ReplaceAll(f.date[2:], "-", "") + ".log"
		require.NoError(t, os.WriteFile(name, b.Bytes(), 0o600))
	}
	sources, _, errs := input.Find([]string{"."}, nil)
	require.Empty(t, errs)
	o.Compare, o.Location = true, time.UTC
	newest, err := time.Parse(time.DateOnly, files[len(files)-1].date)
	require.NoError(t, err)
	o.Spans = analysis.DaySpans(newest, 10, time.UTC)
	o.Paths = []string{"."}
	return analysisOf(sources, o).DayReport(t.Context(), 0)
}

// What days tell is what a reader of lines counts, and what was planted.
func TestDaysOfPlantedLogs(t *testing.T) {
	text, truth := plantedDays(t)
	files := byDay(t, text)
	r := daysOf(t, files, false, options(t))
	require.Len(t, files, 10)
	require.Len(t, r.Days, 10)
	for i, day := range r.Days {
		f := files[i]
		assert.Equal(t, f.date, day.Date)
		assert.Equal(t, f.rows, day.Rows, f.date)
		assert.Equal(t, f.errors, day.Errors, f.date)
		assert.Empty(t, day.Until, f.date)
		assert.Len(t, day.Against, min(i, 7), f.date)
		for code, n := range f.codes {
			assert.Equal(t, n, dayCodeOf(t, day, code).Count, f.date+" "+code)
		}
		var classes, verdicts, attention int64
		for _, c := range day.Classes {
			classes += c.Count
		}
		for _, v := range day.Verdicts {
			verdicts += v.Count
		}
		for _, c := range day.Codes {
			attention += c.Attention
			if i > 0 {
				assert.Equal(t, files[i-1].codes[c.Code], *c.Previous, f.date+" "+c.Code)
			}
		}
		assert.Equal(t, []int64{day.Rows, day.Rows, day.Attention}, []int64{classes, verdicts, attention}, f.date)
	}
	holdsTruths(t, r, truth)
}

// holdsTruths holds that the spikes of each day are what was planted on it.
func holdsTruths(t testing.TB, r *report.Report, truth logtest.Summary) {
	t.Helper()
	planted := map[string][]string{}
	for _, incident := range truth.Truths {
		date := incident.Start.Format(time.DateOnly)
		planted[date] = append(planted[date], incident.Code)
	}
	for _, day := range r.Days {
		var found []string
		for _, s := range day.Spikes {
			found = append(found, s.Code)
		}
		assert.Equal(t, planted[day.Date], found, day.Date)
	}
	fresh := dayCodeOf(t, r.Days[9], "502.3")
	assert.True(t, fresh.New)
	assert.Equal(t, truth.Truths[1].Start, fresh.Since)
}

// The same bytes for plain files and packed ones, any number of workers and any
// size of chunks.
func TestDaysOfAnyFiles(t *testing.T) {
	text, _ := plantedDays(t)
	files := byDay(t, text)
	want := ""
	for i, workers := range []int{1, 2, 8} {
		o, packed := options(t), i%2 == 1
		o.Workers, o.ChunkSize = workers, 8192*workers
		r := daysOf(t, files, packed, o)
		r.Input = report.Input{} // sizes
		got := jsonOf(t, r)
		if want == "" {
			want = got
		}
		sameText(t, want, got, fmt.Sprintf("%d workers, packed %t", workers, packed))
	}
}
