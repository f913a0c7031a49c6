package engine

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/redact"
)

// Who is hidden has to be known from all rows, though few of them come: so the different
// values of the columns that name users and clients are asked for.

// secretColumn is an expression of such values, and of which layouts.
type secretColumn struct{ kind, value, where string }

// secretColumns are those of the layouts that there are.
func (r *Reader) secretColumns() (all []secretColumn) {
	layouts := map[secretColumn][]string{}
	add := func(id uint64, c secretColumn) { layouts[c] = append(layouts[c], strconv.FormatUint(id, 10)) }
	for id, l := range r.layouts {
		plan := planFor(l)
		for _, s := range redact.SecretsOf(l) {
			add(id, secretColumn{kind: s.Kind, value: plan.from[s.At].text()})
		}
		if l.Has(parser.Method) {
			add(id, secretColumn{"user", plainText(colPath), "method = " + quote(redact.NamesUser)})
		}
	}
	for c, of := range layouts {
		if len(of) < len(r.layouts) {
			slices.Sort(of)
			c.where = strings.TrimPrefix(c.where+" AND layout IN ("+strings.Join(of, ", ")+")", " AND ")
		}
		all = append(all, c)
	}
	return all
}

// plainText is a column of text, in a plain type on every version.
func plainText(column int) string { return "CAST(" + rowsTable.columns[column].name + " AS String)" }

// text is the expression of a value that is kept as text.
func (o *origin) text() string {
	if o.other >= 0 {
		return fmt.Sprintf("others[%d]", o.other+1)
	}
	return plainText(o.column)
}

// Named notes the users and clients that rows name, whatever is asked of them.
func (r *Reader) Named(ctx context.Context, known *redact.Known) error {
	for _, c := range r.secretColumns() {
		if !known.Wants(c.kind) {
			continue
		}
		where := c.value + " NOT IN ('', '-')"
		if c.where != "" {
			where += " AND " + c.where
		}
		_, err := r.different(ctx, c.value, where, hashPart{of: 1}, func(value []byte) bool {
			known.Note(c.kind, value)
			return known.Wants(c.kind)
		})
		if err != nil {
			return r.fail(err)
		}
	}
	return nil
}

// hashPart are the values whose hash leaves a number when it is divided.
type hashPart struct{ number, of uint64 }

const (
	// mostDifferent is how many values are asked for at once.
	mostDifferent = 1 << 18
	// partsOfMany is into how many parts more of them are divided.
	partsOfMany = 64
)

// different shows each value of an expression once, until see wants no more.
func (r *Reader) different(ctx context.Context, value, where string, p hashPart, see func([]byte) bool) (more bool, err error) {
	statement := "SELECT DISTINCT " + value + " AS different_value FROM " + r.table(rowsTable) + " WHERE " + r.counting(where, "")
	if p.of > 1 {
		statement += fmt.Sprintf(" AND cityHash64(%s) %% %d = %d", value, p.of, p.number)
	}
	most, more := r.mostDifferent, true
	into := new(answerBuffer)
	if err := r.fetchInto(ctx, into, statement+" LIMIT "+strconv.Itoa(most+1)); err != nil {
		return false, err
	}
	found := 0
	err = into.read(1, func(a *answer) error {
		found += a.rows
		for i := 0; i < a.rows && more; i++ {
			more = see(a.columns[0].text(i))
		}
		return nil
	})
	for i := uint64(0); i < partsOfMany && found > most && more && err == nil; i++ {
		more, err = r.different(ctx, value, where, hashPart{p.number + i*p.of, p.of * partsOfMany}, see)
	}
	return more, err
}
