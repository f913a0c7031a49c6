package analysis

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/iiswhy/iiswhy/report/spike"
)

// The failures of one path, or of one server, can rise while those of all others hide
// it, and so can the misses of one scanner. Rows of each are not counted by the minute, but the rows that were kept tell
// roughly how many came when. That shows where a rise may be; the second look then
// counts its rows.

// narrowing is what the rows of a spike have in common that was sought among others.
type narrowing struct {
	dimension dimension
	value     string
	usual     float64 // rows: see usualPart
}

func (n narrowing) holds(r scan.SampledRow) bool { return n.dimension.of(r.Source, r.Row) == n.value }

const (
	// narrowed is how many values of a field are looked at of each series, and
	// mostNarrowed of all: each costs as much as a code.
	narrowed     = 4
	mostNarrowed = 24
	// leastNarrowed is how many rows a value must have, and mostNarrow which part of
	// the rows of its series: what nearly all have is seen without this.
	leastNarrowed = 16
	mostNarrow    = 0.8
	// narrowRise is how many times the usual a rise of some of the rows must be.
	narrowRise = 3
	// moreOfWhole is how many times as large a part of its series they must be as at other times:
	// else all of the series came more often, as it does at that time.
	moreOfWhole = 2
	// longestNarrow is how long it may be, in seconds: too few rows are kept to tell a
	// slow rise from chance.
	longestNarrow = 6 * 3600
)

// narrowSeries is a part of a series that is looked at by itself.
type narrowSeries struct {
	narrowing
	of     int // index of the series
	rows   int64
	peak   int64 // rows of the hour that has most
	counts []int64
}

// addNarrow adds the rises of one path or server that no other spike of its series
// holds.
func (a *Analysis) addNarrow(s *series) {
	s.narrow = map[int]narrowing{}
	parts := a.narrowSeries(s)
	if len(parts) == 0 {
		return
	}
	line := s.timeline
	line.Series = nil
	for i, one := range s.timeline.Series {
		if !scan.MayRise(s.keys[i].verdict) {
			line.Series = append(line.Series, one)
		}
	}
	healthy := len(line.Series)
	for _, part := range parts {
		line.Series = append(line.Series, spike.Series{Counts: part.counts, Attention: true})
	}
	keyOf := func(series int) seriesKey { return s.keys[parts[series-healthy].of] }
	for _, f := range a.rises(line, keyOf) {
		part := parts[f.Series-healthy]
		f.Series, f.Part, f.Together = part.of, -1, nil
		f.New = false // others of its code and verdict came all the time
		meets := func(o spike.Spike) bool {
			return overlapOf(f, o) > 0 && (s.like(o.Series, f.Series) || s.like(f.Series, o.Series))
		}
		if f.Ratio < narrowRise || f.Until-f.From > longestNarrow || slices.ContainsFunc(s.spikes, meets) {
			continue
		}
		of := part.narrowing
		if of.usual = s.usualPart(&f, part); float64(f.Observed) < moreOfWhole*of.usual {
			continue
		}
		if s.keys[f.Series].misses && !a.isScanner(s, &f, of) {
			continue
		}
		s.narrow[len(s.spikes)] = of
		s.spikes = append(s.spikes, f)
	}
}

// usualPart is how many rows of a part a rise of it would hold, were they as large a part of all rows
// of the series as at other times.
func (s *series) usualPart(f *spike.Spike, part narrowSeries) float64 {
	var in, all, inWhole, whole int64
	for i, n := range s.timeline.Series[f.Series].Counts {
		second := s.timeline.Start + int64(i)*s.timeline.Step
		whole, all = whole+n, all+part.counts[i]
		if second >= f.From && second < f.Until {
			inWhole, in = inWhole+n, in+part.counts[i]
		}
	}
	return float64(max(0, all-in)) / float64(max(1, whole-inWhole)) * float64(inWhole)
}

// narrowSeries returns the paths and servers of each series that may hide.
func (a *Analysis) narrowSeries(s *series) (parts []narrowSeries) {
	rows := make([][]scan.SampledRow, len(s.keys))
	for _, row := range a.Sampled {
		if at, ok := s.at[keyOfOutcome(&a.Outcomes[row.Outcome])]; ok {
			for _, m := range s.missesWith(at) {
				rows[m] = append(rows[m], row)
			}
			rows[at] = append(rows[at], row)
		}
	}
	for _, d := range a.dimensions() {
		for at, key := range s.keys {
			if key.hides(d.Name) {
				parts = append(parts, s.mostOf(at, rows[at], d)...)
			}
		}
	}
	slices.SortStableFunc(parts, func(x, y narrowSeries) int { return cmp.Or(cmp.Compare(y.peak, x.peak), cmp.Compare(y.rows, x.rows)) })
	parts = parts[:min(len(parts), mostNarrowed)]
	for i := range parts {
		parts[i].count(s, rows[parts[i].of])
	}
	return parts
}

// hides reports whether the rows of a series can hide a rise of those with one value of
// a field: of what fails a path, a site, a pool or a server, of what is not there a page
// that sends to it as well, of what is missed a scanner.
func (k seriesKey) hides(field string) bool {
	if k.misses {
		return field == "c-ip"
	}
	if k.verdict == codes.NotFound && field == "cs(Referer)" {
		return true // a page with broken links; by agent each visitor of such a page would be a rise
	}
	return k.verdict.Attention() && (scan.IsCustom(field) || slices.Contains([]string{"cs-uri-stem", "s-sitename", "s-queuename", "s-computername", "s-ip"}, field))
}

// mostOf returns the values that most rows of a series had in one hour, but for one that
// nearly all have. What has most rows in all may be a page that was always missing.
func (s *series) mostOf(at int, rows []scan.SampledRow, d dimension) (parts []narrowSeries) {
	const hour = 3600
	values, ofRow, all := valueCounts{index: map[string]int32{}}, make([]int32, len(rows)), int64(0)
	for i, row := range rows {
		ofRow[i] = values.add(d.of(row.Source, row.Row), row.Rows)
		all += row.Rows
	}
	mayHide := func(rows int64) bool { return rows >= leastNarrowed && float64(rows) <= mostNarrow*float64(all) }
	type valueAt struct {
		value int32
		hour  int64
	}
	hours, peaks := map[valueAt]int64{}, map[int32]int64{}
	for i, row := range rows {
		if value := ofRow[i]; value >= 0 && mayHide(values.rows[value]) {
			in := valueAt{value, floorDiv(row.Row.Second, hour)}
			hours[in] += row.Rows
			peaks[value] = max(peaks[value], hours[in])
		}
	}
	for value, peak := range peaks {
		parts = append(parts, narrowSeries{narrowing: narrowing{dimension: d, value: values.texts[value]}, of: at, rows: values.rows[value], peak: peak})
	}
	slices.SortFunc(parts, func(x, y narrowSeries) int {
		return cmp.Or(cmp.Compare(y.peak, x.peak), cmp.Compare(y.rows, x.rows), cmp.Compare(x.value, y.value))
	})
	return parts[:min(len(parts), narrowed)]
}

// valueCounts counts rows by a value: most values are of few rows, of which nothing else is asked.
type valueCounts struct {
	index map[string]int32
	texts []string
	rows  []int64
}

// add counts rows, and returns the index of their value, -1 for none.
func (c *valueCounts) add(value string, rows int64) int32 {
	if value == "" || value == "-" {
		return -1
	}
	at, ok := c.index[value]
	if !ok {
		at = int32(len(c.texts))
		c.index[value], c.texts, c.rows = at, append(c.texts, value), append(c.rows, 0)
	}
	c.rows[at] += rows
	return at
}

// count counts the rows that were kept, each for as many as it stands for.
func (n *narrowSeries) count(s *series, rows []scan.SampledRow) {
	n.counts = make([]int64, len(s.timeline.Series[n.of].Counts))
	for _, row := range rows {
		at := (floorDiv(row.Row.Second, s.timeline.Step)*s.timeline.Step - s.timeline.Start) / s.timeline.Step
		if at >= 0 && at < int64(len(n.counts)) && n.holds(row) {
			n.counts[at] += row.Rows
		}
	}
}

// isConfirmed reports whether a spike of some rows of a series is as large as the rows
// that were kept said. Others are what their code and verdict were counted as.
func (c *causeFinder) isConfirmed(i int) bool {
	n, ok := c.series.narrow[i]
	if !ok {
		return true
	}
	f := &c.series.spikes[i]
	return c.exact[i] && c.inside[i] != nil && c.inside[i].Offered() >= leastNarrowed &&
		float64(c.inside[i].Offered()) >= max(narrowRise*f.Expected, moreOfWhole*n.usual)
}

// narrowedTo is what the rows of a spike have in common that it was sought by.
func (c *causeFinder) narrowedTo(i int) report.Values {
	n, ok := c.series.narrow[i]
	if !ok {
		return nil
	}
	return report.Values{{Field: n.dimension.Name, Value: n.value}}
}
