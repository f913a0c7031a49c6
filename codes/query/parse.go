package query

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

// parser makes questions of words. It looks ahead by three words at most.
type parser struct {
	tables
	text      string
	words     []word // those left
	last      word   // the one taken last
	ftp       bool   // FTP was said, and HTTP not since
	prefixed  bool   // HTTP, FTP or Error stands before the code
	named     bool   // status= stands before it
	event     bool   // Event, or who writes events, stands before it
	questions []Question
	errs      []func() error // worded when they are told: what a word looks like is long to find
}

// question reads one question, or reports a word.
func (p *parser) question() {
	start := p.words[0].start
	p.prefixes()
	if len(p.words) == 0 {
		after := p.text[start:p.last.end]
		p.fail(func() error { return fmt.Errorf("expected a code after %q, found nothing", after) })
		return
	}
	q := Question{Code: codes.Code{Status: codes.None, Substatus: codes.None}, Win32: codes.None}
	if !p.code(&q) {
		return
	}
	for len(p.words) > 0 && q.lacks(p.words[0].kind) {
		p.field(&q)
	}
	q.Input = p.text[start:p.last.end]
	p.questions = append(p.questions, q)
}

// prefixes takes the words that may stand before a code.
func (p *parser) prefixes() {
	p.prefixed, p.named, p.event = false, false, false
	for len(p.words) > 0 {
		switch p.words[0].kind {
		case httpWord, ftpWord:
			p.ftp, p.prefixed = p.words[0].kind == ftpWord, true
		case fillerWord:
			p.prefixed = true
		case statusKey:
			p.named = true
		case eventWord:
			p.event = true
		case idWord:
			if !p.event {
				return
			}
		default:
			return
		}
		p.take()
	}
}

// code reads the code that follows the prefixes. It returns false where there is
// none.
func (p *parser) code(q *Question) bool {
	switch w := p.words[0]; w.kind {
	case dottedWord:
		p.status(q)
		return true
	case plainWord:
		return p.number(q)
	case win32Key:
		q.Kind = Win32
		p.field(q)
		return q.Win32 != codes.None
	case reasonKey:
		q.Kind = Reason
		p.field(q)
		return q.Reason != ""
	case classWord:
		q.Kind, q.Code.Status = Class, w.code.Status
	case win32Word:
		q.Kind, q.Win32 = Win32, w.number
	case reasonWord:
		q.Kind, q.Reason = Reason, w.reason
	case dashWord:
		p.take()
		return false
	default:
		return p.reject()
	}
	p.take()
	return true
}

// number reads a question that starts with a plain number.
func (p *parser) number(q *Question) bool {
	n := p.words[0].number
	switch {
	case (p.event || p.isEvent(n) && !p.isWin32(n)) && n > 0 && n <= math.MaxUint32:
		p.takeEvent(q)
	case p.named && p.mayBeStatus(n), p.startsStatus(n), p.isFTP(n):
		p.status(q)
	case p.named, !p.isWin32(n) && n < 1000, n > math.MaxUint32:
		return p.reject()
	default:
		q.Kind, q.Win32 = Win32, p.take().number
	}
	return true
}

// takeEvent takes the number of an event, and who writes it where that stands behind.
func (p *parser) takeEvent(q *Question) {
	q.Kind, q.Event = Event, uint64(p.take().number)
	for p.kind(0) == eventWord {
		if _, ok := p.value(1); ok || p.kind(1) == idWord {
			return
		}
		p.take()
	}
}

// startsStatus tells a status from a Win32 number.
func (t tables) startsStatus(n int64) bool {
	return t.isHTTP(n) || 100 <= n && n <= 599 && !t.isWin32(n)
}

// status reads a status and what belongs to it.
func (p *parser) status(q *Question) {
	w := p.take()
	q.Kind, q.Code.Status = Status, int(w.number)
	if w.kind == dottedWord {
		q.Code, q.Win32 = w.code, w.number
	} else if p.reason(q) {
		return
	}
	status := int64(q.Code.Status)
	q.Code.FTP = p.ftp || !p.isHTTP(status) && p.isFTP(status)
	described := false
	for p.phrase() {
		described = true
	}
	switch {
	case q.Win32 != codes.None:
	case w.kind == dottedWord || described:
		p.win32(q)
	case q.Code.FTP:
		p.numbersFTP(q)
	default:
		p.numbers(q)
	}
}

// reason takes the reason that goes with a plain status, and the site or the dash
// that may stand before it.
func (p *parser) reason(q *Question) bool {
	at := 0
	if _, ok := p.value(0); ok {
		at = 1
	}
	if p.prefixed || p.kind(at) != reasonWord || p.kind(at+1) == phraseWord {
		return false
	}
	reason, _ := p.Reason(p.words[at].reason)
	if reason.Status != q.Code.Status {
		return false
	}
	q.Kind, q.Reason = Reason, reason.Reason
	for range at + 1 {
		p.take()
	}
	return true
}

// numbers reads what follows a plain status.
func (p *parser) numbers(q *Question) {
	if n, ok := p.value(0); ok && p.isSubstatus(q.Code.Status, n) {
		q.Code.Substatus = int(p.take().number)
		if p.win32(q) {
			p.rest(q)
		}
		return
	}
	p.win32(q)
}

// maxSubstatus bounds what is taken for a substatus when it is not dotted.
const maxSubstatus = 1100

// isSubstatus reports whether n, the next word, is a substatus of a status.
func (p *parser) isSubstatus(status int, n int64) bool {
	if n > maxSubstatus {
		return false
	}
	next, more := p.value(1)
	more = more && !p.startsStatus(next)
	_, match := p.Status(status, int(n))
	if p.startsStatus(n) {
		return more && match == codes.Exact
	}
	return more || p.kind(1) == win32Word || n <= 0 || match == codes.Exact || !p.isWin32(n)
}

// isOnlyStatus reports whether a number is a known status and no known Win32
// number.
func (t tables) isOnlyStatus(n int64) bool { return (t.isHTTP(n) || t.isFTP(n)) && !t.isWin32(n) }

// win32 takes a Win32 number, if one is next. It returns true if it came as a
// plain number, or as the dash of a log that lacks it.
func (p *parser) win32(q *Question) (plain bool) {
	switch n, ok := p.value(0); {
	case ok && n <= math.MaxUint32 && (!p.startsStatus(n) || q.Code.Substatus != codes.None && !p.isOnlyStatus(n)):
		q.Win32 = p.take().number
		return true
	case p.kind(0) == win32Word:
		q.Win32 = p.take().number
	}
	return false
}

// numbersFTP does so for FTP, whose logs have the Win32 number before the
// substatus.
func (p *parser) numbersFTP(q *Question) {
	n, ok := p.value(0)
	substatus, row := p.value(1)
	row = ok && row && !p.startsStatus(n) && !p.startsStatus(substatus) && n <= math.MaxUint32 && substatus <= maxSubstatus
	if row {
		q.Win32, q.Code.Substatus = p.take().number, int(p.take().number)
		p.rest(q)
		return
	}
	if _, match := p.FTP(codes.None, int(n)); ok && match == codes.Exact {
		q.Code.Substatus = int(p.take().number)
	}
	p.win32(q)
}

// rest takes the numbers that follow as in a row of a log.
func (p *parser) rest(q *Question) {
	for {
		n, ok := p.value(0)
		if !ok || p.startsRow(q.Code.FTP) {
			return
		}
		if p.take(); n != codes.None {
			q.Rest = append(q.Rest, n)
		}
	}
}

// startsRow reports whether the next three words are status, substatus and Win32
// number of another row.
func (p *parser) startsRow(ftp bool) bool {
	status, _ := p.value(0)
	substatus, ok := p.value(1)
	_, more := p.value(2)
	if !ok || !more && p.kind(2) != win32Word {
		return false
	}
	if ftp {
		return p.isFTP(status)
	}
	_, match := p.Status(int(status), int(substatus))
	return p.isHTTP(status) && (substatus == 0 || match == codes.Exact)
}

// phrase takes the words that go with a status: - Not Found. Only a dash lets
// any words be a phrase.
func (p *parser) phrase() (found bool) {
	dash := p.kind(0) == dashWord
	if dash && p.isPhrase(1, dash) {
		p.take()
	}
	for p.isPhrase(0, dash) {
		p.take()
		found = true
	}
	return found
}

func (p *parser) isPhrase(at int, dash bool) bool {
	switch p.kind(at) {
	case phraseWord, fillerWord:
		return true
	case reasonWord: // some phrases start like reasons
		name := p.words[at].reason
		return dash || (p.prefixed || p.kind(at+1) == phraseWord) &&
			(name == "Forbidden" || name == "Internal" || name == "Precondition")
	case unknownWord:
		w := p.words[at]
		return dash && isLetters(strings.TrimRight(p.text[w.start:w.end], closing))
	}
	return false
}

// field takes the name of a field and its value.
func (p *parser) field(q *Question) {
	name := p.take()
	for p.kind(0) == fillerWord {
		p.take()
	}
	n, ok := p.value(0)
	switch kind := p.kind(0); {
	case kind == dashWord:
	case name.kind == substatusKey && ok && n <= math.MaxUint16:
		q.Code.Substatus = int(n)
	case name.kind == win32Key && (kind == win32Word || ok && n <= math.MaxUint32):
		q.Win32 = p.words[0].number
	case name.kind == reasonKey && kind == reasonWord:
		q.Kind, q.Reason = Reason, p.words[0].reason
	default:
		p.wrongValue(name)
		return
	}
	p.take()
}

// lacks reports whether the question still lacks the field that a key names.
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
func (p *parser) wrongValue(name word) {
	after := p.text[name.start:name.end]
	if len(p.words) == 0 {
		p.fail(func() error { return fmt.Errorf("expected a value after %q, found nothing", after) })
		return
	}
	w := p.take()
	p.fail(func() error {
		return fmt.Errorf("expected a value after %q, %s", after, p.found(p.text[w.start:w.end]))
	})
}

func (p *parser) fail(err func() error) { p.errs = append(p.errs, err) }

// errors words those that somebody reads.
func (p *parser) errors() error {
	const most = 100
	var all []error
	for _, err := range p.errs[:min(most, len(p.errs))] {
		all = append(all, err())
	}
	return errors.Join(all...)
}

// reject takes a word and reports it, with the value of a substatus that lacks its
// status.
func (p *parser) reject() bool {
	w := p.take()
	if _, ok := p.value(0); ok && w.kind == substatusKey {
		defer p.take()
	}
	p.fail(func() error { return fmt.Errorf("expected %s, %s", whatIsExpected, p.found(p.text[w.start:w.end])) })
	return false
}

// take takes a word.
func (p *parser) take() word {
	p.last, p.words = p.words[0], p.words[1:]
	return p.last
}

// kind returns the kind of a word ahead, -1 after the last.
func (p *parser) kind(at int) wordKind {
	if at >= len(p.words) {
		return -1
	}
	return p.words[at].kind
}

// value returns the number of a plain word ahead, codes.None for a dash.
func (p *parser) value(at int) (int64, bool) {
	if k := p.kind(at); k != plainWord && k != dashWord {
		return 0, false
	}
	return p.words[at].number, true
}
