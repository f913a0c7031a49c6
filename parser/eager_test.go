package parser

import (
	"strings"
	"testing"
)

// bursts gives one burst a read, and says that nothing follows just now after
// those that idle marks. A read behind the last fails the test: it would wait.
type bursts struct {
	t    *testing.T
	all  []string
	idle bool // after each
}

func (b *bursts) Read(p []byte) (int, error) {
	if len(b.all) == 0 {
		b.t.Fatal("read where a pipe has nothing")
	}
	n := copy(p, b.all[0])
	if b.all[0] = b.all[0][n:]; b.all[0] == "" {
		b.all = b.all[1:]
	}
	return n, nil
}

func (b *bursts) Idle() bool { return b.idle || len(b.all) == 0 }

// TestEager: what a pipe gave becomes a chunk before the next read would wait for
// a writer that has fallen silent, however much it was.
func TestEager(t *testing.T) {
	const row = "1 2\n"
	for name, size := range map[string]int{"a row": len(row), "little": 400, "much": 2 * drained, "more": 5*drained + 100} {
		t.Run(name, func(t *testing.T) {
			b := &bursts{t: t, all: []string{"#Fields: a b\n" + strings.Repeat(row, size/len(row)) + "3"}}
			c := NewCutter(b)
			c.Eager, c.Idle = true, b.Idle
			var rows int64
			var s Scanner
			for rows < int64(size/len(row)) {
				chunk, err := c.Next(make([]byte, 0, 1<<20))
				equal(t, nil, err, "error")
				s.Reset(chunk)
				for s.Scan() {
					rows++
				}
			}
			equal(t, int64(size/len(row)), rows, "rows")
		})
	}
}

// TestEagerFillsChunks: while a writer keeps up, chunks are as large as they may be.
func TestEagerFillsChunks(t *testing.T) {
	burst := strings.Repeat("1 2\n", drained/2)
	b := &bursts{t: t, all: []string{burst, burst, burst, burst}}
	c := NewCutter(b)
	c.Eager, c.Idle = true, func() bool { return false }
	first, err := c.Next(make([]byte, 0, 6*drained))
	equal(t, nil, err, "error")
	equal(t, 4096, len(first.Text), "bytes of the first chunk, which was looked at")
	second, err := c.Next(make([]byte, 0, 6*drained))
	equal(t, nil, err, "error")
	if len(second.Text) < 5*drained {
		t.Errorf("a chunk of %d bytes where nearly three bursts of %d fit", len(second.Text), len(burst))
	}
}
