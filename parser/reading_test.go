package parser

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

// reading is all that reading a source gives, chunks forgotten.
type reading struct {
	Lines, Rows, Refused, Directives, Blank int64

	Counts  [Faults]int64
	First   [Faults][]Place // lines counted from the start of the source
	Records []record
}

// record is a copy of a Row, with each of its values.
type record struct {
	Line, Offset int64
	Text         string
	Names        []string
	Values       []string
	Guessed      bool
	form         Form

	Second, Status, Substatus, Win32, Taken int64
}

func (out *reading) note(f Fault, line int64, text string) {
	out.Counts[f]++
	if len(out.First[f]) < maxPlaces {
		out.First[f] = append(out.First[f], Place{line, 0, text[:min(len(text), maxShown)]})
	}
}

// add takes in the tally of the next chunk.
func (out *reading) add(t *Tally) {
	for f := range t.First {
		for _, p := range t.First[f] {
			out.note(Fault(f), out.Lines+p.Line, p.Text)
		}
		out.Counts[f] += t.Counts[f] - int64(len(t.First[f]))
	}
	out.Lines += t.Lines
	out.Rows += t.Rows
	out.Refused += t.Refused
	out.Directives += t.Directives
	out.Blank += t.Blank
}

// scan reads a chunk to its end.
func (out *reading) scan(s *Scanner, c Chunk) {
	for s.Reset(c); s.Scan(); {
		out.Records = append(out.Records, copyRow(s.Row(), out.Lines))
	}
	out.add(s.Tally())
}

func copyRow(r *Row, before int64) record {
	rec := record{
		Line: before + r.Number, Offset: r.Offset, Text: string(r.Line),
		Names: r.Layout.Names, Guessed: r.Layout.Guessed, form: r.Layout.Form,
		Second: r.Second, Status: int64(r.Status), Substatus: int64(r.Substatus), Win32: r.Win32, Taken: r.Taken,
	}
	for i := range r.Layout.Names {
		rec.Values = append(rec.Values, string(r.At(i)))
	}
	return rec
}

// read reads a source in chunks of that capacity, all in one buffer.
func read(tb testing.TB, r io.Reader, capacity int) *reading {
	tb.Helper()
	out, err := readErr(tb, r, capacity)
	if err != nil {
		tb.Fatalf("reading: %v", err)
	}
	return out
}

// readErr also returns the error that reading ended with. It checks the promises
// of every chunk.
func readErr(tb testing.TB, r io.Reader, capacity int) (*reading, error) {
	tb.Helper()
	out, cutter, buf := new(reading), NewCutter(r), make([]byte, 0, capacity)
	var (
		scanner Scanner
		failure error
		offset  int64
		last    bool
	)
	for seq := 0; ; seq++ {
		chunk, err := cutter.Next(buf)
		if err == io.EOF {
			break
		}
		if last || chunk.Seq != seq || chunk.Offset != offset {
			tb.Fatalf("chunk %d at %d after last: %v; want chunk %d at %d", chunk.Seq, chunk.Offset, last, seq, offset)
		}
		failure, last = err, chunk.Last
		offset += chunk.Bytes
		out.scan(&scanner, chunk)
	}
	if !last {
		tb.Fatal("no chunk was the last")
	}
	if out.Lines != out.Rows+out.Refused+out.Directives+out.Blank {
		tb.Fatalf("lines do not add up: %+v", *out)
	}
	return out, failure
}

// readText reads a text in one chunk.
func readText(tb testing.TB, text string) *reading {
	tb.Helper()
	return read(tb, strings.NewReader(text), 1<<16)
}

// agree fails unless the reader and the reference reader read the same.
func agree(tb testing.TB, text string, capacities ...int) {
	tb.Helper()
	want := reference(text)
	for _, capacity := range capacities {
		got := read(tb, strings.NewReader(text), capacity)
		same(tb, want, got, fmt.Sprintf("%.300q in chunks of %d", text, capacity))
	}
}

// same fails where two readings differ, and says in what.
func same(tb testing.TB, want, got *reading, what string) {
	tb.Helper()
	if equalReadings(want, got) {
		return
	}
	for i := range min(len(want.Records), len(got.Records)) {
		if !reflect.DeepEqual(want.Records[i], got.Records[i]) {
			tb.Fatalf("%s: row %d\nwant %#v\ngot  %#v", what, i, want.Records[i], got.Records[i])
		}
	}
	w, g := *want, *got
	w.Records, g.Records = nil, nil
	tb.Fatalf("%s:\nwant %d rows, %+v\ngot  %d rows, %+v", what, len(want.Records), w, len(got.Records), g)
}

func equalReadings(a, b *reading) bool { return reflect.DeepEqual(a, b) }

// equal fails where two values differ.
func equal(tb testing.TB, want, got any, what string) {
	tb.Helper()
	if !reflect.DeepEqual(want, got) {
		tb.Errorf("%s:\nwant %+v\ngot  %+v", what, want, got)
	}
}

// faults are the counts of a reading that are not zero, by name.
func (out *reading) faults() map[string]int64 {
	m := map[string]int64{}
	for f, n := range out.Counts {
		if n != 0 {
			m[Fault(f).String()] = n
		}
	}
	return m
}

// values are the values of each row, set between bars.
func (out *reading) values() []string {
	var all []string
	for _, r := range out.Records {
		all = append(all, strings.Join(r.Values, "|"))
	}
	return all
}

// sample is a text and what reading it gives.
type sample struct {
	name   string
	text   string
	values []string         // of each row, set between bars
	faults map[string]int64 // by name; nil: none
}

// run reads the text in one chunk and compares it with the sample, then in
// small chunks and compares it with the reference.
func (s sample) run(t *testing.T) {
	t.Run(s.name, func(t *testing.T) {
		out := readText(t, s.text)
		if s.faults == nil {
			s.faults = map[string]int64{}
		}
		equal(t, s.values, out.values(), "values")
		equal(t, s.faults, out.faults(), "faults")
		agree(t, s.text, 1, 64, 300, 4096)
	})
}
