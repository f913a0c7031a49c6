package engine

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// Expire drops the days that are over, on versions that do not do it themselves: a day is
// kept for so many days after it. What was shipped of them stays known, so that it is not
// shipped again.
func (c *Client) Expire(ctx context.Context, now time.Time, days int) error {
	d, err := c.dialect(ctx)
	if err != nil || d.modern {
		return err
	}
	rows, err := c.lines(ctx, 1, fmt.Sprintf("SELECT DISTINCT partition FROM system.parts WHERE database = %s AND table = %s AND active = 1 ORDER BY partition",
		quote(c.config.Database), quote(rowsTable.name)))
	if err != nil {
		return err
	}
	first := now.UTC().AddDate(0, 0, -days)
	oldest := first.Year()*10000 + int(first.Month())*100 + first.Day()
	for _, r := range rows {
		day, err := strconv.Atoi(r[0])
		if err != nil || day >= oldest || day <= 19700101 { // rows without a time are of that day
			continue
		}
		if _, err := c.ask(ctx, fmt.Sprintf("ALTER TABLE %s DROP PARTITION %d", c.table(rowsTable), day)); err != nil {
			return err
		}
	}
	return nil
}
