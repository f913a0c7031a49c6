package render

import (
	"strings"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/rivo/uniseg"
)

// go-pretty asks LANG how wide characters of ambiguous width are (…, é, “).
// They are one column here, whatever the environment: reports must not depend
// on it, and terminals of today draw them so. Chinese stays two columns wide.
func init() { text.OverrideRuneWidthEastAsianWidth(false) }

// columns is the width of s on a terminal; colours count nothing.
func columns(s string) int { return text.StringWidthWithoutEscSequences(s) }

// pad fills s with blanks up to a width.
func pad(s string, width int) string { return text.Pad(s, width, ' ') }

// padLeft flushes s right.
func padLeft(s string, width int) string {
	return strings.Repeat(" ", max(0, width-columns(s))) + s
}

// cut shortens s at its end.
func (p *page) cut(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	return text.Trim(s, max(0, width-columns(p.glyphs.ellipsis))) + p.glyphs.ellipsis
}

// middle shortens s in its middle: the ends of a path and of an agent tell most.
func (p *page) middle(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	room := max(0, width-columns(p.glyphs.ellipsis))
	head := text.Trim(s, (room+1)/2)
	return head + p.glyphs.ellipsis + tail(s, room-columns(head))
}

// tail returns the end of s that fits into a width.
func tail(s string, width int) string {
	runes := []rune(s)
	from := len(runes)
	for from > 0 && text.RuneWidth(runes[from-1]) <= width {
		from--
		width -= text.RuneWidth(runes[from])
	}
	return string(runes[from:])
}

// wrap breaks s into lines of a width. Chinese breaks between characters, but
// not before a closing mark; other text breaks at blanks. Words that are too
// long for any line are broken where the line ends.
func wrap(s string, width int) []string {
	width = max(width, 2) // what a Chinese character takes
	var lines []string
	line := ""
	for _, piece := range pieces(s) {
		if line != "" && columns(line)+columns(strings.TrimRight(piece, " ")) > width {
			lines, line = append(lines, strings.TrimRight(line, " ")), ""
		}
		line += piece
		for columns(strings.TrimRight(line, " ")) > width {
			head := text.Trim(line, width)
			lines, line = append(lines, head), line[len(head):]
		}
	}
	return append(lines, strings.TrimRight(line, " "))
}

// pieces cuts s where a line may end: after blanks, and beside wide characters
// where UAX #14 allows it. Its other places do not serve here: it would tear
// flags and paths apart after hyphens and slashes, and never breaks before a
// slash, not even after a blank.
func pieces(s string) (out []string) {
	for _, word := range strings.SplitAfter(s, " ") {
		piece, state := "", -1
		for word != "" {
			segment, rest, _, next := uniseg.FirstLineSegmentInString(word, state)
			piece, word, state = piece+segment, rest, next
			if word == "" || wideBeside(piece, word) {
				out, piece = append(out, piece), ""
			}
		}
	}
	return out
}

// wideBeside reports whether a wide character stands on a side of the cut.
func wideBeside(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return text.RuneWidth(last) == 2 || text.RuneWidth(first) == 2
}
