package query

import (
	"strings"
	"unicode"

	"github.com/iiswhy/iiswhy/codes"
)

// People paste what they see: the title of an error page, a line of an application's log.
// Parse takes every word for a code, which is right for what is typed. In a sentence only
// what can be nothing else is one.

// leastWords is how many words no table knows make a sentence: one or two are slips.
const leastWords = 3

// sentence returns the questions in a text that is a sentence, and whether it is one.
func (t tables) sentence(text string, words []word) (questions []Question, is bool) {
	plain := 0
	for _, w := range words {
		if w.kind == unknownWord && isProse(strings.TrimRight(text[w.start:w.end], closing+separators)) {
			plain++
		}
	}
	if plain < leastWords {
		return nil, false
	}
	for i, w := range words {
		if q, ok := t.inSentence(text, words, i); ok {
			q.Input = strings.TrimRight(text[w.start:w.end], closing+separators)
			questions = append(questions, q)
		}
	}
	return Join(questions), true
}

func isProse(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' }) < 0
}

// inSentence reads a word that can only be a code, given its neighbours.
func (t tables) inSentence(text string, words []word, at int) (Question, bool) {
	w := words[at]
	q := Question{Code: codes.Code{Status: codes.None, Substatus: codes.None}, Win32: codes.None}
	switch w.kind {
	case dottedWord: // one of the table: 500.30, and no version
		q.Code, q.Win32 = w.code, w.number
		_, match := t.Status(w.code.Status, w.code.Substatus)
		return q, match == codes.Exact && w.code.Substatus != AnySubstatus
	case win32Word:
		q.Kind, q.Win32 = Win32, w.number
		return q, true
	case reasonWord:
		q.Kind, q.Reason = Reason, w.reason
		name := text[w.start:w.end]
		return q, name == w.reason && strings.IndexFunc(name[1:], func(r rune) bool { return r == '_' || unicode.IsUpper(r) }) >= 0 && name != strings.ToUpper(name)
	case plainWord:
		if isOfEvent(words, at) && t.isEvent(w.number) {
			q.Kind, q.Event = Event, uint64(w.number)
			return q, true
		}
		q.Code.Status = int(w.number)
		q.Code.FTP = !t.isHTTP(w.number)
		return q, w.number >= 400 && (t.isHTTP(w.number) || t.isFTP(w.number)) && isNamed(text, words, at)
	}
	return q, false
}

// isNamed reports whether a number is said to be a status: it comes first, in brackets, after
// HTTP, error, status, code or "status of", or before its phrase, as in 404 Not Found.
func isNamed(text string, words []word, at int) bool {
	if at == 0 || text[words[at].start-1] == '(' || at+1 < len(words) && words[at+1].kind == phraseWord {
		return true
	}
	before := words[at-1]
	if at > 1 && text[before.start:before.end] == "of" {
		before = words[at-2]
	}
	switch before.kind {
	case httpWord, ftpWord, fillerWord, statusKey:
		return true
	}
	return false
}

// isOfEvent reports whether a number is said to be one of an event: Event ID 5059, WAS 5059.
func isOfEvent(words []word, at int) bool {
	for at > 0 && words[at-1].kind == idWord {
		at--
	}
	return at > 0 && words[at-1].kind == eventWord
}

// Join makes one question of two where they are a status and a Win32 number, as a sentence
// and the page of an error name them.
func Join(questions []Question) []Question {
	if len(questions) != 2 || questions[0].Kind != Status || questions[0].Win32 != codes.None || questions[1].Kind != Win32 {
		return questions
	}
	questions[0].Win32 = questions[1].Win32
	questions[0].Input += ", " + strings.Join(strings.Fields(questions[1].Input), " ")
	return questions[:1]
}
