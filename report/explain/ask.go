package explain

import (
	"errors"
	"fmt"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/codes/query"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
)

// Ask takes what somebody typed: codes in any form that package query understands,
// and rows of a log, which wait for Read. It is to be called before Read. Words
// that are neither are returned as errors; the others are explained all the same.
func (x *Explainer) Ask(args []string) error {
	var words []string
	for _, arg := range args {
		for line := range strings.SplitSeq(arg, "\n") {
			if !x.takeRow(line) {
				words = append(words, line)
			}
		}
	}
	if len(words) == 0 || x.takeRow(strings.Join(words, " ")) {
		return nil
	}
	questions, err := query.Parse(x.options.Book, words)
	if n := len(questions); n > maxQuestions {
		questions = questions[:maxQuestions]
		err = errors.Join(err, fmt.Errorf("expected %d codes at most, found %d", maxQuestions, n))
	}
	for _, q := range questions {
		if len(q.Rest) == 0 || !x.takeNumbers(q) {
			x.explainQuestion(q)
		}
	}
	return err
}

// takeRow takes an argument that is a row of a log: one with its front, or one of
// HTTP.sys. Numbers alone may be codes, which package query knows better.
func (x *Explainer) takeRow(text string) bool {
	names, row, _ := repairLine(x.options.Book, nil, text)
	values := strings.Fields(text)
	hasFront := len(values) > 0 && (isDate(values[0]) || strings.Contains(text, " /"))
	isRow := names != nil && (hasFront || len(names) == len(values) && x.isKernelRow(names, row)) ||
		hasFront && readRow(nil, text) != nil
	if isRow {
		x.typed = append(x.typed, text)
	}
	return isRow
}

// isKernelRow reports whether a row is one of HTTP.sys, with a status that goes
// with its reason: 404 13 QueueFull is two codes.
func (x *Explainer) isKernelRow(names []string, text string) bool {
	row := readRow(names, text)
	if row == nil {
		return false
	}
	reason, known := x.options.Book.Reason(string(row.Field(parser.Reason)))
	return known && (row.Status == codes.None || int(row.Status) == reason.Status)
}

// takeNumbers takes a question that is the end of a row of a site.
func (x *Explainer) takeNumbers(q query.Question) bool {
	text := fmt.Sprint(q.Code.Status, q.Code.Substatus, q.Win32)
	for _, n := range q.Rest {
		text += fmt.Sprint(" ", n)
	}
	names, _, _ := repairLine(x.options.Book, nil, text)
	if names == nil || q.Code.FTP {
		return false
	}
	x.typed = append(x.typed, text)
	return true
}

// maxQuestions is how many lines that are no rows are taken for questions, and how many these
// may hold: nobody pastes more, and files that are no logs hold millions.
const maxQuestions = 1 << 10

// unreadShown is how many unread lines are named.
const unreadShown = 3

// askLines takes the lines of a source that are no rows for questions. What is
// none either is kept as unread.
//
// The page of an error has its status in one line and the number in another: of a text with
// one of each they are one question.
func (x *Explainer) askLines(s input.Source, p *pasted) {
	var asked []query.Question
	before := x.unreadCount
	for _, l := range p.others {
		x.lines++
		date, _, _ := strings.Cut(l.text, " ")
		at := report.Place{Source: s.Name, Line: l.number, Text: x.names.Line(l.text)}
		if isDate(date) && p.unended && l.number == p.looked {
			x.cutShort = append(x.cutShort, at)
			continue
		}
		var questions []query.Question
		if !isDate(date) && x.lines <= maxQuestions {
			questions = x.inLine(l.text)
		}
		if questions == nil || len(asked)+len(questions) > maxQuestions {
			questions = nil
			x.unreadCount++
			x.unread = append(x.unread, at)[:min(unreadShown, len(x.unread)+1)]
		}
		asked = append(asked, questions...)
	}
	x.unreadCount += p.more
	if x.unreadCount > before {
		asked = query.Join(asked)
	}
	for _, q := range asked {
		x.explainQuestion(q)
	}
	p.others = nil
}

// inLine returns the questions in a line that is nothing else, nil for none.
func (x *Explainer) inLine(text string) []query.Question {
	questions, err := query.Parse(x.options.Book, []string{text})
	if err != nil {
		return nil
	}
	return questions
}

// explainQuestion explains one question: the code, or the codes that it stands for.
func (x *Explainer) explainQuestion(q query.Question) {
	if q.Kind == query.Event {
		x.asked = append(x.asked, explainEvent(x.options.Book, q)...)
		return
	}
	a := answer{lookup: lookup{book: x.options.Book, rules: x.options.Rules, outcome: outcomeAsked(q)}, Question: q}
	if q.Kind == query.Class || q.Code.Substatus != query.AnySubstatus {
		x.asked = append(x.asked, a.explain())
	}
	if q.Kind == query.Class || q.Code.Substatus == query.AnySubstatus {
		a.listed = true
		for _, a.outcome = range a.members() {
			x.asked = append(x.asked, a.explain())
		}
	}
}
