package engine

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// following is a shipper that stays, with chunks that are short.
func following(t *testing.T, f *fakeEngine, at *clock) *Shipper {
	s, err := shipperFor(t, f.URL, 1, at)
	require.NoError(t, err)
	s.options.Scan.ChunkSize = 32 << 10
	return s
}

// round ships once.
func round(t *testing.T, s *Shipper, dir string) *report.Shipment {
	told, err := s.Ship(t.Context(), sourcesOf(t, dir), nil)
	require.NoError(t, err)
	return told
}

// account is what the engine was told last of a file.
func (f *fakeEngine) account() string {
	all := f.tables["iis_files"]
	last := all[len(all)-1]
	var told []string
	for _, c := range filesTable.columns {
		if c.name != "at" {
			told = append(told, fmt.Sprint(c.name, "=", last[c.name]))
		}
	}
	return strings.Join(told, "\n")
}

// withFaults puts lines that are none into a log, far apart.
func withFaults(text []byte) []byte {
	lines := bytes.SplitAfter(text, []byte{'\n'})
	var out []byte
	for i, line := range lines {
		if i%977 == 900 {
			out = append(out, "this is no row\r\n"...)
		}
		if i%1500 == 1400 {
			out = append(out, "\r\n#Date: 2026-11-02 00:00:00\r\n"...)
		}
		out = append(out, line...)
	}
	return out
}

// TestGrownFilesAreReadFromTheirNewEnd ships a log that grows through one shipper: what is
// there and what is told of it is the same as after reading all, whatever waits.
func TestGrownFilesAreReadFromTheirNewEnd(t *testing.T) {
	for _, kind := range []struct {
		name string
		log  logtest.Config
		now  func(size int) time.Time // of a part of it
	}{
		{"auth, long after", seeded(logtest.Auth(3<<19), 7), func(int) time.Time { return later }},
		{"auth, meanwhile", seeded(logtest.Auth(3<<19), 8), nil},
		{"bench", seeded(logtest.Bench(3<<19), 9), func(int) time.Time { return later }},
	} {
		t.Run(kind.name, func(t *testing.T) {
			dir := t.TempDir()
			path := madeLog(t, dir, "u_ex1.log", kind.log)
			whole, err := os.ReadFile(path)
			require.NoError(t, err)
			whole = withFaults(whole)
			f, at := newFakeEngine(t), &clock{at: later}
			s := following(t, f, at)
			var read, ofAll int64
			for size := len(whole) / 2; ; size = min(len(whole), size+177_777) {
				require.NoError(t, os.WriteFile(path, whole[:size], 0o644))
				if at.at = later; kind.now != nil {
					at.at = kind.now(size)
				} else if size < len(whole) {
					at.at = lastTime(t, whole[:size]).Add(20 * time.Second)
				}
				for _, g := range s.grown {
					read -= g.start.Offset
				}
				told := round(t, s, dir)
				require.False(t, told.Partial, "%+v", told.Files)
				read, ofAll = read+int64(size), ofAll+int64(size)
				once := newFakeEngine(t)
				all := ship(t, once.URL, at, dir)
				require.Equal(t, all.Rows.Read, told.Rows.Read)
				require.Equal(t, once.account(), f.account(), "after %d bytes", size)
				require.Equal(t, all.Rows.Waiting, told.Rows.Waiting)
				require.Equal(t, all.Files[0].Rows, told.Files[0].Rows)
				requireSame(t, once.stored(), f.stored(), "after %d bytes", size)
				if size == len(whole) {
					break
				}
			}
			requireSame(t, expected(t, dir), f.stored())
			assert.Less(t, read, ofAll*2/3, "bytes that were read")
		})
	}
}

// lastTime is the time of the last whole row.
func lastTime(t *testing.T, text []byte) time.Time {
	lines := bytes.Split(text[:bytes.LastIndexByte(text, '\n')], []byte{'\n'})
	for i := len(lines) - 1; ; i-- {
		if at, err := time.Parse(time.DateTime, string(lines[i][:min(19, len(lines[i]))])); err == nil {
			return at
		}
	}
}

// TestGrownFilesThatAreOthers holds that a file which is not what it was is read whole, and
// refused where its rows are others than those that are there.
func TestGrownFilesThatAreOthers(t *testing.T) {
	log := func(t *testing.T, seed uint64) []byte {
		text, err := os.ReadFile(madeLog(t, t.TempDir(), "x.log", seeded(logtest.Auth(2<<20), seed)))
		require.NoError(t, err)
		return text
	}
	whole, other := log(t, 3), log(t, 4)
	const before = 1 << 20
	end := bytes.LastIndexByte(whole[:before-5000], '\n') + 1
	for name, c := range map[string]struct {
		change func(path string) error
		failed bool
		none   bool // nothing is there but what was
	}{
		"it grew":                   {func(path string) error { return os.WriteFile(path, whole, 0o644) }, false, false},
		"it is shorter":             {func(path string) error { return os.WriteFile(path, whole[:before/2], 0o644) }, false, true},
		"another log":               {func(path string) error { return os.WriteFile(path, other, 0o644) }, false, false},
		"another log, as long":      {func(path string) error { return os.WriteFile(path, other[:before], 0o644) }, false, false},
		"it goes on otherwise":      {func(path string) error { return os.WriteFile(path, append(bytes.Clone(whole[:end]), other...), 0o644) }, true, true},
		"its last block is another": {func(path string) error { return os.WriteFile(path, otherIn(whole, before-300<<10), 0o644) }, true, true},
		"it was renamed and grew": {func(path string) error {
			if err := os.Rename(path, path+".old.log"); err != nil {
				return err
			}
			return os.WriteFile(path+".old.log", whole, 0o644)
		}, false, false},
		"it rolled over": {func(path string) error {
			if err := os.Rename(path, path+".old.log"); err != nil {
				return err
			}
			return os.WriteFile(path, other, 0o644)
		}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "W3SVC1", "u_ex.log")
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			require.NoError(t, os.WriteFile(path, whole[:before], 0o644))
			f, at := newFakeEngine(t), &clock{at: later}
			s := following(t, f, at)
			round(t, s, dir)
			stored := f.stored()
			require.NotEmpty(t, s.grown)
			require.NoError(t, c.change(path))
			told := round(t, s, dir)
			assert.Equal(t, c.failed, told.Partial, "%+v", told.Files)
			round(t, s, dir)

			once := newFakeEngine(t) // the same by shippers that read all
			require.NoError(t, os.RemoveAll(dir))
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			require.NoError(t, os.WriteFile(path, whole[:before], 0o644))
			ship(t, once.URL, at, dir)
			require.NoError(t, c.change(path))
			ship(t, once.URL, at, dir)
			requireSame(t, once.stored(), f.stored())
			if c.none {
				requireSame(t, stored, f.stored())
			}
		})
	}
}

// otherIn is a log in which a row behind a place has another status.
func otherIn(text []byte, from int) []byte {
	return append(bytes.Clone(text[:from]), bytes.Replace(text[from:], []byte(" 200 0 0 "), []byte(" 206 0 0 "), 1)...)
}

// TestGrownWhileRowsAreLost holds that blocks which the engine does not know any more are read
// and sent again.
func TestGrownWhileRowsAreLost(t *testing.T) {
	dir := t.TempDir()
	path := madeLog(t, dir, "u_ex1.log", seeded(logtest.Bench(2<<20), 5))
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, whole[:1<<20], 0o644))
	f, at := newFakeEngine(t), &clock{at: later}
	s := following(t, f, at)
	round(t, s, dir)
	f.tables["iis_loads"] = f.tables["iis_loads"][1:]
	require.NoError(t, os.WriteFile(path, whole, 0o644))
	round(t, s, dir)
	requireSame(t, expected(t, dir), f.stored())
}

// TestGrownBehindAnOlderFile holds that a file is read from its start while another one may end
// where it begins: its first rows may answer the last ones there.
func TestGrownBehindAnOlderFile(t *testing.T) {
	id := func(file uint64, begins int64) candidate { return candidate{id: identity{file: file, begins: begins}} }
	one := id(1, 10_000)
	one.source.Name, one.source.Size = "a.log", 9
	start := new(scan.Start)
	for _, c := range []struct {
		other  candidate
		last   int64 // -1: it is not known
		resume bool
	}{
		{id(2, 5000), 20_000, true},
		{id(2, 5000), 9_990, false},
		{id(2, 5000), -1, false},
		{id(2, 10_100), -1, false},
		{id(2, 20_000), -1, true},
		{id(2, 20_000), 10_000, true},
	} {
		g := grown{1: {name: "a.log", size: 5, start: start}}
		known := map[uint64]*knownFile{}
		if c.last >= 0 {
			known[2] = &knownFile{last: c.last}
		}
		got := g.take(&one, []candidate{one, c.other}, known)
		assert.Equal(t, c.resume, got != nil, "%+v, last %d", c.other.id, c.last)
		assert.Empty(t, g)
	}
}
