package codes

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what a Question is about.
type Kind int

// The kinds of questions.
const (
	AskStatus Kind = iota // a status, or one with its substatus, Win32 number or both
	AskClass              // a class of statuses
	AskWin32              // a Win32 error or HRESULT alone
	AskReason             // a reason of HTTP.sys, perhaps with its status
)

// AnySubstatus stands for every substatus of a status, as in 404.x.
const AnySubstatus = -2

// Question is one thing that somebody asked about, understood. Whether the
// tables know it is another matter; Book.Near helps where they do not.
type Question struct {
	Input     string // what was typed for it
	Kind      Kind
	Status    int     // 1 to 5 for a class; None where none was given
	Substatus int     // None where none was given; AnySubstatus
	Win32     int64   // unsigned, as logs have it; None where none was given
	Reason    string  // as it is listed; "" where none was given
	FTP       bool    // Status and Substatus are those of the FTP service
	Rest      []int64 // numbers that followed in a row of a log, time-taken last; in HTTPERR, the site
}

// Code returns status and substatus as people write them: 401.1, 404, 404.x or
// 5xx; "" where neither was given.
func (q Question) Code() string {
	switch {
	case q.Status == None:
		return ""
	case q.Kind == AskClass:
		return fmt.Sprintf("%dxx", q.Status)
	case q.Substatus == AnySubstatus:
		return fmt.Sprintf("%d.x", q.Status)
	}
	return codeOf(key{q.Status, q.Substatus})
}

func codeOf(k key) string {
	if k.substatus == None {
		return fmt.Sprint(k.status)
	}
	return fmt.Sprintf("%d.%d", k.status, k.substatus)
}

// Questions understands what people type or paste when they ask for codes. It
// makes no difference how the words are spread over args. Words are parted by
// blanks, commas, semicolons and bars; behind a digit also by slash and colon.
//
//	question  [ HTTP | FTP ] ( status | class | win32 | reason )
//	status    401.1  401.1.1326  404.x  404.*      what the dots join belongs together
//	          STATUS [ SUBSTATUS [ WIN32 [ REST… ] ] ]    plain numbers, as in a row of a log
//	          401.1 WIN32   401 WIN32
//	class     4xx
//	win32     1326  0x8009030E  8009030E  -2146893042  ERROR_LOGON_FAILURE
//	reason    Timer_ConnectionIdle
//	httperr   [ STATUS | - ] SITE reason [ QUEUE ]    or STATUS reason
//
// Case plays no part. A - stands for what a log does not have. Names may stand
// before values, as in status=401 substatus=1 win32=1326 or sc-win32-status: 64,
// and behind a status its phrase, as in HTTP Error 403.14 - Forbidden. FTP holds
// until HTTP follows.
//
// Plain numbers are told apart by these rules, and by what the tables know:
//
//   - A number from 100 to 599 starts a status, unless only the Win32 table knows
//     it. Elsewhere, and when only the FTP table knows it, it is a reply of FTP.
//   - After a plain status, a number to 1100 is its substatus, so 401 1 1326 is
//     one question and 401 403 404 are three. A number that could start a status
//     is one only in the midst of a row, as 502 is in 403 502 0. The last number
//     is Win32 if the tables know it there and not as a substatus: 200 64.
//   - The next number is Win32, unless it starts a status; after a substatus, one
//     that the Win32 table knows is Win32 even so. In rows of FTP, Win32 stands
//     before the substatus.
//   - Numbers after those three are the rest of the row, until another row of
//     status, known substatus and Win32 starts.
//   - Any other number is Win32 if the table knows it, or from 1000 on; one of
//     eight digits that the table knows as hexadecimal only, 80070005, is that.
//
// Words that are nothing of all this are all reported, each with up to three
// known ones that look like it; the questions are nil then.
func (b *Book) Questions(args []string) ([]Question, error) {
	text := strings.Join(args, " ")
	a := asker{Book: b, text: text, words: b.words(text)}
	for len(a.words) > 0 {
		a.ask()
	}
	if len(a.asked) == 0 && len(a.wrong) == 0 {
		return nil, fmt.Errorf("expected %s, found none", whatToAsk)
	}
	if len(a.wrong) > 0 {
		return nil, errors.Join(a.wrong...)
	}
	return a.asked, nil
}

const whatToAsk = "a code such as 404, 404.13, 5xx, 1326, 0x8009030E, ERROR_LOGON_FAILURE or QueueFull"

// found says what stands where a code was expected, and what it looks like.
func (b *Book) found(word string) string {
	shown := word
	if len(shown) > longestName {
		shown = strings.ToValidUTF8(shown[:longestName], "") + "…"
	}
	if like := b.lookAlikes(word); len(like) > 0 {
		return fmt.Sprintf("found %q; did you mean %s?", shown, oneOf(like))
	}
	return fmt.Sprintf("found %q", shown)
}

// oneOf joins words: a, b or c.
func oneOf(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
