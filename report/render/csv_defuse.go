package render

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestCell is what a cell of Excel holds; it spills the rest into the next
// line, where it could be anything.
const longestCell = 32767

// defused returns the cells with formulas made text.
func defused(cells []string) []string {
	return each(cells, func(cell string) string { return limit(defuse(cell)) })
}

// defuse puts an apostrophe before what a spreadsheet would take as a formula,
// also after a character at which one of another region would split the line.
// There, + and - before words are let be: every other user agent holds "; +Win64". A
// plain number below zero is what it says.
func defuse(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if first == '-' && plainNumber(cell[1:]) {
		return cell
	}
	if strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		cell = "'" + cell
	}
	return defuseParts(cell)
}

// splitting are the characters at which some spreadsheet splits a line, and those that
// may stand between one and a formula.
const splitting, skipped = ",;\t|", "\"' "

// defuseParts does so for what begins in the middle.
func defuseParts(cell string) string {
	if !strings.ContainsAny(cell, splitting) {
		return cell
	}
	var out strings.Builder
	for from := 0; from < len(cell); {
		at := strings.IndexAny(cell[from:], splitting)
		if at < 0 {
			out.WriteString(cell[from:])
			break
		}
		begin := from + at + 1
		out.WriteString(cell[from:begin])
		if rest := strings.TrimLeft(cell[begin:], skipped); isFormula(rest) && !strings.HasPrefix(cell[begin:], "'") {
			out.WriteByte('\'')
		}
		from = begin
	}
	return out.String()
}

// isFormula reports whether a part of a line could be one: + and - are, but before a word
// that calls nothing.
func isFormula(part string) bool {
	first, size := utf8.DecodeRuneInString(part)
	if !strings.ContainsRune("=+-@\r\n＝＋－＠", first) || part == "" {
		return false
	}
	if first != '+' && first != '-' {
		return true
	}
	word := part[size:]
	if end := strings.IndexAny(word, splitting[:3]); end >= 0 {
		word = word[:end]
	}
	letter, _ := utf8.DecodeRuneInString(word)
	calls := strings.Contains(word, "(") && !strings.Contains(word, "+(") && !strings.Contains(word, " (")
	return !unicode.IsLetter(letter) && letter != '.' && letter != '(' || calls || strings.ContainsAny(word, "|!=@\"")
}

// plainNumber reports digits with at most one point among them.
func plainNumber(s string) bool {
	whole, part, pointed := strings.Cut(s, ".")
	return onlyDigits(whole) && (!pointed || onlyDigits(part))
}

func onlyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// limit cuts a cell at a character. Excel counts units of UTF-16, of which a
// string never has more than bytes of UTF-8.
func limit(cell string) string {
	if len(cell) <= longestCell {
		return cell
	}
	end := longestCell
	for !utf8.RuneStart(cell[end]) {
		end--
	}
	return cell[:end]
}
