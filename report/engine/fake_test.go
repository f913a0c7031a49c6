package engine

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"
)

// fakeEngine is what of ClickHouse ship needs, in memory. It can be told to fail.
type fakeEngine struct {
	*httptest.Server
	t *testing.T

	mu       sync.Mutex
	tables   map[string][]map[string]any // by the names of tables
	asked    int
	requests []string
	fault    func(n int, statement string) fault // of the request of that number, from 0
	version  string
}

// fault is what happens to a request.
type fault int

const (
	noFault     fault = iota
	refused           // the connection is closed before anything happens
	lost              // it is done, and the answer never comes
	halfAnswer        // it is done, and the answer breaks off
	diskFull          // 500 with a code
	brokenCode        // 404 with a code that trying again does not mend
	gatewayDown       // 502 without a code
	frozen            // no answer until the client leaves
)

func newFakeEngine(t *testing.T) *fakeEngine {
	f := &fakeEngine{t: t, tables: map[string][]map[string]any{}, version: "26.7.2.1", fault: func(int, string) fault { return noFault }}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

// breaks says what happens to requests from now on. One that broke off may still be served.
func (f *fakeEngine) breaks(fault func(i int, statement string) fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = fault
}

func (f *fakeEngine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	statement := r.URL.Query().Get("query")
	if statement == "" {
		statement = string(body)
	}
	f.mu.Lock()
	what := f.fault(f.asked, statement)
	f.asked++
	f.requests = append(f.requests, statement)
	f.mu.Unlock()
	if err != nil || what == refused {
		panic(http.ErrAbortHandler)
	}
	switch what {
	case diskFull:
		http.Error(w, "Code: 75. DB::Exception: Cannot write to file, No space left on device", 500)
		return
	case brokenCode:
		http.Error(w, "Code: 60, e.displayText() = DB::Exception: Table x doesn't exist., e.what() = DB::Exception", 404)
		return
	case gatewayDown:
		http.Error(w, "<html>bad gateway", http.StatusBadGateway)
		return
	case frozen:
		<-r.Context().Done()
		return
	}
	answer := f.answer(statement, body)
	switch what {
	case lost:
		panic(http.ErrAbortHandler)
	case halfAnswer:
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)+10))
	}
	_, _ = io.WriteString(w, answer)
}

// answer does what a statement says.
func (f *fakeEngine) answer(statement string, body []byte) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case strings.HasPrefix(statement, "SELECT version()"):
		return f.version + "\n"
	case strings.Contains(statement, "system.columns"):
		var all strings.Builder
		for _, t := range allTables {
			for _, c := range t.columns {
				fmt.Fprintf(&all, "%s\t%s\t%s\n", t.name, c.name, strings.ReplaceAll(c.kind, "'", `\'`))
			}
		}
		return all.String()
	case strings.HasPrefix(statement, "INSERT INTO "):
		name := strings.TrimPrefix(strings.Fields(statement)[2], "iiswhy.")
		name, _, _ = strings.Cut(name, " ")
		f.tables[name] = append(f.tables[name], unpackNative(f.t, body)...)
		return ""
	case strings.Contains(statement, "FROM iiswhy.iis_files"):
		return f.files()
	case strings.Contains(statement, "FROM iiswhy.iis_loads"):
		return f.blocks(statement)
	}
	return ""
}

// files answers what knownFiles asks.
func (f *fakeEngine) files() string {
	latest, sizes := map[uint64]map[string]any{}, map[uint64][]string{}
	for _, r := range f.tables["iis_files"] {
		id := r["file"].(uint64)
		if was := latest[id]; was == nil || r["at"].(uint64) >= was["at"].(uint64) {
			latest[id] = r
		}
		if r["settled"].(uint64) == 1 {
			sizes[id] = append(sizes[id], strconv.FormatInt(int64(r["stored"].(uint64)), 10))
		}
	}
	var all strings.Builder
	for id, r := range latest {
		fmt.Fprintf(&all, "%d\t%d\t%s\t%s\t%d\t%d\t%d\t%s\n", id, r["head"], r["folder"], r["name"], int64(r["last"].(uint64)), r["open"], r["settled"], strings.Join(sizes[id], " "))
	}
	return all.String()
}

// best are the loads that count, by file and block.
func (f *fakeEngine) best() map[[2]uint64]map[string]any {
	best := map[[2]uint64]map[string]any{}
	rank := func(r map[string]any) []uint64 {
		return []uint64{r["bytes"].(uint64), r["rows"].(uint64), r["load"].(uint64)}
	}
	for _, r := range f.tables["iis_loads"] {
		key := [2]uint64{r["file"].(uint64), r["block"].(uint64)}
		if was := best[key]; was == nil || slices.Compare(rank(r), rank(was)) > 0 {
			best[key] = r
		}
	}
	return best
}

func (f *fakeEngine) blocks(statement string) string {
	var all strings.Builder
	for key, r := range f.best() {
		if strings.Contains(statement, strconv.FormatUint(key[0], 10)) {
			fmt.Fprintf(&all, "%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", key[0], key[1], r["bytes"], r["rows"], r["waiting"], r["open"], r["content"], r["judged"])
		}
	}
	return all.String()
}

// live are the rows that count.
func (f *fakeEngine) live() (rows []map[string]any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	counts := map[[2]uint64]bool{}
	for key, r := range f.best() {
		counts[[2]uint64{key[0], r["load"].(uint64)}] = true
	}
	for _, r := range f.tables["iis_rows"] {
		if counts[[2]uint64{r["file"].(uint64), r["load"].(uint64)}] {
			rows = append(rows, r)
		}
	}
	return rows
}

// unpackNative reads the blocks of a packed body of Native.
func unpackNative(t testing.TB, body []byte) (rows []map[string]any) {
	t.Helper()
	in, err := gzip.NewReader(bytes.NewReader(body))
	require.NoError(t, err)
	raw, err := io.ReadAll(in)
	require.NoError(t, err)
	b := bytes.NewBuffer(raw)
	for b.Len() > 0 {
		rows = append(rows, unpackBlock(t, b)...)
	}
	return rows
}

func unpackBlock(t testing.TB, b *bytes.Buffer) []map[string]any {
	columns, err := binary.ReadUvarint(b)
	require.NoError(t, err)
	n, err := binary.ReadUvarint(b)
	require.NoError(t, err)
	rows := make([]map[string]any, n)
	for i := range rows {
		rows[i] = map[string]any{}
	}
	for range columns {
		name, kind := readText(t, b), readText(t, b)
		element, isArray := strings.CutPrefix(strings.TrimSuffix(kind, ")"), "Array(")
		if !isArray {
			for i := range rows {
				rows[i][name] = readValue(t, b, kind)
			}
			continue
		}
		ends := make([]uint64, n)
		require.NoError(t, binary.Read(b, binary.LittleEndian, ends))
		at := uint64(0)
		for i, end := range ends {
			values := []any{}
			for ; at < end; at++ {
				values = append(values, readValue(t, b, element))
			}
			rows[i][name] = values
		}
	}
	return rows
}

func readText(t testing.TB, b *bytes.Buffer) string {
	n, err := binary.ReadUvarint(b)
	require.NoError(t, err)
	require.LessOrEqual(t, n, uint64(b.Len()))
	return string(b.Next(int(n)))
}

// readValue reads a value: a string, or a number as its bits say.
func readValue(t testing.TB, b *bytes.Buffer, kind string) any {
	switch kind {
	case text:
		return readText(t, b)
	case "UInt8":
		return uint64(b.Next(1)[0])
	case "Int16":
		return uint64(int64(int16(binary.LittleEndian.Uint16(b.Next(2)))))
	case "UInt32", moment:
		return uint64(binary.LittleEndian.Uint32(b.Next(4)))
	case "Int32":
		return uint64(int64(int32(binary.LittleEndian.Uint32(b.Next(4)))))
	case "Int64", "UInt64":
		return binary.LittleEndian.Uint64(b.Next(8))
	}
	t.Fatalf("unknown type %s", kind)
	return nil
}
