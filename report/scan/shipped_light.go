package scan

import (
	"context"
	"slices"
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
	return total >= p.from.Few() && len(o.By) == 0 && o.Sides == nil && o.Keep == nil && o.Each == nil &&
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

// count adds counts of light rows, and counts the others one by one. It reports false where
// not all is counted as if all rows had come.
func (p *shippedPass) count(ctx context.Context) bool {
	var asked Asked
	p.narrow(&asked)
	counts := p.counters[0].judge.counts
	p.light(ctx, &asked, LightRow)
	if n := counts.visits.offered; n > 0 && n < p.from.Few() {
		return false
	}
	depth := counts.depth()
	asked.Depth = &depth
	p.light(ctx, &asked, MayBeSampled)
	sampled := counts.visits.offered > 0
	p.rows(ctx, &asked)
	p.merge()
	p.settle(ctx, &asked)
	return !sampled || p.all.isComplete(depth)
}

func (p *shippedPass) light(ctx context.Context, asked *Asked, of Weight) {
	if p.from.err == nil && ctx.Err() == nil {
		p.from.fail(p.from.Light(ctx, asked, of, p.counters[0].light))
	}
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
