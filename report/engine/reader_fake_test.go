package engine

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answered is what comes back for a statement.
type answered struct {
	status int
	kind   string // Content-Type
	body   []byte
}

// readFake is the rows that a fakeEngine was sent, answered as a Reader asks for them; how
// answers are damaged, a test says.
type readFake struct {
	*fakeEngine
	mu     sync.Mutex // who asks may go on before an answer is done
	damage func(statement string, a *answered)
}

// damaged says how answers are damaged from now on.
func (f *readFake) damaged(damage func(statement string, a *answered)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.damage = damage
}

func (f *readFake) damageTo(statement string, a *answered) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.damage(statement, a)
}

// newReadFake ships a log with a row of each kind, and gives an engine that has it.
func newReadFake(t *testing.T) (f *readFake, path string) {
	f = &readFake{fakeEngine: newFakeEngine(t), damage: func(string, *answered) {}}
	dir := t.TempDir()
	written(t, dir, "u_ex.log", servedRow, laterRow, legRow, answerRow,
		"2026-11-21 00:11:00 GET /gone - 192.0.2.7 404 0 2 15", "2026-11-21 00:12:00 GET /b - 192.0.2.8 500 19 5 15")
	ship(t, f.URL, &clock{at: later}, dir)
	f.Close()
	f.Server = httptest.NewServer(http.HandlerFunc(f.read))
	t.Cleanup(f.Close)
	return f, filepath.Join(dir, "W3SVC1", "u_ex.log")
}

// read answers a statement.
func (f *readFake) read(w http.ResponseWriter, r *http.Request) {
	body := new(bytes.Buffer)
	_, _ = body.ReadFrom(r.Body)
	statement := body.String()
	a := &answered{http.StatusOK, "application/octet-stream", nil}
	if text := f.native(statement); text != nil {
		a.body = text
	} else {
		a.body = []byte(f.answer(statement, nil))
	}
	f.damageTo(statement, a)
	w.Header().Set("Content-Type", a.kind)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// native is the answer to what a Reader asks in the Native format, nil for something else.
func (f *readFake) native(statement string) []byte {
	rows, loads := f.tables["iis_rows"], f.tables["iis_loads"]
	switch {
	case strings.Contains(statement, "newest_load"):
		return nativeOf([]string{"UInt64"}, []any{loads[len(loads)-1]["load"]})
	case strings.Contains(statement, "earliest_time"):
		return nativeOf([]string{"UInt32"}, []any{uint64(1)})
	case strings.Contains(statement, "all_rows FROM iiswhy.iis_rows"):
		return nativeOf([]string{"UInt64"}, []any{uint64(len(rows))})
	case strings.Contains(statement, "on_machine"):
		l := loads[0]
		return nativeOf([]string{"UInt64", text, "UInt64", "UInt64", "UInt32", "UInt32"}, []any{l["file"], "WEB01", l["bytes"], l["rows"], l["first"], l["last"]})
	case strings.Contains(statement, "best.1 AS b1"):
		l := loads[0]
		return nativeOf([]string{"UInt64", "UInt32", "UInt32", "UInt32", "UInt32"}, []any{l["file"], l["first"], l["last"], l["bytes"], l["rows"]})
	case strings.Contains(statement, "toUInt32(time) = 0"):
		return []byte{}
	}
	for _, t := range allTables {
		if strings.HasPrefix(statement, "SELECT ") && strings.Contains(statement, "FROM iiswhy."+t.name+" ") && strings.HasSuffix(statement, "FORMAT Native") {
			return f.selected(t, statement)
		}
	}
	return nil
}

var selectedColumn = regexp.MustCompile(`(?:CAST\(|toUInt32\()?(\w+)(?: AS String\)|\))? AS v\d+`)

// selected are the columns of all rows of a table that a statement names.
func (f *readFake) selected(t table, statement string) []byte {
	var kinds []string
	var names []string
	for _, m := range selectedColumn.FindAllStringSubmatch(statement, -1) {
		for _, c := range t.columns {
			if c.name == m[1] {
				kinds, names = append(kinds, strings.Replace(c.kind, moment, "UInt32", 1)), append(names, c.name)
			}
		}
	}
	var rows [][]any
	for _, r := range f.tables[t.name] {
		var row []any
		for _, name := range names {
			row = append(row, r[name])
		}
		rows = append(rows, row)
	}
	return nativeOf(kinds, rows...)
}

// nativeOf is a block of rows, of columns of those types.
func nativeOf(kinds []string, rows ...[]any) []byte {
	out := nativeHead(nil, len(kinds), len(rows))
	for i, kind := range kinds {
		out = nativeColumn(out, column{name: fmt.Sprint("v", i), kind: kind})
		inner, isArray := strings.CutPrefix(strings.TrimSuffix(kind, ")"), "Array(")
		end := 0
		for _, row := range rows {
			if isArray {
				end += len(row[i].([]any))
				out = binary.LittleEndian.AppendUint64(out, uint64(end))
			}
		}
		for _, row := range rows {
			values, many := row[i].([]any)
			if !many {
				values = []any{row[i]}
			}
			for _, v := range values {
				out = appendValue(out, inner, v)
			}
		}
	}
	return out
}

// readAll reads all rows of an engine, without further tries.
func readAll(t *testing.T, url string) (*scan.Result, error) {
	address, err := ParseAddress(url)
	require.NoError(t, err)
	c, err := NewClient(Config{Address: address, Timeout: time.Minute, Tries: 1, Wait: noWait, Random: func() float64 { return 0 }})
	require.NoError(t, err)
	defer c.Close()
	return readOf(t.Context(), c, judging(t))
}

func readOf(ctx context.Context, c *Client, o scan.Options) (*scan.Result, error) {
	reader, err := OpenReader(ctx, c, o.Noise)
	if err != nil {
		return nil, err
	}
	return scan.ReadShipped(ctx, reader, o)
}

func TestReaderOfAFakeReadsWhatFilesHold(t *testing.T) {
	f, path := newReadFake(t)
	got, err := readAll(t, f.URL)
	require.NoError(t, err)
	want := scan.Read(t.Context(), sourcesOf(t, path), judging(t))
	assert.Equal(t, want.Outcomes, got.Outcomes)
	assert.EqualValues(t, 6, got.RowsShown())
}

// isRows says which statements ask for rows as a whole.
func isRows(statement string) bool {
	return strings.Contains(statement, "FROM iiswhy.iis_rows") && strings.Contains(statement, "verdict AS String") && !strings.Contains(statement, "toUInt32(time) = 0")
}

// TestAnswersThatAreWrong is what an engine, or something else at its place, may answer, and
// what is said then: it is never a report of fewer rows.
func TestAnswersThatAreWrong(t *testing.T) {
	page := []byte("<!DOCTYPE html>\n<html><body>Sign in</body></html>\n")
	replaced := func(old, new string) func([]byte) []byte {
		return func(body []byte) []byte { return bytes.Replace(body, []byte(old), []byte(new), 1) }
	}
	for _, c := range []struct {
		name, says string
		of         func(statement string) bool
		damage     func(*answered)
	}{
		{"a type that nobody asked for", `expected a type that is known, found "Float64"`, isRows, func(a *answered) { a.body = replaced("\x06UInt64", "\x07Float64")(a.body) }},
		{"a text where a number should be", "of the engine's answer, found \"String\": another program or another version made the table", isRows, func(a *answered) {
			columns, _ := binary.Uvarint(a.body)
			a.body = append(nativeHead(nil, int(columns), 1), bytes.Repeat(nativeOf([]string{text}, []any{"x"})[2:], int(columns))...)
		}},
		{"an exception behind rows, under status 200", "error 33: Cannot read all data", isRows, func(a *answered) {
			a.body = append(a.body[:len(a.body)*2/3], "\nCode: 33, e.displayText() = DB::Exception: Cannot read all data, e.what() = DB::Exception\n"...)
		}},
		{"fewer rows than were acknowledged", "the engine does not have the rows that were acknowledged: ", isRows, func(a *answered) { a.body = nil }},
		{"fewer rows, and nothing else", "expected 6 rows, found 0", isRows, func(a *answered) { a.body = []byte{} }},
		{"a page instead of rows", "found a page of HTML", isRows, func(a *answered) { a.body, a.kind = page, "text/html; charset=UTF-8" }},
		{"a page that says that it is none", "found a page of HTML", isRows, func(a *answered) { a.body = page }},
		{"a page from the start", "found \"<!DOCTYPE html>", func(string) bool { return true }, func(a *answered) { a.body, a.kind = page, "text/html" }},
		{"a page in the place of the tables", "something else than ClickHouse answers there", isOfColumns, func(a *answered) { a.body = page }},
		{"no answer to what tables there are", "iiswhy ship --create makes the tables", isOfColumns, func(a *answered) { a.body = nil }},
		{"tables of another version", "expected iis_rows.status to be Int16 at ", isOfColumns, func(a *answered) { a.body = replaced("status\tInt16", "status\tInt64")(a.body) }},
		{"tables that lack a column", "to have a column weight, found none: another version of iiswhy made the table; ship into another database", isOfColumns, func(a *answered) { a.body = replaced("iis_rows\tweight", "iis_rows\twhole")(a.body) }},
		{"a table that is missing", "expected a table iis_rows with a column weight at ", isOfColumns, func(a *answered) { a.body = bytes.ReplaceAll(a.body, []byte("iis_rows\t"), []byte("iis_rowes\t")) }},
		{"rows of fields that are not known", "expected the fields of layout ", func(s string) bool { return strings.Contains(s, "iis_layouts") }, func(a *answered) { a.body = []byte{} }},
		{"a verdict of another version", "expected a verdict that this program knows, found \"not-bound\"", isRows, func(a *answered) { a.body = replaced("not-found", "not-bound")(a.body) }},
		{"an error", "error 241: Memory limit exceeded", isRows, func(a *answered) {
			a.status, a.body = 500, []byte("Code: 241, e.displayText() = DB::Exception: Memory limit exceeded, e.what() = DB::Exception")
		}},
		{"an error of something between", "status 502: <!DOCTYPE html>", isRows, func(a *answered) { a.status, a.body = 502, page }},
		{"a place that moved", "status 302", isRows, func(a *answered) { a.status = 302 }},
	} {
		f, _ := newReadFake(t)
		f.damaged(func(statement string, a *answered) {
			if c.of(statement) {
				c.damage(a)
			}
		})
		_, err := readAll(t, f.URL)
		require.ErrorContains(t, err, c.says, c.name)
	}
}

func isOfColumns(statement string) bool { return strings.Contains(statement, "system.columns") }

// TestAnswersThatEndTooSoon cuts each answer at each of its bytes.
func TestAnswersThatEndTooSoon(t *testing.T) {
	f, _ := newReadFake(t)
	for _, of := range []string{"newest_load", "on_machine", "FROM iiswhy.iis_files", "best.1 AS b1", "FROM iiswhy.iis_layouts", "verdict AS String"} {
		for n := 1; ; n += 7 {
			var cut atomic.Bool
			f.damaged(func(statement string, a *answered) {
				if strings.Contains(statement, of) && strings.HasSuffix(statement, "Native") && n < len(a.body) {
					a.body = a.body[:n]
					cut.Store(true)
				}
			})
			_, err := readAll(t, f.URL)
			if !cut.Load() {
				require.NoError(t, err)
				require.Greater(t, n, 7, of)
				break
			}
			require.Error(t, err, "%s, cut at %d", of, n)
		}
	}
}
