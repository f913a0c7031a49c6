package parser

import (
	"bytes"
	"sync"
)

// namedLayouts are those that #Fields directives named first: most files of a server have the
// same, and tens of thousands of files that each made one of its own took half a KiB more
// each. It is bounded, as a log may hold any number of them.
var namedLayouts layoutCache

type layoutCache struct {
	mu sync.RWMutex
	by map[string]namedLayout
}

// namedLayout is a layout and the text that names its fields.
type namedLayout struct {
	*Layout
	text []byte
}

const mostLayouts, longestFields = 64, 2 << 10

// of returns the layout that a text names, with none where it names no field.
func (c *layoutCache) of(text []byte) namedLayout {
	c.mu.RLock()
	l, ok := c.by[string(text)]
	c.mu.RUnlock()
	if ok {
		return l
	}
	l = namedLayout{parseFields(text), bytes.Clone(text)}
	if l.Layout == nil || len(text) > longestFields {
		return l
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[string]namedLayout{}
	}
	if other, ok := c.by[string(text)]; ok {
		return other
	}
	if len(c.by) < mostLayouts {
		c.by[string(text)] = l
	}
	return l
}
