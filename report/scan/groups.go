package scan

import (
	"fmt"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// groups counts the rows that share the values of some fields (--by).
type groups struct {
	fields []string
	counts map[string]*Group // by the values, between line feeds, which none holds
	rest   Group             // beyond maxGroups

	layout *parser.Layout // of the row before
	at     []int          // places of the fields in it
	key    []byte
}

// maxGroups bounds the memory of a grouping by a field of many values.
const maxGroups = 1 << 16

func newGroups(fields []string) *groups {
	if len(fields) == 0 {
		return nil
	}
	return &groups{fields: fields, counts: map[string]*Group{}}
}

// Group counts the rows that share the values of some fields.
type Group struct {
	Key                     []string // a value for each field of Options.By
	Rows, Errors, Attention int64
}

func (g *groups) add(r *parser.Row, o *outcomeCount) {
	if g.layout != r.Layout {
		g.layout, g.at = r.Layout, g.at[:0]
		for _, f := range g.fields {
			g.at = append(g.at, r.Layout.Lookup(f))
		}
	}
	g.key = g.key[:0]
	for _, at := range g.at {
		value := []byte("-")
		if at >= 0 {
			value = Shorten(r.At(at))
		}
		g.key = append(append(g.key, value...), '\n')
	}
	c := g.find(g.key)
	c.Rows++
	if o.code().IsError() {
		c.Errors++
	}
	if o.verdict.Attention() {
		c.Attention++
	}
}

func (g *groups) find(key []byte) *Group {
	if c, ok := g.counts[string(key)]; ok {
		return c
	}
	if len(g.counts) >= maxGroups {
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
}

// all returns the groups in no order, and what they do not hold.
func (g *groups) all() (all []Group, rest Group) {
	if g == nil {
		return nil, Group{}
	}
	for key, c := range g.counts {
		group := *c
		group.Key = strings.Split(strings.TrimSuffix(key, "\n"), "\n")
		all = append(all, group)
	}
	return all, g.rest
}

// ParseField reads the name of a field as --by takes it. Any name can be that of
// a field; only what cannot be a name is refused.
func ParseField(name string) (string, error) {
	if name == "" || strings.ContainsAny(name, " \t,\x00") {
		return "", fmt.Errorf("expected the name of a field like s-sitename, found %q", name)
	}
	return name, nil
}
