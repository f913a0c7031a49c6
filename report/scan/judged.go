package scan

import (
	"bytes"
	"math"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Judging is given all rows, each once, with what they were judged to be, and nothing
// but their outcomes is counted: it is for who keeps the rows elsewhere. It is used by
// one goroutine at a time.
type Judging interface {
	// Row is given a row that is good until it returns. Rows of a source come nearly in
	// order: legs of a negotiation come when their fate is known.
	Row(source int, r *parser.Row, j *Judgement)
	// Flush is called when the rows of a chunk were given.
	Flush()
}

// Judgement is what a row was judged to be, and what the rows around it tell of it.
type Judgement struct {
	Log     codes.Log
	Verdict codes.Verdict
	Family  int  // of noise that claimed the row, or of attacks that it is of; -1 for none
	Attack  bool // it is of a family of attacks, and was answered
	// Open: a leg of a negotiation that nothing answered until the end of its source,
	// before an answer could no more come.
	Open bool

	Weight Weight // what reports count of the row

	Site, Server []byte // nil where nothing tells them
	Client       []byte // behind a proxy the real one, where Options.ForwardedFor says in which field that is
	Name         []byte // the user of a row of FTP that does not hold it, as its session named it; nil for none
}

// Passage says that a chunk of a source was passed: all rows that stand before a place
// were given.
type Passage struct {
	Source, Chunk int
	Before        int64 // lines of the source before the chunk
	Upto          int64 // bytes of the source
	// End: all rows of the source were given. Upto is where its last line ends that has an
	// end, Chunk and Before say nothing.
	End bool
}

// judged gives a row to who keeps rows.
func (c *counts) judged(o *outcomeCount, r *parser.Row, source int) {
	c.judgement = Judgement{
		Log: o.log, Verdict: o.verdict, Family: int(o.family) - 1, Attack: o.isAttack(), Open: c.open,
		Weight: c.weightOf(o, r),
		Site:   c.columns.site(r), Server: c.columns.server(r), Client: c.columns.client(r), Name: c.columns.sessionUser(r),
	}
	c.judging.Row(source, r, &c.judgement)
}

// flush tells that the rows of a chunk were given.
func (c *counts) flush() {
	if c.judging != nil {
		c.judging.Flush()
	}
}

// passage is what is known of how far a source was passed.
type passage struct {
	tell  func(Passage)     // nil where nobody asks
	lines int64             // of the chunks before the next one
	whole int64             // where the last line ends that has an end, once the last chunk was passed
	taken map[*worker]int64 // first of the rows that each counts just now
}

// take notes that a worker is to count rows that waited.
func (p *passage) take(rows []settledRow, by *worker) {
	if p.tell == nil || len(rows) == 0 || by == nil {
		return
	}
	if p.taken == nil {
		p.taken = map[*worker]int64{}
	}
	p.taken[by] = firstOffset(rows)
}

// counted notes that a worker counted the rows that it took.
func (p *pairing) counted(by *worker) {
	if p.passage.tell == nil {
		return
	}
	by.judge.counts.flush()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.passage.taken, by)
}

// firstOffset is where the first of some rows stands that waited.
func firstOffset(rows []settledRow) int64 {
	first := int64(math.MaxInt64)
	for i := range rows {
		if one := rows[i].leg; one != nil {
			first = min(first, one.Offset)
		} else {
			first = min(first, rows[i].row.Offset)
		}
	}
	return first
}

// pass tells that a chunk was passed: all before the first row that still waits, or that
// somebody is to count.
func (p *pairing) pass(s *scanned) {
	if p.passage.tell == nil {
		return
	}
	at := Passage{Source: p.reading.source, Chunk: s.chunk.Seq, Before: p.passage.lines, Upto: s.chunk.Offset + s.chunk.Bytes}
	if s.chunk.Last { // its last line may be cut; the end is told by itself
		at.Upto = s.chunk.Offset
		p.passage.whole = s.chunk.Offset + int64(bytes.LastIndexByte(s.chunk.Text, '\n')+1)
	}
	at.Upto = min(at.Upto, firstOffset(p.settled), p.firstOpen())
	for _, first := range p.passage.taken {
		at.Upto = min(at.Upto, first)
	}
	p.passage.lines += p.reading.ledger.linesOf(s.chunk.Seq)
	p.passage.tell(at)
}

// firstOpen is where the first leg stands that waits.
func (p *pairing) firstOpen() int64 {
	for _, block := range p.line {
		for i := range block.legs {
			if one := &block.legs[i]; !one.closed {
				return one.Offset
			}
		}
	}
	return math.MaxInt64
}

// isOpen reports whether a leg that nothing answered could still be answered, had the
// source not ended.
func (p *pairing) isOpen(one *leg) bool {
	return p.ended && (one.Second == parser.NoTime || p.last <= one.Second+AnswerWithin)
}

// linesOf is how many lines a chunk has.
func (l *ledger) linesOf(chunk int) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines[chunk]
}
