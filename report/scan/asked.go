package scan

import (
	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// asked is what a second look is for: most rows of the chunks that it reads are others.
type asked struct {
	spans *spanSet
	near  *spanSet // and those in which legs may look for answers
	takes func(codes.Outcome) bool
	in    func(codes.Outcome) []Span
}

// ended is how the rows of a log ended, as far as it matters to who looks at some of them.
type ended struct {
	legs    []codes.Outcome // those that may be legs
	unclear bool            // there are others, or rows that may name the users of others
}

// ended is that of all rows that were counted.
func (t *outcomeTable) ended() (e ended) {
	for i := range t.all {
		o := &t.all[i]
		if o.leg {
			e.legs = append(e.legs, t.words(o.outcome))
		}
		e.unclear = e.unclear || o.isCoarse() || o.log == codes.FTPLog
	}
	return e
}

// newAsked returns what a look is for, at rows of which it is known how they ended; nil for
// not.
func newAsked(spans []Span, w *Wanted, e *ended) *asked {
	a := &asked{spans: setOf(spans), takes: w.Takes, in: w.In}
	legs := spans
	if w.In != nil && e != nil && !e.unclear {
		legs = nil
		for _, o := range e.legs {
			legs = append(legs, w.In(o)...)
		}
	}
	a.near = setOf(append(besideLegs(legs), spans...))
	return a
}

// besideLegs are the times in which legs of some spans may look for answers.
func besideLegs(spans []Span) (all []Span) {
	for _, s := range spans {
		all = append(all, Span{From: clamp(s.From) - AnswerWithin, Until: clamp(s.Until) + AnswerWithin})
	}
	return all
}

// isFar reports whether a row is neither asked for nor tells anything of one that is. A
// row of FTP may name the user of any.
func (a *asked) isFar(r *parser.Row) bool {
	return a != nil && a.isFarAt(r.Second) && !r.IsFTP()
}

// isFarAt is isFar of rows that are none of FTP.
func (a *asked) isFarAt(second int64) bool { return second != parser.NoTime && !a.near.holds(second) }

// times are those of which rows of an outcome are asked for.
func (a *asked) times(o *outcomeCount, words codes.Outcome) *spanSet {
	switch {
	case o.unasked:
		return setOf(nil)
	case a.in != nil && !o.isCoarse():
		return setOf(a.in(words))
	}
	return a.spans
}

// asks reports whether a row of an outcome is asked for, as far as its time and its numbers
// say.
func (t *outcomeTable) asks(outcome int, second int64) bool {
	return t.asked == nil || t.askedIn[outcome].holds(second)
}
