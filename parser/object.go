package parser

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Objects are rows as JSON, one a line: what App Service writes as
// AppServiceHTTPLogs, with the fields in properties or, as a text that is JSON
// itself, in resultDescription; what Log Analytics exports of that table and of
// W3CIISLog; and what collectors make of a row, its text in message. The fields
// are known at any depth, in the spellings of exports.

// objects reads them. Its layouts hold the fields that a line has and no others,
// so that nobody is told of a field that is not there.
type objects struct {
	layouts map[uint64]*Layout // by the set of their fields

	found   [Columns][]byte // values of the line
	moment  []byte          // its time under another name than time
	text    []byte          // a text that may be a row of W3C
	several bool            // it holds more than one row
}

// maxNested is how deep objects may be nested, those within texts included.
const maxNested = 8

// read returns the layout of a line and appends its values.
func (o *objects) read(values [][]byte, line []byte) (*Layout, [][]byte, bool) {
	if !o.look(line) || o.several || o.found[Status] == nil || o.found[Stem] == nil && o.found[Method] == nil {
		return nil, values, false
	}
	if o.found[Time] == nil {
		o.found[Time] = o.moment
	}
	set := uint64(0)
	for c, value := range o.found {
		if value != nil {
			set |= 1 << c
			values = append(values, value)
		}
	}
	return o.layout(set), values, true
}

// layout returns the layout of a set of known fields.
func (o *objects) layout(set uint64) *Layout {
	if l := o.layouts[set]; l != nil {
		return l
	}
	var names []string
	for c := range Columns {
		if set&(1<<c) != 0 {
			names = append(names, c.String())
		}
	}
	l := newLayout(JSON, names)
	if o.layouts == nil || len(o.layouts) == maxLayouts {
		o.layouts = map[uint64]*Layout{}
	}
	o.layouts[set] = l
	return l
}

// maxLayouts is how many layouts a Scanner remembers that it made for rows.
const maxLayouts = 64

// look takes in the values of a line. It reports false when the line is no
// object. Lines of an array begin or end with its signs.
func (o *objects) look(line []byte) bool {
	o.found, o.moment, o.text, o.several = [Columns][]byte{}, nil, nil, false
	line = bytes.TrimRight(bytes.TrimLeft(line, "[, \t"), "], \t")
	return o.enter(line, 0)
}

// enter takes in the values of an object.
func (o *objects) enter(text []byte, depth int) bool {
	if len(text) == 0 || text[0] != '{' {
		return false
	}
	var object map[string]any
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber()
	if in.Decode(&object) != nil || len(bytes.TrimSpace(text[in.InputOffset():])) > 0 {
		return false
	}
	o.members(object, depth)
	return true
}

// members takes in the values of an object in the order of their names, those of
// the object itself before those nested in it: the first of a field counts.
func (o *objects) members(object map[string]any, depth int) {
	names := slices.Sorted(maps.Keys(object))
	for _, name := range names {
		switch v := object[name].(type) {
		case nil:
			o.value(name, "-")
		case json.Number:
			o.value(name, v.String())
		case string:
			o.value(name, v)
		}
	}
	if depth == maxNested {
		return
	}
	for _, name := range names {
		o.nested(object[name], depth+1)
	}
}

// nested takes in what is inside a value.
func (o *objects) nested(value any, depth int) {
	switch v := value.(type) {
	case map[string]any:
		o.members(v, depth)
	case []any:
		before := o.found[Status] != nil
		for i, one := range v {
			_, isObject := one.(map[string]any)
			o.several = o.several || i > 0 && isObject && !before && o.found[Status] != nil
			o.nested(one, depth)
		}
	case string:
		o.enter([]byte(v), depth)
	}
}

// texts are the names under which a row of W3C is passed on as it is.
var texts = map[string]bool{"message": true, "resultdescription": true, "log": true, "msg": true, "original": true, "raw": true}

// value takes in one value.
func (o *objects) value(name, text string) {
	c, known := exportColumn(name)
	key := plain(name)
	switch {
	case known && o.found[c] == nil:
		o.found[c] = orDash([]byte(text))
	case key == "resourceid" && o.found[SiteName] == nil:
		o.found[SiteName] = siteOf(text)
	case texts[key] && o.text == nil:
		o.text = []byte(text)
	case moments[key] && o.moment == nil:
		o.moment = []byte(text)
	}
}

// siteOf returns the name of the site that a resource of Azure is, nil for none.
func siteOf(resource string) []byte {
	const sites = "/SITES/"
	at := strings.Index(strings.ToUpper(resource), sites)
	if at < 0 {
		return nil
	}
	name, _, _ := strings.Cut(resource[at+len(sites):], "/")
	if name == "" {
		return nil
	}
	return []byte(name)
}
