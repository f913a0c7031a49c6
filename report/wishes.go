package report

import (
	"slices"

	"github.com/iiswhy/iiswhy/parser"
)

// wishes are the fields that flags ask for, and which of them rows had. Without
// the field a filter leaves out every row and a grouping has one line: that
// looks like an answer and is none.
type wishes struct {
	all    []wish
	layout *parser.Layout // of the row before
}

type wish struct {
	flag   string
	fields []string // any of them will do
	met    bool
}

// newWishes returns nil when no flag asks for a field.
func newWishes(o Options) *wishes {
	w, f := &wishes{}, &o.Filter
	ask := func(asked bool, flag string, fields ...string) {
		if asked {
			w.all = append(w.all, wish{flag: flag, fields: fields})
		}
	}
	ask(len(f.Sites) > 0, "--site", "s-sitename", "s-siteid")
	ask(len(f.Hosts) > 0, "--host", "cs-host")
	ask(len(f.URIs) > 0, "--uri", "cs-uri-stem", "cs-uri")
	ask(len(f.Clients) > 0, "--client", "c-ip", o.ForwardedFor)
	ask(len(f.Users) > 0, "--user", "cs-username")
	ask(len(f.Methods) > 0, "--method", "cs-method")
	ask(len(f.Agents) > 0, "--agent", "cs(User-Agent)")
	ask(len(f.Ports) > 0, "--port", "s-port")
	ask(len(f.Reasons) > 0, "--reason", "s-reason")
	ask(len(f.Win32) > 0, "--win32", "sc-win32-status")
	ask(f.Taken.Set, "--taken", "time-taken")
	ask(o.ForwardedFor != "", "--forwarded-for", o.ForwardedFor)
	for _, field := range o.By {
		ask(true, "--by", field)
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
