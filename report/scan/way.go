package scan

import (
	"io"
	"math"
	"time"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// way is how a reading goes through its source: from its start to its end, or where only
// some times are asked for of a file that is in order, through the parts that hold them, of
// which a second look is given those that were skipped.
type way struct {
	spans []Span         // that are asked for; nil for all time
	ends  bool           // the first and the last rows are
	last  bool           // of them, the last rows alone
	apart int64          // distance of marks; 0 for the usual one
	zone  *time.Location // of local times
	marks *marks         // nil where all is read
	ahead []part         // that come next
	at    int64          // where the part ends that is read now
}

func newWay(o *Options) way {
	return way{spans: o.needed(), ends: o.Ends && !o.Whole, last: o.Newest, apart: o.MarksApart, zone: o.Zone}
}

// begin begins to read a stream.
func (r *reading) begin() error {
	w := &r.way
	r.isPlain = r.stream.SkipsFree()
	switch {
	case r.start != nil:
		return r.beginAt()
	case w.ahead != nil && r.stream.Plain() == nil:
		return notPlain(r.input.Name)
	case w.ahead != nil:
		r.nextPart(0)
		return nil
	}
	if r.mark(); w.marks != nil {
		w.ahead = w.marks.parts(w.wanted(w.marks))
		r.notes.read(sizeOfParts(w.ahead, w.marks.size))
		r.nextPart(0)
		return nil
	}
	r.notes.read(r.input.Size)
	w.at = toEnd
	r.cutter = parser.NewCutter(r.stream)
	r.cutter.Eager, r.cutter.Idle = !r.input.Repeatable(), r.stream.Idle
	return nil
}

// notPlain is the error of a source that was plain text when it was read before.
func notPlain(source string) error {
	return &input.Error{Source: source, Expected: "the plain text that it was", Found: "something else", Err: input.ErrChanged}
}

// wanted are the times that are wanted of a file.
func (w *way) wanted(m *marks) []Span {
	switch {
	case !w.ends:
		return w.spans
	case w.last:
		return m.ends()[1:]
	}
	return m.ends()
}

// mark finds the marks of a stream, where they are of use.
func (r *reading) mark() {
	w := &r.way
	if w.spans == nil && !w.ends || r.replay != nil {
		return
	}
	if text := r.stream.Plain(); text != nil {
		m := markFile(text, w.apart, w.zone, w.wanted)
		r.ledger.mu.Lock()
		defer r.ledger.mu.Unlock()
		w.marks = m // a result may be made meanwhile
	}
}

// nextPart goes on with the next part, of which the first chunk has the number seq.
func (r *reading) nextPart(seq int) {
	w := &r.way
	next := w.ahead[0]
	w.ahead = w.ahead[1:]
	r.skip(next.from, seq)
	w.at = next.until
	text := io.LimitReader(r.stream, next.until-next.from)
	if next.from == 0 {
		r.cutter = parser.NewCutter(text)
		return
	}
	r.cutter = parser.ResumeCutter(text, seq, next.from, next.header)
}

// skip skips what stands before a place, and before the chunk of that number.
func (r *reading) skip(until int64, seq int) {
	from := r.way.at
	if until > from {
		r.ledger.skip(gap{from, until}, seq)
		_ = r.stream.Skip(until - from) // of a plain file, which tells when it is read
	}
}

// hasHead and hasEnd report whether the reading begins where its source does, and ends
// where it ends.
func (r *reading) hasHead() bool {
	gaps := r.ledger.skipped()
	return r.start == nil && r.replay.hasHead() && (len(gaps) == 0 || gaps[0].from > 0)
}

func (r *reading) hasEnd() bool {
	gaps := r.ledger.skipped()
	return r.replay.hasEnd() && (len(gaps) == 0 || gaps[len(gaps)-1].until < r.way.marks.size)
}

// leave ends the reading of a stream of which all parts were read.
func (r *reading) leave() error {
	w := &r.way
	if w.marks == nil || w.at >= w.marks.size {
		return nil
	}
	r.skip(w.marks.size, math.MaxInt)
	return r.stream.Unchanged(r.input.Name)
}
