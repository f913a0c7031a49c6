package render

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Old servers in China write paths in GBK. Whoever reads a report in Chinese sees these as text: in other languages
// the same bytes may be anything, such as Korean.

// visibleIn is visible for the readers of a language.
func visibleIn(lang string) cleaner {
	if lang != "zh" {
		return visible
	}
	return func(s string) string { return visible(fromGBK(s)) }
}

// fromGBK makes text of the stretches of a string that are Chinese in GBK, and no UTF-8.
func fromGBK(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var out strings.Builder
	for len(s) > 0 {
		n := ascii(s)
		out.WriteString(s[:n])
		s = s[n:]
		if n = strings.IndexFunc(s, func(r rune) bool { return r < utf8.RuneSelf }); n < 0 {
			n = len(s)
		}
		out.WriteString(chineseOf(s[:n]))
		s = s[n:]
	}
	return out.String()
}

// ascii is how many bytes of ASCII a string begins with.
func ascii(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return i
		}
	}
	return len(s)
}

// chineseOf is a stretch of other bytes as text, where it may be nothing but two characters or more of GB 2312, most of
// them common ones.
func chineseOf(s string) string {
	common := 0
	for i := 0; i+1 < len(s); i += 2 {
		if s[i] < 0xb0 || s[i] > 0xf7 || s[i+1] < 0xa1 || s[i+1] > 0xfe {
			return s
		}
		if s[i] <= 0xd7 {
			common++
		}
	}
	if utf8.ValidString(s) || len(s) < 4 || len(s)%2 > 0 || 4*common <= len(s) {
		return s
	}
	text, err := simplifiedchinese.GBK.NewDecoder().String(s)
	if err != nil || strings.ContainsRune(text, utf8.RuneError) {
		return s
	}
	return text
}
