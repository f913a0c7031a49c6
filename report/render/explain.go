package render

import (
	"math"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// explainDocument has one block a result: the answer first, then why. Codes that
// one question named are a table.
func (b *builder) explainDocument() document {
	found := b.explanations
	d := document{times: b.times, title: b.say("explain.page"), labels: b.explainLabels()}
	if found.Partial {
		d.blocks = append(d.blocks, paragraph{Tone: now, Text: b.say("partial.explained")})
	}
	results, unremarkable := divide(found.Results)
	d.blocks = append(d.blocks, only{inHTML, opening{Headline: b.some(each(results, b.subject)), Facts: b.origin()}})
	for len(results) > 0 {
		n := listedFrom(results)
		if n > 0 {
			d.blocks = append(d.blocks, b.listedCodes(results[:n]))
		} else {
			n = 1
			d.blocks = append(d.blocks, b.answer(results[0]))
		}
		results = results[n:]
	}
	if len(unremarkable) > 0 {
		d.blocks = append(d.blocks, paragraph{Tone: healthy, Text: b.unremarkable(unremarkable)})
	}
	about := list{Title: b.say("explain.lines")}
	for _, f := range found.Remarks {
		about.Items = append(about.Items, item{Text: b.remark(f)})
	}
	d.blocks = append(d.blocks, about)
	if len(found.Results)+len(found.Remarks) == 0 {
		d.blocks = append(d.blocks, only{inText, paragraph{Text: b.say("explain.nothing")}})
	}
	return d
}

// divide takes off the healthy rows that need no words, unless there are no others.
func divide(all []report.Explanation) (results, unremarkable []report.Explanation) {
	for _, e := range all {
		if e.Plain {
			unremarkable = append(unremarkable, e)
		} else {
			results = append(results, e)
		}
	}
	if len(results) == 0 {
		return unremarkable, nil
	}
	return results, unremarkable
}

// explainLabels are the words that stand before details.
func (b *builder) explainLabels() []string {
	return each([]string{"label.rows", "label.log", "label.meaning", "label.cause", "label.check", "label.win32", "label.notes", "label.source"},
		b.message)
}

// answer is one result: 401.1 with 1326, refused logon (certain).
func (b *builder) answer(e report.Explanation) answer {
	a := answer{Tone: b.tone(e.Verdict), Subject: b.subject(e), Name: e.Name,
		NotesLabel: b.say("label.notes"), Notes: each(e.Remarks, b.remark),
		Source: b.labelled("label.source", e.Source),
		Facts: facts(b.labelled("label.rows", b.rowsOf(e)), b.labelled("label.log", b.eventLog(e)), b.labelled("label.meaning", e.Meaning),
			b.labelled("label.cause", e.Cause), b.labelled("label.check", e.Check), b.labelled("label.win32", b.win32Of(e)))}
	if a.Tone == healthy {
		a.Tone = title
	}
	if kind := b.kindOf(e); kind != "" {
		a.Kind = b.say("explain.answer", word("kind", kind),
			word("confidence", b.sayOr("confidence."+e.Confidence, e.Confidence)))
	}
	return a
}

// kindOf is the verdict as one case: refused logon. Classes and Win32 numbers
// alone have none.
func (b *builder) kindOf(e report.Explanation) string {
	switch {
	case e.Verdict != "unknown" || e.Rows > 0:
		return b.kindOfVerdict(e.Verdict)
	case e.Code == "" || strings.HasSuffix(e.Code, "xx"):
		return ""
	}
	return b.say("explain.depends")
}

func (b *builder) kindOfVerdict(verdict string) string {
	return b.sayOr("kind."+verdict, verdict)
}

// subject names what is explained: 401.1 with 1326, FTP 530.41, 503 QueueFull.
func (b *builder) subject(e report.Explanation) string {
	if e.Event != 0 {
		return b.event(e)
	}
	var parts []string
	for _, part := range []string{strings.ToUpper(e.Log), e.Code, e.Reason} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	asked := len(parts) == 0 && e.Rows == 0
	if e.Win32 == nil || *e.Win32 == 0 && !asked && !strings.HasPrefix(e.Code, "401") {
		return either(strings.Join(parts, nbsp), b.say("explain.statusless"))
	}
	number := strconv.FormatUint(*e.Win32, 10)
	if len(parts) == 0 {
		return b.numberAlone(number, e)
	}
	return b.say("explain.with", word("code", strings.Join(parts, nbsp)), word("number", number))
}

// numberAlone names a Win32 number: Win32 5 ERROR_ACCESS_DENIED. A large one is better known
// in hex, and one without a name in both.
func (b *builder) numberAlone(number string, e report.Explanation) string {
	parts := []string{"Win32", number}
	if *e.Win32 > math.MaxUint16 || e.Symbol == "" && e.Hex != "" {
		parts = append(parts, e.Hex)
	}
	if e.Symbol != "" {
		parts = append(parts, e.Symbol)
	}
	return strings.Join(parts, nbsp)
}

// event names an event: Event 5059 of WAS.
func (b *builder) event(e report.Explanation) string {
	number := word("number", strconv.FormatUint(e.Event, 10))
	if e.Provider == "" {
		return b.say("explain.event", number)
	}
	return b.say("explain.eventOf", number, word("provider", e.Provider))
}

// eventLog says where the event stands.
func (b *builder) eventLog(e report.Explanation) string {
	if e.EventLog == "" {
		return ""
	}
	return b.say("eventlog." + e.EventLog)
}

// rowsOf says how many rows there are and where.
func (b *builder) rowsOf(e report.Explanation) string {
	if e.Rows == 0 {
		return ""
	}
	lines := each(e.Lines, digits)
	if e.Rows > int64(len(lines)) {
		lines = append(lines, ellipsis)
	}
	blanks := []blank{count("rows", e.Rows), {"lines", b.words.items(lines), len(lines) != 1}, word("file", nameSpan.mark(e.File))}
	if e.File != "" {
		return b.say("explain.rowsIn", blanks...)
	}
	return b.say("explain.rows", blanks...)
}

// win32Of names the Win32 number, unless the first line did.
func (b *builder) win32Of(e report.Explanation) string {
	if e.Win32 == nil || *e.Win32 == 0 || e.Code == "" && e.Reason == "" {
		return ""
	}
	text := strconv.FormatUint(*e.Win32, 10) + " " + e.Hex
	if e.Symbol != "" {
		text += " " + e.Symbol
	}
	if e.Win32Meaning == "" {
		return text
	}
	return b.words.pair(text, e.Win32Meaning)
}

// unremarkable says in one sentence which rows there is nothing to say of.
func (b *builder) unremarkable(all []report.Explanation) string {
	var rows int64
	kinds := each(all, func(e report.Explanation) string {
		rows += e.Rows
		return b.say("explain.times", word("code", b.subject(e)), count("n", e.Rows))
	})
	return b.say("explain.plain", count("rows", rows), word("list", b.words.list(kinds)))
}

// remark words a remark. Values of a log are cut to a line: a path may have
// thousands of letters.
func (b *builder) remark(f report.Finding) string {
	return b.words.remark(report.Finding{Rule: f.Rule, Evidence: f.Evidence}, func(e report.Evidence) string {
		if e.What == "meaning" || e.Text == "" {
			return e.Text
		}
		return lineSpan.mark(e.Text)
	})
}

// listedFrom counts the results at the start that one question named together.
func listedFrom(all []report.Explanation) (n int) {
	for n < len(all) && all[n].Listed && all[n].Input == all[0].Input {
		n++
	}
	return n
}

// listedCodes are the codes that one question named, one line each.
func (b *builder) listedCodes(all []report.Explanation) table {
	t := table{Class: lookupClass, Title: b.say("explain.listed", word("input", all[0].Input), count("n", int64(len(all)))),
		Columns: b.briefColumns("tables.status", "label.meaning", "head.verdict")}
	for _, e := range all {
		subject, kind := b.subject(e), b.kindOfEntry(e.Verdict)
		t.Rows = append(t.Rows, row{Tone: b.tone(e.Verdict),
			Cells: []string{subject, e.Name, kind, subject, b.words.pair(e.Name, e.Meaning), kind}})
	}
	return t
}

// briefColumns are three without heads in text, and those of the keys elsewhere.
func (b *builder) briefColumns(keys ...string) []column {
	all := []column{{In: inText}, {In: inText, Shrink: true}, {In: inText, Shrink: true}}
	for _, key := range keys {
		all = append(all, column{Head: b.say(key), In: everywhere &^ inText})
	}
	return all
}

// kindOfEntry names a verdict; what nothing but a table says of a code may
// depend on more.
func (b *builder) kindOfEntry(verdict string) string {
	if verdict == "unknown" {
		return b.say("explain.varies")
	}
	return b.kindOfVerdict(verdict)
}
