package scan

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Which rows are kept of too many, and in strata of what length, depends on the rows
// alone: not on their order, and not on how they were shared out.
func TestRowSample(t *testing.T) {
	f := func(name string, rows, every int, grows bool) {
		t.Helper()
		var b strings.Builder
		for i := range rows {
			fmt.Fprintln(&b, i*every, 500+i%2)
		}
		all := rowsOfText(t, logOf("date time sc-status", b.String()))
		whole := newRowSample(true)
		for _, r := range all {
			takeRow(whole, int(r.Status)-500, codes.Application, r, 0)
		}
		want := whole.sampled([]int{0, 1})
		assert.Equal(t, grows, whole.step > bucketSteps[2], "%s: strata of %d s", name, whole.step)
		assert.LessOrEqual(t, len(want), whole.most)
		var standsFor int64
		for _, row := range want {
			standsFor += row.Rows
			require.EqualValues(t, row.Row.Status, 500+row.Outcome, "a row stays with its outcome")
		}
		assert.EqualValues(t, rows, standsFor)
		for seed := range uint64(3) {
			random := rand.New(rand.NewPCG(seed, 9))
			parts := []*rowSample{newRowSample(true), newRowSample(true), newRowSample(true)}
			for _, i := range random.Perm(rows) {
				r, part := all[i], random.IntN(3) // the outcomes of each part change places
				takeRow(parts[part], 501-int(r.Status), codes.Application, r, 0)
			}
			got := newRowSample(true)
			for _, p := range parts {
				got.merge(p, []int{1, 0})
			}
			sameRows(t, want, got.sampled([]int{0, 1}), name)
			assert.Equal(t, whole.step, got.step, name)
		}
	}
	f("few", 100, 600, false)
	f("many at once", 3000, 0, false)
	f("in many minutes", 20_000, 900, true)
	f("in many hours", 10_000, 7200, true)
}

// However long rows are, what is kept of them takes no more: one in the place of many. It
// is the same however they were shared out.
func TestRowSampleOfLongRows(t *testing.T) {
	const rows = 3000
	var b strings.Builder
	b.WriteString("#Fields: date time sc-status cs-uri-stem\n")
	for i := range rows {
		fmt.Fprintf(&b, "2026-11-03 %02d:%02d:00 500 /%d/%s\n", i/60%24, i%60, i, strings.Repeat("x", i%4*12_000))
	}
	all := rowsOfText(t, b.String())
	bytesOf := func(rows []SampledRow) (n int) {
		for _, row := range rows {
			n += len(row.Row.Line)
		}
		return n
	}
	var want []SampledRow
	for _, parts := range []int{1, 2, 5} {
		whole := newRowSample(false)
		whole.most = 400
		for part := range parts {
			s := newRowSample(false)
			s.most = whole.most
			for i, r := range all {
				if i%parts == part {
					takeRow(s, 0, codes.Application, r, 0)
					assert.LessOrEqual(t, s.pack.weight(), 4*s.most*unitBytes+8*packBytes)
				}
			}
			whole.merge(s, []int{0})
		}
		got := whole.sampled([]int{0})
		assert.LessOrEqual(t, bytesOf(got), 2*whole.most*unitBytes)
		if want == nil {
			want = got
		}
		sameRows(t, want, got, fmt.Sprint(parts, " parts"))
	}
}

// A packed row is the row that it was.
func TestRowPack(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		if i%1000 == 0 {
			fmt.Fprintf(&b, "#Fields: date time sc-status cs-uri-stem x-%d time-taken\n", i)
		}
		fmt.Fprintf(&b, "2026-11-%02d 00:00:%02d 500 /%s \xff%d %d\n", 1+i/1000, i%60, strings.Repeat("p", i%300), i, i)
	}
	p, kept := rowPack{plain: 3}, []packedRow{}
	all := rowsOfText(t, b.String()+"#Fields: sc-status cs-uri-stem\n404 /untimed\n")
	for i, r := range all {
		require.EqualValues(t, i, p.add(r))
		if kept = append(kept, packedRow{number: uint32(i)}); p.isLoose() {
			p.tighten(pointersTo(kept))
		}
	}
	for i := range kept {
		require.EqualValues(t, i, kept[i].number, "none was dropped")
	}
	assert.Positive(t, p.packed)
	assert.Greater(t, len(p.blocks), p.packed, "the newest are not compressed")
	seen := 0
	var scanner parser.Scanner
	for number, packed := range p.all() {
		want, r := all[number], p.row(&scanner, packed)
		require.Equal(t, [...]any{want.Layout, string(want.Line), want.Chunk, want.Number, want.Offset, want.Second, want.Status, want.Taken},
			[...]any{r.Layout, string(r.Line), r.Chunk, r.Number, r.Offset, r.Second, r.Status, r.Taken})
		require.Equal(t, string(want.Field(parser.Stem)), string(r.Field(parser.Stem)))
		seen++
	}
	assert.Len(t, all, seen)
}

// pointersTo are pointers to all rows.
func pointersTo(rows []packedRow) iter.Seq[*packedRow] {
	return func(yield func(*packedRow) bool) {
		for i := range rows {
			if !yield(&rows[i]) {
				return
			}
		}
	}
}

// Of a pack that is tightened the rows are left that somebody keeps, young ones or old.
func TestTightRowPack(t *testing.T) {
	var b strings.Builder
	b.WriteString("#Fields: date time sc-status cs-uri-stem\n")
	for i := range 4000 {
		fmt.Fprintf(&b, "2026-11-01 00:00:%02d 500 /%d/%s\n", i%60, i, strings.Repeat("p", 200))
	}
	all := rowsOfText(t, b.String())
	for _, one := range []struct {
		name string
		keep func(i int) bool
	}{
		{"all", func(int) bool { return true }},
		{"one in ten", func(i int) bool { return i%10 == 0 }},
		{"the last", func(i int) bool { return i >= 3500 }},
		{"the first, and few others", func(i int) bool { return i < 2000 || i%100 == 0 }},
		{"none", func(int) bool { return false }},
	} {
		p, kept := rowPack{plain: 1}, []packedRow{}
		for _, r := range all {
			kept = append(kept, packedRow{r.Offset, p.add(r)})
			if p.isLoose() {
				p.tighten(pointersTo(kept))
			}
		}
		kept = slices.DeleteFunc(kept, func(r packedRow) bool {
			return !one.keep(slices.IndexFunc(all, func(o *parser.Row) bool { return o.Offset == r.offset }))
		})
		for range 2 {
			p.tighten(pointersTo(kept))
		}
		text := map[uint32]string{}
		for number, r := range p.all() {
			text[number] = string(r.line)
		}
		const newest = 2 * packBytes / 200 // of the block that is not compressed, and the last
		assert.LessOrEqual(t, len(text), 2*len(kept)+newest, one.name)
		for _, r := range kept {
			at := slices.IndexFunc(all, func(o *parser.Row) bool { return o.Offset == r.offset })
			require.Equal(t, string(all[at].Line), text[r.number], "%s: row %d", one.name, at)
		}
	}
}

// sameRows holds that two lists are of the same rows of the input, which stand for as
// many.
func sameRows(t *testing.T, want, got []SampledRow, what string) {
	t.Helper()
	none := &Result{} // without sources there are no lines
	assert.True(t, slices.Equal(plainRows(none, want), plainRows(none, got)), what)
}

// takeRow adds a row of a source under the hash of its place.
func takeRow(s *rowSample, outcome int, v codes.Verdict, r *parser.Row, source int) {
	s.add(outcome, v, placeOf(source, r.Offset), source, r)
}

// Healthy rows, and those without a time, tell only what is usual.
func TestRowSampleOfHealthyRows(t *testing.T) {
	s := newRowSample(false)
	for _, r := range rowsOfText(t, logOf("date time sc-status", "0 200\n0 401\n0 500")+"- - 500\n") {
		v := map[int32]codes.Verdict{200: codes.OK, 401: codes.Handshake, 500: codes.Application}[r.Status]
		takeRow(s, int(r.Status), v, r, 0)
	}
	for _, r := range rowsOfText(t, "#Fields: sc-status cs-uri-stem\n500 /"+strings.Repeat("x", longestKept)+"\n") {
		takeRow(s, 500, codes.Application, r, 1)
	}
	assert.Len(t, s.sampled(make([]int, 600)), 1)
}

// What is usual is told from all rows, but for lines that are too long to keep.
func TestTrafficIsOfAllRows(t *testing.T) {
	text := logOf("date time sc-status cs-uri-stem", "0 200 /\n0 401 /\n0 500 /\n0 500 /"+strings.Repeat("x", longestKept)) + "- - 500 /\n"
	o := options(t)
	assert.Len(t, resultOf(t, o, text).Traffic, 4)
}
