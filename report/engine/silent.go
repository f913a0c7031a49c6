package engine

import (
	"context"
	"time"
)

// Silent is a machine that shipped and does no more.
type Silent struct {
	Machine string
	Since   time.Time // of its last run of ship
}

// silentAfter is how long nothing came of a machine that is silent: one that ships once a
// day may be late by an hour or two.
const silentAfter = 26 * time.Hour

// Silent are the machines of which nothing came for more than a day, in the order of
// their names: a report lacks what happened on them since.
func (r *Reader) Silent(ctx context.Context, now time.Time) (all []Silent, err error) {
	statement := "SELECT CAST(shipper AS String) AS machine, toUInt32(max(at)) AS latest FROM " + r.table(runsTable) + " GROUP BY machine ORDER BY machine"
	err = r.each(ctx, statement, 2, func(a *answer) error {
		for i := range a.rows {
			since := time.Unix(a.columns[1].second(i), 0).UTC()
			if now.Sub(since) > silentAfter {
				all = append(all, Silent{string(a.columns[0].text(i)), since})
			}
		}
		return nil
	})
	return all, err
}
