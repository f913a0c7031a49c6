package scan

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report/redact"
)

// Rows that were read and judged before, and are kept elsewhere, are counted by what counts
// those of files. What their neighbours told of them was told when they were judged; what
// all rows tell is found as it is for files.

// Shipped has rows that were judged before.
type Shipped interface {
	// Sources are the ledgers of the files that the rows are of: First, Last and Faults are
	// set, and Rows are all rows.
	Sources() []Source
	// Size is how many bytes of those files are around the rows of some spans.
	Size(spans []Span) int64
	// Few is how many rows are shown one by one as fast as they are counted by Light.
	Few() int64
	// Rows shows the rows that are asked for to so many goroutines, each of which has a
	// number below workers. It may show others as well, and says which Light counts. An
	// error of see ends it, and is returned.
	Rows(ctx context.Context, asked *Asked, workers int, see func(worker int, rows *ShippedRows) error) error
	// Light counts the rows that need not be given as a whole. see is called by one goroutine
	// at a time. ErrManyValues is returned where there are too many values.
	Light(ctx context.Context, asked *Asked, see func(*LightCounts)) error
	// Layouts are those that rows have.
	Layouts(ctx context.Context) ([]*parser.Layout, error)
	// Named notes the users and clients that rows name, whether they are asked for or not.
	Named(ctx context.Context, known *redact.Known) error
	// Dropped counts the rows that Rows and Light leave out, by the minute: those of other
	// times, and those that the filter surely does not take. Rows without a time are not
	// counted.
	Dropped(ctx context.Context, asked *Asked, see func(second, rows int64)) error
	// Check compares how many rows of each source were counted with what is known of them;
	// nil where some were left out.
	Check(ctx context.Context, rows []int64) error
}

// ErrManyValues is the error of a Shipped that would have to count too many values.
var ErrManyValues = errors.New("expected fewer values that can be counted elsewhere")

// Asked says which rows of a Shipped are asked for.
type Asked struct {
	Spans        []Span // nil for all time
	Wanted       Wanted
	ForwardedFor string // field that holds the real client; "" for none
	// Filter leaves out rows: a row that it does not take may be left out, or shown.
	Filter Filter
	// Values says that Light counts the values of rows that have no more, see ValuedRow.
	Values bool
	// By says that Light counts groups by these fields, of rows that are shown.
	By []string
	// Shown is which of the rows that the filter takes are shown, by their codes and by their
	// times: others are but compared with. For Light alone.
	Shown func(span int) (Filter, bool)
	// Depth, when set, says that Light counts rows, and which of those that samples may
	// choose are shown all the same.
	Depth *Depth
}

// ShippedRows are some rows of one layout.
type ShippedRows struct {
	Layout *parser.Layout
	Text   []byte // the lines of the rows, each ended by a line feed
	Rows   []ShippedRow
}

// ShippedRow is what is known of a row besides its line.
type ShippedRow struct {
	Source       int // index into Shipped.Sources
	Second       int64
	Offset, Line int64 // of the line in its source; lines count from 1
	Verdict      codes.Verdict
	Family       int // see Judgement
	Attack       bool
	Counted      bool   // by Light: samples alone want it
	Name         []byte // see Judgement
}

// ReadShipped counts rows that are kept elsewhere. When ctx ends it returns what was
// counted until then. Where the error is not nil, the result lacks rows.
func ReadShipped(ctx context.Context, from Shipped, o Options) (*Result, error) {
	s := &shipped{Shipped: from, sources: from.Sources()}
	o.shipped = s
	r := Read(ctx, nil, o)
	return r, s.failed(ctx)
}

// ShippedLosses tries each part of a filter on all rows, as Losses does.
func ShippedLosses(ctx context.Context, from Shipped, o Options) ([]FilterLoss, bool) {
	s := &shipped{Shipped: from, sources: from.Sources()}
	o.shipped = s
	var sources []input.Source
	for i := range s.sources {
		sources = append(sources, input.Source{Name: s.sources[i].Name})
	}
	return tryLosses(ctx, sources, o), s.failed(ctx) == nil && ctx.Err() == nil
}

// shipped is a Shipped, and the first error of it.
type shipped struct {
	Shipped
	sources []Source
	err     error
}

// fail keeps the first error.
func (s *shipped) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *shipped) failed(ctx context.Context) error {
	if ctx.Err() != nil {
		return nil // it was interrupted, which the result says
	}
	return s.err
}

// readShipped counts the rows that are asked for.
func readShipped(ctx context.Context, o Options, asked Asked) *run {
	p := newShippedPass(o)
	if asked.Spans == nil && p.mayCount() {
		for _, values := range p.waysToCount() {
			complete, again := p.count(ctx, values)
			if complete || p.from.err != nil || ctx.Err() != nil {
				return p.run(ctx)
			}
			if p = newShippedPass(o); !again {
				break
			}
		}
	}
	p.stream(ctx, &asked)
	return p.run(ctx)
}

// shippedPass is a counting of the rows of a Shipped.
type shippedPass struct {
	options  Options
	from     *shipped
	counters []*shippedCounter
	all      *counts // of all counters, when they are done
}

func newShippedPass(o Options) *shippedPass {
	p := &shippedPass{options: o, from: o.shipped}
	seed := maphash.MakeSeed()
	for range max(1, o.Workers) {
		n := len(p.from.sources)
		p.counters = append(p.counters, &shippedCounter{judge: newJudge(&o, seed), sources: p.from.sources, shown: make([]int64, n), seen: make([]int64, n)})
	}
	return p
}

// stream counts all rows that are asked for one by one.
func (p *shippedPass) stream(ctx context.Context, asked *Asked) {
	isLook := asked.Spans != nil
	p.narrow(asked)
	p.rows(ctx, asked)
	p.merge()
	if !isLook {
		p.settle(ctx, asked)
	}
}

// narrow leaves rows out that count nowhere: those of other times, and those that the
// filter does not take.
func (p *shippedPass) narrow(asked *Asked) {
	o := &p.options
	asked.ForwardedFor = o.ForwardedFor
	asked.Filter = Filter{Fields: o.Filter.Fields}
	if !o.Compare {
		asked.Filter = o.Filter
	}
	if asked.Spans == nil {
		asked.Spans = o.spansAsked()
	}
}

// settle does what is left when rows were counted: some of all may have been left out.
func (p *shippedPass) settle(ctx context.Context, asked *Asked) {
	if p.from.err != nil || ctx.Err() != nil {
		return
	}
	counter := p.counters[0]
	isAll := asked.Spans == nil && asked.Filter.isAll()
	if users := counter.judge.counts.users; users != nil && !p.options.lookOnly && (!isAll || asked.Depth != nil) {
		p.from.fail(p.from.Named(ctx, users))
	}
	if isAll {
		if asked.Depth != nil {
			p.seeLayouts(ctx)
		}
		p.from.fail(p.from.Check(ctx, counter.seen))
		return
	}
	p.seeLayouts(ctx)
	if dropped := counter.judge.counts.dropped; dropped != nil {
		p.from.fail(p.from.Dropped(ctx, asked, func(second, rows int64) { dropped.addRows(second, 0, rows) }))
	}
	p.from.fail(p.from.Check(ctx, nil))
}

func (p *shippedPass) rows(ctx context.Context, asked *Asked) {
	for _, c := range p.counters {
		c.spans = newSpanSet(asked.Spans)
	}
	p.from.fail(p.from.Rows(ctx, asked, len(p.counters), func(worker int, rows *ShippedRows) error { return p.counters[worker].count(rows) }))
}

// merge adds what all counters counted.
func (p *shippedPass) merge() {
	first := p.counters[0]
	for _, c := range p.counters[1:] {
		first.judge.counts.merge(c.judge.counts)
		for i := range c.shown {
			first.shown[i], first.seen[i] = first.shown[i]+c.shown[i], first.seen[i]+c.seen[i]
		}
	}
	p.all, p.counters = first.judge.counts, p.counters[:1]
}

// run is the pass as if it had been a reading. What is not shown was left out.
func (p *shippedPass) run(ctx context.Context) *run {
	r := &run{options: p.options, counts: p.all, partial: ctx.Err() != nil}
	for i := range p.from.sources {
		one := readingOf(i, &p.from.sources[i])
		one.ledger.filtered = one.ledger.tally.Rows - p.counters[0].shown[i]
		r.readings = append(r.readings, one)
	}
	return r
}

// readingOf is a source as if it had been read.
func readingOf(i int, s *Source) *reading {
	r := &reading{source: i, input: input.Source{Name: s.Name, Size: s.Bytes}, chunks: []chunkPlace{{size: s.Bytes, first: s.First, last: s.Last}}}
	l := &r.ledger
	l.ended, l.err, l.passed, l.bytes, l.lines = true, s.Err, s.Passed, s.Bytes, []int64{s.Lines}
	l.tally = sums{Lines: s.Lines, Rows: s.Rows, Refused: s.Refused, Directives: s.Directives, Blank: s.Blank}
	for _, form := range s.Forms {
		l.tally.Forms |= 1 << form
	}
	for _, f := range s.Faults {
		of := l.enterFault(f.Kind, f.Lines)
		for _, at := range f.First {
			of.first = append(of.first, chunkLine{0, at.Line - 1, at.Offset, at.Text})
		}
	}
	return r
}

// shippedCounter counts what one goroutine is shown.
type shippedCounter struct {
	judge   *judge
	scanner parser.Scanner
	sources []Source
	seen    []int64 // rows of each source
	shown   []int64 // of these
	spans   *spanSet
}

var errNoRow = errors.New("expected a line that can be read again as a row, found none: the engine holds a row that this program did not ship; ship into another database")

// count reads the lines again, and counts those of the spans.
func (c *shippedCounter) count(rows *ShippedRows) error {
	header := parser.NewHeader()
	header.Layout = rows.Layout
	c.scanner.Reset(parser.Chunk{Header: header, Text: rows.Text})
	defer c.judge.counts.settle()
	for i := range rows.Rows {
		one := &rows.Rows[i]
		if !c.scanner.Skim() || c.scanner.Row().Number != int64(i) {
			return fmt.Errorf("%s:%d: %w", c.sources[one.Source].Name, one.Line, errNoRow)
		}
		if !one.Counted {
			c.seen[one.Source]++
		}
		if !c.spans.holds(one.Second) {
			continue
		}
		c.scanner.Read()
		row := c.scanner.Row()
		row.Second, row.Offset, row.Number = one.Second, one.Offset, one.Line-1
		c.row(row, one)
	}
	return nil
}

// row counts a row as a worker does that reads it.
func (c *shippedCounter) row(row *parser.Row, one *ShippedRow) {
	counts := c.judge.counts
	counts.from(c.sources[one.Source].Name)
	if counts.requested != nil {
		counts.requested.see(row.Layout)
	}
	if counts.users != nil {
		counts.users.Add(row)
	}
	if !counts.outcomes.selection.takes(row) {
		counts.drop(row)
		return
	}
	if one.Counted {
		counts.sampleAlone(counts.outcomes.judged(counts.outcomes.of(row), one.Verdict, one.Family, one.Attack), row, one.Source)
		counts.isHashed = false
		return
	}
	counts.columns.ftpName = one.Name
	if row.IsFTP() && !counts.outcomes.selection.fields.fitsUser(row) {
		counts.drop(row)
	} else if c.judge.countJudged(row, one) {
		c.shown[one.Source]++
	}
	counts.columns.ftpName = nil
}

// countJudged counts a row with the verdict that it was given. It reports false when such
// rows are not shown.
func (j *judge) countJudged(row *parser.Row, one *ShippedRow) bool {
	outcome := j.counts.outcomes.judged(j.counts.outcomes.of(row), one.Verdict, one.Family, one.Attack)
	if j.ofAll != nil {
		outcome = j.byAll(j.ofAll, outcome, row, one.Source)
	}
	shown := j.counts.add(outcome, row, one.Source)
	j.counts.isHashed = false
	return shown
}

// judged returns the outcome of rows like those of another that were given a verdict, and
// the family of noise or attacks with that index, -1 for none.
func (t *outcomeTable) judged(at int, v codes.Verdict, family int, attack bool) int {
	switch {
	case attack:
		return t.attacked(at, family)
	case family >= 0:
		return t.claimed(at, family, v)
	case v != t.all[at].verdict:
		return t.withVerdict(at, v)
	}
	return at
}
