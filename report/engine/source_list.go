package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// shippedFile is a file of which rows are in the engine.
type shippedFile struct {
	id     uint64
	source scan.Source
	stored int64
	on     string // the machine that shipped it
	path   string // there
	// expiring says that days were dropped that it had rows of.
	expiring bool
}

// best selects of the loads of each block, of those that were there when the report began:
// what arrives later is of the next one.
func (r *Reader) best(columns, where string) string {
	return fmt.Sprintf("SELECT %s FROM %s WHERE load <= %d%s GROUP BY file, block", columns, r.table(loadsTable), r.newest, where)
}

// listFiles asks for the ledgers of all files.
func (r *Reader) listFiles(ctx context.Context) ([]shippedFile, error) {
	counted, err := r.countedFiles(ctx)
	if err != nil {
		return nil, err
	}
	told, err := r.ledgers(ctx)
	if err != nil {
		return nil, err
	}
	var all []shippedFile
	for _, c := range counted {
		f := told[c.id]
		if f == nil { // its first reading has not ended
			f = &shippedFile{path: fmt.Sprintf("%016x", c.id), source: c.source}
			f.source.Err = errors.New("expected its ledger, found none: it is being shipped for the first time, or that broke off; let iiswhy ship run to its end on that server")
		}
		f.id, f.on, f.source.Rows = c.id, c.on, c.source.Rows
		f.source.Lines = f.source.Rows + f.source.Refused + f.source.Directives + f.source.Blank
		f.source.First, f.source.Last = min(f.source.First, c.source.First), max(f.source.Last, c.source.Last)
		all = append(all, *f)
	}
	slices.SortFunc(all, compareFiles)
	nameFiles(all)
	return all, nil
}

// countedFiles are the files of which rows count, and how many.
func (r *Reader) countedFiles(ctx context.Context) (all []shippedFile, err error) {
	statement := "SELECT file, CAST(any(machine) AS String) AS on_machine, sum(best.1) AS all_bytes, sum(best.2) AS all_rows, min(if(best.3 = 0, 4294967295, best.3)) AS earliest, max(best.4) AS latest FROM (" +
		r.best("file, block, any(shipper) AS machine, argMax((toUInt64(bytes), toUInt64(rows), toUInt32(first), toUInt32(last)), (bytes, rows, load)) AS best", "") + ") GROUP BY file"
	err = r.each(ctx, statement, 6, func(a *answer) error {
		for i := range a.rows {
			f := shippedFile{id: a.columns[0].number(i), on: string(a.columns[1].text(i))}
			f.source = scan.Source{Bytes: int64(a.columns[2].number(i)), Rows: int64(a.columns[3].number(i)), First: a.columns[4].second(i), Last: a.columns[5].second(i)}
			if f.source.First > f.source.Last || f.source.Last == 0 {
				f.source.First, f.source.Last = math.MaxInt64, math.MinInt64
			}
			all = append(all, f)
		}
		return nil
	})
	return all, err
}

var ledgerColumns = []string{
	"file", "CAST(name AS String)", "stored", "bytes", "refused", "directives", "blank", "faults", "fault_lines", "place_faults", "place_lines", "place_texts",
	"first", "last", "CAST(error AS String)", "forms", "passed",
}

// ledgers are what was told last of each file.
func (r *Reader) ledgers(ctx context.Context) (map[uint64]*shippedFile, error) {
	all := map[uint64]*shippedFile{}
	err := r.each(ctx, selecting(ledgerColumns)+" FROM "+r.table(filesTable)+" ORDER BY file, at DESC, bytes DESC LIMIT 1 BY file", len(ledgerColumns), func(a *answer) error {
		c := a.columns
		for i := range a.rows {
			f := &shippedFile{path: string(c[1].text(i)), stored: int64(c[2].number(i))}
			f.source = scan.Source{
				Bytes: int64(c[3].number(i)), Refused: int64(c[4].number(i)), Directives: int64(c[5].number(i)), Blank: int64(c[6].number(i)),
				First: int64(c[12].number(i)), Last: int64(c[13].number(i)), Passed: c[16].list(i), Faults: faultsIn(c, i),
			}
			if reason := string(c[14].text(i)); reason != "" {
				f.source.Err = errors.New(reason)
			}
			for _, name := range c[15].list(i) {
				if form, ok := parser.ParseForm(name); ok {
					f.source.Forms = append(f.source.Forms, form)
				}
			}
			all[c[0].number(i)] = f
		}
		return nil
	})
	return all, err
}

// faultsIn are the faults of a ledger.
func faultsIn(c []answerColumn, i int) (all []scan.Fault) {
	from, _ := c[7].span(i)
	for n, name := range c[7].list(i) {
		kind, ok := faultOf(name)
		if !ok {
			continue
		}
		f := scan.Fault{Kind: kind, Lines: int64(c[8].number(from + n))}
		places, _ := c[9].span(i)
		for at, of := range c[9].list(i) {
			if of == name {
				f.First = append(f.First, scan.Place{Line: int64(c[10].number(places + at)), Text: string(c[11].text(places + at))})
			}
		}
		all = append(all, f)
	}
	return all
}

func faultOf(name string) (parser.Fault, bool) {
	for f := range parser.Faults {
		if f.String() == name {
			return f, true
		}
	}
	return 0, false
}

// compareFiles orders files: those of a machine by their paths.
func compareFiles(a, b shippedFile) int {
	return cmp.Or(cmp.Compare(a.on, b.on), cmp.Compare(a.path, b.path), cmp.Compare(a.id, b.id))
}

// nameFiles names the sources: the path, and the machine that it is on. The machine stands
// behind it, since the folders of a path tell its site and server.
func nameFiles(all []shippedFile) {
	for i := range all {
		all[i].source.Name = fmt.Sprintf("%s (%s)", all[i].path, all[i].on)
	}
}
