package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/iiswhy/iiswhy/report/scan"
)

// rowColumns are the columns of which rows are made again, by their places in rowsTable.
var rowColumns = []int{
	colTime, colBeyond, colStatus, colSubstatus, colWin32, colReason, colVerdict, colFamily, colAttack, colMethod, colPath, colQuery, colUser, colName,
	colClient, colAgent, colReferer, colCookie, colHost, colVersion, colIP, colPort, colClientPort, colComputer, colSitename, colSiteid, colQueue, colSession,
	colTaken, colSent, colReceived, colOthers, colLayout, colText, colFile, colOffset, colLine,
}

// selectRows selects them, in plain types on every version.
var selectRows = func() string {
	var columns []string
	for _, c := range rowColumns {
		one := rowsTable.columns[c]
		switch one.kind {
		case text:
			columns = append(columns, "CAST("+one.name+" AS String)")
		case moment:
			columns = append(columns, "toUInt32("+one.name+")")
		default:
			columns = append(columns, one.name)
		}
	}
	return selecting(columns)
}()

// Rows shows rows, a slice of time after the other.
func (r *Reader) Rows(outer context.Context, spans []scan.Span, whole bool, workers int, see func(worker int, rows *scan.ShippedRows) error) error {
	todo := r.slices(spans, whole)
	ctx, stop := context.WithCancelCause(outer)
	defer stop(nil)
	var next atomic.Int64
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			l := newLineWriter(r)
			for i := next.Add(1) - 1; i < int64(len(todo)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				if err := r.readSlice(ctx, todo[i], whole, l, func(rows *scan.ShippedRows) error { return see(worker, rows) }); err != nil {
					stop(err)
				}
			}
		})
	}
	all.Wait()
	err := context.Cause(ctx)
	if err != nil && outer.Err() == nil {
		return r.fail(err)
	}
	return err
}

func (r *Reader) readSlice(ctx context.Context, s slice, whole bool, l *lineWriter, see func(*scan.ShippedRows) error) error {
	which := ""
	if whole {
		which = "whole = 1 AND "
	}
	statement := selectRows + " FROM " + r.table(rowsTable) + " WHERE " + which + r.where(s)
	return r.each(ctx, statement, len(rowColumns), func(a *answer) error { return l.rows(a, see) })
}

// Check holds that all rows came that are known to be there.
func (r *Reader) Check(rows []int64) error {
	var all []string
	for i := range r.files {
		if want, got := r.files[i].source.Rows, rows[i]; want != got && !r.files[i].expiring {
			all = append(all, fmt.Sprintf("%s: expected %d rows, found %d", r.files[i].source.Name, want, got))
		}
	}
	if len(all) == 0 {
		return nil
	}
	return r.fail(errors.New("the engine does not have the rows that were acknowledged: " + strings.Join(all[:min(3, len(all))], "; ")))
}
