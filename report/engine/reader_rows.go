package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// alwaysRead are the columns that each row is made of, whatever its layout.
var alwaysRead = []int{colTime, colVerdict, colFamily, colAttack, colName, colLayout, colText, colFile, colOffset, colLine}

// findColumns finds the columns of which rows are made again: those that no layout has are
// empty, and not asked for.
func (r *Reader) findColumns() {
	var read [columnCount]bool
	for _, c := range alwaysRead {
		read[c] = true
	}
	for _, l := range r.layouts {
		planFor(l).read(&read)
	}
	for c, is := range read {
		if is {
			r.columns = append(r.columns, c)
		}
	}
}

// read notes the columns that lines of a layout are made of.
func (p *layoutPlan) read(columns *[columnCount]bool) {
	if p.whole {
		return
	}
	for _, from := range p.from {
		switch {
		case from.other >= 0:
			columns[colOthers] = true
		case from.field == parser.URI:
			columns[colPath], columns[colQuery] = true, true
		case from.field == parser.Columns:
			columns[from.column] = true
		}
	}
}

// selectRows selects columns, in plain types on every version.
func selectRows(columns []int) string {
	var all []string
	for _, c := range columns {
		one := rowsTable.columns[c]
		switch one.kind {
		case text:
			all = append(all, "CAST("+one.name+" AS String)")
		case moment:
			all = append(all, "toUInt32("+one.name+")")
		default:
			all = append(all, one.name)
		}
	}
	return selecting(all)
}

// rowsAsked is a question of some rows of some pieces of time.
type rowsAsked struct {
	rowQuestion
	slices []slice
}

// Rows shows rows, some pieces of time after the others.
func (r *Reader) Rows(outer context.Context, asked *scan.Asked, workers int, see func(worker int, rows *scan.ShippedRows) error) error {
	questions, err := r.questionsOf(outer, asked)
	if err != nil && outer.Err() == nil {
		return r.fail(err)
	}
	var todo []rowsAsked
	for _, q := range questions {
		for _, some := range r.together(r.slices(asked.Spans, q.which != ""), q.which != "") {
			todo = append(todo, rowsAsked{q, some})
		}
	}
	counted := r.countedBefore(asked)
	ctx, stop := context.WithCancelCause(outer)
	defer stop(nil)
	var next atomic.Int64
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			l := newLineWriter(r)
			for i := next.Add(1) - 1; i < int64(len(todo)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				if err := r.readRows(ctx, &todo[i], counted, l, func(rows *scan.ShippedRows) error { return see(worker, rows) }); err != nil {
					stop(err)
				}
			}
		})
	}
	all.Wait()
	err = context.Cause(ctx)
	if err != nil && outer.Err() == nil {
		return r.fail(err)
	}
	return err
}

// countedBefore is the condition of the rows that Light counts, "" where it counts none.
func (r *Reader) countedBefore(asked *scan.Asked) string {
	if asked.Depth == nil {
		return ""
	}
	return both(counted(asked), r.filter(asked).sure)
}

func (r *Reader) readRows(ctx context.Context, q *rowsAsked, counted string, l *lineWriter, see func(*scan.ShippedRows) error) error {
	which := q.which
	if which != "" {
		which += " AND "
	}
	columns := r.columns
	if slices.Contains(q.slices, slice{}) {
		columns = append(slices.Clip(columns), colBeyond)
	}
	l.has(columns, counted != "")
	statement, n := selectRows(columns), len(columns)
	if counted != "" {
		statement, n = statement+", toUInt8("+counted+") AS counted", n+1
	}
	statement += " FROM " + r.table(rowsTable) + " WHERE " + which + r.where(q.slices...)
	if q.onePerPath {
		statement += " LIMIT 1 BY path"
	}
	return r.eachInto(ctx, &l.answer, statement, n, func(a *answer) error { return l.rows(a, see) })
}

// Check holds that all rows came that are known to be there, or else that they are there.
func (r *Reader) Check(ctx context.Context, rows []int64) (err error) {
	if rows == nil {
		if rows, err = r.countRows(ctx); err != nil {
			return r.fail(err)
		}
	}
	var all []string
	for i := range r.files {
		if want, got := r.files[i].source.Rows, rows[i]; want != got && !r.files[i].expiring {
			all = append(all, fmt.Sprintf("%s: expected %d rows, found %d", r.files[i].source.Name, want, got))
		}
	}
	if len(all) == 0 {
		return nil
	}
	return r.fail(fmt.Errorf("the engine does not have the rows that were acknowledged: %s; see whether somebody dropped days of them or a replica lags, else ship the logs into another database", strings.Join(all[:min(3, len(all))], ", ")))
}

// countRows counts the rows of each file.
func (r *Reader) countRows(ctx context.Context) ([]int64, error) {
	rows := make([]int64, len(r.files))
	err := r.each(ctx, "SELECT file, count() AS n FROM "+r.table(rowsTable)+" WHERE "+r.counting(allRows, "")+" GROUP BY file", 2, func(a *answer) error {
		for i := range a.rows {
			if source, known := r.index[a.columns[0].number(i)]; known {
				rows[source] = int64(a.columns[1].number(i))
			}
		}
		return nil
	})
	return rows, err
}
