package main

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report/scan"
)

// byAge groups sources by what their names say of their age: those that say
// nothing first, then the newest.
func byAge(sources []input.Source) (groups [][]input.Source) {
	sorted := slices.Clone(sources)
	slices.SortStableFunc(sorted, func(a, b input.Source) int {
		x, y := a.Span(), b.Span()
		if x.Known() != y.Known() {
			if x.Known() {
				return 1
			}
			return -1
		}
		return y.Until.Compare(x.Until)
	})
	for i, source := range sorted {
		if i == 0 || source.Span().Until != sorted[i-1].Span().Until {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], source)
	}
	return groups
}

// periodFinder tells when the first and the last row of some sources are, in seconds,
// and false where none has a time.
type periodFinder func(sources []input.Source) (first, last int64, ok bool)

// newestRow returns the time of the newest row, zero where none has a time, and that of
// the first row beside it. Sources are asked for until no other can have a later one by
// its name; those whose names say nothing all are.
//
// A file can hold many days and have the name of the first, as one that is never rolled
// over or that was put together: named is false, and no name says what a file holds. It is
// the last of its folder, so that those are asked as well.
func newestRow(sources []input.Source, period periodFinder) (oldest, newest time.Time, named bool) {
	named = true
	see := func(group []input.Source) {
		first, last, ok := period(group)
		if span := group[0].Span(); ok && span.Known() && !span.Overlaps(time.Unix(last, 0), time.Unix(last, 0)) {
			named = false
		}
		if ok && time.Unix(last, 0).After(newest) {
			oldest, newest = time.Unix(first, 0).UTC(), time.Unix(last, 0).UTC()
		}
	}
	groups := byAge(sources)
	for i, group := range groups {
		if span := group[0].Span(); named && span.Known() && !span.Until.After(newest) {
			for _, one := range lastOfFolders(groups[:i], groups[i:]) {
				see([]input.Source{one})
			}
			if named {
				break
			}
		}
		see(group)
	}
	return oldest, newest, named
}

// mostFolders is of how many folders the last file is asked besides.
const mostFolders = 64

// lastOfFolders are the last files of the folders that none of those seen is in, of groups
// with the newest first.
func lastOfFolders(seen, rest [][]input.Source) (all []input.Source) {
	folders := map[string]bool{}
	folder := func(s input.Source) string { return s.Name[:strings.LastIndexAny(s.Name, `/\`)+1] }
	for _, group := range seen {
		for _, s := range group {
			folders[folder(s)] = true
		}
	}
	for _, group := range rest {
		for _, s := range group {
			if in := folder(s); !folders[in] && len(all) < mostFolders {
				folders[in] = true
				all = append(all, s)
			}
		}
	}
	return all
}

// periodOf reads the sources to find their period; those of an engine have it in their
// ledgers.
func (s *settings) periodOf(ctx context.Context) periodFinder {
	return func(sources []input.Source) (first, last int64, ok bool) {
		if s.engine != nil {
			from, end := s.shippedPeriod(sources)
			return from.Unix(), end.Unix() - 1, !end.IsZero()
		}
		return scan.Read(ctx, sources, s.forPeriod()).Period()
	}
}

// mostGlimpses is at how many sources of one age a guess looks.
const mostGlimpses = 64

// guessedPeriod guesses it from the beginnings and ends of the sources, of many of those
// whose names come last.
func (s *settings) guessedPeriod(ctx context.Context) periodFinder {
	return func(sources []input.Source) (first, last int64, ok bool) {
		first, last = math.MaxInt64, math.MinInt64
		for _, source := range sources[max(0, len(sources)-mostGlimpses):] {
			if from, to, ok := scan.Glimpse(ctx, source, s.scan.Zone); ok {
				first, last = min(first, from), max(last, to)
			}
		}
		return first, last, first <= last
	}
}

// periodRead takes it from a result where that is of all that is asked for.
func (s *settings) periodRead(ctx context.Context, sources []input.Source, r *scan.Result) periodFinder {
	of := map[string]*scan.Source{}
	for i := range sources {
		of[sources[i].Name] = &r.Sources[i]
	}
	return func(sources []input.Source) (first, last int64, ok bool) {
		first, last = math.MaxInt64, math.MinInt64
		for _, source := range sources {
			read := of[source.Name]
			if read == nil {
				return s.periodOf(ctx)(sources)
			}
			first, last = min(first, read.First), max(last, read.Last)
		}
		return first, last, first <= last
	}
}

// holding returns the sources that can hold rows of some parts of time.
func holding(sources []input.Source, parts []scan.Span) (wanted []input.Source) {
	for _, source := range sources {
		span := source.Span()
		if slices.ContainsFunc(parts, func(p scan.Span) bool {
			return span.Overlaps(time.Unix(p.From, 0), time.Unix(p.Until, 0))
		}) {
			wanted = append(wanted, source)
		}
	}
	return wanted
}

func (s *settings) allRepeatable(sources []input.Source) bool {
	return s.engine != nil || !slices.ContainsFunc(sources, func(s input.Source) bool { return !s.Repeatable() })
}
