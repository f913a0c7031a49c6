package engine

import (
	"context"
	"time"
)

// Machine is one that shipped.
type Machine struct {
	Name  string
	Last  time.Time // of its last run of ship
	Judge string    // by what that judged, see Options.Judge
}

// silentAfter is how long nothing came of a machine that is silent: one that ships once a
// day may be late by an hour or two.
const silentAfter = 26 * time.Hour

// IsSilent reports whether nothing came of the machine for more than a day: a report lacks
// what happened on it since.
func (m *Machine) IsSilent(now time.Time) bool { return now.Sub(m.Last) > silentAfter }

// Machines are those that shipped, in the order of their names.
func (r *Reader) Machines(ctx context.Context) (all []Machine, err error) {
	statement := "SELECT CAST(shipper AS String) AS machine, toUInt32(max(at)) AS latest, argMax(judge, at) AS judged FROM " + r.table(runsTable) + " GROUP BY machine ORDER BY machine"
	err = r.each(ctx, statement, 3, func(a *answer) error {
		c := a.columns
		for i := range a.rows {
			all = append(all, Machine{string(c[0].text(i)), time.Unix(c[1].second(i), 0).UTC(), string(c[2].text(i))})
		}
		return nil
	})
	return all, err
}
