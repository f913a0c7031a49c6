package query

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/iiswhy/iiswhy/codes"
)

// tables are those that tell one kind of word from another.
type tables struct{ *codes.Book }

// wordKind says what a word is by itself, before its neighbours are looked at.
type wordKind int

const (
	unknownWord  wordKind = iota
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
	eventWord             // the event log, or who writes to it: Event, WAS
	idWord                // ID, which says nothing behind Event and is no code elsewhere
)

// word is a piece of what was typed.
type word struct {
	start, end int // where it stands in the text
	kind       wordKind
	code       codes.Code // of a dotted word or a class
	number     int64      // of a plain or a Win32 word; of a dotted word with three parts, else codes.None
	reason     string     // as it is listed
}

// words cuts text into words.
func (t tables) words(text string) (all []word) {
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
		w := t.firstWord(text[at:end])
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

// What parts words besides blanks, and what may stand at either end of one.
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
func (t tables) firstWord(text string) word {
	for _, whole := range []string{text, strings.TrimRight(text, closing+separators)} {
		if w, ok := t.knownWord(whole); ok { // Version_N/S, HRESULT_FROM_WIN32(…)
			w.end = len(text)
			return w
		}
	}
	if at := strings.IndexAny(text[:min(len(text), longestKey)], ":="); at > 0 {
		if kind := keyKind(text[:at]); kind != unknownWord {
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
	w, ok := t.knownWord(trimmed)
	if !ok {
		w = t.readWord(trimmed)
	}
	w.end = len(text)
	return w
}

// knownWord reads a reason or a symbol.
func (t tables) knownWord(s string) (word, bool) {
	if len(s) > longestName {
		return word{}, false
	}
	if r, ok := t.Reason(s); ok {
		return word{end: len(s), kind: reasonWord, reason: r.Reason}, true
	}
	if w, ok := t.Symbol(s); ok {
		return word{end: len(s), kind: win32Word, number: int64(w.Number)}, true
	}
	return word{}, false
}

// readWord reads a word by its form.
func (t tables) readWord(s string) word {
	switch s {
	case "":
		return word{kind: unknownWord}
	case "-", "–", "—":
		return word{kind: dashWord, number: codes.None}
	}
	if kind := keyKind(s); kind != unknownWord {
		return word{kind: kind}
	}
	if c, err := codes.ParseCode(s); err == nil && c.Status < 100 {
		return word{kind: classWord, code: c}
	}
	if n, ok := parseWin32(s); ok && !t.lacksDigit(s, n) {
		return word{kind: win32Word, number: int64(n)}
	}
	if n, err := strconv.ParseUint(s, 10, 63); err == nil {
		return t.plainWord(s, int64(n))
	}
	if w, ok := t.parseDotted(s); ok {
		return w
	}
	return word{kind: unknownWord}
}

// plainWord returns the word of a number; one that makes sense only as
// hexadecimal, 80070005, is Win32.
func (t tables) plainWord(s string, n int64) word {
	if hex, err := strconv.ParseUint(s, 16, 64); err == nil && len(s) == 8 && !t.isWin32(n) && t.isWin32(int64(hex)) {
		return word{kind: win32Word, number: int64(hex)}
	}
	return word{kind: plainWord, number: n}
}

func (t tables) isEvent(n int64) bool { return n > 0 && len(t.Events(uint64(n))) > 0 }

func (t tables) isWin32(n int64) bool {
	_, ok := t.Win32(uint64(n))
	return ok && n >= 0
}

// parseWin32 reads what can only be a Win32 number: 0x8009030E, 8009030E with at
// least one letter, -2146893042. PowerShell writes 0xFFFFFFFF8009030E.
func parseWin32(s string) (uint32, bool) {
	const long = "0xffffffff"
	digits := strings.ToLower(s[:min(len(s), longestName)])
	if len(digits) == len(long)+8 && strings.HasPrefix(digits, long) {
		digits = "0x" + digits[len(long):]
	}
	if len(s) == 8 && strings.Trim(s, "0123456789") != "" && strings.Trim(s, "abcdefABCDEF") != "" {
		digits = "0x" + digits
	}
	if digits[0] != '-' && !strings.HasPrefix(digits, "0x") {
		return 0, false
	}
	n, err := codes.ParseWin32(digits)
	return n, err == nil
}

// lacksDigit reports whether a hexadecimal number has lost a digit: it does not
// have the eight of an HRESULT, and the tables do not know it.
func (t tables) lacksDigit(s string, n uint32) bool {
	return s[0] == '0' && len(s) != len("0x8009030E") && n > math.MaxUint16 && !t.isWin32(int64(n))
}

// parseDotted reads 401.1, 404.x, 404.* or 401.1.1326.
func (t tables) parseDotted(s string) (w word, ok bool) {
	w = word{kind: dottedWord, number: codes.None}
	status, rest, _ := strings.Cut(s, ".")
	substatus, win32, three := strings.Cut(rest, ".")
	every := substatus == "*" || strings.EqualFold(substatus, "x")
	if !every {
		status += "." + substatus
	}
	var err error
	if w.code, err = codes.ParseCode(status); err != nil || w.code.Status < 100 {
		return w, false
	}
	if every {
		w.code.Substatus = AnySubstatus
	}
	if three {
		n, err := codes.ParseWin32(win32)
		if err != nil {
			return w, false
		}
		w.number = int64(n)
	}
	_, match := t.Status(w.code.Status, w.code.Substatus) // a site's own may be beyond 599
	return w, match == codes.Exact || t.mayBeStatus(int64(w.code.Status))
}

// mayBeStatus reports whether a number can be a status at all, whatever else.
func (t tables) mayBeStatus(n int64) bool {
	return 100 <= n && n <= 599 || t.isHTTP(n) || t.isFTP(n)
}

func (t tables) isHTTP(n int64) bool {
	if n < 100 || n > 999 {
		return false
	}
	_, match := t.Status(int(n), codes.None)
	return match == codes.Exact
}

func (t tables) isFTP(n int64) bool {
	if n < 100 || n > 999 {
		return false
	}
	_, match := t.FTP(int(n), codes.None)
	return match == codes.Exact
}

var plainKey = strings.NewReplacer("-", "", "_", "", `"`, "", "'", "")

// keyKind reads the names of fields in their many spellings: sc-win32-status,
// scWin32Status, "win32".
func keyKind(s string) wordKind {
	if len(s) > longestKey {
		return unknownWord
	}
	if isProvider(s) {
		return eventWord
	}
	name := strings.ToLower(plainKey.Replace(s))
	switch name {
	case "status", "scstatus", "httpstatus":
		return statusKey
	case "substatus", "scsubstatus":
		return substatusKey
	case "win32", "win32status", "scwin32status":
		return win32Key
	case "reason", "sreason":
		return reasonKey
	case "event", "eventid", "eventcode", "ereignis", "ereignisid", "事件", "事件id":
		return eventWord
	case "id":
		return idWord
	case "ftp":
		return ftpWord
	case "http", "https":
		return httpWord
	case "error", "errorcode", "statuscode", "code", "hresult", "错误", "错误代码", "错误码", "状态码", "代码", "fehler", "fehlercode", "erreur":
		return fillerWord
	case "http错误", "httpfehler", "httperror":
		return httpWord
	}
	return phraseKind(name)
}

// isProvider reports whether a name is of one that writes to the event log, which has no
// blank in it and is no word of a sentence.
func isProvider(s string) bool {
	switch strings.TrimPrefix(strings.TrimPrefix(s, "Microsoft-Windows-"), "IIS-") {
	case "WAS", "W3SVC", "W3SVC-WP", "HttpEvent", "Schannel":
		return true
	}
	return false
}

// phraseKind knows the words that the standard puts after statuses.
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
	return unknownWord
}

func isLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}
