package engine

import (
	"context"
	"fmt"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strconv"
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

// Conditions of weights, see scan.Weight. Of healthy rows only some are odd.
var (
	odd        = fmt.Sprintf("weight >= %d", scan.WholeRow)
	lightRows  = fmt.Sprintf("weight < %d", scan.WholeRow)
	valuedRows = fmt.Sprintf("weight >= %d", scan.ValuedRow)
	// redirected are those of which it is counted who was redirected where.
	redirected = fmt.Sprintf("(weight >= %d AND weight < %d OR weight >= %d)", scan.Redirect, scan.WholeRow, scan.ValuedRow+scan.Redirect)
)

// counted is the condition of the rows that Light counts, but for what a filter says. Behind a
// proxy who was redirected stands elsewhere than in a column that is known.
func counted(asked *scan.Asked) string {
	switch {
	case asked.Values:
		return fmt.Sprintf("weight != %d", scan.WholeRow)
	case asked.ForwardedFor != "":
		return fmt.Sprintf("weight < %d", scan.Redirect)
	}
	return lightRows
}

// between is the condition of rows of some weights, those among them that were redirected too.
func between(from, to scan.Weight) string {
	one := func(more scan.Weight) string { return fmt.Sprintf("weight >= %d AND weight <= %d", from+more, to+more) }
	return either(one(0), one(scan.Redirect))
}

// lightFrom is the condition of rows that samples may choose, that are light and lie so deep.
func lightFrom(depth scan.Weight) string {
	return between(scan.MayBeSampled+depth, scan.MayBeSampled+scan.Deepest)
}

// valuedFrom is the condition of rows whose values are counted and that lie so deep.
func valuedFrom(depth scan.Weight) string {
	return between(scan.ValuedRow, scan.ValuedRow+scan.Deepest-depth)
}

// shallow is below which depth rows of kinds that few others are of are asked for by
// themselves: nearly all have no more.
const shallow scan.Weight = 4

// shown are the conditions of the rows that a report wants though Light counts rows: those
// that samples may choose, and others that must be given as a whole.
func (r *Reader) shown(asked *scan.Asked) (all []string) {
	d := asked.Depth
	deep := lightFrom(d.Least())
	if !asked.Values {
		return []string{either(notOf(counted(asked)), both(deep, sampled(d)))}
	}
	deep = either(deep, valuedFrom(d.Least()))
	valued, few := noRows, noRows
	for i := range d.Valued {
		one := r.valued(&d.Valued[i])
		if valued = either(valued, one); bits.LeadingZeros64(d.Valued[i].Hash) < int(shallow) {
			few = either(few, one)
		}
	}
	all = []string{either(fmt.Sprintf("weight = %d", scan.WholeRow), either(both(deep, sampled(d)), both(valuedFrom(shallow), valued)))}
	if few != noRows {
		all = append(all, both(between(scan.ValuedRow+scan.Deepest-shallow+1, scan.ValuedRow+scan.Deepest), few))
	}
	return all
}

// valued is the condition of rows whose values are counted elsewhere.
func (r *Reader) valued(d *scan.ValuedDepth) string {
	var of, buckets []string
	for _, o := range d.Of {
		of = append(of, fmt.Sprintf("toUInt64(%d)", r.kinds.number[o]))
	}
	all := "kind IN (" + strings.Join(of, ", ") + ")"
	if d.Hash < math.MaxUint64 {
		all += fmt.Sprintf(" AND %s <= toUInt64(%d)", placeHash, d.Hash)
	}
	for _, b := range d.Buckets {
		buckets = append(buckets, strconv.FormatInt(b, 10))
	}
	if buckets != nil {
		all += fmt.Sprintf(" AND intDiv(toUInt32(time), %d) IN (%s)", d.Step, strings.Join(buckets, ", "))
	}
	return "(" + all + ")"
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

// rowQuestion is a condition of rows, "" for all, and whether one of each path is enough.
type rowQuestion struct {
	which      string
	onePerPath bool
}

// wanted are the rows that a look is for: which column holds the real client behind a proxy
// is not known here.
func (r *Reader) wanted(ctx context.Context, asked *scan.Asked) ([]rowQuestion, error) {
	w := &asked.Wanted
	all := []rowQuestion{{}}
	if w.IsAll() || len(w.Clients) > 0 && asked.ForwardedFor != "" {
		return all, nil
	}
	clients, fewClients := inList("client", w.Clients)
	paths, fewPaths := inList("path", w.Paths)
	if !fewClients || !fewPaths {
		return all, nil
	}
	condition := either(clients, paths)
	if w.Odd {
		condition = either(condition, oddRows)
	}
	if w.Referred {
		condition = either(condition, "position(referer, '://') > 0")
	}
	if w.PathsServed {
		served, few, err := r.served(ctx, asked.Spans, clients)
		if err != nil || !few {
			return all, err
		}
		return []rowQuestion{{which: condition}, {served, true}}, nil
	}
	switch {
	case w.Takes == nil:
		return []rowQuestion{{which: condition}}, nil
	case condition != oddRows:
		return all, nil
	}
	taken, err := r.numbersTaken(ctx, w.Takes)
	return []rowQuestion{{which: both(condition, taken)}}, err
}

// served is the condition of rows that were served to anybody, of the shapes of those paths
// that rows of some clients missed, and false for too many.
func (r *Reader) served(ctx context.Context, spans []scan.Span, clients string) (condition string, few bool, err error) {
	missed, err := r.pathsOf(ctx, spans, odd+" AND verdict != 'ok' AND "+clients)
	if err != nil {
		return "", false, err
	}
	shapes, few := inList(shape, shapesOf(missed))
	return both("verdict = 'ok' AND (status >= 200 AND status < 300 OR status = 304)", shapes), few, nil
}

// oddRows is the condition of rows that did not just end well, or are of attacks.
var oddRows = "(" + odd + " AND (verdict != 'ok' OR attack = 1))"

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
				return ofAnother(fmt.Errorf("expected a kind of log that this program knows, found %.40q: another version shipped it", c[0].text(i)))
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

// questionsOf are the rows that are asked for, but for their time. Where light rows are
// counted here, these are all others that the filter may take.
func (r *Reader) questionsOf(ctx context.Context, asked *scan.Asked) ([]rowQuestion, error) {
	filter := r.filter(asked)
	if asked.Depth != nil {
		var all []rowQuestion
		for i, which := range r.shown(asked) {
			if which = both(which, filter.sure); i == 0 {
				which = either(which, notOf(filter.sure))
			}
			all = append(all, rowQuestion{which: both(filter.may, which)})
		}
		return all, nil
	}
	all, err := r.wanted(ctx, asked)
	if filter.may == allRows {
		return all, err
	}
	for i := range all {
		if all[i].which == "" {
			all[i].which = allRows
		}
		all[i].which = both(filter.may, all[i].which)
	}
	return all, err
}
