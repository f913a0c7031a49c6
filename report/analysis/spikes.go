package analysis

import (
	"context"
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/iiswhy/iiswhy/report/spike"
)

// SpikeReport tells which codes rose unusually, and what is behind each rise. It
// needs a scan with Options.Compare. Sources that can be read again are: the parts
// that hold the rows of the spikes. When ctx ends, or a source cannot be read
// again, causes are estimated from the rows that were kept.
func (a *Analysis) SpikeReport(ctx context.Context) *report.Report {
	r := a.overview(ctx, "spikes")
	a.AddSpikes(ctx, r)
	return r
}

// AddSpikes adds the unusual rises to a report, and notes in its findings which of them
// tell the same.
func (a *Analysis) AddSpikes(ctx context.Context, r *report.Report) {
	r.Spikes = a.Spikes(ctx)
	a.settle(r.Findings, r.Spikes)
	pointToSpikes(r.Findings, r.Spikes)
}

// Spikes returns the unusual rises in what the report shows: those that need
// attention first, what comes back every day last. It is never nil.
func (a *Analysis) Spikes(ctx context.Context) []report.Spike {
	all := append([]report.Spike{}, a.codeSpikes(ctx)...)
	after := slices.IndexFunc(all, func(s report.Spike) bool { return !s.Attention || s.Recurring })
	if after < 0 {
		after = len(all)
	}
	return slices.Insert(all, after, append(a.slowSpikes(ctx), a.floodSpikes(ctx)...)...)
}

// codeSpikes are the rises of codes and reasons.
func (a *Analysis) codeSpikes(ctx context.Context) []report.Spike {
	if a.risesTold == nil {
		all := a.findCodeSpikes(ctx)
		a.risesTold = &all
	}
	return *a.risesTold
}

func (a *Analysis) findCodeSpikes(ctx context.Context) (all []report.Spike) {
	s := a.series()
	if s == nil {
		return nil
	}
	s.spikes = a.joinMisses(s, spike.CarryOn(s.timeline, a.rises(s.timeline, func(series int) seriesKey { return s.keys[series] })))
	a.addNarrow(s)
	s.times = spike.IndexOf(s.spikes)
	shown := a.shownSpikes(s)
	c := newCauseFinder(a, s, shown)
	c.collect(ctx)
	shown, legs := c.joinLegs(shown)
	for _, i := range shown {
		if c.isConfirmed(i) {
			told := a.spike(s, c, i)
			told.Legs = legs[i]
			all = append(all, told)
		}
	}
	numberBursts(all)
	return all
}

// shownSpikes returns the indexes of the spikes that the report is about, in its
// order.
func (a *Analysis) shownSpikes(s *series) []int {
	var shown []int
	for i := range s.spikes {
		if a.showsSpike(s, &s.spikes[i]) {
			shown = append(shown, i)
		}
	}
	later := func(i int) int {
		f := &s.spikes[i]
		switch {
		case f.Recurring:
			return 2
		case !s.keys[f.Series].verdict.Attention():
			return 1
		}
		return 0
	}
	slices.SortStableFunc(shown, func(x, y int) int { return later(x) - later(y) })
	return shown
}

// showsSpike reports whether a spike is one of rows that the report shows.
func (a *Analysis) showsSpike(s *series, f *spike.Spike) bool {
	key := s.keys[f.Series]
	if !a.Wants(key.code, key.verdict) {
		return false
	}
	return len(a.Spans) == 0 || slices.ContainsFunc(a.Spans, func(p scan.Span) bool {
		return p.Shown && f.From < p.Until && p.From < f.Until
	})
}

// spike tells all about one spike.
func (a *Analysis) spike(s *series, finder *causeFinder, i int) report.Spike {
	f := &s.spikes[i]
	key := s.keys[f.Series]
	out := report.Spike{
		Code: key.code.String(), Reason: key.reason, Verdict: key.verdict.String(),
		Attention: key.verdict.Attention(), Score: f.Score,
		New: f.New && !s.hasEarlier(f), Recurring: f.Recurring, Causes: []report.SpikeCause{},
		Curve: s.curve(f), Earlier: s.hasEarlier(f), Of: a.hidden(finder.narrowedTo(i)),
	}
	if key.misses {
		out.Verdicts = []string{codes.Probe.String(), codes.NotFound.String()}
	}
	finder.measure(&out, i)
	out.State = a.riseState(s, f)
	out.Without = s.within(i, &out)
	if key.code.FTP {
		out.Log = codes.FTPLog.String()
	}
	if f.Part >= 0 {
		number := uint64(s.parts[f.Series][f.Part])
		out.Win32 = &number
	}
	for _, at := range f.Returns {
		out.Returns = append(out.Returns, stamp(at))
	}
	for _, t := range f.Together {
		if label := s.keys[t].label(); label != key.label() && !slices.Contains(out.Together, label) {
			out.Together = append(out.Together, label)
		}
	}
	causes, estimated := finder.causes(i)
	out.Estimated = estimated
	a.addCauses(&out, finder, i, causes)
	win32, ofAll := finder.commonWin32(i, causes)
	a.addTexts(&out, key, win32, ofAll)
	return out
}

// measure says when the rows of a spike came, how many they are, and how many are usual
// in that time.
func (c *causeFinder) measure(out *report.Spike, i int) {
	f := &c.series.spikes[i]
	from, until, rows := f.From, f.Until, f.Observed
	step := c.series.timeline.Step
	if t, ok := c.times[i]; ok && !c.datesOnly() {
		// A sample tells of the first and last bucket at most.
		if c.exact[i] || t.From < from+step {
			from = t.From
		}
		if c.exact[i] || t.Until > until-step {
			until = t.Until
		}
	}
	if c.exact[i] && c.inside[i] != nil {
		rows = c.inside[i].Offered()
	}
	out.Start, out.End, out.Last, out.Observed = stamp(from), stamp(until), stamp(until-1), rows
	out.Expected = f.Expected * float64(until-from) / float64(f.Until-f.From)
	out.Ratio = float64(rows) / max(1, out.Expected)
	length, per := float64(until-from), perSeconds(until-from)
	if c.datesOnly() {
		per = dayLong
	}
	out.PerSeconds, out.UsualRate = per, out.Expected*float64(per)/length
	out.Rate = float64(rows) * float64(per) / max(float64(per), length)
}

// perSeconds is the unit in which the rate of a spike is told that is so long.
func perSeconds(length int64) int64 {
	const minute, hour, day = 60, 3600, 86400
	switch {
	case length < hour:
		return minute
	case length < 2*day:
		return hour
	}
	return day
}

// hidden are values as a report may show them.
func (a *Analysis) hidden(values report.Values) report.Values {
	for i, v := range values {
		values[i].Value = a.names.Value(v.Field, v.Value)
	}
	return values
}

// addCauses adds what is behind a spike, and how to see its rows.
func (a *Analysis) addCauses(out *report.Spike, finder *causeFinder, i int, causes []contrast.Cause) {
	out.Samples = finder.samples(i, causes)
	out.Command = a.spikeCommand(out, finder.narrowedTo(i), causes, finder.queriesBeside(i, causes))
	clients := finder.clients(i, causes)
	for at, cause := range causes {
		told := a.cause(cause)
		addNarrowing(&told, out)
		if !out.Estimated {
			told.Clients = clients[at]
		}
		out.Causes = append(out.Causes, told)
	}
}

// addNarrowing completes a cause of a spike of some rows of its code: all of them have
// what the spike was sought by. What is called all of a rise are all rows of it: where
// some are the usual ones, it is the part that it is.
func addNarrowing(c *report.SpikeCause, s *report.Spike) {
	for _, of := range s.Of {
		has := func(v report.FieldValue) bool { return v.Field == of.Field }
		if !slices.ContainsFunc(c.Where, has) {
			c.Also = slices.DeleteFunc(c.Also, has)
			c.Where = append(report.Values{of}, c.Where...)
		}
	}
	if part := float64(c.Observed) / float64(max(1, s.Observed)); !c.Even && c.Share >= wholeRise && part < wholeRise {
		c.Share = part
	}
}

// wholeRise is the part of a rise that is called all of it.
const wholeRise = 0.995

func (a *Analysis) cause(c contrast.Cause) report.SpikeCause {
	values := func(all []contrast.Attribute) (out report.Values) {
		for _, one := range all {
			out = append(out, report.FieldValue{Field: one.Dimension, Value: a.names.Value(one.Dimension, one.Value)})
		}
		return out
	}
	return report.SpikeCause{
		Where: values(c.Where), Also: values(c.Also), Observed: c.Observed, Expected: c.Expected,
		Share: c.Share, New: c.New, Even: c.Even,
	}
}

// addTexts adds what the code means: together with the Win32 number of nearly all
// rows of the first cause.
func (a *Analysis) addTexts(out *report.Spike, key seriesKey, win32 int64, ofAll bool) {
	if key.reason != "" {
		r := a.reason(key.reason)
		out.Name, out.Meaning, out.Cause, out.Check = r.Name, r.Meaning, r.Cause, r.Check
		return
	}
	text := a.code(key.code)
	out.Name, out.Meaning, out.Cause, out.Check = text.Name, text.Meaning, text.Cause, text.Check
	if win32 <= 0 {
		return
	}
	pair, ok := a.options.Book.Pair(key.code, win32)
	if ok && pair.Status == key.code.Status {
		out.Name, out.Meaning, out.Cause, out.Check = pair.Name, pair.Meaning, pair.Text.Cause, a.doable(pair.Check)
		if ofAll && scan.SplitByWin32(key.verdict) && len(out.Causes) > 0 {
			addOutcomeTo(&out.Causes[0], win32)
		}
	}
}

// addOutcomeTo says which Win32 number nearly all rows of a cause have.
func addOutcomeTo(c *report.SpikeCause, win32 int64) {
	said := func(v report.FieldValue) bool { return v.Field == parser.Win32.String() }
	if !slices.ContainsFunc(c.Where, said) && !slices.ContainsFunc(c.Also, said) {
		c.Also = append(c.Also, report.FieldValue{Field: parser.Win32.String(), Value: strconv.FormatInt(win32, 10)})
	}
}
