package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/iiswhy/iiswhy/report/spike"
)

// A scanner asks for names that everybody knows it by and for names that it makes up.
// The first are probes, the others were not found: two rises that are one. So both are
// counted together as well, and where one client is behind a rise of that, it is told
// in place of the two.

// missed is the series of all misses of a code, and the two that it is the sum of.
type missed struct{ all, probes, notFound int }

// addMisses adds a series for each code that has both kinds of misses.
func (s *series) addMisses() {
	for probes, key := range slices.Clone(s.keys) {
		other := key
		other.verdict = codes.NotFound
		notFound, ok := s.at[other]
		if key.verdict != codes.Probe || !ok {
			continue
		}
		key.misses = true
		s.misses = append(s.misses, missed{intern(key, s.at, &s.keys), probes, notFound})
		s.parts = append(s.parts, nil)
	}
}

// sumMisses counts them.
func (s *series) sumMisses() {
	for _, m := range s.misses {
		all := s.timeline.Series[m.all].Counts
		for i := range all {
			all[i] = s.timeline.Series[m.probes].Counts[i] + s.timeline.Series[m.notFound].Counts[i]
		}
	}
}

// isMissOf reports whether a series is that of all misses, and another a part of it.
func (s *series) isMissOf(all, part int) bool {
	return slices.ContainsFunc(s.misses, func(m missed) bool { return m.all == all && (m.probes == part || m.notFound == part) })
}

// missesWith returns the series of all misses that another is a part of.
func (s *series) missesWith(part int) (all []int) {
	for _, m := range s.misses {
		if m.probes == part || m.notFound == part {
			all = append(all, m.all)
		}
	}
	return all
}

const (
	// leastKnown is how many misses of one client must be known probes, and
	// leastKnownPart which part of them, before the others are a scanner's too.
	leastKnown     = 3
	leastKnownPart = 0.05
)

// joinMisses keeps the rises of all misses that are of one client, who asked for what
// scanners ask for, and then leaves out the rises that these are the sum of.
func (a *Analysis) joinMisses(s *series, found []spike.Spike) []spike.Spike {
	var scanners, others []spike.Spike
	for _, f := range found {
		switch {
		case !s.keys[f.Series].misses:
			others = append(others, f)
		case a.isScanner(s, &f, narrowing{}):
			scanners = append(scanners, f)
		}
	}
	others = slices.DeleteFunc(others, func(f spike.Spike) bool {
		return slices.ContainsFunc(scanners, func(all spike.Spike) bool {
			return s.isMissOf(all.Series, f.Series) && f.From < all.Until && all.From < f.Until &&
				2*overlapOf(f, all) >= f.Until-f.From
		})
	})
	all := append(others, scanners...)
	slices.SortStableFunc(all, spike.Rank)
	return all
}

// overlapOf is how many seconds two spikes share.
func overlapOf(a, b spike.Spike) int64 { return min(a.Until, b.Until) - max(a.From, b.From) }

// isScanner reports whether nine of ten misses of a rise, or of what it is narrowed to,
// are of one client, and both kinds are among them.
func (a *Analysis) isScanner(s *series, f *spike.Spike, n narrowing) bool {
	client := a.dimensions()[0]
	var rows []scan.SampledRow
	known, unknown := int64(0), int64(0)
	for _, row := range a.Sampled {
		key := keyOfOutcome(&a.Outcomes[row.Outcome])
		at, ok := s.at[key]
		if !ok || !s.isMissOf(f.Series, at) || row.Row.Second < f.From || row.Row.Second >= f.Until || n.value != "" && !n.holds(row) {
			continue
		}
		rows = append(rows, row)
		if key.verdict == codes.Probe {
			known += row.Rows
		} else {
			unknown += row.Rows
		}
	}
	who, share := mostCommon(rows, client)
	return who != "" && share >= nearlyAll && known >= leastKnown && unknown > 0 &&
		float64(known) >= leastKnownPart*float64(known+unknown)
}
