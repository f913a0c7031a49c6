package scan

import (
	"cmp"
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
)

// requestedFields are the fields that flags ask for, and which of them rows had.
// Without the field a filter leaves out every row and a grouping has one line: that
// looks like an answer and is none.
type requestedFields struct {
	all    []requestedField
	names  map[string]bool // of all fields that rows had; nil without --by and --between
	layout *parser.Layout  // of the row before
}

type requestedField struct {
	flag   string
	fields []string // any of them will do
	by     string   // what --by or --between was given
	seen   bool
}

// from looks for what the path of a source tells.
func (r *requestedFields) from(f folders) {
	for i := range r.all {
		switch r.all[i].fields[0] {
		case "s-sitename":
			r.all[i].seen = r.all[i].seen || f.site != nil && len(r.all[i].fields) > 1
		case "s-computername":
			r.all[i].seen = r.all[i].seen || f.server != nil && len(r.all[i].fields) > 1
		}
	}
}

// newRequestedFields returns nil when no flag asks for a field.
func newRequestedFields(o *Options) *requestedFields {
	r := &requestedFields{}
	between := ""
	if o.Sides != nil {
		between = o.Sides.By
	}
	if len(o.By) > 0 || between != "" {
		r.names = map[string]bool{}
	}
	r.askFiltered(o)
	if o.ForwardedFor != "" {
		r.ask("forwarded-for", o.ForwardedFor)
	}
	grouped := func(flag, by string) {
		if fields := fieldsBehind(by, o.ForwardedFor); fields != nil {
			r.ask(flag, fields...)
			r.all[len(r.all)-1].by = by
		}
	}
	for _, by := range o.By {
		grouped("by", by)
	}
	if between != "" {
		grouped("between", between)
	}
	if len(r.all) == 0 {
		return nil
	}
	return r
}

// ask asks for one of some fields on behalf of a flag.
func (r *requestedFields) ask(flag string, fields ...string) {
	r.all = append(r.all, requestedField{flag: "--" + flag, fields: fields})
}

// askFiltered asks for the fields that filters look at.
func (r *requestedFields) askFiltered(o *Options) {
	for _, flag := range FilterFlags() {
		if !flag.isSet(&o.Filter) {
			continue
		}
		switch flag.Name {
		case "client": // what stands for it will do
			r.ask(flag.Name, "c-ip", o.ForwardedFor)
		case customFlag: // none stands for another
			for _, field := range flag.fieldsOf(&o.Filter) {
				r.ask(flag.Name, field)
			}
		default:
			r.ask(flag.Name, flag.Fields...)
		}
	}
}

// see looks for the fields among those of a row.
func (r *requestedFields) see(l *parser.Layout) {
	if l == r.layout {
		return
	}
	r.layout = l
	if r.names != nil {
		for _, name := range l.Names {
			r.names[name] = true
		}
	}
	for i := range r.all {
		for _, field := range r.all[i].fields {
			if field != "" && l.Lookup(field) >= 0 {
				r.all[i].seen = true
			}
		}
	}
}

func (r *requestedFields) merge(o *requestedFields) {
	if r == nil || o == nil {
		return
	}
	for i := range r.all {
		r.all[i].seen = r.all[i].seen || o.all[i].seen
	}
	maps.Copy(r.names, o.names)
}

// absent names the fields that no row had.
func (r *requestedFields) absent() (all []AbsentField) {
	if r == nil {
		return nil
	}
	for _, field := range r.all {
		if !field.seen {
			all = append(all, AbsentField{cmp.Or(field.by, field.fields[0]), field.flag})
		}
	}
	return all
}

// fieldNames are the names of the fields that rows had, sorted; nil without --by
// and --between.
func (r *requestedFields) fieldNames() []string {
	if r == nil || r.names == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(r.names))
}
