// Package query understands what people type or paste when they ask for codes:
// words in, questions about the tables of package codes out.
//
// It does not read rows of logs, but for the numbers at the end of one, which people
// type too: status, substatus, Win32 number and what follows.
package query

import (
	"fmt"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

// Kind says what a Question is about.
type Kind int

// The kinds of questions.
const (
	Status Kind = iota // a status, or one with its substatus, Win32 number or both
	Class              // a class of statuses
	Win32              // a Win32 error or HRESULT alone
	Reason             // a reason of HTTP.sys, perhaps with its status
	Event              // an event of the event log of Windows
)

// AnySubstatus stands for every substatus of a status, as in 404.x.
const AnySubstatus = -2

// Question is one thing that somebody asked about, understood. Whether the
// tables know it is another matter.
type Question struct {
	Input  string // what was typed for it
	Kind   Kind
	Code   codes.Code // codes.None where none was given; the substatus may be AnySubstatus
	Win32  int64      // unsigned, as logs have it; codes.None where none was given
	Reason string     // as it is listed; "" where none was given
	Event  uint64     // the number of an event; 0 where none was given
	Rest   []int64    // numbers that followed as in a row of a log, time-taken last
}

// Parse understands what people type or paste when they ask for codes. It makes no
// difference how the words are spread over args. Blanks, commas, semicolons and
// bars part words; after a digit, slash and colon do too.
//
//	question  [ HTTP | FTP ] ( status | class | win32 | reason ) | [ EVENT ] event
//	status    401.1  401.1.1326  404.x  404.*             dots join what belongs together
//	          STATUS [ SUBSTATUS [ WIN32 [ REST… ] ] ]    plain numbers, as in a row of a log
//	          401.1 WIN32   401 WIN32
//	class     4xx
//	win32     1326  0x8009030E  8009030E  -2146893042  ERROR_LOGON_FAILURE
//	reason    Timer_ConnectionIdle
//	          STATUS [ SITE ] reason                      a reason and the status that goes with it
//	event     5059  Event ID 5059  WAS 5059
//
// Case does not matter. A - is a value that the log lacks. Names may stand before
// values, as in status=401 substatus=1 win32=1326 or sc-win32-status: 64. A phrase
// may follow a status, as in HTTP Error 403.14 - Forbidden. FTP holds until HTTP
// follows.
//
// These rules, and what the tables know, say what a plain number is:
//
//   - A number from 100 to 599 starts a status, unless only the Win32 table knows
//     it. Other numbers that the FTP table knows are replies of FTP, and so are
//     those that only the FTP table knows.
//   - After a plain status, a number to 1100 is its substatus, so 401 1 1326 is
//     one question and 401 403 404 are three. A number that could start a status
//     is a substatus only in the middle of a row, as 502 is in 403 502 0. The last
//     number is Win32 if the tables know it there and not as a substatus: 200 64.
//   - The next number is Win32, unless it starts a status. After a substatus, only
//     a known status that is no known Win32 number starts one. In rows of FTP,
//     Win32 stands before the substatus.
//   - Numbers after those three are the rest of the row, until another row of
//     status, known substatus and Win32 starts.
//   - Any other number is an event if only the event table knows it, or Event or who writes
//     it stands before; else it is Win32 if the table knows it, or from 1000 on. One of
//     eight digits that the table knows only as hexadecimal, 80070005, is that.
//
// The error names every word that is none of this, with up to three known ones
// that look like it. The questions are those of the other words. Where three words and more
// are none, it is a sentence, and what in it can be nothing but a code is asked.
func Parse(b *codes.Book, args []string) ([]Question, error) {
	text := strings.Join(args, " ")
	t := tables{b}
	words := t.words(text)
	p := parser{tables: t, text: text, words: words}
	for len(p.words) > 0 {
		p.question()
	}
	if len(p.questions) == 0 && len(p.errs) == 0 {
		return nil, fmt.Errorf("expected %s, found none", whatIsExpected)
	}
	if len(p.errs) >= leastWords {
		if questions, is := t.sentence(text, words); len(questions) > 0 {
			return questions, nil
		} else if is && len(p.questions) == 0 {
			return nil, fmt.Errorf("expected %s, found %q", whatIsExpected, shortened(text))
		}
	}
	return p.questions, p.errors()
}

const whatIsExpected = "a code such as 404, 404.13, 5xx, 1326, 0x8009030E, ERROR_LOGON_FAILURE or QueueFull"

// found says what was found where a code was expected, and what it looks like.
func (t tables) found(word string) string {
	shown := shortened(word)
	if like := t.lookAlikes(word); len(like) > 0 {
		return fmt.Sprintf("found %q; did you mean %s?", shown, oneOf(like))
	}
	return fmt.Sprintf("found %q", shown)
}

// shortened is a text that is not too long for a message.
func shortened(text string) string {
	if len(text) > longestName {
		return strings.ToValidUTF8(text[:longestName], "") + "…"
	}
	return text
}

// oneOf joins words: a, b or c.
func oneOf(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
