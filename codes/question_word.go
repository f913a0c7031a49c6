package codes

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordKind says what a word is by itself, before its neighbours are looked at.
type wordKind int

const (
	strangeWord  wordKind = iota
	plainWord             // a number, which may be anything
	win32Word             // a number that can only be Win32, or a symbol
	dottedWord            // a status with substatus, or with Win32 number too
	classWord             // 4xx
	reasonWord            // of HTTP.sys
	dashWord              // what a log lacks
	phraseWord            // part of a phrase that goes with a status: Not, Found
	fillerWord            // says nothing: Error, Code
	httpWord              // HTTP, HTTP/1.1
	ftpWord               // FTP
	statusKey             // status=
	substatusKey          // substatus=
	win32Key              // win32=
	reasonKey             // reason=
)

// word is a piece of what was typed.
type word struct {
	start, end int // where it stands in the text
	kind       wordKind
	key        key    // of a dotted word; of a class, its status
	number     int64  // of a plain or a Win32 word; of a dotted word with three parts, else None
	reason     string // as it is listed
}

// words cuts text into words.
func (b *Book) words(text string) (all []word) {
	for at, end := 0, 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) || strings.ContainsRune(separators+opening, r) {
			at += size
			continue
		}
		if at >= end {
			end = len(text)
			if length := strings.IndexFunc(text[at:], unicode.IsSpace); length >= 0 {
				end = at + length
			}
		}
		w := b.firstWord(text[at:end])
		w.start, w.end = w.start+at, w.end+at
		at = w.end
		if !w.repeats(all) {
			all = append(all, w)
		}
	}
	return all
}

// repeats reports whether a word is the symbol of the number before it, as
// in 0x80070005 (E_ACCESSDENIED).
func (w word) repeats(before []word) bool {
	if len(before) == 0 || w.kind != win32Word {
		return false
	}
	last := before[len(before)-1]
	return (last.kind == win32Word || last.kind == plainWord) && last.number == w.number
}

// What may stand between words, besides blanks, and what at either end of one.
const (
	separators = ",;|/:=，；、："
	opening    = "([{<\"'`"
	closing    = ")]}>\"'`.!?。"
)

// No key and no name of the tables has more bytes. Looking no further keeps the
// time for hostile words short.
const (
	longestKey  = 24
	longestName = 64
)

// firstWord returns the word that text, which holds no blank, starts with.
func (b *Book) firstWord(text string) word {
	for _, whole := range []string{text, strings.TrimRight(text, closing+separators)} {
		if w, ok := b.knownWord(whole); ok { // Version_N/S, HRESULT_FROM_WIN32(…)
			w.end = len(text)
			return w
		}
	}
	if at := strings.IndexAny(text[:min(len(text), longestKey)], ":="); at > 0 {
		if kind := keyKind(text[:at]); kind != strangeWord {
			return word{end: at + 1, kind: kind}
		}
	}
	parted := ",;|=，；、："
	if '0' <= text[0] && text[0] <= '9' {
		parted = separators
	}
	if at := strings.IndexAny(text, parted); at > 0 {
		text = text[:at]
	}
	trimmed := strings.TrimRight(text, closing)
	w, ok := b.knownWord(trimmed)
	if !ok {
		w = b.readWord(trimmed)
	}
	w.end = len(text)
	return w
}

// knownWord reads a reason or a symbol.
func (b *Book) knownWord(s string) (word, bool) {
	if len(s) > longestName {
		return word{}, false
	}
	if r, ok := b.Reason(s); ok {
		return word{end: len(s), kind: reasonWord, reason: r.Reason}, true
	}
	if w, ok := b.Symbol(s); ok {
		return word{end: len(s), kind: win32Word, number: int64(w.Number)}, true
	}
	return word{}, false
}

// readWord reads a word by its form.
func (b *Book) readWord(s string) word {
	switch s {
	case "":
		return word{kind: strangeWord}
	case "-", "–", "—":
		return word{kind: dashWord, number: None}
	}
	if kind := keyKind(s); kind != strangeWord {
		return word{kind: kind}
	}
	if class, ok := parseClass(s); ok {
		return word{kind: classWord, key: key{class, None}}
	}
	if n, ok := parseCode(s); ok && !b.slipsHex(s, n) {
		return word{kind: win32Word, number: int64(n)}
	}
	if n, err := strconv.ParseUint(s, 10, 63); err == nil {
		return b.plainWord(s, int64(n))
	}
	if w, ok := b.parseDotted(s); ok {
		return w
	}
	return word{kind: strangeWord}
}

// plainWord returns the word of a number; one that makes sense only as
// hexadecimal, 80070005, is Win32.
func (b *Book) plainWord(s string, n int64) word {
	if hex, err := strconv.ParseUint(s, 16, 64); err == nil && len(s) == 8 && !b.isWin32(n) && b.isWin32(int64(hex)) {
		return word{kind: win32Word, number: int64(hex)}
	}
	return word{kind: plainWord, number: n}
}

func (b *Book) isWin32(n int64) bool {
	_, ok := b.Win32(uint64(n))
	return ok && n >= 0
}

// parseClass reads 1xx to 5xx.
func parseClass(s string) (int, bool) {
	if len(s) != 3 || s[0] < '1' || s[0] > '5' || !strings.EqualFold(s[1:], "xx") {
		return 0, false
	}
	return int(s[0] - '0'), true
}

// parseCode reads what can only be a Win32 number: 0x8009030E, 8009030E with at
// least one letter, -2146893042. PowerShell writes 0xFFFFFFFF8009030E.
func parseCode(s string) (uint32, bool) {
	if s[0] == '-' {
		n, err := strconv.ParseInt(s, 10, 64)
		return uint32(n), err == nil && n >= math.MinInt32 && n < 0
	}
	digits, prefixed := strings.CutPrefix(strings.ToLower(s[:min(len(s), longestName)]), "0x")
	if !prefixed && (len(s) != 8 || strings.Trim(s, "0123456789") == "" || strings.Trim(s, "abcdefABCDEF") == "") {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 16, 64)
	return uint32(n), err == nil && (n>>32 == 0 || n>>32 == math.MaxUint32)
}

// slipsHex reports whether a hexadecimal number has lost a digit: it has not the
// eight of an HRESULT, and the tables do not know it.
func (b *Book) slipsHex(s string, n uint32) bool {
	return s[0] == '0' && len(s) != len("0x8009030E") && n > math.MaxUint16 && !b.isWin32(int64(n))
}

// parseDotted reads 401.1, 404.x, 404.* or 401.1.1326.
func (b *Book) parseDotted(s string) (word, bool) {
	w := word{kind: dottedWord, number: None}
	first, rest, _ := strings.Cut(s, ".")
	second, third, three := strings.Cut(rest, ".")
	status, errStatus := strconv.ParseUint(first, 10, 16)
	substatus, errSubstatus := strconv.ParseUint(second, 10, 16)
	w.key = key{int(status), int(substatus)}
	if second == "*" || strings.EqualFold(second, "x") {
		w.key.substatus, errSubstatus = AnySubstatus, nil
	}
	if three {
		n, ok := parseWin32(third)
		if !ok {
			return w, false
		}
		w.number = int64(n)
	}
	_, match := b.Status(w.key.status, w.key.substatus)
	known := match == Exact && status >= 100 // a site's own may be beyond 599
	return w, errStatus == nil && errSubstatus == nil && (known || b.mayBeStatus(int64(status)))
}

// mayBeStatus reports whether a number can be a status at all, whatever else.
func (b *Book) mayBeStatus(n int64) bool {
	return 100 <= n && n <= 599 || b.isHTTP(n) || b.isFTP(n)
}

func (b *Book) isHTTP(n int64) bool {
	if n < 100 || n > 999 {
		return false
	}
	_, match := b.Status(int(n), None)
	return match == Exact
}

func (b *Book) isFTP(n int64) bool {
	if n < 100 || n > 999 {
		return false
	}
	_, match := b.FTP(int(n), None)
	return match == Exact
}

// keyKind reads the names of fields in their many spellings: sc-win32-status,
// scWin32Status, "win32".
func keyKind(s string) wordKind {
	if len(s) > longestKey {
		return strangeWord
	}
	name := strings.ToLower(strings.NewReplacer("-", "", "_", "", `"`, "", "'", "").Replace(s))
	switch name {
	case "status", "scstatus", "httpstatus":
		return statusKey
	case "substatus", "scsubstatus":
		return substatusKey
	case "win32", "win32status", "scwin32status":
		return win32Key
	case "reason", "sreason":
		return reasonKey
	case "ftp":
		return ftpWord
	case "http", "https":
		return httpWord
	case "error", "errorcode", "statuscode", "code", "hresult":
		return fillerWord
	}
	return phraseKind(name)
}

// phraseKind knows the words that the standard puts behind statuses.
func phraseKind(name string) wordKind {
	const phrases = " acceptable accepted allowed bad conflict content created entity failed found gateway gone" +
		" implemented large length long media method modified moved not ok partial payload permanently request" +
		" required server service supported temporarily timeout too type unauthorized unavailable unsupported uri "
	if version, ok := strings.CutPrefix(name, "http/"); ok && strings.Trim(version, "0123456789.") == "" {
		return httpWord
	}
	if name != "" && strings.Contains(phrases, " "+name+" ") {
		return phraseWord
	}
	return strangeWord
}

func isLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}
