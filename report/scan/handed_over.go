package scan

import (
	"maps"
	"math"
	"slices"
)

// A judge that holds more than its share hands over what it counted: that is merged into
// what all have handed over, and the judge begins anew. So what is counted takes little more
// memory with many judges than with two, which keep what they have: to hand it over took a
// tenth of the time of a log in which all is different.
//
// It goes on with the limits of all. A row that would be chosen no more is not taken, and a
// table that was given up stays so. As nothing else is left of what it had, it may take more
// than another one would, and never less than belongs to the whole.

const (
	// judgesHold is how many bytes all judges hold together, about, before they hand over.
	judgesHold = 10 << 20
	// fewSat are too few chunks to hand over what was counted of them: else a log whose
	// every row needs much would be merged more than it is read.
	fewSat = 4
)

// share is how many bytes a judge holds, about, before it hands over.
func (o *Options) share() int {
	switch of := o.judges(); {
	case o.Held > 0:
		return o.Held / of
	case of <= 2:
		return math.MaxInt
	default:
		return judgesHold / of
	}
}

// handOver makes a judge hand over what it counted, where that is more than its share.
func (j *judges) handOver(one *judge) {
	if j.share == math.MaxInt || one.sat < fewSat || one.counts.weight() < j.share {
		return
	}
	j.handing.Lock()
	defer j.handing.Unlock()
	if j.all == nil {
		j.all = newJudge(one.options, one.counts.seed)
		j.all.counts = one.counts
	} else {
		j.all.merge(one.counts)
	}
	one.counts, one.sat = j.all.counts.successor(one.options), 0
}

// successor counts on: it has nothing, and the limits of c.
func (c *counts) successor(o *Options) *counts {
	next := newCounts(o, c.seed)
	next.outcomes.grain = c.outcomes.grain
	next.outcomes.subjects, next.outcomes.subjectOf = slices.Clone(c.outcomes.subjects), maps.Clone(c.outcomes.subjectOf)
	for i := range c.values {
		next.growValues(i)
		for f := range c.values[i] {
			next.values[i][f].goOn(&c.values[i][f])
		}
	}
	next.giveUpTables(c.sizes.level)
	for to, from := range map[*valueTable]*valueTable{
		&next.hosts: &c.hosts, &next.forms.posts: &c.forms.posts, &next.forms.let: &c.forms.let, &next.redirects.counts: &c.redirects.counts,
	} {
		to.goOn(from)
	}
	next.minutes.step = c.minutes.step
	if c.rows != nil {
		next.rows.step = c.rows.step
	}
	next.visits.halved = c.visits.halved
	next.sample.goOn(&c.sample.bottomK)
	next.longest.rows.goOn(&c.longest.rows)
	next.traffic.rows.goOn(&c.traffic.rows)
	next.subjects.goOn(c.subjects)
	return next
}

// goOn makes an empty choice go on with the limit of another.
func (b *bottomK[T]) goOn(o *bottomK[T]) {
	if o.isChosen() {
		b.kept, b.limit, b.last = []hashed[T]{}, o.limit, o.last
	}
}

// goOn makes an empty table give up what another one gave up.
func (t *valueTable) goOn(o *valueTable) { t.over, t.longest = o.over, o.longest }

func (s *subjectSample) goOn(o *subjectSample) {
	s.size, s.of = o.size, make([]packedChoice, len(o.of))
	for i := range s.of {
		s.of[i].rows.goOn(&o.of[i].rows)
	}
}

// weight is about how many bytes of memory are held.
func (c *counts) weight() int {
	const sampled, cell, other = 48, 24, 256 // a row of the sample of values, a minute of an outcome, a group or a side's path
	all := len(c.visits.text) + len(c.sample.text) + len(c.sample.kept)*sampled + len(c.minutes.cells)*cell + c.trafficPack.weight() + c.subjects.pack.weight()
	for i := range c.values {
		for f := range c.values[i] {
			all += c.values[i][f].weight()
		}
	}
	for _, t := range [...]*valueTable{&c.hosts, &c.forms.posts, &c.forms.let, &c.redirects.counts} {
		all += t.weight()
	}
	if c.rows != nil {
		all += c.rows.pack.weight()
	}
	if c.groups != nil {
		all += c.groups.bytes + len(c.groups.counts)*other
	}
	if c.sides != nil {
		all += c.sides.bytes + len(c.sides.cells)*other
	}
	return all
}

func (t *valueTable) weight() int { return t.bytes + len(t.ends)*overhead }

func (p *rowPack) weight() int {
	all := len(p.open.text) + len(p.room)
	for i := range p.blocks {
		all += len(p.blocks[i].text)
	}
	return all
}
