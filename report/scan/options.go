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
	BySort       string       // which groups come first: one of GroupSorts, "" for the first
	Redact       redact.Kinds // whether the users that the log names must be known

	// Whole makes all of each source be read: else what a plain file in the order of time
	// has of times that Filter and Spans leave out is skipped. With Ends only the first and
	// the last rows of such a file are wanted, with Newest as well only the last.
	Whole, Ends, Newest bool

	// Once makes rows be judged each by what it says: the sources are not read again for what
	// only all rows tell of one, unless Filter asks for that.
	Once bool

	Workers   int // 0 for one; see mostWorkers
	ChunkSize int // bytes; 0 for 512 KiB
	// MarksApart is how many bytes the places are apart at which a file shows that it is in
	// order, at least; 0 for 8 MiB.
	MarksApart int64
	// Held is how many bytes those who count hold, about, before they put it together, where
	// they do so before the end; 0 for 10 MiB where there are more than two, else for no bound.
	Held int

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

	// Starts, where it is not nil, says for each source where reading begins; nil for its
	// start. With Judging alone.
	Starts []*Start

	// Keep, when set, keeps the rows that are shown in Result.Kept.
	Keep *Keep

	// Progress is told how many bytes of the sources' sizes were read since it
	// was called last. It is called by one worker at a time.
	Progress func(bytes int64)

	shipped    *shipped // where the rows are; nil for sources
	keptFile   *keptFile
	ofAll      *ofAll      // nil for nothing
	among      []int       // what the sources are among all of a run; nil where they are all
	lookOnly   bool        // a second look: rows go to Each, and nothing is shown
	asked      *asked      // of a second look at sources
	eachOf     func() see  // makes an Each for each judge
	notes      *noteBudget // nil where rows are not noted
	plain      int         // blocks of packs that are not compressed
	mostNoted  int         // rows that are noted at most; 0 for the usual number
	noted      *notedRows  // of a second look: they say how rows were judged; nil where it judges
	repeatable bool        // all sources can be read again
	farm       farm        // servers that are told by their folders alone
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

// needed returns the only times of which rows must be read; nil for all. To redact takes
// the users of all rows, and who keeps rows elsewhere wants all.
func (o *Options) needed() []Span {
	if o.Whole || o.Redact.Any() || o.Judging != nil {
		return nil
	}
	return o.times()
}

// times returns those that are asked for, in order and apart; nil for all.
func (o *Options) times() []Span {
	spans := o.Spans
	if f := &o.Filter; len(spans) == 0 {
		spans = []Span{f.period()}
	}
	spans = JoinSpans(spans)
	for i := range spans {
		spans[i].From, spans[i].Until = clamp(spans[i].From), clamp(spans[i].Until)
	}
	if len(spans) == 1 && spans[0].From <= -anyTime && spans[0].Until >= anyTime {
		return nil
	}
	return spans
}

// divided makes the period of the filter a span, where rows outside of it are
// compared with.
func (o Options) divided() Options {
	f := &o.Filter
	if !o.Compare || len(o.Spans) > 0 || f.Since.IsZero() && f.Until.IsZero() {
		return o
	}
	period := f.period()
	f.Since, f.Until = time.Time{}, time.Time{}
	o.Spans = []Span{{math.MinInt64, period.From, false}, period, {period.Until, math.MaxInt64, false}}
	return o
}
