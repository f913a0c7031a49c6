package engine

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
)

// The values of rows that failed are counted here as well, by how the rows ended: their
// clients, users, agents and paths, and the pairs of them that a report counts. Of an outcome
// with more values than it counts of any field no more come: then it estimates from samples.

// mostGroups is how many values the engine may count at once, of all outcomes: where there
// are more, the rows come.
const mostGroups = 1_000_000

// valueColumns are the fields that columns hold, those of the most values first.
var valueColumns = []struct {
	field  scan.Field
	column string
}{{scan.FieldClient, "client"}, {scan.FieldAgent, "agent"}, {scan.FieldPath, "path"}, {scan.FieldUser, "user"}}

// valueQuestions are those of the values of some rows.
func (r *Reader) valueQuestions(span int, from string) (todo []lightAsked) {
	ask := func(which func(*scan.LightOutcome) bool, condition, values string, read func(text []byte) scan.LightValue) {
		if kinds := r.kindsWith(which); kinds != "" {
			todo = append(todo, r.valueQuestion(span, from+kinds+" AND "+condition, values, read))
		}
	}
	ask(func(o *scan.LightOutcome) bool { return o.HasValues() && o.Verdict == codes.LogonFailure }, allRows, "client, '\\n', user", func(text []byte) scan.LightValue {
		client, user, _ := bytes.Cut(text, []byte{'\n'})
		return scan.LightValue{Field: scan.FieldPair, Text: client, User: user}
	})
	ask(func(o *scan.LightOutcome) bool { return o.HasValues() && o.Verdict == codes.NotFound }, "length(referer) > 1", "path, '\\n', host, '\\n', referer", func(text []byte) scan.LightValue {
		path, rest, _ := bytes.Cut(text, []byte{'\n'})
		host, page, _ := bytes.Cut(rest, []byte{'\n'})
		return scan.LightValue{Field: scan.FieldPair, Text: path, Page: page, Host: host}
	})
	for _, f := range valueColumns {
		ask((*scan.LightOutcome).HasValues, f.column+" NOT IN ('', '-')", f.column, func(text []byte) scan.LightValue {
			return scan.LightValue{Field: f.field, Text: text}
		})
	}
	return todo
}

// kindsWith is the condition of the rows of some kinds, "" for none.
func (r *Reader) kindsWith(which func(*scan.LightOutcome) bool) string {
	var all []string
	for o, number := range r.kinds.number {
		if which(&o) {
			all = append(all, fmt.Sprintf("toUInt64(%d)", number))
		}
	}
	if all == nil {
		return ""
	}
	slices.Sort(all)
	return "kind IN (" + strings.Join(all, ", ") + ")"
}

// valueQuestion is that of some values, each behind the number of its kind. They come with
// the longest first, since how long that is counts even where there are too many. Of pages as
// many come for each host that they are of, as those of others do not count. No value has an
// end of line in it.
func (r *Reader) valueQuestion(span int, from, values string, read func(text []byte) scan.LightValue) lightAsked {
	statement, of, n := "SELECT concat(reinterpretAsString(kind), "+values+") AS v, substring(v, 1, 8) AS k, "+minuteless, "k", 6
	if strings.HasSuffix(values, "referer") {
		statement, of, n = statement+", concat(any(host), '\\n', "+hostOf("any(referer)")+") AS hosts", "k, hosts", n+1
	}
	statement += from + " GROUP BY v ORDER BY length(v) DESC LIMIT " + strconv.Itoa(scan.MostValues+1) + " BY " + of
	return lightAsked{span: span, statement: statement, columns: n, settings: []setting{{"max_rows_to_group_by", strconv.Itoa(mostGroups)}}, read: func(a *answer, i int, out *scan.LightCounts) error {
		key := a.columns[0].text(i)
		if len(key) < 8 {
			return errShort
		}
		o, err := r.kindAt(binary.LittleEndian.Uint64(key))
		v := read(key[8:])
		v.Light = lightOf(a, i, o, 2)
		out.Values = append(out.Values, v)
		return err
	}}
}

// minuteless stands where rows are not counted by the minute.
const minuteless = "count() AS n, toUInt32(0) AS minute, toUInt32(min(time)) AS first_time, toUInt32(max(time)) AS last_time"

// hostOf is the host of a page.
func hostOf(page string) string {
	rest := fmt.Sprintf("substring(%s, position(%[1]s, '://') + 3)", page)
	end := func(at string) string { return fmt.Sprintf("position(concat(%s, '%s'), '%[2]s')", rest, at) }
	return fmt.Sprintf("substring(%s, 1, least(least(%s, %s), %s) - 1)", rest, end("/"), end("?"), end("#"))
}

// judgement is a verdict, and the index of a family, -1 for none.
func (r *Reader) judgement(verdict, family []byte) (v codes.Verdict, at int, err error) {
	v, known := r.verdicts[string(verdict)]
	if !known {
		return v, -1, ofAnother(fmt.Errorf("expected a verdict that this program knows, found %.40q: another version shipped it", verdict))
	}
	if len(family) == 0 {
		return v, -1, nil
	}
	if at, known = r.family(string(family)); !known {
		return v, -1, fmt.Errorf("expected a family of noise that this program knows, found %.40q: it was shipped with another --noise, or by another version; give the same --noise here", family)
	}
	return v, at, nil
}
