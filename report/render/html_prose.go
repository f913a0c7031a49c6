package render

import "regexp"

// phrase is a stretch of a sentence of HTML: a value, a date, or words.
type phrase struct {
	span
	Date bool
}

// dated is a date, with a time or without: browsers would break it at a hyphen.
var dated = regexp.MustCompile(`\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?`)

// phrases takes a sentence apart at the marks of values, and at dates.
func phrases(sentence string) (all []phrase) {
	for _, s := range spans(sentence) {
		if s.Value {
			all = append(all, phrase{span: s})
			continue
		}
		from := 0
		for _, at := range dated.FindAllStringIndex(s.Text, -1) {
			if at[0] > from {
				all = append(all, phrase{span: span{Text: s.Text[from:at[0]]}})
			}
			all = append(all, phrase{span: span{Text: s.Text[at[0]:at[1]]}, Date: true})
			from = at[1]
		}
		if from < len(s.Text) {
			all = append(all, phrase{span: span{Text: s.Text[from:]}})
		}
	}
	return all
}
