package report

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/spike"
)

// SpikeOptions say what SpikeReport looks for.
type SpikeOptions struct {
	Sensitivity float64  // 1 by default, for zero; more finds smaller rises, 0.1 to 10
	Max         int      // spikes at most; 0 for all
	Paths       []string // of the command line, for Spike.Command
}

// SpikeReport tells which codes rose unusually, and what is behind each rise. It
// needs a scan with Options.Compare. Sources that can be read again are: the parts
// that hold the rows of the spikes. When ctx ends, or a source cannot be read
// again, causes are estimated from the rows that were kept.
func (s *Scan) SpikeReport(ctx context.Context, o SpikeOptions) *Report {
	r := s.Report("spikes")
	r.Spikes = s.Spikes(ctx, o)
	return r
}

// Spikes returns the unusual rises in what the report shows: those that need
// attention first, what comes back every day last. It is never nil.
func (s *Scan) Spikes(ctx context.Context, o SpikeOptions) []Spike {
	all := []Spike{}
	r := s.rises()
	if r == nil {
		return all
	}
	found := spike.Find(r.timeline, spike.Options{Sensitivity: o.Sensitivity})
	r.spikes = found
	c := newCourt(s, r)
	c.hear(ctx, s.shown(r, o.Max))
	for _, i := range c.wanted {
		all = append(all, c.spike(i, o.Paths))
	}
	numberBursts(all)
	return all
}

// shown returns the indexes of the spikes that the report is about, in its order.
func (s *Scan) shown(r *rises, most int) []int {
	var shown []int
	for i := range r.spikes {
		if s.shows(r, &r.spikes[i]) {
			shown = append(shown, i)
		}
	}
	later := func(i int) int {
		f := &r.spikes[i]
		switch {
		case f.Recurring:
			return 2
		case !r.subjects[f.Series].verdict.Attention():
			return 1
		}
		return 0
	}
	slices.SortStableFunc(shown, func(a, b int) int { return later(a) - later(b) })
	if most > 0 {
		shown = shown[:min(most, len(shown))]
	}
	return shown
}

// shows reports whether a spike is one of rows that the report shows.
func (s *Scan) shows(r *rises, f *spike.Spike) bool {
	subject := r.subjects[f.Series]
	filter := &s.options.Filter
	if !filter.takesCode(subject.code.status, subject.code.substatus) || !filter.takes(subject.verdict) {
		return false
	}
	parts := s.options.Parts
	return len(parts) == 0 || slices.ContainsFunc(parts, func(p Part) bool {
		return p.Shown && f.From < p.Until && p.From < f.Until
	})
}

// spike tells all about one spike.
func (c *court) spike(i int, paths []string) Spike {
	f := &c.rises.spikes[i]
	subject := c.rises.subjects[f.Series]
	b := &builder{Scan: c.scan, names: c.scan.names}
	out := Spike{
		Code: subject.code.name(), Reason: subject.reason, Verdict: subject.verdict.String(),
		Attention: subject.verdict.Attention(), Start: stamp(f.From), End: stamp(f.Until),
		Observed: f.Observed, Expected: f.Expected, Ratio: f.Ratio, Score: f.Score,
		New: f.New, Recurring: f.Recurring, Causes: []SpikeCause{}, Samples: []Place{},
		Curve: c.rises.curve(f), Earlier: c.rises.earlier(f),
	}
	if subject.code.ftp {
		out.Log = codes.FTPLog.String()
	}
	if f.Part >= 0 {
		number := uint64(c.rises.parts[f.Series][f.Part])
		out.Win32 = &number
	}
	for _, at := range f.Returns {
		out.Returns = append(out.Returns, stamp(at))
	}
	for _, t := range f.Together {
		out.Together = append(out.Together, c.rises.subjects[t].label())
	}
	causes, estimated := c.causes(i)
	out.Estimated = estimated
	out.Samples = c.samples(i, causes)
	out.Command = c.command(&out, causes, paths)
	clients := c.clients(i, causes)
	for at, cause := range causes {
		told := b.cause(cause)
		if !estimated {
			told.Clients = clients[at]
		}
		out.Causes = append(out.Causes, told)
	}
	b.tell(&out, subject, c.commonWin32(i, causes))
	return out
}

// label is what people call a subject: its reason or its code.
func (s riseSubject) label() string {
	if s.reason != "" {
		return s.reason
	}
	return s.code.name()
}

func (b *builder) cause(c spike.Cause) SpikeCause {
	values := func(all []spike.Attribute) (out Values) {
		for _, a := range all {
			out = append(out, FieldValue{a.Dimension, b.names.value(a.Dimension, a.Value)})
		}
		return out
	}
	return SpikeCause{
		Where: values(c.Where), Also: values(c.Also), Observed: c.Observed, Expected: c.Expected,
		Share: c.Share, New: c.New, Even: c.Even,
	}
}

// tell adds what the code means: together with the Win32 number of nearly all
// rows of the first cause.
func (b *builder) tell(out *Spike, subject riseSubject, win32 int64) {
	if subject.reason != "" {
		r := b.reason(subject.reason)
		out.Name, out.Meaning, out.Cause, out.Check = r.Name, r.Meaning, r.Cause, r.Check
		return
	}
	text := b.code(subject.code)
	out.Name, out.Meaning, out.Cause, out.Check = text.Name, text.Meaning, text.Cause, text.Check
	if win32 <= 0 || subject.code.ftp {
		return
	}
	pair, ok := b.options.Book.Pair(int(subject.code.status), int(subject.code.substatus), win32)
	if ok && pair.Status == int(subject.code.status) {
		out.Name, out.Meaning, out.Cause, out.Check = pair.Name, pair.Meaning, pair.Text.Cause, pair.Check
		if hasMatters(subject.verdict) && len(out.Causes) > 0 {
			out.Causes[0].addOutcome(win32)
		}
	}
}

// addOutcome says which Win32 number nearly all rows of a cause have.
func (c *SpikeCause) addOutcome(win32 int64) {
	said := func(v FieldValue) bool { return v.Field == parser.Win32.String() }
	if !slices.ContainsFunc(c.Where, said) && !slices.ContainsFunc(c.Also, said) {
		c.Also = append(c.Also, FieldValue{parser.Win32.String(), strconv.FormatInt(win32, 10)})
	}
}

// earlier reports whether an earlier spike is of the same series.
func (r *rises) earlier(f *spike.Spike) bool {
	return slices.ContainsFunc(r.spikes, func(o spike.Spike) bool { return o.Series == f.Series && o.From < f.From })
}

// curvePoints is how many buckets a curve has at most.
const curvePoints = 60

// curve counts the rows of a spike's subject around it: as long before and after
// as it takes, and half an hour at least.
func (r *rises) curve(f *spike.Spike) Curve {
	series := &r.timeline.Series[f.Series]
	counts := series.Counts
	if f.Part >= 0 {
		counts = series.Parts[f.Part].Counts
	}
	step := r.timeline.Step
	around := max(f.Until-f.From, 1800)
	first := max(0, floorDiv(f.From-around-r.timeline.Start, step))
	last := min(int64(len(counts)), floorDiv(f.Until+around-r.timeline.Start, step)+1)
	wide := int64(1)
	for _, b := range buckets {
		if s := int64(b.Seconds()); (last-first+wide-1)/wide > curvePoints && s%step == 0 {
			wide = s / step
		}
	}
	wide = max(wide, (last-first)/(4*curvePoints))
	c := Curve{BucketSeconds: wide * step, Start: stamp(r.timeline.Start + first*step)}
	for at := first; at < last; at += wide {
		var n int64
		for _, count := range counts[at:min(at+wide, last)] {
			n += count
		}
		c.Counts = append(c.Counts, n)
	}
	return c
}

// hasPrefixFold reports whether s begins with prefix, in any case.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
