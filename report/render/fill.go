package render

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A template is a sentence with blanks:
//
//	{name}            the value
//	{name|row|rows}   the value and the noun for it: 1 row, 2 rows
//	{name?is|are}     the word for it alone
//	[, {when}]        in findings and remarks: left out where a value is missing
//
// Values are put in once and never read again, so braces in a log do nothing.

// blank is the value of one blank.
type blank struct {
	name   string
	text   string
	plural bool
}

// count fills a blank with a number of things.
func count(name string, n int64) blank { return blank{name, thousands(n), n != 1} }

// word fills a blank with a text.
func word(name, text string) blank { return blank{name, text, true} }

// fill puts the values into the blanks of a template, and reports whether it
// had one for each. Those without become empty.
func fill(template string, blanks []blank) (filled string, complete bool) {
	var out strings.Builder
	complete = true
	for {
		before, rest, open := strings.Cut(template, "{")
		inside, after, closed := strings.Cut(rest, "}")
		if (!open || !closed) && out.Len() == 0 {
			return before, complete
		}
		if !open || !closed {
			out.WriteString(before)
			return out.String(), complete
		}
		if out.Len() == 0 {
			out.Grow(2 * len(template))
		}
		value, known := fillOne(inside, blanks)
		out.WriteString(closeUp(out.String(), before, value))
		out.WriteString(value)
		complete = complete && known
		template = after
	}
}

// fillWhole is fill of a wording where there is a value for each blank, but for those of
// optional parts. Else nothing is filled: of many wordings most ask for more than there is.
func fillWhole(template string, blanks []blank) (filled string, complete bool) {
	template = withoutMissing(template, blanks)
	if !hasAll(template, blanks) {
		return "", false
	}
	return fill(template, blanks)
}

// withoutMissing is a template without the parts in [ ] for which a value is missing, and
// without the brackets of the others.
func withoutMissing(template string, blanks []blank) string {
	before, rest, open := strings.Cut(template, "[")
	part, after, closed := strings.Cut(rest, "]")
	if !open || !closed {
		return template
	}
	if !hasAll(part, blanks) {
		part = ""
	}
	return before + part + withoutMissing(after, blanks)
}

// hasAll reports whether there is a value for each blank of a template.
func hasAll(template string, blanks []blank) bool {
	for {
		_, after, open := strings.Cut(template, "{")
		inside, after, closed := strings.Cut(after, "}")
		if !open || !closed {
			return true
		}
		if _, known := valueOf(inside, blanks); !known {
			return false
		}
		template = after
	}
}

// closeUp returns what stands before a value: a Chinese sentence has a space
// before a code or a number, and none before a word. Before a value that some
// formats set apart, the others leave the space out. written is what is there already.
func closeUp(written, before, value string) string {
	kind, size := utf8.DecodeRuneInString(value)
	if strings.ContainsRune(openings, kind) {
		value = value[size:]
	}
	first, _ := utf8.DecodeRuneInString(value)
	tight := strings.TrimSuffix(before, " ")
	if tight != "" {
		written = tight
	}
	last, _ := utf8.DecodeLastRuneInString(written)
	switch {
	case tight == before || !unicode.Is(unicode.Han, first) || !unicode.Is(unicode.Han, last):
		return before
	case spanKind(kind).apart():
		return tight + string(softBlank)
	}
	return tight
}

func fillOne(inside string, blanks []blank) (string, bool) {
	if b, known := valueOf(inside, blanks); known {
		return b.inflect(inside[len(b.name):]), true
	}
	return "", false
}

// valueOf finds the value for what stands between braces.
func valueOf(inside string, blanks []blank) (b blank, known bool) {
	name := inside
	if i := strings.IndexAny(inside, "|?"); i >= 0 {
		name = inside[:i]
	}
	for _, b := range blanks {
		if b.name == name {
			return b, true
		}
	}
	return b, false
}

// inflect chooses between the forms in "|one|many" or "?one|many".
func (b blank) inflect(forms string) string {
	if forms == "" {
		return b.text
	}
	one, many, _ := strings.Cut(forms[1:], "|")
	if b.plural {
		one = many
	}
	if forms[0] == '?' {
		return one
	}
	return b.text + nbsp + one
}
