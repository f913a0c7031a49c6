package scan

import (
	"context"
	"slices"
)

// Of many rows those that are no more than a count are counted where they are.

// fewShipped is how many rows are shown one by one as fast as they are counted elsewhere.
const fewShipped = 300_000

// mayCount reports whether nothing but the numbers of most rows is asked for.
func (p *shippedPass) mayCount() bool {
	o, total := &p.options, int64(0)
	for i := range p.from.sources {
		total += p.from.sources[i].Rows
	}
	return total >= fewShipped && len(o.Filter.Fields) == 0 && len(o.By) == 0 && o.Sides == nil && o.Keep == nil && o.Each == nil &&
		!o.lookOnly && !o.Redact.Any()
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

// count counts the rows that must be given as a whole one by one, and adds the others.
func (p *shippedPass) count(ctx context.Context) {
	spans := p.options.spansAsked()
	p.rows(ctx, spans, true)
	p.merge()
	p.seeLayouts(ctx)
	if p.from.err != nil || ctx.Err() != nil {
		return
	}
	c := p.counters[0]
	p.from.fail(p.from.Light(ctx, spans, c.light))
	if spans == nil && p.from.err == nil && ctx.Err() == nil {
		p.from.fail(p.from.Check(c.seen))
	}
}

// seeLayouts notes which fields rows have.
func (p *shippedPass) seeLayouts(ctx context.Context) {
	if p.all.requested == nil || p.from.err != nil {
		return
	}
	layouts, err := p.from.Layouts(ctx)
	p.from.fail(err)
	for _, l := range layouts {
		p.all.requested.see(l)
	}
}

// light adds counts of rows.
func (c *shippedCounter) light(l *LightCounts) {
	counts := c.judge.counts
	span := l.Span
	if len(counts.outcomes.selection.spans) == 0 {
		span = 0
	}
	for i := range l.Minutes {
		counts.countLight(&l.Minutes[i], span)
	}
	for i := range l.Taken {
		counts.countLightTaken(&l.Taken[i], span)
	}
	for i := range l.Sources {
		one := &l.Sources[i]
		c.seen[l.Of[i]] += one.Rows
		if counts.lightOf(one, span).use == shown {
			c.shown[l.Of[i]] += one.Rows
		}
	}
}
