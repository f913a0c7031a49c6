package render

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// WriteExplanations writes what explain found to w, as Text, Markdown or JSON.
// Nothing is written when the format is another; otherwise the error is that of w. The
// explanations are not changed.
func WriteExplanations(w io.Writer, e *report.Explanations, f Format, o Options) error {
	var document []byte
	var err error
	switch f {
	case Text:
		document = explanationsText(e, o)
	case Markdown:
		document = explanationsMarkdown(e, o)
	case JSON:
		document, err = explanationsJSON(e)
	default:
		err = fmt.Errorf("expected for explain one of %s, %s, %s, found %q", Text, Markdown, JSON, f)
	}
	if err == nil {
		_, err = w.Write(document)
	}
	return err
}

// explanationsText writes one block a result: the answer first, then what stands
// behind it. Codes that one question named are a table.
func explanationsText(e *report.Explanations, o Options) []byte {
	found := clean(*e, visible)
	p := newPage(&report.Report{Lang: e.Lang}, o)
	p.labels = p.explainLabels()
	results, healthyRows := dividePlain(found.Results)
	for i := 0; i < len(results); {
		p.gap()
		n := listedFrom(results[i:])
		if n > 0 {
			p.listed(results[i : i+n])
		} else {
			n = 1
			p.explanation(results[i])
		}
		i += n
	}
	p.plainRows(healthyRows)
	p.remarksBelow(found.Remarks)
	if len(p.lines) == 0 {
		p.add(plain, 0, p.words.say("explain.nothing"))
	}
	return []byte(p.String())
}

// dividePlain takes off the healthy rows that need no words, unless there are no
// others.
func dividePlain(all []report.Explanation) (results, plain []report.Explanation) {
	for _, e := range all {
		if e.Plain {
			plain = append(plain, e)
		} else {
			results = append(results, e)
		}
	}
	if len(results) == 0 {
		return plain, nil
	}
	return results, plain
}

// explainLabels is the width of the labels before details.
func (p *page) explainLabels() (width int) {
	for _, key := range []string{
		"label.rows", "label.meaning", "label.cause", "label.check", "label.win32", "label.notes", "label.source",
	} {
		width = max(width, columns(p.words.say(key)))
	}
	return width
}

// explanation writes one result.
func (p *page) explanation(e report.Explanation) {
	p.hang(p.toneOfAnswer(e), 0, "", p.answer(e))
	if e.Name != "" {
		p.hang(plain, margin, "", e.Name)
	}
	for _, part := range p.factsOf(e) {
		p.hang(plain, margin, p.label(part.label), part.said)
	}
	p.notes(e.Remarks)
	if e.Source != "" {
		p.hang(healthy, margin, p.label("label.source"), e.Source)
	}
}

// factsOf lists what the tables say of a result, and where it was seen.
func (p *page) factsOf(e report.Explanation) []fact {
	all := []fact{
		{"label.rows", p.rowsOf(e)}, {"label.meaning", e.Meaning}, {"label.cause", e.Cause},
		{"label.check", e.Check}, {"label.win32", p.win32Of(e)},
	}
	return slices.DeleteFunc(all, func(f fact) bool { return f.said == "" })
}

func (p *page) toneOfAnswer(e report.Explanation) tone {
	if t := p.toneOf(e.Verdict); t != healthy {
		return t
	}
	return title
}

// answer is the first line: 401.1 with 1326  refused logon (certain).
func (p *page) answer(e report.Explanation) string {
	kind := p.kind(e)
	if kind == "" {
		return p.subject(e)
	}
	return p.subject(e) + nbsp + nbsp + p.words.say("explain.answer",
		word("kind", kind), word("confidence", p.words.sayOr("confidence."+e.Confidence, e.Confidence)))
}

// kind is the verdict as one case: refused logon. Classes and Win32 numbers
// alone have none.
func (p *page) kind(e report.Explanation) string {
	switch {
	case e.Verdict != "unknown":
		return p.kindOf(e.Verdict)
	case e.Rows > 0:
		return p.kindOf(e.Verdict)
	case e.Code == "" || strings.HasSuffix(e.Code, "xx"):
		return ""
	}
	return p.words.say("explain.depends")
}

func (p *page) kindOf(verdict string) string { return p.words.sayOr("kind."+verdict, verdict) }

// subject names what is explained: 401.1 with 1326, FTP 530.41, 503 QueueFull.
func (p *page) subject(e report.Explanation) string {
	var parts []string
	for _, part := range []string{strings.ToUpper(e.Log), e.Code, e.Reason} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	asked := len(parts) == 0 && e.Rows == 0
	if e.Win32 == nil || *e.Win32 == 0 && !asked && !strings.HasPrefix(e.Code, "401") {
		return either(strings.Join(parts, nbsp), p.words.say("explain.statusless"))
	}
	number := strconv.FormatUint(*e.Win32, 10)
	if len(parts) == 0 {
		return strings.TrimRight("Win32"+nbsp+number+nbsp+either(e.Symbol, e.Hex), nbsp)
	}
	return p.words.say("explain.with", word("code", strings.Join(parts, nbsp)), word("number", number))
}

// rowsOf says how many rows there are and where.
func (p *page) rowsOf(e report.Explanation) string {
	if e.Rows == 0 {
		return ""
	}
	var lines []string
	for _, line := range e.Lines {
		lines = append(lines, strconv.FormatInt(line, 10))
	}
	if e.Rows > int64(len(lines)) {
		lines = append(lines, p.glyphs.ellipsis)
	}
	where := p.words.items(lines)
	blanks := []blank{count("rows", e.Rows), {"lines", where, len(lines) != 1}, word("file", p.middle(e.File, p.prose(0)/2))}
	if e.File != "" {
		return p.words.say("explain.rowsIn", blanks...)
	}
	return p.words.say("explain.rows", blanks...)
}

// win32Of names the Win32 number, unless the first line did.
func (p *page) win32Of(e report.Explanation) string {
	if e.Win32 == nil || *e.Win32 == 0 || e.Code == "" && e.Reason == "" {
		return ""
	}
	said := strconv.FormatUint(*e.Win32, 10) + " " + e.Hex
	if e.Symbol != "" {
		said += " " + e.Symbol
	}
	if e.Win32Meaning == "" {
		return said
	}
	return p.words.pair(said, e.Win32Meaning)
}

// notes writes the remarks of a result, each as an item.
func (p *page) notes(remarks []report.Finding) {
	label := p.label("label.notes")
	for _, f := range remarks {
		p.hang(plain, margin, label+bullet, p.remark(f))
		label = strings.Repeat(" ", columns(label))
	}
}

// plainRows says in one line which rows there is nothing to say of.
func (p *page) plainRows(all []report.Explanation) {
	if len(all) > 0 {
		p.gap()
		p.hang(healthy, 0, "", p.plainSentence(all))
	}
}

func (p *page) plainSentence(all []report.Explanation) string {
	var rows int64
	var parts []string
	for _, e := range all {
		rows += e.Rows
		parts = append(parts, p.words.say("explain.times", word("code", p.subject(e)), count("n", e.Rows)))
	}
	return p.words.say("explain.plain", count("rows", rows), word("list", p.words.list(parts)))
}

// remarksBelow writes what holds for all lines.
func (p *page) remarksBelow(remarks []report.Finding) {
	if len(remarks) == 0 {
		return
	}
	p.section(p.words.say("explain.lines"))
	for _, f := range remarks {
		p.hang(plain, margin, bullet, p.remark(f))
	}
}

// remark words a remark. Values of a log are cut to a line: a path may have
// thousands of letters.
func (p *page) remark(f report.Finding) string {
	evidence := slices.Clone(f.Evidence)
	for i, e := range evidence {
		if e.What != "meaning" {
			evidence[i].Text = p.middle(e.Text, p.prose(0))
		}
	}
	return p.words.remark(remarksOf(p.report.Lang), report.Finding{Rule: f.Rule, Evidence: evidence})
}
