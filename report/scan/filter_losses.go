package scan

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// A filter that leaves no row is mostly a slip of the keyboard, or of the memory: a
// host without its www, a user without the domain. So each part of it is tried by
// itself, and compared with what the log has.

// FilterLoss is what one part of a filter leaves out by itself.
type FilterLoss struct {
	Flag   string   // without its dashes: uri; "since" for the period
	Values []string // as typed
	Rows   int64    // that it leaves out
	All    int64    // rows that it was tried on
	// Near are values of the log that look like what was typed, the most alike first;
	// Has are others, the most frequent first. One of them is empty.
	Near, Has        []string
	Earliest, Latest int64 // of the period: what times the rows have, in seconds
	hasTimes         bool
}

// Losses tries each part of a filter on the rows of the time asked for, and where that has
// none on all rows. It reports false when they cannot be read again.
func Losses(ctx context.Context, sources []input.Source, o Options) ([]FilterLoss, bool) {
	if slices.ContainsFunc(sources, func(s input.Source) bool { return !s.Repeatable() }) {
		return nil, false
	}
	return tryLosses(ctx, sources, o), ctx.Err() == nil
}

func tryLosses(ctx context.Context, sources []input.Source, o Options) []FilterLoss {
	if spans := o.times(); spans != nil {
		timed := o
		timed.Filter.Since, timed.Filter.Until = time.Time{}, time.Time{}
		if l := tryLossesWithin(ctx, sources, timed, spans); l.all > 0 {
			return l.told()
		}
	}
	return tryLossesWithin(ctx, sources, o, nil).told()
}

// tryLossesWithin tries the parts on the rows of some spans; nil for all.
func tryLossesWithin(ctx context.Context, sources []input.Source, o Options, spans []Span) *losses {
	o.farm = farmOf(ctx, sources)
	l := newLosses(&o, sources)
	o.Filter, o.Spans, o.By, o.Keep, o.Sides, o.Compare, o.lookOnly = Filter{}, spans, nil, nil, nil, false, true
	o.Each = l.see
	read(ctx, sources, o, nil)
	return l
}

// losses tries the parts of a filter.
type losses struct {
	mu      sync.Mutex
	sources []input.Source
	columns columns
	parts   []*partTried
	all     int64
}

// partTried is one part of a filter.
type partTried struct {
	loss   FilterLoss
	fits   func(c *columns, r *parser.Row, v codes.Verdict) bool
	value  func(c *columns, r *parser.Row, v codes.Verdict) string // nil for none
	values map[string]int64
}

// mostTried bounds the values that are kept of a field.
const mostTried = 1 << 14

func newLosses(o *Options, sources []input.Source) *losses {
	l := &losses{sources: sources, columns: columns{forwardedFor: o.ForwardedFor, farm: o.farm}}
	f := o.Filter
	if !f.Since.IsZero() || !f.Until.IsZero() {
		period := newMatcher(&Options{Filter: Filter{Since: f.Since, Until: f.Until}}, &l.columns)
		l.add("since", nil, func(_ *columns, r *parser.Row, _ codes.Verdict) bool { return period.fitsTime(r.Second) }, nil)
	}
	if len(f.Status)+len(f.NotStatus) > 0 {
		l.add("status", nil, func(_ *columns, r *parser.Row, _ codes.Verdict) bool { return f.takesCode(r.Status, r.Substatus) },
			func(_ *columns, r *parser.Row, _ codes.Verdict) string {
				return codes.Code{Status: int(r.Status), Substatus: int(r.Substatus)}.String()
			})
	}
	if len(f.Verdicts)+len(f.NotVerdicts) > 0 {
		l.add("verdict", nil, func(_ *columns, _ *parser.Row, v codes.Verdict) bool { return f.takes(v) },
			func(_ *columns, _ *parser.Row, v codes.Verdict) string { return v.String() })
	}
	for _, field := range f.Fields {
		if flag, ok := FilterFlagOf(field.Flag); ok {
			if test, err := flag.match.test(field.Values); err == nil {
				l.add(field.Flag, field.Values, func(c *columns, r *parser.Row, _ codes.Verdict) bool { return test(c, r) }, valueOf(flag))
			}
		}
	}
	return l
}

func (l *losses) add(flag string, typed []string, fits func(*columns, *parser.Row, codes.Verdict) bool, value func(*columns, *parser.Row, codes.Verdict) string) {
	one := &partTried{fits: fits, value: value, values: map[string]int64{}}
	one.loss.Flag, one.loss.Values = flag, typed
	l.parts = append(l.parts, one)
}

// valueOf returns what finds the value that a flag compares, nil where a list of them
// helps nobody.
func valueOf(flag FilterFlag) func(*columns, *parser.Row, codes.Verdict) string {
	if flag.Name == "taken" || flag.Name == "query" || flag.Name == timeFlag || flag.Name == customFlag {
		return nil
	}
	word := flag.Fields[0]
	if slices.Contains(computed, flag.Name) {
		word = flag.Name
	}
	field := newGroupField(word)
	var buf []byte
	return func(c *columns, r *parser.Row, _ codes.Verdict) string {
		buf = field.append(buf[:0], c, r, nil)
		return string(buf)
	}
}

// see tries a row.
func (l *losses) see(source int, r *parser.Row, v codes.Verdict) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.columns.from(l.sources[source].Name)
	l.all++
	for _, p := range l.parts {
		if !p.fits(&l.columns, r, v) {
			p.loss.Rows++
		}
		if p.value != nil {
			p.note(p.value(&l.columns, r, v))
		}
		if r.Second != parser.NoTime && p.loss.Flag == "since" {
			p.noteTime(r.Second)
		}
	}
}

func (p *partTried) note(value string) {
	if _, known := p.values[value]; (known || len(p.values) < mostTried) && value != "" && value != "-" {
		p.values[value]++
	}
}

func (p *partTried) noteTime(second int64) {
	if !p.loss.hasTimes {
		p.loss.Earliest, p.loss.Latest, p.loss.hasTimes = second, second, true
	}
	p.loss.Earliest, p.loss.Latest = min(p.loss.Earliest, second), max(p.loss.Latest, second)
}

// told returns the parts, what leaves out most first.
func (l *losses) told() (all []FilterLoss) {
	for _, p := range l.parts {
		p.loss.All = l.all
		if wanted, _ := divide(p.loss.Values); p.loss.Rows == l.all && (len(wanted) > 0 || len(p.loss.Values) == 0) {
			p.loss.Near, p.loss.Has = nearest(wanted, p.values)
			if globs := globsMeant(p.loss.Flag, wanted, p.values); globs != nil {
				near := append(globs, p.loss.Near...)
				p.loss.Near, p.loss.Has = near[:min(mostNear, len(near))], nil
			}
		}
		all = append(all, p.loss)
	}
	slices.SortStableFunc(all, func(a, b FilterLoss) int { return cmp.Compare(b.Rows, a.Rows) })
	return all
}

// mostNear is how many values are offered.
const mostNear = 5

// nearest returns the values that look like what was typed, or else the most frequent.
func nearest(typed []string, values map[string]int64) (near, has []string) {
	type candidate struct {
		value string
		away  int
		rows  int64
	}
	var like, others []candidate
	for _, v := range slices.Sorted(maps.Keys(values)) {
		one := candidate{v, far, values[v]}
		for _, t := range typed {
			one.away = min(one.away, Distance(t, v))
		}
		others = append(others, one)
		if one.away < far {
			like = append(like, one)
		}
	}
	names := func(all []candidate) (names []string) {
		slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.away, b.away), cmp.Compare(b.rows, a.rows)) })
		for _, c := range all[:min(mostNear, len(all))] {
			names = append(names, c.value)
		}
		return names
	}
	if len(like) > 0 {
		return names(like), nil
	}
	return nil, names(others)
}

// Period is from when to when the rows are, of the part that is a period; else, and
// where they have no times, it is false.
func (l *FilterLoss) Period() (first, last time.Time, ok bool) {
	return time.Unix(l.Earliest, 0).UTC(), time.Unix(l.Latest, 0).UTC(), l.hasTimes
}
