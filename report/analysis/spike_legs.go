package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A client with an expired password is asked for one, begins to negotiate and is
// refused. The first two are legs of the third, and no rises of their own.

// legsOf finds the spikes of legs that belong to another: index of the legs, index of
// the refusals.
func (c *causeFinder) legsOf() map[int]int {
	of := map[int]int{}
	for _, legs := range c.spikes {
		if c.keyOf(legs).verdict != codes.ChallengeUnanswered {
			continue
		}
		for _, refused := range c.spikes {
			if c.isRefusal(refused) && c.areLegs(legs, refused) {
				of[legs] = refused
				break
			}
		}
	}
	return of
}

func (c *causeFinder) keyOf(i int) seriesKey { return c.series.keys[c.series.spikes[i].Series] }

// isRefusal reports whether a spike is of credentials that were sent and refused.
func (c *causeFinder) isRefusal(i int) bool {
	v := c.keyOf(i).verdict
	return v == codes.LogonFailure || v == codes.DirectoryFault
}

// areLegs reports whether nine of ten rows of a spike are of the clients, and the time,
// of another.
func (c *causeFinder) areLegs(legs, refused int) bool {
	client := c.dimensions[0]
	clients := map[string]bool{}
	for _, row := range c.rows[refused] {
		clients[client.of(row.Source, row.Row)] = true
	}
	f := &c.series.spikes[refused]
	var all, theirs int64
	for _, row := range c.rows[legs] {
		all += row.Rows
		at, who := row.Row.Second, client.of(row.Source, row.Row)
		if who != "" && clients[who] && f.From-scan.AnswerWithin <= at && at < f.Until+scan.AnswerWithin {
			theirs += row.Rows
		}
	}
	return all > 0 && float64(theirs) >= nearlyAll*float64(all)
}

// joinLegs leaves out the spikes of legs, and counts their rows for the refusals that
// they came before.
func (c *causeFinder) joinLegs(shown []int) (left []int, legs map[int]int64) {
	of := c.legsOf()
	legs = map[int]int64{}
	for leg, refused := range of {
		legs[refused] += c.series.spikes[leg].Observed
	}
	return slices.DeleteFunc(slices.Clone(shown), func(i int) bool { _, ok := of[i]; return ok }), legs
}
