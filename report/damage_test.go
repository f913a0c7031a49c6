package report

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// An archive whose end is missing: everything that can be read is counted, and
// the report says that it is not all.
func TestCutArchive(t *testing.T) {
	text, _ := write(t, logtest.Bench(2<<20))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := io.WriteString(z, text)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	cut := packed.Bytes()[:packed.Len()/2]
	unpacked := readable(t, cut)

	for _, workers := range []int{1, 3} {
		o := options(t)
		o.Workers, o.ChunkSize = workers, 64<<10
		scan := Read(t.Context(), []input.Source{
			input.From("cut.gz", bytes.NewReader(cut)),
			input.From("good.log", strings.NewReader(text)),
		}, o)
		r := scan.Report("report")
		agrees(t, r)
		good := reportOf(t, o, text).Input
		assert.True(t, r.Input.Partial)
		assert.EqualValues(t, len(unpacked), r.Input.Sources[0].Bytes)
		assert.Equal(t, reportOf(t, o, unpacked).Input.Rows, r.Input.Sources[0].Rows)
		assert.Contains(t, r.Input.Sources[0].Error, "expected a gzip archive that is whole")
		assert.Equal(t, good.Rows, r.Input.Sources[1].Rows)
		assert.Empty(t, r.Input.Sources[1].Error)
		require.Len(t, scan.Errors(), 1)
		var told *input.Error
		assert.ErrorAs(t, scan.Errors()[0], &told)
	}
}

// readable is what can be unpacked of a cut archive.
func readable(t *testing.T, packed []byte) string {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	var b strings.Builder
	_, err = io.Copy(&b, z)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	return b.String()
}

// A source that cannot be opened is one among others.
func TestMissingSource(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.log")
	require.NoError(t, os.WriteFile(name, []byte("#Fields: sc-status\n200\n"), 0o600))
	sources, _, errs := input.Find([]string{name}, nil)
	require.Empty(t, errs)
	require.NoError(t, os.Remove(name))
	for _, workers := range []int{1, 4} {
		o := options(t)
		o.Workers = workers
		r := Read(t.Context(), append(sourcesOf("#Fields: sc-status\n500\n"), append(sources, input.Source{})...), o).Report("report")
		agrees(t, r)
		assert.True(t, r.Input.Partial)
		assert.Equal(t, 3, r.Input.Files)
		assert.EqualValues(t, 1, r.Input.Rows)
		assert.Contains(t, r.Input.Sources[1].Error, "expected a file")
		assert.NotEmpty(t, r.Input.Sources[2].Error)
	}
}

// What was not found to be read is a source with its reason.
func TestUnreadSource(t *testing.T) {
	o := options(t)
	o.Unread = []Source{{Name: "away.log", Error: "expected a file, found nothing"}}
	r := reportOf(t, o, "#Fields: sc-status\n500\n")
	assert.True(t, r.Input.Partial)
	assert.Equal(t, 2, r.Input.Files)
	assert.Equal(t, o.Unread[0], r.Input.Sources[1])
}

var errDisk = errors.New("disk on fire")

// failing reads text and then fails.
type failing struct{ text io.Reader }

func (f failing) Read(p []byte) (int, error) {
	n, err := f.text.Read(p)
	if err == io.EOF {
		err = errDisk
	}
	return n, err
}

// What was read before an error is counted, legs that wait for an answer too.
func TestFailingSource(t *testing.T) {
	text := logOf(pairFields, `
		0 10.0.0.1 - /a ie 401 2 5
		0 10.0.0.1 u /a ie 200 0 0
		0 10.0.0.2 - /b ie 401 2 5`) + "2026-11-03 00:00:01 10.0.0.1 - /cut in the mi"
	for _, size := range []int{64, 200, 1 << 20} {
		o := options(t)
		o.ChunkSize, o.Workers = size, 2
		scan := Read(t.Context(), []input.Source{input.From("x", failing{strings.NewReader(text)})}, o)
		r := scan.Report("report")
		agrees(t, r)
		assert.Equal(t, "ok 1, handshake 1, challenge-unanswered 1", verdictsOf(r))
		assert.True(t, r.Input.Partial)
		require.Len(t, scan.Errors(), 1)
		assert.ErrorIs(t, scan.Errors()[0], errDisk)
	}
}

// A pipe that says nothing more holds nothing up once the context ends: what was
// read until then is the report.
func TestCancelWhileAPipeBlocks(t *testing.T) {
	for _, workers := range []int{1, 2, 4} {
		r, w := io.Pipe()
		ctx, cancel := context.WithCancel(t.Context())
		o := options(t)
		o.Workers, o.ChunkSize = workers, 256
		rows := strings.Repeat("2026-11-03 00:00:00 10.0.0.1 - /a ie 401 2 5\n", 400)
		var seen sync.WaitGroup
		seen.Go(func() {
			_, _ = io.WriteString(w, "#Fields: "+pairFields+"\n"+rows)
			cancel() // all of it was read, and nothing else will come
		})
		scan := Read(ctx, append([]input.Source{input.From("pipe", r)}, sourcesOf(rows)...), o)
		seen.Wait()
		report := scan.Report("report")
		agrees(t, report)
		assert.True(t, report.Input.Partial)
		assert.LessOrEqual(t, report.Input.Rows, int64(400))
		// The reader that was left behind finds the end; nothing of it is counted.
		require.NoError(t, w.Close())
		assert.Equal(t, report.Input.Rows, scan.Report("report").Input.Rows)
	}
}

// Each chunk that was counted before the context ended is in the report with all
// its rows, those that waited for their turn to be paired too.
func TestCancelKeepsTheLedger(t *testing.T) {
	for i := range 24 {
		text := "#Fields: " + pairFields + "\n" + negotiations("2023-11-14 22:13:20 ", "", 900)
		ctx, cancel := context.WithCancel(t.Context())
		o := options(t)
		o.Workers, o.ChunkSize = 4, 300
		left := 100 * i
		var over atomic.Bool
		o.Progress = func(int64) {
			assert.False(t, over.Load(), "nothing is told after the end")
			if left--; left == 0 {
				cancel()
			}
		}
		scan := Read(ctx, sourcesOf(text, text), o)
		over.Store(true)
		r := scan.Report("report")
		agrees(t, r)
		cancel()
	}
}

func TestCancelledBefore(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := Read(ctx, sourcesOf("#Fields: sc-status\n200\n"), options(t)).Report("report")
	agrees(t, r)
	assert.True(t, r.Input.Partial)
}

func TestNothingToRead(t *testing.T) {
	r := reportOf(t, options(t))
	assert.False(t, r.Input.Partial)
	assert.Zero(t, r.Total)
	r = reportOf(t, options(t), "", "\n\n")
	assert.EqualValues(t, 2, r.Input.Blank)
	assert.NotContains(t, jsonOf(t, r), "null")
}

// Numbers that make no sense are taken for none.
func TestOddOptions(t *testing.T) {
	text := "#Fields: c-ip sc-status\n" + strings.Repeat("10.0.0.1 404\n10.0.0.2 500\n", 20)
	o := options(t)
	o.By = []string{"c-ip"}
	want := reportOf(t, o, text)
	o.Top, o.Workers, o.ChunkSize, o.Bucket = -1, -3, -1, -1
	assert.Equal(t, want, reportOf(t, o, text))
	assert.Equal(t, "UTC", want.Timezone)
	o.Location = time.FixedZone("Europe/Zurich", 3600)
	assert.Equal(t, "Europe/Zurich", reportOf(t, o, text).Timezone)
}

// Progress adds up to the bytes of the sources, and is told by one at a time.
func TestProgress(t *testing.T) {
	text, _ := write(t, logtest.Bench(200<<10))
	for _, workers := range []int{1, 4} {
		var sum int64
		o := options(t)
		o.Workers, o.ChunkSize = workers, 1000
		o.Progress = func(n int64) {
			assert.GreaterOrEqual(t, n, int64(0))
			sum += n
		}
		Read(t.Context(), filesOf(t, text, text), o)
		assert.EqualValues(t, 2*len(text), sum)
	}
}
