package report

import (
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
)

// wishes are the fields that flags ask for, and which of them rows had. Without
// the field a filter leaves out every row and a grouping has one line: that
// looks like an answer and is none.
type wishes struct {
	all    []wish
	names  map[string]bool // of all fields that rows had; nil without --by
	layout *parser.Layout  // of the row before
}

type wish struct {
	flag   string
	fields []string // any of them will do
	met    bool
}

// newWishes returns nil when no flag asks for a field.
func newWishes(o Options) *wishes {
	w := &wishes{}
	if len(o.By) > 0 {
		w.names = map[string]bool{}
	}
	ask := func(flag string, fields ...string) {
		w.all = append(w.all, wish{flag: "--" + flag, fields: fields})
	}
	for _, flag := range FilterFlags() {
		if !flag.isSet(&o.Filter) {
			continue
		}
		if flag.Fields[0] == "c-ip" { // what stands for it will do
			ask(flag.Name, "c-ip", o.ForwardedFor)
		} else {
			ask(flag.Name, flag.Fields...)
		}
	}
	if o.ForwardedFor != "" {
		ask("forwarded-for", o.ForwardedFor)
	}
	for _, field := range o.By {
		ask("by", field)
	}
	if len(w.all) == 0 {
		return nil
	}
	return w
}

// meet looks for the fields among those of a row.
func (w *wishes) meet(l *parser.Layout) {
	if l == w.layout {
		return
	}
	w.layout = l
	if w.names != nil {
		for _, name := range l.Names {
			w.names[name] = true
		}
	}
	for i := range w.all {
		for _, field := range w.all[i].fields {
			if field != "" && l.Lookup(field) >= 0 {
				w.all[i].met = true
			}
		}
	}
}

func (w *wishes) merge(o *wishes) {
	if w == nil || o == nil {
		return
	}
	for i := range w.all {
		w.all[i].met = w.all[i].met || o.all[i].met
	}
	maps.Copy(w.names, o.names)
}

// UnknownBy returns the fields of Options.By that no row has, and the names of
// those that rows have, sorted. Where not all was read, or no row, the fields
// could still be there: both are nil.
func (s *Scan) UnknownBy() (unknown, fields []string) {
	w := s.summary.wishes
	if w == nil || s.partial || len(s.options.Unread) > 0 || len(s.Errors()) > 0 || !s.hasRows() {
		return nil, nil
	}
	for _, wish := range w.all {
		if wish.flag == "--by" && !wish.met {
			unknown = append(unknown, wish.fields[0])
		}
	}
	if unknown == nil {
		return nil, nil
	}
	return unknown, slices.Sorted(maps.Keys(w.names))
}

// absentFields names the fields that no row had, where there were rows at all.
func (b *builder) absentFields() (all []Finding) {
	w := b.summary.wishes
	if w == nil || !b.hasRows() {
		return nil
	}
	for _, wish := range w.all {
		if !wish.met {
			all = append(all, note("absent-field", text("field", wish.fields[0]), text("flag", wish.flag)))
		}
	}
	return all
}

// hasRows reports whether any row was read, used or not.
func (s *Scan) hasRows() bool {
	return slices.ContainsFunc(s.readings, func(r *reading) bool {
		r.ledger.mu.Lock()
		defer r.ledger.mu.Unlock()
		return r.ledger.tally.Rows > 0
	})
}
