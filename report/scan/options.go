package scan

import (
	"math"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/redact"
)

// Options say what is read and counted. The zero value of each is a sensible
// default, but for Book and Rules, which are needed.
type Options struct {
	Book  *codes.Book     // says which reasons and Win32 numbers are known
	Rules *codes.Rules    // verdicts
	Noise *codes.Families // nil for none

	Filter Filter
	// Spans divide time; rows of no span are dropped. Nil is one span that is all
	// time. They are in order and do not overlap.
	Spans []Span
	// Compare makes rows that Filter leaves out by Status or Verdicts rows to
	// compare with, and keeps what a search for spikes needs.
	Compare bool

	// Zone is that of times which a log gives as local; nil is UTC.
	Zone *time.Location

	ForwardedFor string       // field that holds the real client behind a proxy
	By           []string     // fields to group by
	Redact       redact.Kinds // whether the users that the log names must be known

	Workers   int // 0 for one; see mostWorkers
	ChunkSize int // bytes; 0 for 1 MiB, or less with many workers

	// Sides, when set, counts in Result.Sides what each side of a comparison has.
	Sides *Sides

	// Each, when set, is shown every row that is counted, with its verdict; legs
	// of a negotiation come when their fate is known, so not in order. The row is
	// good until Each returns. With more than one worker it is called from
	// several goroutines.
	Each func(source int, r *parser.Row, v codes.Verdict)

	// Judging, when set, makes what is given the rows, one for each goroutine, and Passed
	// is told how far that is. It is called by one goroutine at a time for each source,
	// and reading waits for it.
	Judging func() Judging
	Passed  func(Passage)

	// Keep, when set, keeps the rows that are shown in Result.Kept.
	Keep *Keep

	// Progress is told how many bytes of the sources' sizes were read since it
	// was called last. It is called by one worker at a time.
	Progress func(bytes int64)

	shipped    *shipped // where the rows are; nil for sources
	keptFile   *keptFile
	ofAll      *ofAll // nil for nothing
	among      []int  // what the sources are among all of a run; nil where they are all
	lookOnly   bool   // a second look: rows go to Each, and nothing is shown
	asked      *asked // of a second look at sources
	repeatable bool   // all sources can be read again
}

// Span is a stretch of time: From ≤ second < Until, in seconds since 1970. Rows of
// a span that is Shown are what a report is about; those of the others are what it
// compares with, and are counted per minute and outcome only.
type Span struct {
	From, Until int64
	Shown       bool
}

// Holds reports whether a second is of the span.
func (s Span) Holds(second int64) bool { return s.From <= second && second < s.Until }

// divided makes the period of the filter a span, where rows outside of it are
// compared with.
func (o Options) divided() Options {
	f := &o.Filter
	if !o.Compare || len(o.Spans) > 0 || f.Since.IsZero() && f.Until.IsZero() {
		return o
	}
	from, until := int64(math.MinInt64), int64(math.MaxInt64)
	if !f.Since.IsZero() {
		from = ceilSecond(f.Since)
	}
	if !f.Until.IsZero() {
		until = ceilSecond(f.Until)
	}
	f.Since, f.Until = time.Time{}, time.Time{}
	o.Spans = []Span{{math.MinInt64, from, false}, {from, until, true}, {until, math.MaxInt64, false}}
	return o
}
