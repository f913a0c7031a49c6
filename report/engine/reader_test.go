//go:build unix

package engine

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report/redact"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAnswersOfAnEngineAreThoseOfFiles holds that each command says the same to the byte.
func TestAnswersOfAnEngineAreThoseOfFiles(t *testing.T) {
	logs := map[string]func(t *testing.T, dir string) []string{
		"bench": func(t *testing.T, dir string) []string {
			return []string{madeLog(t, dir, "u_ex1.log", logtest.Bench(3<<20))}
		},
		"auth": func(t *testing.T, dir string) []string {
			return []string{madeLog(t, dir, "u_ex1.log", logtest.Auth(2<<20))}
		},
		"hostile": func(t *testing.T, dir string) []string {
			return []string{madeLog(t, dir, "u_ex1.log", logtest.Hostile(1<<20))}
		},
		"handmade": func(t *testing.T, dir string) []string { return withRows(t, append(handMade(t), nasty(t))) },
		"stories":  storyLogs,
	}
	engines(t, func(t *testing.T, base string) {
		for _, name := range slices.Sorted(maps.Keys(logs)) {
			made := logs[name]
			t.Run(name, func(t *testing.T) {
				c := database(t, base, "told_"+name, Schema{})
				paths := made(t, t.TempDir())
				_, err := shipTo(t, c, "WEB01", &clock{at: later}, paths...)
				require.NoError(t, err)
				requireSameAnswers(t, c, paths...)
			})
		}
	})
}

// storyLogs are logs whose rows are judged by looks at others, and one of an interface of
// which a client asks for records that are not there.
func storyLogs(t *testing.T, dir string) (paths []string) {
	for _, name := range []string{"dirbust", "slow-scan", "own-pages-fail", "secret", "webshell", "own-upload", "spray-in"} {
		story, ok := logtest.StoryNamed(name)
		require.True(t, ok, name)
		tale := story.Write(logtest.Small, 3)
		require.NoError(t, tale.Save(filepath.Join(dir, name)))
	}
	text := "#Fields: date time cs-method cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n"
	for i := range 60 {
		text += fmt.Sprintf("2026-01-10 10:%02d:00 GET /api/orders/%d 198.51.100.%d 200 0 0\n", i, 100+i, i%9)
		text += fmt.Sprintf("2026-01-10 10:%02d:30 GET /api/orders/%d 192.0.2.7 404 0 0\n", i, 9000+i)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "records.log"), []byte(text), 0o600))
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && filepath.Ext(path) == ".log" {
			paths = append(paths, path)
		}
		return err
	}))
	return paths
}

// TestCorporaOfAnEngine asks of the published sample logs.
func TestCorporaOfAnEngine(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/corpora/*/*.log")
	if len(paths) == 0 {
		t.Skip("the published sample logs are not here")
	}
	engines(t, func(t *testing.T, base string) {
		c := database(t, base, "corpora", Schema{})
		paths := withRows(t, paths)
		_, err := shipTo(t, c, "WEB01", &clock{at: later}, paths...)
		require.NoError(t, err)
		requireSameAnswers(t, c, paths...)
	})
}

// TestAnswersOfTwoShards asks either server of a cluster for the rows of both.
func TestAnswersOfTwoShards(t *testing.T) {
	var clients []*Client
	var paths []string
	dir := t.TempDir()
	for i, s := range cluster(t, 2) {
		c := clientOf(t, s.url()+"/farm_logs", 3, time.Minute)
		create(t, c, Schema{Cluster: "farm"})
		paths = append(paths, madeLog(t, filepath.Join(dir, strconv.Itoa(i)), "u_ex1.log", seeded(logtest.Auth(700<<10), uint64(10+i))))
		clients = append(clients, c)
	}
	for i, c := range clients {
		_, err := shipTo(t, c, fmt.Sprintf("WEB%02d", i), &clock{at: later}, paths[i])
		require.NoError(t, err)
	}
	for _, c := range clients {
		requireSameAnswers(t, c, paths...)
	}
}

// readWith asks for a report, and returns the error of whatever failed.
func readWith(t *testing.T, c *Client) error {
	o := judging(t)
	reader, err := OpenReader(t.Context(), c, o.Noise)
	if err != nil {
		return err
	}
	_, err = scan.ReadShipped(t.Context(), reader, o)
	return err
}

// TestEngineThatFailsIsNoReport is the table of faults of who asks: what is done to a shard
// at each request, and what the program says.
func TestEngineThatFailsIsNoReport(t *testing.T) {
	shards := cluster(t, 2)
	dir := t.TempDir()
	for _, s := range shards {
		create(t, clientOf(t, s.url()+"/farm_logs", 3, time.Minute), Schema{Cluster: "farm"})
	}
	for i, s := range shards {
		path := madeLog(t, filepath.Join(dir, strconv.Itoa(i)), "u_ex1.log", seeded(logtest.Bench(1<<20), uint64(10+i)))
		_, err := shipTo(t, clientOf(t, s.url()+"/farm_logs", 3, time.Minute), fmt.Sprintf("WEB%02d", i), &clock{at: later}, path)
		require.NoError(t, err)
	}
	require.NoError(t, readWith(t, clientOf(t, shards[0].url()+"/farm_logs", 3, time.Minute)))
	for _, fault := range []struct {
		name       string
		begin, end func()
		cut        cut
		says       string
	}{
		{"the other shard is killed", shards[1].kill, shards[1].start, cutNothing, "error 279|error 32: Attempt to read after eof|expected an answer of http://127.0.0.1"},
		{"the other shard is frozen", shards[1].freeze, shards[1].thaw, cutNothing, "expected an answer of http://127.0.0.1"}, // the engine may give up first, and cuts its answer
		{"the answer does not come", func() {}, func() {}, cutAnswer, "expected an answer of http://127.0.0.1"},
		{"the answer breaks off", func() {}, func() {}, cutHalf, "expected an answer of http://127.0.0.1"},
	} {
		for n, again := 0, 0; ; n++ {
			gate := newGate(t, shards[0].url())
			var done atomic.Bool
			gate.at(func(i int, _ string) bool { done.CompareAndSwap(false, i == n); return i == n }, func() cut { fault.begin(); return fault.cut })
			err := readWith(t, clientOf(t, gate.URL+"/farm_logs", 1, 2*time.Second))
			gate.Close() // waits for what it is asked
			if !done.Load() && err != nil && again < 10 {
				again, n = again+1, n-1 // the gate itself lost an answer
				continue
			}
			if !done.Load() { // all requests were tried
				assert.NoError(t, err, fault.name)
				assert.Greater(t, n, 5)
				break
			}
			fault.end()
			require.Error(t, err, "%s at request %d", fault.name, n)
			require.Regexp(t, fault.says, err.Error(), "%s at request %d", fault.name, n)
		}
	}
}

// TestRowsThatAServerLost holds that rows which were acknowledged and are not there any
// more are missed.
func TestRowsThatAServerLost(t *testing.T) {
	s := cluster(t, 1)[0]
	c := database(t, s.url(), "lost", Schema{})
	_, err := shipTo(t, c, "WEB01", &clock{at: later}, madeLog(t, t.TempDir(), "u_ex1.log", logtest.Bench(200<<10)))
	require.NoError(t, err)
	require.NoError(t, readWith(t, c))
	_, err = c.ask(t.Context(), "ALTER TABLE "+c.table(rowsTable)+" DELETE WHERE line = 100")
	require.NoError(t, err)
	require.Eventually(t, func() bool { return readWith(t, c) != nil }, time.Minute, 10*time.Millisecond)
	assert.ErrorContains(t, readWith(t, c), "the engine does not have the rows that were acknowledged: ")
}

// TestSilentMachines holds that a machine which shipped and does no more is told.
func TestSilentMachines(t *testing.T) {
	c := database(t, cluster(t, 1)[0].url(), "silent", Schema{})
	day := later
	for i, machine := range []string{"WEB02", "WEB01"} {
		path := madeLog(t, t.TempDir(), "u_ex1.log", seeded(logtest.Bench(20<<10), uint64(i)))
		_, err := shipTo(t, c, machine, &clock{at: day}, path)
		require.NoError(t, err)
		day = day.Add(40 * time.Hour)
	}
	reader, err := OpenReader(t.Context(), c, judging(t).Noise)
	require.NoError(t, err)
	machines, err := reader.Machines(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []Machine{{"WEB01", later.Add(40 * time.Hour), "test"}, {"WEB02", later, "test"}}, machines)
	assert.False(t, machines[0].IsSilent(later.Add(41*time.Hour)))
	assert.True(t, machines[1].IsSilent(later.Add(41*time.Hour)))
}

// TestManyRowsAreCountedWhereTheyAre asks of a log that is long enough: most of its rows are
// counted by the engine. Its first rows are there twice, once of an attempt that does not
// count.
func TestManyRowsAreCountedWhereTheyAre(t *testing.T) {
	s := cluster(t, 1)[0]
	direct := clientOf(t, s.url()+"/many", 3, time.Minute)
	create(t, direct, Schema{})
	path := madeLog(t, t.TempDir(), "u_ex261102.log", logtest.Bench(80<<20))
	withLoops(t, path)
	gate := newGate(t, s.url())
	gate.at(insertsRows(1), func() cut { return cutAnswer })
	told, err := shipTo(t, clientOf(t, gate.URL+"/many", 5, time.Minute), "WEB01", &clock{at: later}, path)
	require.NoError(t, err)
	reader, err := OpenReader(t.Context(), direct, judging(t).Noise)
	require.NoError(t, err)
	assert.False(t, reader.clean)
	light := 0
	require.NoError(t, reader.Light(t.Context(), &scan.Asked{Shown: func(int) (scan.Filter, bool) { return scan.Filter{}, true }}, func(l *scan.LightCounts) {
		for _, one := range l.Sources {
			light += int(one.Rows)
		}
	}))
	assert.Greater(t, light, int(told.Rows.Shipped)*4/5, "rows that do not come over the wire")
	// What filters say is held of shorter logs; here are those that let many rows be counted.
	wanted := map[string]bool{"report": true, "report --by": true, "report --status": true, "daily": true, "spikes --uri": true}
	var some []question
	for _, q := range questions(t) {
		if wanted[q.name] {
			some = append(some, q)
		}
	}
	day := time.Date(2026, 11, 2, 1, 10, 7, 0, time.UTC)
	some = append(some, question{name: "spikes --since", scan: func(o *scan.Options) { o.Compare, o.Filter.Since = true, day }, tell: toldSpikes})
	forwarded := question{name: "report --forwarded-for", scan: func(o *scan.Options) { o.ForwardedFor = "X-Forwarded-For" }, tell: toldReport}
	some = append(some, forwarded)
	requireSameOf(t, direct, some, path)
	report := asked(t, questions(t)[0], func(o scan.Options) *scan.Result { return scan.Read(t.Context(), sourcesOf(t, path), o) })
	assert.Contains(t, string(report), `"redirect-loop"`, "which no row tells that comes")
	report = asked(t, forwarded, func(o scan.Options) *scan.Result { return scan.Read(t.Context(), sourcesOf(t, path), o) })
	assert.Contains(t, string(report), `"redirect-loop"`, "behind a proxy")
}

// withLoops adds to a log whom a page sends to itself: one second after its last row, each of
// 30 clients 24 times, behind which stand others.
func withLoops(t *testing.T, path string) {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(text), "#Fields: ")
	require.True(t, found)
	header, _, _ := strings.Cut(rest, "\n")
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	row := strings.Fields(lines[len(lines)-1])
	last, err := time.Parse(time.DateTime, row[0]+" "+row[1])
	require.NoError(t, err)
	var loops strings.Builder
	header += " X-Forwarded-For"
	loops.WriteString("#Fields: " + header + "\n")
	for i := range 24 {
		for client := range 30 {
			at := last.Add(time.Duration(1+i/4) * time.Second)
			values := map[string]string{
				"date": at.Format(time.DateOnly), "time": at.Format(time.TimeOnly), "cs-method": "GET", "cs-uri-stem": "/portal/", "cs-uri-query": "-", "cs-username": "-",
				"c-ip": fmt.Sprintf("198.51.100.%d", client), "cs(Referer)": "-", "sc-status": "302", "sc-substatus": "0", "sc-win32-status": "0", "time-taken": "3",
				"X-Forwarded-For": fmt.Sprintf("203.0.113.%d", client),
			}
			for n, name := range strings.Fields(header) {
				value, known := values[name]
				if !known {
					value = row[n]
				}
				loops.WriteString(value + " ")
			}
			loops.WriteString("\n")
		}
	}
	require.NoError(t, os.WriteFile(path, append(text, strings.ReplaceAll(loops.String(), " \n", "\n")...), 0o600))
}

// shownRows is a Reader that counts the rows which come.
type shownRows struct {
	*Reader
	rows atomic.Int64
}

func (s *shownRows) Rows(ctx context.Context, asked *scan.Asked, workers int, see func(int, *scan.ShippedRows) error) error {
	return s.Reader.Rows(ctx, asked, workers, func(worker int, rows *scan.ShippedRows) error {
		s.rows.Add(int64(len(rows.Rows)))
		return see(worker, rows)
	})
}

// TestFailedRowsAreCountedWhereTheyAre asks of a log two thirds of which are refused: few of
// its rows come.
func TestFailedRowsAreCountedWhereTheyAre(t *testing.T) {
	c := clientOf(t, cluster(t, 1)[0].url()+"/failed", 3, time.Minute)
	create(t, c, Schema{})
	path := madeLog(t, t.TempDir(), "u_ex261102.log", logtest.Auth(80<<20))
	told, err := shipTo(t, c, "WEB01", &clock{at: later}, path)
	require.NoError(t, err)
	requireSameOf(t, c, questions(t)[:1], path)
	reader, err := OpenReader(t.Context(), c, judging(t).Noise)
	require.NoError(t, err)
	reader.few = 1
	shown := &shownRows{Reader: reader}
	o := judging(t)
	o.Workers = 2
	o.Redact = redact.Kinds{User: true, Client: true} // who is hidden is asked for, not read from all rows
	o.By = []string{"cs-uri-stem", scan.ByClient}     // and so are groups
	_, err = scan.ReadShipped(t.Context(), shown, o)
	require.NoError(t, err)
	assert.Less(t, shown.rows.Load(), told.Rows.Shipped/3)
}

// TestQueriesOfTheReadme asks what README.md gives to those who have a Grafana.
func TestQueriesOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	queries := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllSubmatch(readme, -1)
	require.Len(t, queries, 2)
	engines(t, func(t *testing.T, base string) {
		c := database(t, base, "readme", Schema{})
		path := madeLog(t, t.TempDir(), "u_ex1.log", logtest.Bench(1<<20))
		_, err := shipTo(t, c, "WEB01", &clock{at: later}, path)
		require.NoError(t, err)
		want := 0
		for _, o := range scan.Read(t.Context(), sourcesOf(t, path), judging(t)).Outcomes {
			if o.Code.Status >= 500 {
				want += int(o.Rows)
			}
		}
		ask := func(cells int, query []byte) [][]string {
			rows, err := c.lines(t.Context(), cells, strings.ReplaceAll(string(query), "iiswhy.", c.config.Database+"."))
			require.NoError(t, err)
			return rows
		}
		got := 0
		for _, row := range ask(4, queries[0][1]) {
			n, err := strconv.Atoi(row[3])
			require.NoError(t, err)
			got += n
		}
		assert.Positive(t, want)
		assert.Equal(t, want, got)
		assert.LessOrEqual(t, len(ask(2, queries[1][1])), 1)
	})
}

// TestSupersededRowsGo holds that rows of attempts which do not count go with the first run of
// a day, where they are many, and nothing else does: no attempt that is not a day old, none
// that only such a one supersedes, none of another machine, and what is few stays.
func TestSupersededRowsGo(t *testing.T) {
	engines(t, func(t *testing.T, base string) {
		c := database(t, base, "superseded", Schema{})
		dir, other := t.TempDir(), t.TempDir()
		day := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
		grown := []string{servedRow, laterRow, answerRow, nextDay}
		ship := func(machine string, at time.Time, rows int) {
			folder := map[string]string{"WEB01": dir, "WEB02": other}[machine]
			written(t, folder, "u_ex.log", grown[:rows]...)
			_, err := shipTo(t, c, machine, &clock{at: at}, folder)
			require.NoError(t, err)
		}
		count := func(which string) string {
			row, err := c.line(t.Context(), 1, "SELECT count() FROM "+c.table(rowsTable)+" WHERE "+which)
			require.NoError(t, err)
			return row[0]
		}
		for rows := 1; rows <= 3; rows++ {
			ship("WEB01", day.Add(time.Duration(rows)*time.Hour), rows)
			ship("WEB02", day.Add(time.Duration(rows)*time.Hour), rows)
		}
		counts := "shipper = 'WEB01' AND (file, load) IN (SELECT file, argMax(load, (bytes, rows, load)) FROM " + c.table(loadsTable) + " GROUP BY file, block)"
		require.Equal(t, "6", count("shipper = 'WEB01'"), "1 + 2 + 3, of which 3 count")
		ship("WEB01", day.AddDate(0, 0, 1), 4) // of the next day, but the others are not a day old
		require.Equal(t, "10", count("shipper = 'WEB01'"))
		ship("WEB01", day.AddDate(0, 0, 1).Add(4*time.Hour), 4)
		require.Equal(t, "10", count("shipper = 'WEB01'"), "it is not the first run of the day")
		ship("WEB01", day.AddDate(0, 0, 2).Add(-time.Hour), 4)
		require.Eventually(t, func() bool { return count("shipper = 'WEB01'") == "7" }, time.Minute, 10*time.Millisecond,
			"3 that the youngest attempt supersedes, which is not a day old, and its 4")
		require.Equal(t, "4", count(counts))
		ship("WEB01", day.AddDate(0, 0, 3), 4)
		require.Eventually(t, func() bool { return count("shipper = 'WEB01'") == "4" }, time.Minute, 10*time.Millisecond)
		assert.Equal(t, "4", count(counts))
		assert.Equal(t, "6", count("shipper = 'WEB02'"))
	})
}
