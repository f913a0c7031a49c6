package engine

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShipsWhatAReportReads(t *testing.T) {
	dir := t.TempDir()
	madeLog(t, dir, "u_ex1.log", logtest.Bench(1500<<10))
	madeLog(t, dir, "u_ex2.log", seeded(logtest.Auth(900<<10), 2))
	madeLog(t, dir, "u_ex3.log", seeded(logtest.Hostile(700<<10), 3))
	f := newFakeEngine(t)
	at := &clock{at: later}
	told := ship(t, f.URL, at, dir)
	want := expected(t, dir)
	assert.Equal(t, int64(len(want)), told.Rows.Shipped)
	requireSame(t, want, f.stored())

	again := ship(t, f.URL, at, dir)
	assert.Zero(t, again.Rows.Read, "what is there is not even read")
	assert.Equal(t, len(want), len(f.live()))
}

// TestHandMadeLogsComeBack ships what the other tests read: every form, and lines that
// columns cannot give back.
func TestHandMadeLogsComeBack(t *testing.T) {
	for _, path := range handMade(t) {
		want := expected(t, path)
		f := newFakeEngine(t)
		s, err := shipperFor(t, f.URL, 1, &clock{at: later})
		require.NoError(t, err)
		told, err := s.Ship(t.Context(), sourcesOf(t, path), nil)
		require.NoError(t, err, path)
		if len(want) == 1 && told.Files[0].State == report.FileEmpty {
			continue // one row that has no end
		}
		requireSame(t, want, f.stored(), path)
	}
}

func handMade(t testing.TB) (paths []string) {
	require.NoError(t, filepath.WalkDir("../../testdata", func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".log") {
			paths = append(paths, path)
		}
		return err
	}))
	require.NotEmpty(t, paths)
	return paths
}

// TestFaultsNeitherLoseNorRepeat has each request of a run fail in each way: once with
// tries enough to make up for it, and once so that a second run has to.
func TestFaultsNeitherLoseNorRepeat(t *testing.T) {
	dir := t.TempDir()
	madeLog(t, dir, "u_ex1.log", seeded(logtest.Auth(150<<10), 4))
	madeLog(t, dir, "u_ex2.log", seeded(logtest.Bench(50<<10), 5))
	want := expected(t, dir)
	whole := newFakeEngine(t)
	ship(t, whole.URL, &clock{at: later}, dir)
	for _, what := range []fault{refused, lost, halfAnswer, diskFull, gatewayDown, brokenCode} {
		for n := range whole.asked {
			if testing.Short() && (n+int(what))%4 != 0 {
				continue
			}
			for _, tries := range []int{1, 3} {
				name := fmt.Sprintf("fault %d of request %d of %d, %d tries", what, n, whole.asked, tries)
				f := newFakeEngine(t)
				f.breaks(func(i int, _ string) fault {
					if i == n {
						return what
					}
					return noFault
				})
				at := &clock{at: later}
				told, err := shipTried(t, f, tries, at, dir)
				if tries > 1 && what != brokenCode {
					require.NoError(t, err, name)
				} else {
					require.Error(t, err, name)
					require.True(t, told == nil || told.Partial, name)
					f.breaks(func(int, string) fault { return noFault })
					ship(t, f.URL, at, dir)
				}
				requireSame(t, want, f.stored(), name)
				f.Close()
			}
		}
	}
}

func shipTried(t *testing.T, f *fakeEngine, tries int, at *clock, dir string) (*report.Shipment, error) {
	s, err := shipperFor(t, f.URL, tries, at)
	if err != nil {
		return nil, err
	}
	return s.Ship(t.Context(), sourcesOf(t, dir), nil)
}

func TestTwoRunsAtOnce(t *testing.T) {
	dir := t.TempDir()
	madeLog(t, dir, "u_ex1.log", seeded(logtest.Auth(2<<20), 6))
	f := newFakeEngine(t)
	at := &clock{at: later}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { ship(t, f.URL, at, dir) })
	}
	both.Wait()
	requireSame(t, expected(t, dir), f.stored())
	assert.Greater(t, len(f.tables["iis_rows"]), len(f.live()), "both sent rows")
}

// TestGrownAtEveryStep ships a log that grows by any number of bytes, through lines, and at
// last under other names and packed.
func TestGrownAtEveryStep(t *testing.T) {
	dir := t.TempDir()
	path := madeLog(t, dir, "u_ex1.log", seeded(logtest.Auth(700<<10), 7))
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	f, at := newFakeEngine(t), &clock{at: later}
	for size := 1000; size < len(whole); size += 37_777 {
		require.NoError(t, os.WriteFile(path, whole[:size], 0o644))
		ship(t, f.URL, at, dir)
		requireSame(t, expected(t, dir), f.stored(), "after %d bytes", size)
	}
	require.NoError(t, os.WriteFile(path, whole, 0o644))
	want := expected(t, dir)
	ship(t, f.URL, at, dir)
	requireSame(t, want, f.stored())

	renamed := filepath.Join(dir, "W3SVC1", "old.log")
	require.NoError(t, os.Rename(path, renamed))
	assert.Zero(t, ship(t, f.URL, at, dir).Rows.Shipped, "renamed")
	pack := func(to string) {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, _ = w.Write(whole)
		require.NoError(t, w.Close())
		require.NoError(t, os.WriteFile(to, packed.Bytes(), 0o644))
	}
	pack(path + ".gz")
	assert.Zero(t, ship(t, f.URL, at, dir).Rows.Shipped, "packed beside it")
	require.NoError(t, os.Remove(renamed))
	told := ship(t, f.URL, at, dir)
	assert.Zero(t, told.Rows.Read, "the packed one was read before")
	moved := filepath.Join(t.TempDir(), "archive.gz")
	pack(moved)
	assert.Zero(t, ship(t, f.URL, at, moved).Rows.Shipped, "moved")
	requireSame(t, want, f.stored())
}

// TestKilledAnywhere ends runs at any request, as a kill does.
func TestKilledAnywhere(t *testing.T) {
	dir := t.TempDir()
	madeLog(t, dir, "u_ex1.log", seeded(logtest.Auth(900<<10), 8))
	want := expected(t, dir)
	for n := range 12 {
		if testing.Short() && n%4 != 1 {
			continue
		}
		f, at := newFakeEngine(t), &clock{at: later}
		ctx, kill := context.WithCancel(t.Context())
		f.breaks(func(i int, _ string) fault {
			if i == n {
				kill()
			}
			return noFault
		})
		if s, err := shipperFor(t, f.URL, 1, at); err == nil {
			_, _ = s.Ship(ctx, sourcesOf(t, dir), nil)
		}
		kill()
		f.breaks(func(int, string) fault { return noFault })
		ship(t, f.URL, at, dir)
		requireSame(t, want, f.stored(), "killed at request %d", n)
	}
}

func TestOtherRowsBehindTheSameBeginning(t *testing.T) {
	dir := t.TempDir()
	path := madeLog(t, dir, "u_ex1.log", seeded(logtest.Bench(600<<10), 9))
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	f, at := newFakeEngine(t), &clock{at: later}
	ship(t, f.URL, at, dir)
	want := f.stored()
	changed := bytes.Replace(whole, []byte(" 404 "), []byte(" 405 "), 1)
	require.NoError(t, os.WriteFile(path, append(changed, whole[len(whole)-2000:]...), 0o644))
	s, err := shipperFor(t, f.URL, 1, at)
	require.NoError(t, err)
	told, err := s.Ship(t.Context(), sourcesOf(t, dir), nil)
	require.NoError(t, err)
	assert.True(t, told.Partial)
	assert.Equal(t, report.FileFailed, told.Files[0].State)
	assert.Contains(t, told.Files[0].Error, "expected the rows that were shipped of a file with the same beginning")
	assert.Equal(t, want, f.stored())
}

func TestSitesThatBeginTheSame(t *testing.T) {
	f, at := newFakeEngine(t), &clock{at: later}
	dir := t.TempDir()
	head := "#Software: IIS\r\n#Fields: date time cs-method cs-uri-stem sc-status\r\n2026-11-21 00:00:00 GET /health 200\r\n"
	for site, row := range map[string]string{"W3SVC1": "2026-11-21 00:00:01 GET /a 404\r\n", "W3SVC2": "2026-11-21 00:00:01 GET /b 500\r\n"} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, site), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, site, "u_ex.log"), []byte(head+row), 0o644))
	}
	assert.EqualValues(t, 4, ship(t, f.URL, at, dir).Rows.Shipped)
	requireSame(t, expected(t, dir), f.stored())
}

func TestFrozenEngineIsGivenUp(t *testing.T) {
	f := newFakeEngine(t)
	f.breaks(func(int, string) fault { return frozen })
	address, err := ParseAddress(f.URL)
	require.NoError(t, err)
	client, err := NewClient(Config{Address: address, Timeout: 50 * time.Millisecond, Tries: 2, Wait: noWait, Random: func() float64 { return 0 }})
	require.NoError(t, err)
	_, err = NewShipper(t.Context(), client, Options{})
	require.ErrorContains(t, err, "within 50ms, found none")
	assert.EqualValues(t, 1, client.retries.Load())
}

func TestErrorsOfAnEngine(t *testing.T) {
	for _, c := range []struct {
		status int
		text   string
		code   int
		passes bool
	}{
		{500, "Code: 279, e.displayText() = DB::NetException: All connection tries failed.", 279, true},
		{500, "Code: 75. DB::Exception: no space. (X) (version 26)", 75, true},
		{404, "Code: 60, e.displayText() = DB::Exception: Table x doesn't exist., e.what() = DB::Exception", 60, false},
		{401, "Code: 193, e.displayText() = DB::Exception: Wrong password", 193, false},
		{500, "Code: 252, e.displayText() = DB::Exception: Too many parts (300).", 252, true},
		{502, "<html>", 0, true},
		{400, "what", 0, false},
	} {
		p := problemOf(c.status, []byte(c.text))
		assert.Equal(t, c.code, p.Code, c.text)
		assert.Equal(t, c.passes, mayPass(p), c.text)
		assert.NotContains(t, p.Error(), "DB::", c.text)
	}
	assert.True(t, mayPass(errors.New("connection reset")))
}

func TestAddresses(t *testing.T) {
	a, err := ParseAddress("https://anna:s%3Acret@ch.example:8443/farm")
	require.NoError(t, err)
	assert.Equal(t, Address{Base: "https://ch.example:8443", Database: "farm", User: "anna", Password: "s:cret"}, a)
	assert.Equal(t, "https://ch.example:8443/farm", a.String())
	for _, wrong := range []string{"ftp://secret@h", "http://", "http://h:secret", "http://u:secret@h/a;b", "http://u:secret@h/%zz", "http://h/x?secret=1"} {
		_, err := ParseAddress(wrong)
		require.Error(t, err, wrong)
		assert.NotContains(t, err.Error(), "secret", wrong)
	}
	assert.True(t, HasPassword("http://u:p@h"))
	assert.False(t, HasPassword("http://u@h"))
}

func TestColumnsHaveTheirNames(t *testing.T) {
	require.Len(t, rowsTable.columns, columnCount)
	for column, name := range map[int]string{
		colTime: "time", colStatus: "status", colVerdict: "verdict", colOpen: "open", colPath: "path", colBehind: "behind", colClientPort: "client_port",
		colSession: "session", colOthers: "others", colText: "text", colOffset: "offset", colLine: "line", colLoad: "load",
	} {
		assert.Equal(t, name, rowsTable.columns[column].name)
	}
}
