package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Which rows are asked for, as conditions. Values of logs are in them as hexadecimal digits
// alone.

const (
	// mostValues and mostValueBytes are how many values a condition names: of more it says
	// nothing.
	mostValues, mostValueBytes = 5000, 200 << 10
	// longestValue is how long a value is at most that scan.Shorten leaves as it is.
	longestValue = 1000
)

// inList is the condition that a column holds one of some values, and false for too many.
func inList(column string, values []string) (condition string, ok bool) {
	if len(values) == 0 {
		return noRows, true
	}
	size := 0
	quoted := make([]string, len(values))
	for i, v := range values {
		if size += len(v); len(v) > longestValue {
			return "", false
		}
		quoted[i] = quote(v)
	}
	return column + " IN (" + strings.Join(quoted, ", ") + ")", len(values) <= mostValues && size <= mostValueBytes
}

// placeHash is that of the place of a row, as scan makes it of the offset: the finalizer of
// SplitMix64.
var placeHash = func() string {
	shifted := func(z string, by int) string { return fmt.Sprintf("bitXor(%s, bitShiftRight(%[1]s, %d))", z, by) }
	times := func(z, by string) string { return fmt.Sprintf("(%s * toUInt64(%s))", z, by) }
	return shifted(times(shifted(times(shifted("offset", 30), "13787848793156543929"), 27), "10723151780598845931"), 31)
}()

// sampled is the condition of those rows that samples may choose which a depth holds.
func sampled(d *scan.Depth) string {
	return fmt.Sprintf("(%[1]s <= toUInt64(%[2]d) OR taken > 0 AND status != 101 AND intDiv(%[1]s, toUInt64(greatest(taken, 1))) <= toUInt64(%[3]d))", placeHash, d.Hash, d.Taken)
}

// heavy is the condition of the rows that Light does not count.
func heavy(d *scan.Depth) string {
	return fmt.Sprintf("whole >= 1 AND (whole = 1 OR %s)", sampled(d))
}

// light is the condition of the rows of a weight that Light counts.
func light(d *scan.Depth, of scan.Weight) string {
	if of == scan.MayBeSampled {
		return fmt.Sprintf("whole = %d AND NOT %s", of, sampled(d))
	}
	return fmt.Sprintf("whole = %d", of)
}

// shape is that of a path, as scan.AppendShape makes it.
const shape = "replaceRegexpAll(path, '[0-9]+', '#')"

func shapesOf(paths []string) (shapes []string) {
	for _, path := range paths {
		shapes = append(shapes, string(scan.AppendShape(nil, []byte(path))))
	}
	slices.Sort(shapes)
	return slices.Compact(shapes)
}

// wanted is the condition of the rows that a look is for, "" for all: which column holds
// the real client behind a proxy is not known here.
func (r *Reader) wanted(ctx context.Context, asked *scan.Asked) (string, error) {
	w := &asked.Wanted
	if w.IsAll() || len(w.Clients) > 0 && asked.ForwardedFor != "" {
		return "", nil
	}
	clients, fewClients := inList("client", w.Clients)
	paths, fewPaths := inList("path", w.Paths)
	if !fewClients || !fewPaths {
		return "", nil
	}
	condition := either(clients, paths)
	if w.Odd {
		condition = either(condition, oddRows)
	}
	if w.Referred {
		condition = either(condition, "position(referer, '://') > 0")
	}
	if w.PathsServed {
		missed, err := r.pathsOf(ctx, asked.Spans, "whole = 1 AND verdict != 'ok' AND "+clients)
		if err != nil {
			return "", err
		}
		served, few := inList(shape, shapesOf(missed))
		if !few {
			return "", nil
		}
		condition = either(condition, "verdict = 'ok' AND "+served)
	}
	switch {
	case w.Takes == nil:
		return condition, nil
	case condition != oddRows:
		return "", nil
	}
	taken, err := r.numbersTaken(ctx, w.Takes)
	return both(condition, taken), err
}

// oddRows is the condition of rows that did not just end well, or are of attacks.
const oddRows = "(whole = 1 AND (verdict != 'ok' OR attack = 1))"

// mostNumbers is how many different codes a condition names.
const mostNumbers = 300

// numbersTaken is the condition of the odd rows that are taken by their numbers.
func (r *Reader) numbersTaken(ctx context.Context, takes func(codes.Outcome) bool) (string, error) {
	all, err := r.outcomes(ctx)
	if err != nil || all == nil {
		return allRows, err
	}
	var taken []string
	for _, o := range all {
		counted := o
		if o.Status == codes.None {
			counted.Substatus = codes.None
		}
		if takes(counted) {
			taken = append(taken, fmt.Sprintf("(%d, %d, %d)", o.Status, o.Substatus, o.Win32))
		}
	}
	slices.Sort(taken)
	switch taken = slices.Compact(taken); {
	case len(taken) == 0:
		return noRows, nil
	case len(taken) > mostNumbers:
		return allRows, nil
	}
	return "(toInt64(status), toInt64(substatus), win32) IN (" + strings.Join(taken, ", ") + ")", nil
}

// outcomes are the different ones that odd rows ended with, nil for too many.
func (r *Reader) outcomes(ctx context.Context) (all []codes.Outcome, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended != nil {
		return *r.ended, nil
	}
	statement := fmt.Sprintf("SELECT DISTINCT CAST(log AS String) AS l, status AS s, substatus AS u, win32 AS w, CAST(reason AS String) AS t FROM %s WHERE %s AND load <= %d LIMIT %d",
		r.table(rowsTable), oddRows, r.newest, mostValues)
	err = r.each(ctx, statement, 5, func(a *answer) error {
		c := a.columns
		for i := range a.rows {
			o := codes.Outcome{Status: int(int64(c[1].number(i))), Substatus: int(int64(c[2].number(i))), Win32: int64(c[3].number(i)), Reason: string(c[4].text(i))}
			var known bool
			if o.Log, known = logsByName[string(c[0].text(i))]; !known {
				return fmt.Errorf("expected a kind of log that this program knows, found %.40q: another version shipped it", c[0].text(i))
			}
			all = append(all, o)
		}
		return nil
	})
	if len(all) == mostValues {
		all = nil
	}
	if err == nil {
		r.ended = &all
	}
	return all, err
}

var logsByName = map[string]codes.Log{codes.Web.String(): codes.Web, codes.HTTPERR.String(): codes.HTTPERR, codes.FTPLog.String(): codes.FTPLog}

// pathsOf are the different paths of some rows.
func (r *Reader) pathsOf(ctx context.Context, spans []scan.Span, which string) ([]string, error) {
	paths := map[string]bool{}
	for _, s := range r.slices(spans, true) {
		err := r.each(ctx, "SELECT DISTINCT CAST(path AS String) AS p FROM "+r.table(rowsTable)+" WHERE "+which+" AND "+r.where(s), 1, func(a *answer) error {
			for i := range a.rows {
				paths[string(a.columns[0].text(i))] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return slices.Sorted(maps.Keys(paths)), nil
}

// conditionOf is the condition of the rows that are asked for, but for their time; "" for
// all rows. Where light rows are counted here, it is of all others that the filter may take.
func (r *Reader) conditionOf(ctx context.Context, asked *scan.Asked) (string, error) {
	filter := r.filter(asked)
	if asked.Depth != nil {
		return both(filter.may, either("("+heavy(asked.Depth)+")", notOf(filter.sure))), nil
	}
	wanted, err := r.wanted(ctx, asked)
	switch {
	case filter.may == allRows:
		return wanted, err
	case wanted == "":
		return filter.may, err
	}
	return both(filter.may, wanted), err
}
