package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
)

// longLog writes a log that takes a while, and returns its file. With late, its last row
// is the earliest.
func longLog(t *testing.T, late bool) string {
	t.Helper()
	var log bytes.Buffer
	log.WriteString("#Fields: date time cs-method cs-uri-stem cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n")
	at := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	agent := strings.Repeat("Mozilla/5.0+", 20)
	row := func(at time.Time, n, status int) {
		fmt.Fprintf(&log, "%s GET /page/%d - 203.0.113.%d %s %d 0 0 5\n", at.Format("2006-01-02 15:04:05"), n, n%200, agent, status)
	}
	for n := 0; log.Len() < aheadFrom+aheadFrom/8; n++ {
		row(at.Add(time.Duration(n)*600*time.Millisecond), n, 200+300*(n%2))
	}
	if late {
		row(at.Add(-time.Hour), 7, 500)
	}
	file := filepath.Join(t.TempDir(), "u_ex261120.log")
	require.NoError(t, os.WriteFile(file, log.Bytes(), 0o600))
	return file
}

// head is a pipe whose reader goes away after some bytes.
type head struct {
	bytes.Buffer
	most int
}

func (h *head) Write(p []byte) (int, error) {
	if h.Len() > h.most {
		return 0, &os.PathError{Op: "write", Path: "pipe", Err: syscall.EPIPE}
	}
	return h.Buffer.Write(p)
}

func TestTheFirstRowsComeAtOnce(t *testing.T) {
	file := longLog(t, false)
	read := func(out io.Writer, args ...string) (string, int) {
		var complaints bytes.Buffer
		status := run(t.Context(), append([]string{"rows", file, "--tz", "UTC", "--lang", "en"}, args...), strings.NewReader(""), out, &complaints)
		return complaints.String(), status
	}
	// Who stops reading has what they want, and no more of the log is read.
	out := &head{most: 1 << 12}
	bytesRead := bytesReadBy(t, func() {
		complaints, status := read(out)
		assert.Equal(t, exitDone, status)
		assert.Empty(t, complaints)
	})
	assert.Less(t, bytesRead, int64(aheadFrom/2), "bytes that were read")
	assert.Contains(t, out.String(), "2026-11-20 00:00:00 200.0  GET    /page/0 ")
	// So does --limit.
	var three bytes.Buffer
	complaints, _ := read(&three, "--status", "500", "--limit", "3")
	assert.Equal(t, "iiswhy: showed 3 rows from the beginning; what follows was not read\n", complaints)
	assert.Equal(t, 4, strings.Count(three.String(), "\n"))
	assert.Contains(t, three.String(), "/page/5 ")
	// All rows are the same as in a file.
	for _, format := range []string{"ndjson", "log"} {
		whole := filepath.Join(t.TempDir(), "rows."+format)
		var piped bytes.Buffer
		complaints, _ = read(&piped, "-f", format)
		assert.Empty(t, complaints)
		_, status := read(io.Discard, "-o", whole)
		require.Equal(t, exitDone, status)
		written, err := os.ReadFile(whole)
		require.NoError(t, err)
		assert.True(t, bytes.Equal(written, piped.Bytes()), format)
	}
	// A row that comes last and is the first is shown, and told of.
	file = longLog(t, true)
	var all bytes.Buffer
	complaints, _ = read(&all, "--status", "500")
	assert.Contains(t, complaints, "expected rows in the order of time, found 1 that stand elsewhere")
	assert.Equal(t, 1, strings.Count(all.String(), "2026-11-19 23:00:00"))
}

// bytesReadBy returns how many bytes a function makes this process read from files.
func bytesReadBy(t *testing.T, f func()) int64 {
	t.Helper()
	read := func() (n int64) {
		io, err := os.ReadFile("/proc/self/io")
		if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
			return 0
		}
		require.NoError(t, err)
		_, err = fmt.Sscanf(string(io), "rchar: %d", &n)
		require.NoError(t, err)
		return n
	}
	before := read()
	f()
	return read() - before
}

// A line that is as long as the log is read in pieces, not byte by byte: a row of 1 GiB took a
// minute.
func TestALongLineIsReadInPieces(t *testing.T) {
	text := "a\n" + strings.Repeat("x", 1<<20) + "\n"
	b := &beginning{source: input.From("u_ex.log", strings.NewReader(text+"b\n")), left: 4}
	var got bytes.Buffer
	reads, err := 0, error(nil)
	for p := make([]byte, 4<<10); err == nil; reads++ {
		var n int
		n, err = b.Read(p)
		got.Write(p[:n])
	}
	assert.Equal(t, io.EOF, err)
	assert.Equal(t, text, got.String())
	assert.Less(t, reads, 1000)
}
