package report

import (
	"cmp"
	"fmt"
	"slices"
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

func (g *groups) add(r *parser.Row, s *slot) {
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
			value = shorten(r.At(at))
		}
		g.key = append(append(g.key, value...), '\n')
	}
	c := g.find(g.key)
	c.Rows++
	if s.isError() {
		c.Errors++
	}
	if s.verdict.Attention() {
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

// top returns the n groups with the most rows that need attention, then with the
// most rows.
func (g *groups) top(n int) []Group {
	if g == nil {
		return nil
	}
	all := make([]Group, 0, len(g.counts))
	for key, c := range g.counts {
		group := *c
		values := strings.Split(strings.TrimSuffix(key, "\n"), "\n")
		for i, f := range g.fields {
			group.Key = append(group.Key, FieldValue{f, values[min(i, len(values)-1)]})
		}
		all = append(all, group)
	}
	slices.SortFunc(all, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Attention, a.Attention), cmp.Compare(b.Rows, a.Rows),
			slices.CompareFunc(a.Key, b.Key, func(x, y FieldValue) int { return cmp.Compare(x.Value, y.Value) }))
	})
	all = all[:min(n, len(all))]
	if g.rest.Rows > 0 {
		all = append(all, g.beyond())
	}
	return all
}

// beyond is the group of all rows whose values came after the first maxGroups.
func (g *groups) beyond() Group {
	group := g.rest
	for _, f := range g.fields {
		group.Key = append(group.Key, FieldValue{f, "…"})
	}
	return group
}

// ParseField reads the name of a field as --by takes it. Any name can be that of
// a field; only what cannot be a name is refused.
func ParseField(name string) (string, error) {
	if name == "" || strings.ContainsAny(name, " \t,\x00") {
		return "", fmt.Errorf("expected the name of a field like s-sitename, found %q", name)
	}
	return name, nil
}
