package scan

import (
	"context"
	"errors"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report/redact"
)

// Result is what was read and counted: the one border between counting and
// telling. It is made once, when reading has ended, and nothing changes it after
// that: no method sorts, flushes or locks, so any number of readers may share it.
// It is the same for any number of workers, but for the order in which values of
// a field came, which Top and All hide.
type Result struct {
	// What was read.
	Sources     []Source // as they were given
	Faults      []Fault  // what was wrong with lines, or odd about them
	Interrupted bool     // reading ended before the sources did

	// What was counted. Rows that are shown are counted in all of it, rows that are
	// compared with in Minutes alone.
	Outcomes []Outcome // in a fixed order, each once
	Subjects []Subject // what values are counted of
	Coarse   int64     // rows that are shown, of outcomes that were too many to tell their numbers apart
	Minutes  Counts    // rows of each outcome
	Dropped  Counts    // rows that the filter leaves out, all under outcome 0; with Options.Compare
	Groups   []Group   // of Options.By, in no order: the first 65,536 in that of Options.BySort
	Rest     Group     // all others
	// GroupsErr says that groups were lost: they were too many for memory, and for the disk.
	GroupsErr error
	Taken     Taken     // of all rows that are shown
	Times     Times     // where the time of all rows that are shown went
	Scanners  []Scanner // the misses of which are probes; most misses first
	// FormPosts are client and path, between them a zero byte, of POSTs to what looks like
	// a form to log on, but for those that were redirected: of one row in four. None where
	// there were too many. FormLets are the redirected ones.
	FormPosts, FormLets []Value
	Redirected          []Redirected // most rows first; none where there were too many
	Hosts               []Value      // of the pages that healthy rows came from, one row in 64

	// What was asked for.
	Filter       Filter
	Spans        []Span // nil for all time
	ForwardedFor string
	By           []string
	Absent       []AbsentField // asked for by flags, and in no row
	FieldNames   []string      // that rows had, sorted; with Options.By or Options.Sides
	Users        *redact.Known // that the log names; nil where they may be shown

	// Sides are those of a comparison, nil without Options.Sides.
	Sides *SideCounts

	// Kept are the rows that are shown, nil without Options.Keep.
	Kept *Kept

	// For the search for causes.
	Earliest, Latest int64          // seconds of all rows that were read; Earliest > Latest where none had a time
	Traffic          []SampledRow   // some of all rows
	Visits           []Visit        // when who came, of more rows, in the order of time
	Timed            int64          // rows with a time: Visits are a fair choice of them
	SubjectRows      [][]SampledRow // some rows of each subject that needs attention, or is noise
	Sampled          []SampledRow   // some rows of each outcome and stretch of time; with Options.Compare
	Rows             Rows           // the rows themselves

	values tables
	book   *codes.Book
	grain  grain // how far numbers were told apart
	farm   farm  // servers that are told by their folders alone
}

// Rows gives rows that were counted once more.
type Rows interface {
	// Size returns how many bytes a look at some spans reads, and false when they
	// cannot be looked at again.
	Size(spans []Span) (bytes int64, ok bool)
	// Look shows the wanted rows of some spans, and maybe others, with their
	// verdicts. see is called from several goroutines; a row is good until it
	// returns. Look reports false when not all could be read.
	Look(ctx context.Context, spans []Span, wanted Wanted, see func(source int, r *parser.Row, v codes.Verdict)) bool
}

// Source is the ledger of one file, archive entry or stream.
// Lines = Rows + Filtered + Refused + Directives + Blank.
type Source struct {
	Name       string
	Bytes      int64 // that were read, after decompression
	Skipped    int64 // bytes that were not: by the order of their rows, of times that were not asked for
	Lines      int64
	Rows       int64 // shown
	Filtered   int64
	Refused    int64
	Directives int64
	Blank      int64
	Forms      []parser.Form // other than W3C that rows were read in
	Err        error         // why it was not read to its end
	Passed     []string      // entries of an archive that were passed over, as no logs by their names
	// First and Last are the times of its earliest and latest row, in seconds since
	// 1970; First > Last where none had a time.
	First, Last int64
	Faults      []Fault // of this one
	chunkLines  []int64
	start       *Start       // where reading began; the account is of all that stands before, too
	tallies     []chunkTally // of what was read; with Options.Judging
	isPlain     bool
	begins      uint64 // what its first rows are, see beginning
}

// Reason says why the source was not read to its end, without its name; "" where it
// was.
func (s *Source) Reason() string {
	var in *input.Error
	switch {
	case s.Err == nil:
		return ""
	case errors.As(s.Err, &in):
		return in.Reason()
	}
	return s.Err.Error()
}

// Fault is one kind of thing that was wrong with lines.
type Fault struct {
	Kind  parser.Fault
	Lines int64
	First []Place // the first few, in the order of the sources
}

// Place is a line of a source, and the start of its text.
type Place struct {
	Source int   // index into Result.Sources
	Line   int64 // counted from 1; 0 where it is not known, behind what was skipped
	Offset int64 // of its first byte in the source
	Text   string
}

// Outcome is how rows ended that mean the same, and what was counted of them.
type Outcome struct {
	Code    codes.Code
	Log     codes.Log
	Reason  string // of HTTP.sys, in logs of HTTPERR
	Win32   int64  // codes.None where it is not logged
	Verdict codes.Verdict
	Family  int  // of noise, that claimed the rows, or of attacks that they are of; -1 for none
	Attack  bool // an attack of Family that was answered: served, redirected, or made the application fail; Verdict is as without
	Span    int  // index into Result.Spans
	Subject int  // index into Result.Subjects
	Shown   bool // else only compared with, and Rows is 0
	Rows    int64
	// First and Last are seconds since 1970; First > Last where no row had a time.
	First, Last int64
}

// Subject is what values are counted of: the rows of one code and verdict in a
// span, and of one reason of HTTP.sys, or one Win32 number where that tells
// different matters apart. Attacks that were answered are subjects of their own.
type Subject struct {
	Code    codes.Code
	Verdict codes.Verdict
	Span    int
	Reason  string // "" for none, and for one that the tables do not know
	Win32   int64  // AnyWin32 where it tells nothing apart
	Attack  string // the family of attacks that were answered, "" for other rows
}

// AnyWin32 stands for all Win32 numbers.
const AnyWin32 = -3

// OfAllSpans is the subject whatever span of time its rows are of.
func (s Subject) OfAllSpans() Subject {
	s.Span = 0
	return s
}

// Counts are counts of rows per bucket of time and outcome.
type Counts struct {
	Step  int64  // seconds of a bucket: 60, or more in logs that span months
	Cells []Cell // in order of time, then of outcome
}

// Cell is how many rows of one outcome a bucket holds. The bucket begins at Bucket
// times Step, in seconds since 1970.
type Cell struct {
	Bucket  int64
	Outcome int32 // index into Result.Outcomes
	Rows    int64
}

// Second is the second at which the bucket of a cell begins.
func (c *Counts) Second(cell Cell) int64 { return cell.Bucket * c.Step }

// Value is one value of a field, how many rows hold it, and from when to when, in
// seconds since 1970. First > Last where that is not known: of FieldClient and
// FieldPair it is.
type Value struct {
	Text        string
	Count       int64
	First, Last int64
}

// Field is a field whose values are counted for rows that need a word.
type Field int

// The fields. FieldPair counts two values together, with a zero byte between:
// client and user of refused logons, page and path of what was not found.
const (
	FieldPath Field = iota
	FieldClient
	FieldUser
	FieldAgent
	FieldPair
	NumFields
	NumTopFields = FieldPair // those with one value
)

var fieldNames = [NumTopFields]string{"cs-uri-stem", "c-ip", "cs-username", "cs(User-Agent)"}

// hasTimes says of which fields it is known when each value came: of who sent the
// requests.
func (f Field) hasTimes() bool { return f == FieldClient || f == FieldPair }

// String is the name of the field in logs, "" for FieldPair.
func (f Field) String() string {
	if f >= NumTopFields {
		return ""
	}
	return fieldNames[f]
}

// AbsentField is a field that a flag asks for and no row had.
type AbsentField struct{ Field, Flag string }

// Errors returns what kept sources from being read to their end, in order.
func (r *Result) Errors() (all []error) {
	for _, s := range r.Sources {
		if s.Err != nil {
			all = append(all, s.Err)
		}
	}
	return all
}

// UnknownBy returns the fields of Options.By and Options.Sides that no row has. Where
// not all was read, or no row, the fields could still be there: it is nil.
func (r *Result) UnknownBy() (unknown []string) {
	if r.Interrupted || len(r.Errors()) > 0 {
		return nil
	}
	for _, f := range r.Absent {
		if f.Flag == "--by" || f.Flag == "--between" {
			unknown = append(unknown, f.Field)
		}
	}
	return unknown
}

// RowsShown is how many rows are shown.
func (r *Result) RowsShown() (rows int64) {
	for i := range r.Outcomes {
		rows += r.Outcomes[i].Rows
	}
	return rows
}

// HasRows reports whether any row was read, shown or not.
func (r *Result) HasRows() bool {
	for _, s := range r.Sources {
		if s.Rows+s.Filtered > 0 {
			return true
		}
	}
	return false
}

// Period returns the seconds of the earliest and the latest row that is shown, and
// false when no row had a time.
func (r *Result) Period() (first, last int64, ok bool) {
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		if o.First > o.Last {
			continue
		}
		if !ok {
			first, last, ok = o.First, o.Last, true
		}
		first, last = min(first, o.First), max(last, o.Last)
	}
	return first, last, ok
}

// Counted is the outcome that rows of another were counted for: without some of its
// numbers where those were too many.
func (r *Result) Counted(o codes.Outcome) codes.Outcome { return r.grain.of(r.book, o) }

// Line returns the line in its source, counted from 1, of a row that Options.Each
// or Rows.Look was shown; 0 where it is not known, behind what was skipped.
func (r *Result) Line(source int, row *parser.Row) int64 {
	return lineOf(r.Sources[source].chunkLines, row.Chunk, row.Number)
}

// Wants reports whether the filter takes rows of a code and a verdict.
func (r *Result) Wants(c codes.Code, v codes.Verdict) bool {
	return r.Filter.takesCode(int32(c.Status), int32(c.Substatus)) && r.Filter.takes(v)
}

// OutcomeOf returns the outcome of a row by itself, of which nothing is counted
// and no verdict is known.
func OutcomeOf(r *parser.Row) codes.Outcome {
	o := codes.Outcome{Status: int(r.Status), Substatus: int(r.Substatus), Win32: r.Win32}
	if r.Layout.IsHTTPERR() {
		o.Log, o.Reason = codes.HTTPERR, string(r.Field(parser.Reason))
	} else if r.IsFTP() {
		o.Log = codes.FTPLog
	}
	if o.Status == codes.None {
		o.Substatus = codes.None
	}
	return o
}
