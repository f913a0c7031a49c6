package engine

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Rows of attempts that were cut, repeated or outgrown count nowhere, and go when there are
// many of them. A machine looks for its own with its first run of a day. What is under way,
// there or in a report, is not a day old: no attempt is looked at that is younger, and none
// that only a younger one supersedes.

const (
	// restFor is how old attempts are that are looked at.
	restFor = 24 * time.Hour
	// wastePart is which part of the rows of a machine may be of such attempts: the engine
	// writes what it has anew to drop rows.
	wastePart = 5
	// mostDropped is how many attempts are named at once; the others are of the next day.
	mostDropped = 20_000
)

// clean drops the rows of attempts that do not count, where they are many. It asks whether
// this is the first run of the day, so it stands before the run is noted.
func (s *Shipper) clean(ctx context.Context) error {
	now := s.options.Now().UTC()
	runs, err := s.client.lines(ctx, 1, fmt.Sprintf("SELECT toUInt32(max(at)) FROM %s WHERE shipper = %s", s.reading(runsTable), quote(s.options.Machine)))
	if err != nil || len(runs) == 0 {
		return err
	}
	last, err := strconv.ParseInt(runs[0][0], 10, 64)
	if err != nil || last == 0 || time.Unix(last, 0).UTC().Format(time.DateOnly) == now.Format(time.DateOnly) {
		return err
	}
	old := fmt.Sprintf("shipper = %s AND load < %d", quote(s.options.Machine), uint64(now.Add(-restFor).UnixMilli())<<loadBits)
	waste, err := s.waste(ctx, old)
	if err != nil || len(waste) == 0 {
		return err
	}
	// They are named, and not asked for again by each replica, one of which may lag.
	which := fmt.Sprintf("%s AND load IN (%s)", old, strings.Join(waste, ", "))
	for _, t := range []table{rowsTable, loadsTable} {
		statement := fmt.Sprintf("ALTER TABLE %s DELETE WHERE %s", s.client.table(t), which)
		if _, err := s.client.ask(ctx, statement, setting{"max_query_size", strconv.Itoa(2 * len(statement))}); err != nil {
			return err
		}
	}
	return nil
}

// waste are attempts that do not count, nil where the rows of them are few.
func (s *Shipper) waste(ctx context.Context, old string) (loads []string, err error) {
	rows, err := s.client.lines(ctx, 2, fmt.Sprintf(
		"SELECT load, count() AS n FROM %[1]s WHERE %[2]s AND (file, load) NOT IN (SELECT file, argMax(load, (bytes, rows, load)) FROM %[3]s WHERE %[2]s GROUP BY file, block) GROUP BY load ORDER BY load LIMIT %[4]d",
		s.client.table(rowsTable), old, s.client.table(loadsTable), mostDropped))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	row, err := s.client.line(ctx, 1, fmt.Sprintf("SELECT count() FROM %s WHERE %s", s.client.table(rowsTable), old))
	if err != nil {
		return nil, err
	}
	all, err := strconv.ParseInt(row[0], 10, 64)
	if err != nil {
		return nil, err
	}
	lost := int64(0)
	for _, r := range rows {
		n, err := strconv.ParseInt(r[1], 10, 64)
		if err != nil {
			return nil, ofAnother(fmt.Errorf("expected the number of rows of an attempt, found %.40q", r[1]))
		}
		loads, lost = append(loads, r[0]), lost+n
	}
	if lost < all/wastePart {
		return nil, nil
	}
	return loads, nil
}
