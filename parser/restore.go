package parser

import "slices"

// LayoutKey is what a Layout is known by where rows are kept elsewhere.
type LayoutKey struct {
	Form           Form
	Guessed, Local bool
	Delimiter      byte // between the values of an export; 0 for other forms
	Names          []string
}

// Key returns what the layout is known by.
func (l *Layout) Key() LayoutKey {
	return LayoutKey{l.Form, l.Guessed, l.Local, l.delimiter, slices.Clone(l.Names)}
}

// RestoreLayout returns the layout of a key.
func RestoreLayout(k LayoutKey) *Layout {
	l := newLayout(k.Form, slices.Clone(k.Names))
	l.Guessed, l.delimiter = k.Guessed, k.Delimiter
	if l.Local != k.Local {
		l.Local, l.stamped, l.timed = k.Local, false, false
	}
	return l
}

// ParseForm returns the form of a name that String gives, and false for none.
func ParseForm(name string) (Form, bool) {
	for f, known := range formNames {
		if known == name {
			return Form(f), true
		}
	}
	return 0, false
}
