package scan

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// groups counts the rows that share the values of some fields (--by).
type groups struct {
	fields []groupField
	counts map[string]*Group // by the values, between line feeds, which none holds
	bytes  int               // of all values
	key    []byte
	runs   []*groupRuns // the file of its own, and those of others that were merged
	err    error        // of writing; the first
}

// maxGroups is how many groups are held, and how many a result has: the others are one.
const maxGroups = 1 << 16

func newGroups(fields []string) *groups {
	if len(fields) == 0 {
		return nil
	}
	g := &groups{counts: map[string]*Group{}, runs: []*groupRuns{{}}}
	for _, f := range fields {
		g.fields = append(g.fields, newGroupField(f))
	}
	return g
}

// Group counts the rows that share the values of some fields.
type Group struct {
	Key                     []string // a value for each field of Options.By
	Rows, Errors, Attention int64
	Bytes                   int64 // sent, of the rows that say so
	Taken                   Taken // right to 13 %

	times Durations
}

func (g *groups) add(columns *columns, r *parser.Row, o *outcomeCount) {
	g.tally(columns, r, o, 1)
}

// tally counts a row in its group once, or takes it from there with n = -1.
func (g *groups) tally(columns *columns, r *parser.Row, o *outcomeCount, n int64) {
	c := g.find(g.keyOf(columns, r, o))
	c.tally(o, n, n*digitsIn(r.Field(parser.SentBytes)))
	if r.Taken >= 0 && r.Status != 101 {
		c.times.add(r.Taken, n)
	}
}

// tally counts n rows with an outcome, that sent so much.
func (c *Group) tally(o *outcomeCount, n, bytes int64) {
	c.Rows += n
	if o.code().IsError() {
		c.Errors += n
	}
	if o.verdict.Attention() {
		c.Attention += n
	}
	c.Bytes += bytes
}

// addLight counts rows that were counted elsewhere.
func (g *groups) addLight(l *LightGroup, o *outcomeCount) {
	g.key = g.key[:0]
	for i := range g.fields {
		g.append(func(key []byte) []byte {
			switch g.fields[i].by {
			case ByCode, ByVerdict:
				return g.fields[i].append(key, nil, nil, o)
			case ByFile, ByHour:
				return append(key, l.Key[i]...)
			}
			return append(key, Shorten(l.Key[i])...)
		})
	}
	c := g.find(g.key)
	c.tally(o, l.Rows, l.Bytes)
	if l.Taken >= 0 {
		c.times.add(l.Taken, l.Rows)
	}
}

// keyOf returns the values of a row, good until it is called again.
func (g *groups) keyOf(columns *columns, r *parser.Row, o *outcomeCount) []byte {
	g.key = g.key[:0]
	for i := range g.fields {
		g.append(func(key []byte) []byte { return g.fields[i].append(key, columns, r, o) })
	}
	return g.key
}

// append appends the value of a field to the key, "-" for none.
func (g *groups) append(value func([]byte) []byte) {
	from := len(g.key)
	if g.key = value(g.key); len(g.key) == from {
		g.key = append(g.key, '-')
	}
	g.key = append(g.key, '\n')
}

// digitsIn reads a number, 0 for what is none.
func digitsIn(v []byte) (n int64) {
	if len(v) > 18 {
		return 0
	}
	for _, c := range v {
		if c < '0' || c > '9' {
			return 0
		}
		n = 10*n + int64(c-'0')
	}
	return n
}

// find returns the group of a key; where too many are held they go to the file before.
func (g *groups) find(key []byte) *Group {
	if c, ok := g.counts[string(key)]; ok {
		return c
	}
	if g.bytes += len(key); len(g.counts) >= maxGroups || g.bytes > groupBytes {
		g.putAway()
		g.bytes = len(key)
	}
	c := &Group{}
	g.counts[string(key)] = c
	return c
}

// putAway writes the groups that are held.
func (g *groups) putAway() {
	if g.err == nil {
		if err := g.runs[0].write(g.counts); err != nil {
			g.err = fmt.Errorf("--by: expected to write groups to a temporary file: %w", err)
		}
	}
	clear(g.counts)
	g.bytes = 0
}

func (g *groups) merge(o *groups) {
	for key, from := range o.counts {
		g.find([]byte(key)).count(from)
	}
	g.runs = append(g.runs, o.runs...)
	g.err = cmp.Or(g.err, o.err)
}

func (c *Group) count(o *Group) {
	c.Rows += o.Rows
	c.Errors += o.Errors
	c.Attention += o.Attention
	c.Bytes += o.Bytes
	c.times.Add(&o.times)
}

// all returns the first groups in an order, and all others as one.
func (g *groups) all(order func(x, y *Group) int) (first []Group, rest Group, err error) {
	if g == nil {
		return nil, Group{}, nil
	}
	f := firstGroups{order: order}
	see := func(key string, c *Group) {
		if c.Rows == 0 { // all were moved to others
			return
		}
		c.Taken = c.times.Taken()
		c.Key = strings.Split(strings.TrimSuffix(key, "\n"), "\n")
		f.add(*c)
	}
	if !slices.ContainsFunc(g.runs, (*groupRuns).any) {
		for key, c := range g.counts {
			see(key, c)
		}
	} else if g.putAway(); g.err == nil {
		g.err = eachOfRuns(g.runs, see)
	}
	for _, r := range g.runs {
		g.err = errors.Join(g.err, r.close())
	}
	f.rest.Taken = f.rest.times.Taken()
	return f.all, f.rest, g.err
}
