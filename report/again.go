package report

import (
	"bytes"
	"context"
	"io"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// A second look reads those chunks of the sources again that hold the rows of
// some seconds, and settles the verdicts of their rows as the first look did: the
// heads of the chunks say where they stand, which columns they have and which
// times they hold.

// head is a chunk without its text, and the times of its rows.
type head struct {
	chunk parser.Chunk // Text is nil
	size  int64        // of Text
	first int64        // time of its earliest row
	last  int64
}

// glimpse is a span of seconds that a second look is about.
type glimpse struct{ from, until int64 }

// remember keeps the head of a chunk for a second look.
func (r *reading) remember(s *scanned) {
	h := head{s.chunk, int64(len(s.chunk.Text)), s.first, s.last}
	h.chunk.Text, h.chunk.Long = nil, nil
	r.ledger.mu.Lock()
	defer r.ledger.mu.Unlock()
	r.heads = append(r.heads, h)
}

// replay is the part of a source that is read again.
type replay struct {
	heads []head // in order
	next  int
	at    int64 // place in the source
}

// within returns the heads of the chunks that hold rows of the spans, and of
// those around them to which legs may look for answers.
func (r *reading) within(spans []glimpse) []head {
	slices.SortFunc(r.heads, func(a, b head) int { return a.chunk.Seq - b.chunk.Seq })
	var wanted []head
	for _, h := range r.heads {
		if slices.ContainsFunc(spans, func(g glimpse) bool {
			return h.first < g.until+window && h.last >= g.from-window
		}) {
			wanted = append(wanted, h)
		}
	}
	return wanted
}

// bytesWithin returns how much a second look at some spans reads, and false when
// a source cannot be read again.
func (s *Scan) bytesWithin(spans []glimpse) (n int64, ok bool) {
	for _, r := range s.readings {
		for _, h := range r.within(spans) {
			if !r.input.Repeatable() {
				return 0, false
			}
			n += h.size
		}
	}
	return n, true
}

// again reads the rows of some spans once more. each is shown them, with
// row.Chunk and row.Number as in the first look; it is called from several
// goroutines. It reports false when not all could be read.
func (s *Scan) again(ctx context.Context, spans []glimpse, each func(source int, r *parser.Row, v codes.Verdict)) bool {
	var sources []input.Source
	var first []*reading
	var heads [][]head
	for _, r := range s.readings {
		if h := r.within(spans); len(h) > 0 {
			sources, first, heads = append(sources, r.input), append(first, r), append(heads, h)
		}
	}
	o := s.options
	o.looking, o.By, o.Progress = true, nil, nil
	o.Each = func(source int, r *parser.Row, v codes.Verdict) {
		was := r.Chunk
		r.Chunk = heads[source][was].chunk.Seq
		each(first[source].source, r, v)
		r.Chunk = was
	}
	look := read(ctx, sources, o, heads)
	for _, r := range look.readings {
		if r.ledger.err != nil {
			return false
		}
	}
	return !look.partial
}

// replayed reads the next wanted chunk into buf.
func (r *reading) replayed(buf []byte) (parser.Chunk, error) {
	p := r.replay
	if p.next == len(p.heads) {
		return parser.Chunk{}, io.EOF
	}
	h := p.heads[p.next]
	chunk := h.chunk
	if err := r.stream.Skip(chunk.Offset - p.at); err != nil {
		return parser.Chunk{}, err
	}
	if int64(cap(buf)) < h.size {
		buf = make([]byte, h.size)
	}
	chunk.Text = buf[:h.size]
	if _, err := io.ReadFull(r.stream, chunk.Text); err != nil {
		return parser.Chunk{}, err
	}
	if bytes.IndexByte(chunk.Text, '\n') < 0 { // lines end in CR alone
		for i, b := range chunk.Text {
			if b == '\r' {
				chunk.Text[i] = '\n'
			}
		}
	}
	p.at = chunk.Offset + h.size
	chunk.Seq = p.next
	p.next++
	chunk.Last = p.next == len(p.heads)
	return chunk, nil
}
