package scan

import (
	"math"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Filter chooses the rows that a report counts. A row must fit every part that
// is set; within a part, one of its alternatives and nothing that is left out. The
// zero value takes all.
type Filter struct {
	Since, Until time.Time // Since ≤ time < Until; rows without a time do not fit
	Status       []StatusPattern
	Verdicts     []codes.Verdict
	NotStatus    []StatusPattern // codes that are left out
	NotVerdicts  []codes.Verdict
	Fields       []FieldFilter
}

// FieldFilter is what a row must have in the field of a filter flag: one of the
// values, each as it is typed behind the flag, and none of those that begin with '!'. A value that Set of the flag would
// refuse, like a flag that the table lacks, fits no row.
type FieldFilter struct {
	Flag   string // name of a FilterFlag: uri
	Values []string
}

// choosesRows reports whether rows are left out by what is not their time, code or
// verdict.
func (f *Filter) choosesRows() bool { return len(f.Fields) > 0 }

// isAll reports whether all rows are taken, of whatever verdict.
func (f *Filter) isAll() bool { return f.isZero() && len(f.Verdicts)+len(f.NotVerdicts) == 0 }

// isOfTime reports whether rows are taken by nothing but their time.
func (f *Filter) isOfTime() bool {
	ofAll := *f
	ofAll.Since, ofAll.Until = time.Time{}, time.Time{}
	return !f.isAll() && ofAll.isAll()
}

func (f *Filter) isZero() bool {
	return f.Since.IsZero() && f.Until.IsZero() && len(f.Status)+len(f.NotStatus) == 0 && len(f.Fields) == 0
}

// FitsFolders reports whether rows of a source fit that tell neither their site nor their
// server themselves: its folders do.
func (f FieldFilter) FitsFolders(source string) bool {
	c := columns{}
	c.from(source)
	row := &parser.Row{Layout: parser.RestoreLayout(parser.LayoutKey{})}
	return !slices.ContainsFunc(testsOf([]FieldFilter{f}), func(fits rowTest) bool { return !fits(&c, row) })
}

// period is the time that the filter takes.
func (f *Filter) period() Span {
	s := Span{math.MinInt64, math.MaxInt64, true}
	if !f.Since.IsZero() {
		s.From = ceilSecond(f.Since)
	}
	if !f.Until.IsZero() {
		s.Until = ceilSecond(f.Until)
	}
	return s
}

// takesCode reports whether rows of a code are taken.
func (f *Filter) takesCode(status, substatus int32) bool {
	fits := func(p StatusPattern) bool { return p.fits(status, substatus) }
	return (len(f.Status) == 0 || slices.ContainsFunc(f.Status, fits)) && !slices.ContainsFunc(f.NotStatus, fits)
}

// Takes reports whether rows of a verdict are taken.
func (f *Filter) Takes(v codes.Verdict) bool { return f.takes(v) }

// takes reports whether rows of a verdict are taken. Which verdict a row has may
// depend on its neighbours, so this is asked last.
func (f *Filter) takes(v codes.Verdict) bool {
	return (len(f.Verdicts) == 0 || slices.Contains(f.Verdicts, v)) && !slices.Contains(f.NotVerdicts, v)
}

// matcher is a Filter at work in one worker.
type matcher struct {
	Filter
	since, until int64
	columns      *columns
	tests        []rowTest // of Fields, the cheap ones first
	users        []rowTest // of these, those of the user, which a row of FTP may not hold itself
}

// newMatcher returns nil for a filter that takes all.
func newMatcher(o *Options, c *columns) *matcher {
	f := o.Filter
	if o.Compare {
		f.Status, f.NotStatus = nil, nil // those of other codes are compared with
	}
	if f.isZero() {
		return nil
	}
	period := f.period()
	m := &matcher{Filter: f, since: period.From, until: period.Until, columns: c}
	isUser := func(f FieldFilter) bool { return f.Flag == userFlag }
	m.tests = testsOf(slices.DeleteFunc(slices.Clone(f.Fields), isUser))
	m.users = testsOf(slices.DeleteFunc(slices.Clone(f.Fields), func(f FieldFilter) bool { return !isUser(f) }))
	return m
}

// ceilSecond returns the first whole second that is not before a time: rows have
// no fractions.
func ceilSecond(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// fits reports whether a row is taken as far as its own fields say: the numbers
// that are read already first, then the fields that must be looked for.
func (m *matcher) fits(r *parser.Row) bool {
	return m.fitsTime(r.Second) && m.takesCode(r.Status, r.Substatus) && m.fitsFields(r)
}

func (m *matcher) fitsTime(second int64) bool {
	if m.Since.IsZero() && m.Until.IsZero() {
		return true
	}
	return second != parser.NoTime && m.since <= second && second < m.until
}

func (m *matcher) fitsFields(r *parser.Row) bool {
	return m.pass(m.tests, r) && (len(m.users) == 0 || awaitsName(r) || m.fitsUser(r))
}

// fitsUser reports whether a row is of a user that is wanted, once its name is known.
func (m *matcher) fitsUser(r *parser.Row) bool { return m == nil || m.pass(m.users, r) }

// asksUser reports whether it matters whose rows are.
func (m *matcher) asksUser() bool { return m != nil && len(m.users) > 0 }

func (m *matcher) pass(tests []rowTest, r *parser.Row) bool {
	for _, fits := range tests {
		if !fits(m.columns, r) {
			return false
		}
	}
	return true
}
