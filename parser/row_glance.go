package parser

// Glance is Field for a row of which few values are asked: where the blanks of the row were
// surveyed, it does not split the row.
func (r *Row) Glance(c Column) []byte {
	i := int(r.Layout.index[c])
	if i <= 0 || r.split || r.survey == nil || i == len(r.Layout.Names)-1 {
		return r.Field(c)
	}
	if i <= nearStart {
		from, to := r.survey.stretch(r.from, i-1, 1)
		return r.Line[from+1 : to]
	}
	from, to := r.survey.next(r.from, i-1)
	return r.Line[from+1 : to]
}

// GlancePath is Path for such a row.
func (r *Row) GlancePath() []byte {
	stem := r.Glance(Stem)
	if stem == nil || isURLScan(stem) {
		return r.Path()
	}
	return stem
}
