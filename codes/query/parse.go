package query

import (
	"fmt"
	"math"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

// asker reads questions off words. It knows the tables, and looks ahead by three
// words at most.
type asker struct {
	tables
	text   string
	words  []word // those left
	last   word   // the one taken last
	ftp    bool   // FTP was said, and HTTP not since
	marked bool   // HTTP, FTP or Error stands before the code
	named  bool   // status= does
	asked  []Question
	wrong  []error
}

// ask reads one question, or reports a word.
func (a *asker) ask() {
	start := a.words[0].start
	a.marks()
	if len(a.words) == 0 {
		a.wrong = append(a.wrong, fmt.Errorf("expected a code after %q, found nothing", a.text[start:a.last.end]))
		return
	}
	q := Question{Code: codes.Code{Status: codes.None, Substatus: codes.None}, Win32: codes.None}
	if !a.read(&q) {
		return
	}
	for len(a.words) > 0 && q.lacks(a.words[0].kind) {
		a.field(&q)
	}
	q.Input = a.text[start:a.last.end]
	a.asked = append(a.asked, q)
}

// marks takes the words that may stand before a code.
func (a *asker) marks() {
	a.marked, a.named = false, false
	for len(a.words) > 0 {
		switch a.words[0].kind {
		case httpWord, ftpWord:
			a.ftp, a.marked = a.words[0].kind == ftpWord, true
		case fillerWord:
			a.marked = true
		case statusKey:
			a.named = true
		default:
			return
		}
		a.take()
	}
}

// read reads the code that follows the marks. It returns false where there is
// none.
func (a *asker) read(q *Question) bool {
	switch w := a.words[0]; w.kind {
	case dottedWord:
		a.status(q)
		return true
	case plainWord:
		return a.number(q)
	case win32Key:
		q.Kind = Win32
		a.field(q)
		return q.Win32 != codes.None
	case reasonKey:
		q.Kind = Reason
		a.field(q)
		return q.Reason != ""
	case classWord:
		q.Kind, q.Code.Status = Class, w.code.Status
	case win32Word:
		q.Kind, q.Win32 = Win32, w.number
	case reasonWord:
		q.Kind, q.Reason = Reason, w.reason
	case dashWord:
		a.take()
		return false
	default:
		return a.reject()
	}
	a.take()
	return true
}

// number reads a question that starts with a plain number.
func (a *asker) number(q *Question) bool {
	n := a.words[0].number
	switch {
	case a.named && a.mayBeStatus(n), a.startsStatus(n), a.isFTP(n):
		a.status(q)
	case a.named, !a.isWin32(n) && n < 1000, n > math.MaxUint32:
		return a.reject()
	default:
		q.Kind, q.Win32 = Win32, a.take().number
	}
	return true
}

// startsStatus tells a status from a Win32 number.
func (t tables) startsStatus(n int64) bool {
	return t.isHTTP(n) || 100 <= n && n <= 599 && !t.isWin32(n)
}

// status reads a status and what belongs to it.
func (a *asker) status(q *Question) {
	w := a.take()
	q.Kind, q.Code.Status = Status, int(w.number)
	if w.kind == dottedWord {
		q.Code, q.Win32 = w.code, w.number
	} else if a.reason(q) {
		return
	}
	status := int64(q.Code.Status)
	q.Code.FTP = a.ftp || !a.isHTTP(status) && a.isFTP(status)
	described := false
	for a.phrase() {
		described = true
	}
	switch {
	case q.Win32 != codes.None:
	case w.kind == dottedWord || described:
		a.win32(q)
	case q.Code.FTP:
		a.numbersFTP(q)
	default:
		a.numbers(q)
	}
}

// reason takes the reason that goes with a plain status, and the site or the dash
// that may stand before it.
func (a *asker) reason(q *Question) bool {
	at := 0
	if _, ok := a.value(0); ok {
		at = 1
	}
	if a.marked || a.kind(at) != reasonWord || a.kind(at+1) == phraseWord {
		return false
	}
	reason, _ := a.Reason(a.words[at].reason)
	if reason.Status != q.Code.Status {
		return false
	}
	q.Kind, q.Reason = Reason, reason.Reason
	for range at + 1 {
		a.take()
	}
	return true
}

// numbers reads what follows a plain status.
func (a *asker) numbers(q *Question) {
	if n, ok := a.value(0); ok && a.isSubstatus(q.Code.Status, n) {
		q.Code.Substatus = int(a.take().number)
		if a.win32(q) {
			a.rest(q)
		}
		return
	}
	a.win32(q)
}

// maxSubstatus bounds what is taken for a substatus when it is not dotted.
const maxSubstatus = 1100

// isSubstatus reports whether n, the next word, is a substatus of a status.
func (a *asker) isSubstatus(status int, n int64) bool {
	if n > maxSubstatus {
		return false
	}
	next, more := a.value(1)
	more = more && !a.startsStatus(next)
	_, match := a.Status(status, int(n))
	if a.startsStatus(n) {
		return more && match == codes.Exact
	}
	return more || a.kind(1) == win32Word || n <= 0 || match == codes.Exact || !a.isWin32(n)
}

// isOnlyStatus reports whether a number is a known status and no known Win32
// number.
func (t tables) isOnlyStatus(n int64) bool { return t.isHTTP(n) && !t.isWin32(n) }

// win32 takes a Win32 number, if one is next. It returns true if it came as a
// plain number, or as the dash of a log that lacks it.
func (a *asker) win32(q *Question) (plain bool) {
	switch n, ok := a.value(0); {
	case ok && n <= math.MaxUint32 && (!a.startsStatus(n) || q.Code.Substatus != codes.None && !a.isOnlyStatus(n)):
		q.Win32 = a.take().number
		return true
	case a.kind(0) == win32Word:
		q.Win32 = a.take().number
	}
	return false
}

// numbersFTP is numbers for FTP, whose logs have the Win32 number before the substatus.
func (a *asker) numbersFTP(q *Question) {
	n, ok := a.value(0)
	substatus, row := a.value(1)
	row = ok && row && !a.startsStatus(n) && !a.startsStatus(substatus) && n <= math.MaxUint32 && substatus <= maxSubstatus
	if row {
		q.Win32, q.Code.Substatus = a.take().number, int(a.take().number)
		a.rest(q)
		return
	}
	if _, match := a.FTP(codes.None, int(n)); ok && match == codes.Exact {
		q.Code.Substatus = int(a.take().number)
	}
	a.win32(q)
}

// rest takes the numbers that follow as in a row of a log.
func (a *asker) rest(q *Question) {
	for {
		n, ok := a.value(0)
		if !ok || a.startsRow(q.Code.FTP) {
			return
		}
		if a.take(); n != codes.None {
			q.Rest = append(q.Rest, n)
		}
	}
}

// startsRow reports whether the next three words are status, substatus and Win32
// number of another row.
func (a *asker) startsRow(ftp bool) bool {
	status, _ := a.value(0)
	substatus, ok := a.value(1)
	_, more := a.value(2)
	if !ok || !more && a.kind(2) != win32Word {
		return false
	}
	if ftp {
		return a.isFTP(status)
	}
	_, match := a.Status(int(status), int(substatus))
	return a.isHTTP(status) && (substatus == 0 || match == codes.Exact)
}

// phrase takes the words that go with a status: - Not Found. Only a dash lets
// any words be a phrase.
func (a *asker) phrase() (found bool) {
	dash := a.kind(0) == dashWord
	if dash && a.isPhrase(1, dash) {
		a.take()
	}
	for a.isPhrase(0, dash) {
		a.take()
		found = true
	}
	return found
}

func (a *asker) isPhrase(at int, dash bool) bool {
	switch a.kind(at) {
	case phraseWord, fillerWord:
		return true
	case reasonWord: // some phrases start like reasons
		name := a.words[at].reason
		return dash || (a.marked || a.kind(at+1) == phraseWord) &&
			(name == "Forbidden" || name == "Internal" || name == "Precondition")
	case strangeWord:
		w := a.words[at]
		return dash && isLetters(strings.TrimRight(a.text[w.start:w.end], closing))
	}
	return false
}

// field takes the name of a field and its value.
func (a *asker) field(q *Question) {
	name := a.take()
	for a.kind(0) == fillerWord {
		a.take()
	}
	n, ok := a.value(0)
	switch kind := a.kind(0); {
	case kind == dashWord:
	case name.kind == substatusKey && ok && n <= math.MaxUint16:
		q.Code.Substatus = int(n)
	case name.kind == win32Key && (kind == win32Word || ok && n <= math.MaxUint32):
		q.Win32 = a.words[0].number
	case name.kind == reasonKey && kind == reasonWord:
		q.Kind, q.Reason = Reason, a.words[0].reason
	default:
		a.wrongValue(name)
		return
	}
	a.take()
}

// lacks reports whether a field may follow that a key names.
func (q *Question) lacks(k wordKind) bool {
	switch k {
	case substatusKey:
		return q.Kind == Status && q.Code.Substatus == codes.None
	case win32Key:
		return q.Win32 == codes.None
	case reasonKey:
		return q.Reason == ""
	}
	return false
}

// wrongValue reports the value of a field.
func (a *asker) wrongValue(name word) {
	found := "found nothing"
	if len(a.words) > 0 {
		w := a.take()
		found = a.found(a.text[w.start:w.end])
	}
	a.wrong = append(a.wrong, fmt.Errorf("expected a value after %q, %s", a.text[name.start:name.end], found))
}

// reject takes a word and reports it. What a name without its status stands before
// goes with it.
func (a *asker) reject() bool {
	w := a.take()
	if _, ok := a.value(0); ok && w.kind == substatusKey {
		defer a.take()
	}
	a.wrong = append(a.wrong, fmt.Errorf("expected %s, %s", whatToAsk, a.found(a.text[w.start:w.end])))
	return false
}

// take takes a word.
func (a *asker) take() word {
	a.last, a.words = a.words[0], a.words[1:]
	return a.last
}

// kind returns the kind of a word ahead, -1 behind the last.
func (a *asker) kind(at int) wordKind {
	if at >= len(a.words) {
		return -1
	}
	return a.words[at].kind
}

// value returns the number of a plain word ahead, codes.None for a dash.
func (a *asker) value(at int) (int64, bool) {
	if k := a.kind(at); k != plainWord && k != dashWord {
		return 0, false
	}
	return a.words[at].number, true
}
