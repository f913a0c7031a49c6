package main

import (
	"context"
	"slices"
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

// newestRow returns the time of the newest row, zero where none has a time, and that of
// the first row beside it. Sources are read until no other can have a later one by its
// name; those whose names say nothing are all read.
//
// A file can hold many days and have the name of the first, as one that is never rolled
// over or that was put together: named is false, and no name says what a file holds.
func newestRow(ctx context.Context, s *settings, sources []input.Source) (oldest, newest time.Time, named bool) {
	named = true
	o := scan.Options{Book: s.scan.Book, Rules: s.scan.Rules, Workers: s.scan.Workers}
	for _, group := range byAge(sources) {
		if span := group[0].Span(); named && span.Known() && !span.Until.After(newest) {
			break
		}
		first, last, ok := s.periodOf(ctx, group, o)
		if span := group[0].Span(); ok && span.Known() && !span.Overlaps(time.Unix(last, 0), time.Unix(last, 0)) {
			named = false
		}
		if ok && time.Unix(last, 0).After(newest) {
			oldest, newest = time.Unix(first, 0).UTC(), time.Unix(last, 0).UTC()
		}
	}
	return oldest, newest, named
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
