package scan

import (
	"context"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// Who is a scanner, and which paths are the site's own, only all rows tell. A report moves
// what it counted when it knows. Who chooses rows by their verdicts, or wants the rows
// themselves, must know before: then the sources are read once more, and first.

// ofAll is what all rows tell of the verdict of single ones.
type ofAll struct {
	scanners map[string]Scanner // whose misses are probes, by client
	own      *ownPaths          // what the site serves: who asked for it is no probe
	gone     map[uint64]bool    // rows of 500.19 of which the client had left, by the hashes of their places
}

// ofAll is what a run found out; nil for nothing.
func (c *counts) ofAll() *ofAll {
	if len(c.scanners)+len(c.gone) == 0 && !c.own.knows() {
		return nil
	}
	k := &ofAll{scanners: map[string]Scanner{}, own: &c.own, gone: c.gone}
	for _, s := range c.scanners {
		k.scanners[s.Client] = s
	}
	return k
}

// learn reads the sources for what must be known of all rows before any is judged: of all
// rows of the time asked for, as a report on it; where verdicts choose rows of all that there
// are, as the report on all did that names them. It reports false where nothing must be
// known, or a source cannot be read twice.
func learn(ctx context.Context, sources []input.Source, o *Options) (*counts, bool) {
	if o.Noise == nil || o.Judging != nil || !o.repeatable || o.lookOnly || !o.Filter.mayJudgeAnew(o.Keep != nil) {
		return nil, false
	}
	first := Options{
		Book: o.Book, Rules: o.Rules, Noise: o.Noise, Zone: o.Zone, ForwardedFor: o.ForwardedFor,
		Workers: o.Workers, ChunkSize: o.ChunkSize, repeatable: true, shipped: o.shipped, Whole: o.Whole, MarksApart: o.MarksApart,
	}
	if !o.Filter.asksVerdict() {
		first.Filter = Filter{Since: o.Filter.Since, Until: o.Filter.Until}
	}
	r := read(ctx, sources, first, nil)
	r.findOfAll(ctx)
	return r.counts, true
}

// mayJudgeAnew reports whether the filter asks for verdicts, or rows are wanted, of codes
// that are judged by what all rows tell.
func (f *Filter) mayJudgeAnew(rows bool) bool {
	const substatuses = 100
	if !rows && !f.asksVerdict() {
		return false
	}
	if f.takesCode(500, 19) && (rows || f.takes(codes.ClientLeft) != f.takes(codes.Configuration)) {
		return true
	}
	if len(f.Verdicts) > 0 && !f.takes(codes.Probe) && !f.takesMiss() {
		return false
	}
	for status := int32(400); status < 600; status++ {
		if !mayBeNoise(status) {
			continue
		}
		for sub := int32(codes.None); sub < substatuses; sub++ {
			if f.takesCode(status, sub) {
				return true
			}
		}
	}
	return false
}

// mayBeNoise reports whether rows of a status are claimed by families of noise: what was
// not there, was refused or failed.
func mayBeNoise(status int32) bool {
	switch status {
	case 400, 401, 403, 404, 405, 410:
		return true
	}
	return status >= 500
}

func (f *Filter) asksVerdict() bool { return len(f.Verdicts)+len(f.NotVerdicts) > 0 }

// takesMiss reports whether the filter takes a verdict of rows that a family of noise may
// claim: all that need attention, but for credentials that were sent.
func (f *Filter) takesMiss() bool {
	for v := range codes.Verdict(codes.NumVerdicts) {
		if v.Attention() && v != codes.LogonFailure && f.takes(v) {
			return true
		}
	}
	return false
}

// byAll returns the outcome of a row by what is known of all: a scanner's miss is a
// probe, what asked for a path of the site's own is none, and a client may have left.
func (j *judge) byAll(k *ofAll, outcome int, r *parser.Row, source int) int {
	t := j.counts.outcomes
	v := t.all[outcome].verdict
	if len(k.gone) > 0 && t.isUnsettled(&t.all[outcome]) && k.gone[placeOf(j.sourceOf(source), r.Offset)] {
		return t.withVerdict(outcome, codes.ClientLeft)
	}
	probe := v == codes.Probe
	if !probe && !foundNothing(r.Status, r.Substatus, v) {
		return outcome
	}
	client := string(Shorten(j.counts.columns.client(r)))
	scanner, isScanner := k.scanners[client]
	if probe {
		if family, attack, ok := ownFamily(j.noise, r); isScanner || !ok || !k.own.of(r, client, family, attack) {
			return outcome
		}
		return t.byFields(t.of(r), r)
	}
	if !isScanner || r.Second < scanner.First || r.Second > scanner.Last || t.all[t.of(r)].verdict != v {
		return outcome
	}
	return t.withVerdict(outcome, codes.Probe)
}
