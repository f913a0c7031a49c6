package spike

import (
	"cmp"
	"slices"
)

// Spike is an unusual rise of one series.
type Spike struct {
	Series int // index into Timeline.Series
	// Part is the index into its Parts of the part that rose; -1 for the whole.
	Part int
	// From and Until are seconds since 1970, UTC: From ≤ second < Until.
	From, Until int64
	// Observed is what was counted, without what belongs to shorter spikes within
	// it. Expected is what is usual at that time, in events and above zero:
	// what lies outside of the spikes says so, whatever the traffic in them.
	Observed int64
	Expected float64
	// Ratio is Observed by Expected, where less than one expected counts as one.
	Ratio float64
	// Score says how unusual it is, like a number of standard deviations. It is
	// above 3 in logs of an hour, and above 4 in those of a month.
	Score float64
	// New says that the series, or its part, was never seen outside of spikes.
	New bool
	// Recurring says that there is a similar burst at the same time of the day on
	// other days, or on the same weekday of other weeks.
	Recurring bool
	// Returns is when those bursts begin, in seconds since 1970, in order.
	Returns []int64
	// Together lists the other series that rose and fell in the same minutes.
	Together []int
}

// Options say how much Find reports.
type Options struct {
	// Sensitivity is 1 by default, for zero. A larger one finds smaller rises and
	// more false ones; 0.5 to 2 make sense, 0.1 to 10 are taken.
	Sensitivity float64
}

// Rank orders spikes: those that do not recur first, each group by score.
func Rank(a, b Spike) int {
	later := func(s Spike) int {
		if s.Recurring {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(later(a), later(b)), cmp.Compare(b.Score, a.Score),
		cmp.Compare(a.From, b.From), cmp.Compare(a.Series, b.Series), cmp.Compare(a.Part, b.Part))
}

// overlap reports whether two spikes share a second.
func overlap(a, b *Spike) bool { return a.From < b.Until && b.From < a.Until }

// mostlyOverlapping reports whether two spikes share four fifths of the time that
// either takes.
func mostlyOverlapping(a, b *Spike) bool {
	both := min(a.Until, b.Until) - max(a.From, b.From)
	either := max(a.Until, b.Until) - min(a.From, b.From)
	return both > 0 && float64(both) >= 0.8*float64(either)
}

// noteTogether notes the series that rise and fall in the same minutes.
func noteTogether(all []Spike) {
	for i := range all {
		for j := range all {
			if all[i].Series != all[j].Series && mostlyOverlapping(&all[i], &all[j]) && !slices.Contains(all[i].Together, all[j].Series) {
				all[i].Together = append(all[i].Together, all[j].Series)
			}
		}
		slices.Sort(all[i].Together)
	}
}
