package scan

import (
	"cmp"
	"slices"
)

// SideCounts are what the sides of a comparison have, of rows that are shown and of
// those that Filter leaves out by code or verdict.
type SideCounts struct {
	By    string   // of Sides
	Names []string // values of it, sorted; of spans of time their indexes
	// Cells are in the order of sides, paths and subjects.
	Cells []SideCell
	// Minutes count rows; what stands for an outcome is twice the index of a side, and
	// one more for rows that are shown and need attention.
	Minutes Counts
	// Cut says that there were too many paths, and they are cut to their first segments;
	// Over that there were too many sides, and nothing is known of any.
	Cut, Over bool
}

// result is what was counted, with subjects renamed; nil where nothing is compared. It
// leaves s unusable.
func (s *sides) result(subjects []int) *SideCounts {
	if s == nil {
		return nil
	}
	out := &SideCounts{Cut: s.depth > 0, Over: s.over, Names: slices.Clone(s.names)}
	if s.by != nil {
		out.By = s.by.by
	}
	slices.Sort(out.Names)
	order := make([]int, 2*len(s.names))
	for i, name := range s.names {
		at, _ := slices.BinarySearch(out.Names, name)
		order[2*i], order[2*i+1] = 2*at, 2*at+1
	}
	for key, c := range s.cells {
		if c.Rows == 0 { // all were moved to others
			continue
		}
		c.Side, c.Subject, c.Path = order[2*key.side]/2, subjects[key.subject], s.paths[key.path].shown
		if c.moved {
			c.First, c.Last = noTime.first, noTime.last
		}
		out.Cells = append(out.Cells, *c)
	}
	slices.SortFunc(out.Cells, func(a, b SideCell) int {
		return cmp.Or(cmp.Compare(a.Side, b.Side), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Subject, b.Subject))
	})
	s.minutes.addAll(s.moved)
	out.Minutes = s.minutes.counts(order)
	return out
}
