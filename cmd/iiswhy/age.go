package main

import (
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

func allRepeatable(sources []input.Source) bool {
	return !slices.ContainsFunc(sources, func(s input.Source) bool { return !s.Repeatable() })
}
