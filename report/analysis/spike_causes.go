package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/iiswhy/iiswhy/report/spike"
)

// causeFinder collects the rows of spikes, and finds what is behind each.
type causeFinder struct {
	*Analysis
	series     *series
	spikes     []int // that are asked about, in the order of the report
	dimensions dimensions
	others     *contrast.Others

	mu     sync.Mutex
	inside map[int]*scan.RowChoice   // rows of each spike
	rows   map[int][]scan.SampledRow // the same, chosen
	times  map[int]scan.Span         // from the first of its rows until the last, in whole seconds
	exact  map[int]bool              // all rows of a spike were read again
	asked  map[int]bool              // and those just before it
	before map[int][][]string        // values of the latter that are like them
	size   int                       // rows that are kept of each
	known  map[int][]contrast.Cause  // see explain
	usuals func() map[int][]usualRow // see baseline, by series
	all    []trafficRow              // see everybody
	calm   map[bool][]contrast.Other // see ofNoSpike
}

const (
	// insideRows is how many rows are kept of all spikes together, and
	// mostInside of one: half a GiB of rows of the usual length would be too
	// much, and a share is known within one in a hundred from far fewer.
	insideRows  = 1 << 17
	mostInside  = 1 << 14
	leastInside = 1 << 9
	// readAgain is the part of a log that a second look may read, and
	// readAlways what it may in any case, in bytes.
	readAgain  = 0.3
	readAlways = 128 << 20
)

func newCauseFinder(a *Analysis, s *series, spikes []int) *causeFinder {
	dimensions := a.dimensions()
	c := &causeFinder{
		Analysis: a, series: s, spikes: spikes, dimensions: dimensions, others: contrast.NewOthers(dimensions.names()),
		inside: map[int]*scan.RowChoice{}, rows: map[int][]scan.SampledRow{}, times: map[int]scan.Span{},
		exact: map[int]bool{}, asked: map[int]bool{}, before: map[int][][]string{}, known: map[int][]contrast.Cause{},
		calm: map[bool][]contrast.Other{},
		size: min(mostInside, max(leastInside, insideRows/max(1, len(spikes)))),
	}
	c.usuals = sync.OnceValue(c.findUsuals)
	return c
}

// collect collects the rows of the spikes: all of them by a second look where that
// is possible and not too long, the kept ones of the others.
func (c *causeFinder) collect(ctx context.Context) {
	covered := c.covered()
	if c.look(ctx, covered, 0, c.add) {
		for _, i := range covered {
			c.exact[i] = true
		}
	}
	for _, i := range c.spikes {
		if !c.exact[i] {
			delete(c.inside, i)
			delete(c.times, i)
		}
	}
	if len(c.exact) < len(c.spikes) {
		c.addSampled()
	}
	for i, rows := range c.inside {
		c.rows[i] = rows.Chosen(c.size)
	}
	c.askBefore(ctx)
}

// covered are the spikes at which, and at the time before which, a second look may be had.
func (c *causeFinder) covered() (covered []int) {
	most := max(readAlways, int64(readAgain*float64(c.askedBytes())))
	fits := func(spans []scan.Span) bool {
		n, ok := c.Rows.Size(spans)
		return ok && n <= most
	}
	var all, spans []scan.Span
	for _, i := range c.spikes {
		f := &c.series.spikes[i]
		all = append(all, scan.Span{From: f.From - justBefore, Until: f.Until})
	}
	if fits(all) { // of thousands each need not be asked
		return c.spikes
	}
	for n, i := range c.spikes {
		if more := append(slices.Clip(spans), all[n]); fits(more) {
			spans, covered = more, append(covered, i)
		}
	}
	return covered
}

// look shows the rows of some spikes, or with a time those that came so many seconds
// before them, as far as their numbers say. It reports false when not all could be read.
func (c *causeFinder) look(ctx context.Context, spikes []int, before int64, see func(at, source int, r *parser.Row)) bool {
	if len(spikes) == 0 {
		return false
	}
	var spans []scan.Span
	wanted := map[seriesKey][]scan.Span{}
	for _, i := range spikes {
		f := &c.series.spikes[i]
		span := scan.Span{From: f.From, Until: f.Until}
		if before > 0 {
			span = scan.Span{From: f.From - before, Until: f.From}
		}
		key := c.keyOf(i).ofAny()
		spans, wanted[key] = append(spans, span), append(wanted[key], span)
	}
	in := func(o codes.Outcome) []scan.Span { // with any verdict that may rise
		return wanted[keyOf(c.Counted(o), codes.NotFound).ofAny()]
	}
	takes := func(o codes.Outcome) bool { return in(o) != nil }
	c.looking.Lock()
	defer c.looking.Unlock()
	return c.Rows.Look(ctx, spans, scan.Wanted{Odd: true, Takes: takes, In: in}, func(source int, r *parser.Row, v codes.Verdict) {
		if !scan.MayRise(v) || r.Second == parser.NoTime {
			return
		}
		if at, ok := c.series.at[keyOf(c.Counted(scan.OutcomeOf(r)), v)]; ok {
			see(at, source, r)
		}
	})
}

// add takes a row of the second look into the spike that it belongs to.
func (c *causeFinder) add(at, source int, r *parser.Row) {
	if i := c.series.spikeOfSeries(at, scan.SampledRow{Source: source, Row: r}); i >= 0 {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.choiceOf(i).Offer(source, r, c.size)
		c.widen(i, r.Second)
	}
}

// widen makes the times of a spike hold that of a row.
func (c *causeFinder) widen(i int, second int64) {
	t, ok := c.times[i]
	if !ok {
		t = scan.Span{From: second, Until: second + 1}
	}
	c.times[i] = scan.Span{From: min(t.From, second), Until: max(t.Until, second+1)}
}

func (c *causeFinder) choiceOf(i int) *scan.RowChoice {
	if c.inside[i] == nil {
		c.inside[i] = &scan.RowChoice{}
	}
	return c.inside[i]
}

// addSampled takes the kept rows of the spikes that no second look covered.
func (c *causeFinder) addSampled() {
	for _, row := range c.Sampled {
		o := &c.Outcomes[row.Outcome]
		if i := c.series.spikeOf(keyOfOutcome(o), row); i >= 0 && !c.exact[i] {
			c.choiceOf(i).Take(row)
			c.widen(i, row.Row.Second)
		}
	}
}

// causes finds what is behind a spike, and says whether that is estimated.
func (c *causeFinder) causes(i int) (causes []contrast.Cause, estimated bool) {
	if c.inside[i] == nil {
		return nil, true
	}
	causes = slices.Clone(c.explain(i))
	for at := range causes {
		causes[at].New = causes[at].New && c.isUnseen(i, &causes[at])
	}
	return causes, !c.exact[i] || int64(len(c.rows[i])) < c.inside[i].Offered()
}

// explain finds what the rows of a spike have in common; what is New for those that were
// kept may not be.
func (c *causeFinder) explain(i int) []contrast.Cause {
	if known, ok := c.known[i]; ok {
		return known
	}
	f := &c.series.spikes[i]
	q := contrast.Contrast{Others: c.others}
	for _, row := range c.rows[i] {
		q.Inside = append(q.Inside, c.dimensions.row(row, row.Rows))
	}
	var usual int64
	if q.Baseline, usual = c.baseline(f); usual > 0 {
		q.Scale = f.Expected / float64(usual)
	}
	q.Traffic = c.traffic(i, slices.ContainsFunc(c.rows[i], isRequest))
	c.known[i] = contrast.Explain(q)
	return c.known[i]
}

// isRequest reports whether a row tells of a request. The name that a logon of FTP begins
// with is none, as the password behind it is.
func isRequest(row scan.SampledRow) bool {
	if row.Row.IsFTP() && row.Row.Status == 331 {
		return false
	}
	method := row.Row.Field(parser.Method)
	return method == nil || string(method) != "-"
}

// usualRow is a kept row that belongs to no spike.
type usualRow struct {
	place int // among the kept rows
	win32 int64
	rows  int64 // for which it stands
	contrast.Other
}

// findUsuals finds the kept rows of each series that belong to no spike: once for all spikes, of which
// there may be thousands.
func (c *causeFinder) findUsuals() map[int][]usualRow {
	of := map[int][]usualRow{}
	for n, row := range c.Sampled {
		o := &c.Outcomes[row.Outcome]
		key := keyOfOutcome(o)
		if at, ok := c.series.at[key]; ok && c.series.spikeOf(key, row) < 0 {
			of[at] = append(of[at], usualRow{n, o.Win32, row.Rows, c.others.Number(c.dimensions.row(row, row.Rows))})
		}
	}
	return of
}

// baseline returns the kept rows like those of a spike that belong to none, and
// for how many rows they stand.
func (c *causeFinder) baseline(f *spike.Spike) (rows []contrast.Other, usual int64) {
	var like []usualRow
	for at, usuals := range c.usuals() {
		if c.series.like(f.Series, at) {
			like = append(like, usuals...)
		}
	}
	slices.SortFunc(like, func(x, y usualRow) int { return cmp.Compare(x.place, y.place) })
	for _, row := range like {
		if f.Part < 0 || row.win32 == c.series.parts[f.Series][f.Part] {
			rows = append(rows, row.Other)
			usual += row.rows
		}
	}
	return rows, usual
}

// fits reports whether a row is one of a cause: nothing is read of it but what the cause names.
func (c *causeFinder) fits(cause *contrast.Cause, row scan.SampledRow) bool {
	return !slices.ContainsFunc(cause.Where, func(a contrast.Attribute) bool {
		d := c.dimensions.named(a.Dimension)
		return !contrast.Fits([]contrast.Dimension{d.Dimension}, []contrast.Attribute{a}, []string{d.of(row.Source, row.Row)})
	})
}

// clients counts the different addresses of each cause, whose rows are those
// that no cause before it took.
func (c *causeFinder) clients(i int, causes []contrast.Cause) []int64 {
	seen := make([]map[string]bool, len(causes))
	for at := range seen {
		seen[at] = map[string]bool{}
	}
	for _, row := range c.rows[i] {
		at := slices.IndexFunc(causes, func(cause contrast.Cause) bool { return c.fits(&cause, row) })
		if client := c.dimensions[0].of(row.Source, row.Row); at >= 0 && client != "" {
			seen[at][client] = true
		}
	}
	counts := make([]int64, len(causes))
	for at := range seen {
		counts[at] = int64(len(seen[at]))
	}
	return counts
}

// rowsOfFirst are the rows of the first cause of a spike, in the order of the input;
// all rows where there is no cause.
func (c *causeFinder) rowsOfFirst(i int, causes []contrast.Cause) []scan.SampledRow {
	if len(causes) == 0 {
		return slices.Clone(c.rows[i])
	}
	return slices.DeleteFunc(slices.Clone(c.rows[i]), func(row scan.SampledRow) bool { return !c.fits(&causes[0], row) })
}

// commonWin32 returns the Win32 number that nine of ten rows of the first cause have,
// 0 when there is none, and whether all of them have it.
func (c *causeFinder) commonWin32(i int, causes []contrast.Cause) (number int64, all bool) {
	counts := map[int64]int{}
	rows := c.rowsOfFirst(i, causes)
	for _, row := range rows {
		counts[row.Row.Win32]++
	}
	for number, n := range counts {
		if part := float64(n) / float64(len(rows)); part >= nearlyAll {
			return number, part >= wholeRise
		}
	}
	return 0, false
}

// queriesBeside are the shapes of queries of a spike's other rows that fit the pattern by
// which a command chooses those of its first cause.
func (c *causeFinder) queriesBeside(i int, causes []contrast.Cause) (shapes []string) {
	if len(causes) == 0 {
		return nil
	}
	at := slices.IndexFunc(causes[0].Where, func(a contrast.Attribute) bool { return a.Dimension == queryField })
	if at < 0 {
		return nil
	}
	glob := safeGlob(strings.ReplaceAll(causes[0].Where[at].Value, "…", "*"))
	for _, row := range c.rows[i] {
		query := row.Row.Query()
		if shape := c.queryOf(row.Row); shape != causes[0].Where[at].Value && scan.FitsGlob(glob, string(query)) {
			shapes = withValue(shapes, shape)
		}
	}
	slices.Sort(shapes)
	return shapes
}

// samplesShown is how many rows of a spike a report shows.
const samplesShown = 3

// samples returns rows of the first cause, spread over the spike.
func (c *causeFinder) samples(i int, causes []contrast.Cause) []report.Place {
	places := []report.Place{}
	rows := c.rowsOfFirst(i, causes)
	slices.SortStableFunc(rows, func(a, b scan.SampledRow) int { return cmp.Compare(a.Row.Second, b.Row.Second) })
	for n := range min(samplesShown, len(rows)) {
		row := rows[n*(len(rows)-1)/max(1, min(samplesShown, len(rows))-1)]
		places = append(places, c.place(scan.Place{
			Source: row.Source, Line: c.Line(row.Source, row.Row), Offset: row.Row.Offset,
			Text: strings.ToValidUTF8(string(scan.Shorten(row.Row.Line)), "�"),
		}))
	}
	return places
}
