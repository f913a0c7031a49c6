package engine

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const logonFields = "#Software: IIS\r\n#Fields: date time cs-method cs-uri-stem cs-username c-ip sc-status sc-substatus sc-win32-status time-taken\r\n"

// written makes a log of a site out of rows.
func written(t testing.TB, dir, name string, rows ...string) {
	text := logonFields
	for _, r := range rows {
		text += r + "\r\n"
	}
	path := filepath.Join(dir, "W3SVC1", name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

const (
	servedRow   = "2026-11-21 00:09:00 GET / - 192.0.2.1 200 0 0 3"
	legRow      = "2026-11-21 00:10:00 GET /a - 192.0.2.9 401 2 5 0"
	laterRow    = "2026-11-21 00:10:01 GET / - 192.0.2.1 200 0 0 3"
	answerRow   = `2026-11-21 00:10:40 GET /a CONTOSO\anna 192.0.2.9 200 0 0 9`
	midnightLeg = "2026-11-21 23:59:50 GET /a - 192.0.2.9 401 2 5 0"
	nextDay     = `2026-11-22 00:00:05 GET /a CONTOSO\anna 192.0.2.9 200 0 0 9`
)

func TestLegWaitsForItsAnswer(t *testing.T) {
	for name, rows := range map[string][]string{
		"answered":     {servedRow, legRow, laterRow, answerRow},
		"not answered": {servedRow, legRow, laterRow},
	} {
		dir, f := t.TempDir(), newFakeEngine(t)
		at := &clock{at: time.Date(2026, 11, 21, 0, 10, 30, 0, time.UTC)}
		written(t, dir, "u_ex.log", servedRow, legRow, laterRow)
		told := ship(t, f.URL, at, dir)
		assert.EqualValues(t, 1, told.Rows.Waiting, name)
		assert.Len(t, f.stored(), 2, name)

		written(t, dir, "u_ex.log", rows...)
		at.at = at.at.Add(10 * time.Minute)
		told = ship(t, f.URL, at, dir)
		assert.Zero(t, told.Rows.Waiting, name)
		requireSame(t, expected(t, dir), f.stored(), name)
		sent := len(f.tables["iis_rows"])
		ship(t, f.URL, at, dir)
		assert.Len(t, f.tables["iis_rows"], sent, "%s: nothing is sent twice", name)
	}
}

// TestAnswerInTheNextFile ships a day whose last leg is answered in a file that came later,
// long after.
func TestAnswerInTheNextFile(t *testing.T) {
	dir, f := t.TempDir(), newFakeEngine(t)
	at := &clock{at: later}
	written(t, dir, "u_ex261121.log", servedRow, midnightLeg)
	ship(t, f.URL, at, dir)
	before := f.stored()
	requireSame(t, expected(t, dir), before)

	written(t, dir, "u_ex261122.log", nextDay)
	ship(t, f.URL, at, dir)
	want := expected(t, dir)
	requireSame(t, want, f.stored())
	assert.NotEqual(t, before[1], want[1], "the leg is a handshake now")

	told := ship(t, f.URL, at, dir)
	assert.Zero(t, told.Rows.Read)
}

// TestLineThatIsCut ships a log whose last line is not whole yet, at each of its bytes.
func TestLineThatIsCut(t *testing.T) {
	dir, f := t.TempDir(), newFakeEngine(t)
	at := &clock{at: later}
	written(t, dir, "u_ex.log", servedRow, laterRow, answerRow)
	path := filepath.Join(dir, "W3SVC1", "u_ex.log")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for size := len(logonFields) + len(servedRow) + 2; size <= len(whole); size++ {
		require.NoError(t, os.WriteFile(path, whole[:size], 0o644))
		ship(t, f.URL, at, dir)
		requireSame(t, expected(t, dir), f.stored(), "%d of %d bytes", size, len(whole))
	}
}
