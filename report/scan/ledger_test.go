package scan

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// faultOf returns the fault of that reason.
func faultOf(t *testing.T, r *Result, reason string) Fault {
	t.Helper()
	for _, f := range r.Faults {
		if f.Kind.String() == reason {
			return f
		}
	}
	t.Fatalf("expected a fault %q, found %v", reason, r.Faults)
	return Fault{}
}

// Lines are counted through the whole file, however it was cut.
func TestPlacesOfFaults(t *testing.T) {
	lines := []string{"#Software: x", "#Fields: date time c-ip sc-status time-taken", ""}
	want := map[string][]int64{}
	bad := func(reason, line string) {
		lines = append(lines, line)
		if len(want[reason]) < 3 {
			want[reason] = append(want[reason], int64(len(lines)))
		}
	}
	for i := range 200 {
		lines = append(lines, fmt.Sprintf("2026-11-03 00:00:%02d 10.0.0.1 200 %d", i%60, i))
		switch i % 40 {
		case 7:
			bad("too-few-values", fmt.Sprint("too few ", i))
		case 19:
			bad("too-many-values", fmt.Sprint("2026-11-03 00:00:00 10.0.0.1 200 1 too many ", i))
		case 21:
			bad("unreadable-time", fmt.Sprint("2026-11-03 25:00:00 10.0.0.1 200 ", i))
		case 33:
			bad("unreadable-number", fmt.Sprint("2026-11-03 00:00:00 10.0.0.1 200 x", i))
		case 35:
			lines = append(lines, "#Remark: in between", "")
		}
	}
	text := strings.Join(lines, "\n") + "\n"
	for _, cut := range cuts {
		o := options(t)
		o.Workers, o.ChunkSize = cut.workers, cut.chunk
		r := resultOf(t, o, "", text)
		assert.EqualValues(t, len(lines), r.Sources[1].Lines)
		assert.Len(t, r.Faults, len(want))
		for reason, places := range want {
			p := faultOf(t, r, reason)
			assert.EqualValues(t, 5, p.Lines, reason)
			require.Len(t, p.First, 3, reason)
			for i, at := range p.First {
				offset := len(strings.Join(lines[:places[i]-1], "\n")) + 1
				assert.Equal(t, Place{1, places[i], int64(offset), lines[places[i]-1]}, at, "%s, chunks of %d", reason, cut.chunk)
			}
			assert.Equal(t, strings.HasPrefix(reason, "too-"), p.Kind.Refused(), reason)
		}
	}
}

// The first places are those of the first sources.
func TestPlacesOfSeveralSources(t *testing.T) {
	const head = "#Fields: c-ip sc-status\n"
	o := options(t)
	o.Workers = 2
	r := resultOf(t, o, head+"1\n", head, head+"10.0.0.1 200\n2\n3\n", head+"4\n")
	p := faultOf(t, r, "too-few-values")
	assert.EqualValues(t, 4, p.Lines)
	assert.Equal(t, []Place{{0, 2, 24, "1"}, {2, 3, 37, "2"}, {2, 4, 39, "3"}}, p.First)
	want := []Source{
		{Name: "a.log", Bytes: 26, Lines: 2, Directives: 1, Refused: 1}, {Name: "b.log", Bytes: 24, Lines: 1, Directives: 1},
		{Name: "c.log", Bytes: 41, Lines: 4, Directives: 1, Rows: 1, Refused: 2}, {Name: "d.log", Bytes: 26, Lines: 2, Directives: 1, Refused: 1},
	}
	for i, s := range r.Sources {
		s.chunkLines, s.First, s.Last = nil, 0, 0
		assert.Equal(t, want[i], s)
	}
	assert.Len(t, r.Sources, len(want))
}

func TestLedgerOfLongAndCutLines(t *testing.T) {
	const head = "#Fields: c-ip sc-status\n"
	long := strings.Repeat("x", parser.MaxLine+1)
	for _, size := range []int{64, 5000, 1 << 20} {
		o := options(t)
		o.ChunkSize = size
		r := resultOf(t, o, head+"10.0.0.1 200\n"+long+"\n10.0.0.1 200\n10.0.0.1")
		assert.Equal(t, int64(5), r.Sources[0].Lines)
		assert.Equal(t, int64(len(head)+2*13+len(long)+1+8), r.Sources[0].Bytes)
		assert.Equal(t, int64(3), faultOf(t, r, "line-too-long").First[0].Line)
		cut := faultOf(t, r, "cut-short")
		assert.Equal(t, []Place{{0, 5, r.Sources[0].Bytes - 8, "10.0.0.1"}}, cut.First)
		assert.True(t, cut.Kind.Refused())
	}
}

// Chunks are entered in any order.
func TestLedgerInAnyOrder(t *testing.T) {
	const chunks = 20
	var l ledger
	for _, seq := range rand.New(rand.NewPCG(1, 2)).Perm(chunks) {
		tally := &parser.Tally{Lines: int64(seq), Rows: int64(seq)}
		tally.Counts[parser.TooFewValues] = 2
		tally.First[parser.TooFewValues] = []parser.Place{{Line: 0, Text: fmt.Sprint(seq, " a")}, {Line: 1, Text: fmt.Sprint(seq, " b")}}
		l.enter(parser.Chunk{Seq: seq, Bytes: 10}, tally, 1)
	}
	assert.EqualValues(t, chunks*10, l.bytes)
	assert.EqualValues(t, chunks, l.filtered)
	assert.EqualValues(t, chunks*(chunks-1)/2, l.tally.Lines)
	assert.EqualValues(t, 2*chunks, l.faults[parser.TooFewValues].lines)
	assert.Equal(t, []chunkLine{{0, 0, 0, "0 a"}, {0, 1, 0, "0 b"}, {1, 0, 0, "1 a"}}, l.faults[parser.TooFewValues].first)
	assert.EqualValues(t, 1+0+1+2+3+4, lineOf(l.lines, 5, 0))
	assert.EqualValues(t, 3, lineOf(l.lines, 0, 2))
}

func TestLedgerKeepsTheFirstError(t *testing.T) {
	var l ledger
	first := errors.New("first")
	l.fail(nil)
	l.fail(first)
	l.fail(errors.New("second"))
	assert.Equal(t, first, l.err)
	assert.False(t, l.isEnded())
	l.end()
	assert.True(t, l.isEnded())
}

// Every line has one place in the ledger.
func TestLedgerOfEverything(t *testing.T) {
	for name, text := range logtest.Tricky() {
		o := options(t)
		o.ChunkSize = 300
		r := resultOf(t, o, text)
		lines := strings.Count(text, "\n")
		if !strings.HasSuffix(text, "\n") {
			lines++
		}
		assert.EqualValues(t, lines, r.Sources[0].Lines, name)
		assert.EqualValues(t, len(text), r.Sources[0].Bytes, name)
	}
}
