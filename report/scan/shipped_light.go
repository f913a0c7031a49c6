package scan

import (
	"context"
	"errors"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
)

// Of many rows those that are no more than a count are counted where they are.

// FewShipped is how many rows are shown one by one as fast as they are counted elsewhere.
const FewShipped = 300_000

// mayCount reports whether nothing but the numbers of most rows is asked for.
func (p *shippedPass) mayCount() bool {
	o, total := &p.options, int64(0)
	for i := range p.from.sources {
		total += p.from.sources[i].Rows
	}
	return total >= p.from.Few() && o.Sides == nil && o.Keep == nil && o.Each == nil &&
		!o.lookOnly
}

// spansAsked are the times of which rows are counted at all, nil for all time.
func (o *Options) spansAsked() []Span {
	f := &o.Filter
	switch {
	case len(o.Spans) > 0:
		return slices.Clone(o.Spans)
	case f.Since.IsZero() && f.Until.IsZero():
		return nil
	}
	one := Span{-anyTime, anyTime, true}
	if !f.Since.IsZero() {
		one.From = ceilSecond(f.Since)
	}
	if !f.Until.IsZero() {
		one.Until = ceilSecond(f.Until)
	}
	return []Span{one}
}

// count adds counts of rows, and of the rows themselves counts those one by one that are
// more than that or that samples choose. Values say whether those of rows are among the
// counts. It reports whether all is counted as if all rows had come, and else whether that
// may be otherwise without values.
func (p *shippedPass) count(ctx context.Context, values bool) (complete, again bool) {
	asked := Asked{Values: values, By: p.options.By, Shown: p.shownOf}
	p.narrow(&asked)
	counts := p.counters[0].judge.counts
	l := lightPass{counter: p.counters[0]}
	err := p.from.Light(ctx, &asked, l.add)
	if errors.Is(err, ErrManyValues) {
		return false, true
	}
	p.from.fail(err)
	if p.from.err != nil || ctx.Err() != nil {
		p.merge()
		return false, false
	}
	n := counts.visits.offered
	switch {
	case n > 0 && n < p.from.Few():
		return false, false
	case len(l.of) > mostValued:
		return false, true
	}
	depth := counts.depth()
	l.deepen(&depth)
	for _, c := range p.counters[1:] {
		if rows := c.judge.counts.rows; rows != nil {
			rows.lengthen(counts.rows.step) // it is not told how many rows there are
		}
	}
	asked.Depth = &depth
	p.rows(ctx, &asked)
	p.merge()
	p.settle(ctx, &asked)
	return n == 0 || p.all.isComplete(depth) && l.isComplete(p.all), true
}

// waysToCount are the ways in which most rows may be counted elsewhere, the best first.
func (p *shippedPass) waysToCount() []bool {
	if p.mayCountValues() {
		return []bool{true, false}
	}
	return []bool{false}
}

// mayCountValues reports whether the values of rows that failed may be counted elsewhere:
// their verdicts stay, and which column holds the client is known.
func (p *shippedPass) mayCountValues() bool {
	o := &p.options
	return o.ForwardedFor == "" && len(o.Filter.Verdicts)+len(o.Filter.NotVerdicts) == 0 && o.ofAll == nil
}

// shownOf is which rows of a span that are counted are shown: those of some codes, or none.
func (p *shippedPass) shownOf(span int) (Filter, bool) {
	o := &p.options
	if len(o.Spans) > 0 && !o.Spans[span].Shown || !o.Filter.takes(codes.OK) && len(o.Filter.Verdicts)+len(o.Filter.NotVerdicts) > 0 {
		return Filter{}, false
	}
	return Filter{Status: o.Filter.Status, NotStatus: o.Filter.NotStatus}, true
}

// seeLayouts notes which fields rows have, of which some were left out.
func (p *shippedPass) seeLayouts(ctx context.Context) {
	if p.all.requested == nil {
		return
	}
	for i := range p.from.sources {
		if p.from.sources[i].Rows > 0 {
			p.all.from(p.from.sources[i].Name)
		}
	}
	layouts, err := p.from.Layouts(ctx)
	p.from.fail(err)
	for _, l := range layouts {
		p.all.requested.see(l)
	}
}
