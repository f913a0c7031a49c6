package parser

// IsSpaced reports whether the values of a row stand between single blanks, so that the
// line is its values joined by those.
func (r *Row) IsSpaced() bool { return r.sep == ' ' && r.Layout.Form == W3C }
