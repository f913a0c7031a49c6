package scan

import (
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// groups counts the rows that share the values of some fields (--by).
type groups struct {
	fields []groupField
	counts map[string]*Group // by the values, between line feeds, which none holds
	rest   Group             // beyond maxGroups and groupBytes
	bytes  int               // of all values
	key    []byte
}

// maxGroups bounds the memory of a grouping by a field of many values.
const maxGroups = 1 << 16

func newGroups(fields []string) *groups {
	if len(fields) == 0 {
		return nil
	}
	g := &groups{counts: map[string]*Group{}}
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
	c.Rows += n
	if o.code().IsError() {
		c.Errors += n
	}
	if o.verdict.Attention() {
		c.Attention += n
	}
	c.Bytes += n * digitsIn(r.Field(parser.SentBytes))
	if r.Taken >= 0 && r.Status != 101 {
		c.times.add(r.Taken, n)
	}
}

// keyOf returns the values of a row, good until it is called again.
func (g *groups) keyOf(columns *columns, r *parser.Row, o *outcomeCount) []byte {
	g.key = g.key[:0]
	for i := range g.fields {
		from := len(g.key)
		g.key = g.fields[i].append(g.key, columns, r, o)
		if len(g.key) == from {
			g.key = append(g.key, '-')
		}
		g.key = append(g.key, '\n')
	}
	return g.key
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

func (g *groups) find(key []byte) *Group {
	if c, ok := g.counts[string(key)]; ok {
		return c
	}
	if g.bytes += len(key); len(g.counts) >= maxGroups || g.bytes > groupBytes {
		g.bytes -= len(key)
		return &g.rest
	}
	c := &Group{}
	g.counts[string(key)] = c
	return c
}

func (g *groups) merge(o *groups) {
	for key, from := range o.counts {
		g.find([]byte(key)).count(from)
	}
	g.rest.count(&o.rest)
}

func (c *Group) count(o *Group) {
	c.Rows += o.Rows
	c.Errors += o.Errors
	c.Attention += o.Attention
	c.Bytes += o.Bytes
	c.times.Add(&o.times)
}

// all returns the groups in no order, and what they do not hold.
func (g *groups) all() (all []Group, rest Group) {
	if g == nil {
		return nil, Group{}
	}
	for key, c := range g.counts {
		if c.Rows == 0 { // all were moved to others
			continue
		}
		group := *c
		group.Taken = c.times.Taken()
		group.Key = strings.Split(strings.TrimSuffix(key, "\n"), "\n")
		all = append(all, group)
	}
	g.rest.Taken = g.rest.times.Taken()
	return all, g.rest
}
