package scan

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
		r := Read(t.Context(), []input.Source{
			input.From("cut.gz", bytes.NewReader(cut)),
			input.From("good.log", strings.NewReader(text)),
		}, o)
		agrees(t, r)
		good := resultOf(t, o, text).Sources[0]
		assert.False(t, r.Interrupted)
		assert.EqualValues(t, len(unpacked), r.Sources[0].Bytes)
		assert.Equal(t, resultOf(t, o, unpacked).Sources[0].Rows, r.Sources[0].Rows)
		assert.ErrorContains(t, r.Sources[0].Err, "expected a gzip archive that is whole")
		assert.Equal(t, good.Rows, r.Sources[1].Rows)
		assert.NoError(t, r.Sources[1].Err)
		require.Len(t, r.Errors(), 1)
		var told *input.Error
		assert.ErrorAs(t, r.Errors()[0], &told)
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
		r := Read(t.Context(), append(sourcesOf("#Fields: sc-status\n500\n"), append(sources, input.Source{})...), o)
		agrees(t, r)
		assert.Len(t, r.Sources, 3)
		assert.EqualValues(t, 1, shownRows(r))
		assert.ErrorContains(t, r.Sources[1].Err, "expected a file")
		assert.Error(t, r.Sources[2].Err)
		assert.Len(t, r.Errors(), 2)
	}
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
		r := Read(t.Context(), []input.Source{input.From("x", failing{strings.NewReader(text)})}, o)
		agrees(t, r)
		assert.Equal(t, "ok 1, handshake 1, challenge-unanswered 1", verdictsOf(r))
		require.Len(t, r.Errors(), 1)
		assert.ErrorIs(t, r.Errors()[0], errDisk)
	}
}

// A pipe that says nothing more holds nothing up once the context ends: what was
// read until then is the report.
func TestCancelWhileAPipeBlocks(t *testing.T) {
	for _, workers := range []int{1, 2, 4} {
		from, to := io.Pipe()
		ctx, cancel := context.WithCancel(t.Context())
		o := options(t)
		o.Workers, o.ChunkSize = workers, 256
		rows := strings.Repeat("2026-11-03 00:00:00 10.0.0.1 - /a ie 401 2 5\n", 400)
		var seen sync.WaitGroup
		seen.Go(func() {
			_, _ = io.WriteString(to, "#Fields: "+pairFields+"\n"+rows)
			cancel() // all of it was read, and nothing else will come
		})
		r := Read(ctx, append([]input.Source{input.From("pipe", from)}, sourcesOf(rows)...), o)
		seen.Wait()
		agrees(t, r)
		assert.True(t, r.Interrupted)
		assert.LessOrEqual(t, shownRows(r), int64(400))
		// The reader that was left behind finds the end; nothing of it is counted.
		before := plain(r)
		require.NoError(t, to.Close())
		sameResult(t, before, plain(r), "after the end of the pipe")
	}
}

// Each chunk that was counted before the context ended is in the report with all
// its rows, those that waited for their turn to be paired too.
func TestCancelKeepsTheLedger(t *testing.T) {
	for i := range 24 {
		text := strings.Repeat(logtest.Tricky()["legs"], 15)
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
		r := Read(ctx, sourcesOf(text, text), o)
		over.Store(true)
		agrees(t, r)
		cancel()
	}
}

func TestCancelledBefore(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := Read(ctx, sourcesOf("#Fields: sc-status\n200\n"), options(t))
	agrees(t, r)
	assert.True(t, r.Interrupted)
}

func TestNothingToRead(t *testing.T) {
	r := resultOf(t, options(t))
	assert.False(t, r.Interrupted)
	assert.False(t, r.HasRows())
	assert.Zero(t, shownRows(r))
	_, _, ok := r.Period()
	assert.False(t, ok)
	r = resultOf(t, options(t), "", "\n\n")
	assert.EqualValues(t, 2, total(r).Blank)
	assert.False(t, r.HasRows())
}

// Numbers that make no sense are taken for none.
func TestOddOptions(t *testing.T) {
	text := "#Fields: c-ip sc-status\n" + strings.Repeat("10.0.0.1 404\n10.0.0.2 500\n", 20)
	o := options(t)
	o.By = []string{"c-ip"}
	want := plain(resultOf(t, o, text))
	o.Workers, o.ChunkSize = -3, -1
	sameResult(t, want, plain(resultOf(t, o, text)), "odd options")
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
