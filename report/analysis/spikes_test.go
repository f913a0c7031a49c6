package analysis_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/redact"
	"github.com/iiswhy/iiswhy/report/scan"
)

// history is a log of some days: a 404 now and then, and on the last day at nine
// o'clock 60 refused logons of one client in five minutes.
func history(days int) string {
	var b strings.Builder
	b.WriteString("#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n")
	row := func(at time.Time, path, user, client, codes string) {
		fmt.Fprintf(&b, "%s 10.0.0.1 GET %s - 443 %s %s Mozilla/5.0 %s 15\n", at.Format(time.DateTime), path, user, client, codes)
	}
	start := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	for minute := range days * 1440 {
		at := start.Add(time.Duration(minute) * time.Minute)
		row(at, "/", "-", fmt.Sprintf("192.0.2.%d", minute%200), "200 0 0")
		if minute%97 == 0 {
			row(at.Add(10*time.Second), fmt.Sprintf("/gone%d", minute), "-", "192.0.2.9", "404 0 2")
		}
		if early := minute - (days-1)*1440 - 540; early >= 0 && early < 5 {
			for i := range 12 {
				row(at.Add(time.Duration(20+i)*time.Second), "/login", "-", "203.0.113.7", "401 1 1326")
			}
		}
	}
	return b.String()
}

func writeLog(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "u_ex.log")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestSpikes(t *testing.T) {
	path := writeLog(t, history(3))
	r := spikesIn(t, options(t), path)
	require.Len(t, r.Spikes, 1)
	s := r.Spikes[0]
	assert.Equal(t, "401.1", s.Code)
	assert.Equal(t, codes.LogonFailure.String(), s.Verdict)
	assert.Equal(t, "2026-11-04T09:00:20Z", s.Start.Format(time.RFC3339))
	assert.Equal(t, "2026-11-04T09:04:32Z", s.End.Format(time.RFC3339))
	assert.EqualValues(t, 60, s.Observed)
	assert.True(t, s.New && s.Attention && !s.Recurring && !s.Estimated)
	require.NotEmpty(t, s.Causes)
	assert.Equal(t, report.Values{{Field: "c-ip", Value: "203.0.113.7"}}, s.Causes[0].Where)
	assert.EqualValues(t, 60, s.Causes[0].Observed)
	assert.NotEmpty(t, s.Check)

	var sum int64
	for _, n := range s.Curve.Counts {
		sum += n
	}
	assert.EqualValues(t, 60, sum)

	lines := strings.Split(history(3), "\n")
	require.Len(t, s.Samples, 3)
	for _, p := range s.Samples {
		assert.Equal(t, path, p.Source)
		assert.Equal(t, lines[p.Line-1], p.Text, "line %d", p.Line)
	}
	assert.Equal(t, "iiswhy rows --since 2026-11-04T09:00:20Z --until 2026-11-04T09:04:32Z --status 401.1 "+
		"--verdict logon-failure --client 203.0.113.7 "+path, s.Command)
}

// A report does not depend on the workers, the chunks, or on whether the source
// can be read again where that makes no estimate.
func TestSpikesOfAnyWorkersAndChunks(t *testing.T) {
	path := writeLog(t, history(3))
	o := options(t)
	want := spikesIn(t, o, path).Spikes
	for _, workers := range []int{1, 2, 5} {
		for _, size := range []int{600, 4 << 10, 1 << 20} {
			o.Workers, o.ChunkSize = workers, size
			assert.Equal(t, want, spikesIn(t, o, path).Spikes, "%d workers, chunks of %d bytes", workers, size)
		}
	}
}

// From a pipe, causes come from the rows that were kept, with their lines.
func TestSpikesOfAPipe(t *testing.T) {
	o := options(t)
	o.Compare = true
	r := scanOf(o, history(3)).SpikeReport(t.Context())
	require.Len(t, r.Spikes, 1)
	s := r.Spikes[0]
	assert.Equal(t, report.Values{{Field: "c-ip", Value: "203.0.113.7"}}, s.Causes[0].Where)
	lines := strings.Split(history(3), "\n")
	require.NotEmpty(t, s.Samples)
	for _, p := range s.Samples {
		assert.Equal(t, lines[p.Line-1], p.Text)
	}
}

// The period, codes and verdicts of the filter choose what is shown; rows outside
// of them are what it is compared with.
func TestSpikesWithinAFilter(t *testing.T) {
	path := writeLog(t, history(3))
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	f := func(filter scan.Filter, spikes int, rows int64) {
		t.Helper()
		o := options(t)
		o.Filter = filter
		r := spikesIn(t, o, path)
		assert.Len(t, r.Spikes, spikes)
		assert.Equal(t, rows, r.Total.Rows)
		assert.Equal(t, rows, r.Input.Rows)
		assert.Equal(t, r.Input.Lines, r.Input.Rows+r.Input.Malformed+r.Input.Filtered+r.Input.Directives+r.Input.Blank)
		o.Compare = false
		agrees(t, r)
		assert.Equal(t, rows, scanOf(o, history(3)).Report(context.Background()).Total.Rows, "as report counts")
	}
	f(scan.Filter{Since: day(4)}, 1, 1515)
	f(scan.Filter{Until: day(4)}, 0, 2910)
	f(scan.Filter{Since: day(3), Until: day(4)}, 0, 1455)
	f(scan.Filter{Status: statuses(t, "401.1")}, 1, 60)
	f(scan.Filter{Status: statuses(t, "4xx")}, 1, 105)
	f(scan.Filter{Status: statuses(t, "5xx")}, 0, 0)
	f(scan.Filter{Verdicts: []codes.Verdict{codes.LogonFailure}}, 1, 60)
	f(scan.Filter{Verdicts: []codes.Verdict{codes.OK}}, 0, 4320)
	f(scan.Filter{Fields: where("method", "POST")}, 0, 0)
}

// The command of a spike shows the rows of its first cause, and no others.
func TestSpikeCommandShowsItsRows(t *testing.T) {
	path := writeLog(t, history(2))
	s := spikesIn(t, options(t), path).Spikes[0]
	o := options(t)
	o.Filter = scan.Filter{Since: s.Start, Until: s.End, Verdicts: []codes.Verdict{codes.LogonFailure}}
	o.Filter.Status = statuses(t, "401.1")
	o.Filter.Fields = where("client", "203.0.113.7")
	assert.Equal(t, s.Causes[0].Observed, scanOf(o, history(2)).Report(context.Background()).Total.Rows)
}

// Nothing that must be hidden is anywhere in the report.
func TestSpikesRedacted(t *testing.T) {
	o := options(t)
	o.hide(redact.Kinds{Client: true, User: true, Query: true})
	text := jsonOf(t, spikesIn(t, o, writeLog(t, history(3))))
	assert.NotContains(t, text, "203.0.113.7")
	assert.Contains(t, text, "client-1")
}

func TestSpikesOfNothing(t *testing.T) {
	o := options(t)
	o.Compare = true
	for _, text := range []string{"", "#Fields: date time sc-status\n", "#Fields: sc-status\n404\n"} {
		r := scanOf(o, text).SpikeReport(t.Context())
		assert.NotNil(t, r.Spikes)
		assert.Empty(t, r.Spikes)
	}
}

// A spike of rows whose numbers are too many to be told apart is one of theirs all the
// same, and its rows are found.
func TestSpikeOfNumbersThatAreNotToldApart(t *testing.T) {
	f := func(number func(i int) string, code string) {
		t.Helper()
		var b strings.Builder
		b.WriteString("#Fields: date time cs-method cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n")
		start := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
		n := 0
		row := func(at time.Time, client string) {
			fmt.Fprintf(&b, "%s GET /a.aspx %s %s\n", at.Format(time.DateTime), client, number(n))
			n++
		}
		for minute := range 2880 {
			at := start.Add(time.Duration(minute) * time.Minute)
			for i := range 3 {
				row(at.Add(time.Duration(i)*time.Second), fmt.Sprintf("192.0.2.%d", n%200))
			}
			for i := range 40 {
				if minute >= 2000 && minute < 2005 {
					row(at.Add(time.Duration(10+i)*time.Second), "203.0.113.7")
				}
			}
		}
		a := analysisOf(filesOf(t, b.String()), func() settings { o := options(t); o.Compare = true; return o }())
		r := a.SpikeReport(context.Background())
		require.NotZero(t, r.Input.Coarse)
		require.Len(t, r.Spikes, 1)
		s := r.Spikes[0]
		assert.Equal(t, code, s.Code)
		assert.False(t, s.Estimated)
		assert.EqualValues(t, 215, s.Observed) // three of the usual ones a minute among them
		require.NotEmpty(t, s.Causes)
		assert.Equal(t, report.Values{{Field: "c-ip", Value: "203.0.113.7"}}, s.Causes[0].Where)
		assert.EqualValues(t, 200, s.Causes[0].Observed)
	}
	f(func(i int) string { return fmt.Sprint("500 0 ", 1_000_000_000+i) }, "500.0")
	f(func(i int) string { return fmt.Sprint("500 ", 1000+i, " 0") }, "500")
}
