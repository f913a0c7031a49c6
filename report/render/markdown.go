package render

import (
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// valueWidth is how much of a value Markdown and HTML show: a path or an agent
// may have thousands of letters, and its ends tell most.
const valueWidth = 160

// document is a Markdown report in the making: headings, lists and tables of
// GitHub's dialect, without HTML, so that it can be pasted anywhere.
type document struct {
	*page
	out strings.Builder
}

// encodeMarkdown writes the parts of the text report in the same order.
func encodeMarkdown(r *report.Report, o Options) ([]byte, error) {
	o.Width, o.ASCII, o.Color = proseWidth, false, false
	if daily(r) {
		return dayMarkdown(r, o), nil
	}
	if r.Command == "spikes" {
		return spikesMarkdown(r, o), nil
	}
	d := &document{page: newPage(r, o).quoting()}
	for _, part := range []func(){
		d.headline, d.warn, d.frame, d.findings, d.risesBriefly, d.verdicts, d.classes,
		d.codes, d.reasons, d.groups, d.listingTables, d.timeline, d.latency, d.ledger,
	} {
		part()
	}
	return []byte(strings.ReplaceAll(d.out.String(), nbsp, " ")), nil
}

// block writes lines that belong together, after an empty one.
func (d *document) block(lines ...string) {
	if len(lines) == 0 {
		return
	}
	if d.out.Len() > 0 {
		d.out.WriteByte('\n')
	}
	for _, line := range lines {
		d.out.WriteString(line + "\n")
	}
}

func (d *document) heading(key string) { d.block("## " + inline(d.words.say(key))) }

// items writes a list.
func (d *document) items(sentences []string) {
	for i, s := range sentences {
		sentences[i] = "- " + s
	}
	d.block(sentences...)
}

// labelled is a fact with its label in bold.
func (d *document) labelled(f fact) string {
	return d.words.pair(strong(f.label), inline(f.said))
}

// strong sets a sentence bold, which a blank at its end would undo.
func strong(sentence string) string { return "**" + strings.TrimSpace(inline(sentence)) + "**" }

// table writes rows of one length; the columns from right on hold numbers.
func (d *document) table(heads []string, right int, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	rules := make([]string, len(heads))
	for i := range heads {
		rules[i] = "---"
		if i >= right {
			rules[i] = "--:"
		}
	}
	lines := []string{tableLine(heads, cell), tableLine(rules, nil)}
	for _, cells := range rows {
		lines = append(lines, tableLine(cells, cell))
	}
	d.block(lines...)
}

func tableLine(cells []string, write func(string) string) string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = c
		if write != nil {
			out[i] = write(c)
		}
	}
	return "| " + strings.Join(out, " | ") + " |"
}

func (d *document) headline() { d.block("# " + inline(d.conclusion())) }

func (d *document) warn() {
	if warning := d.warning(); warning != "" {
		d.block("> " + strong(warning))
	}
}

// frame says when, how many, under which filters.
func (d *document) frame() {
	var said []string
	for _, f := range d.page.frame(quote) {
		said = append(said, d.labelled(f))
	}
	d.items(said)
}

func (d *document) findings() {
	if len(d.report.Findings) == 0 {
		return
	}
	d.heading("findings.title")
	var said []string
	for _, f := range d.report.Findings {
		w := d.phrased(f)
		severity := d.words.sayOr("severity."+f.Severity, f.Severity)
		item := strong(severity) + " " + inline(w.title)
		if w.check != "" {
			item += "\n  " + inline(d.words.say("findings.check", word("check", w.check)))
		}
		said = append(said, item)
	}
	d.items(said)
}

// verdicts says of each whether it needs attention, as there are no colours.
func (d *document) verdicts() {
	var rows [][]string
	for _, c := range d.verdictCounts() {
		need := ""
		if c.Attention {
			need = d.words.say("head.yes")
		}
		rows = append(rows, []string{d.verdictName(c.Verdict), need, thousands(c.Count), percent(c.Share)})
	}
	if len(rows) > 0 {
		d.heading("verdicts.title")
	}
	d.table([]string{d.words.say("head.verdict"), d.words.say("head.attention"),
		d.words.say("head.rows"), d.words.say("head.share")}, 2, rows)
}

func (d *document) classes() {
	var rows [][]string
	for _, c := range d.report.Classes {
		rows = append(rows, []string{d.words.sayOr("class."+c.Class, c.Class), thousands(c.Count), percent(c.Share)})
	}
	if len(rows) > 0 {
		d.heading("classes.title")
	}
	d.table([]string{d.words.say("head.class"), d.words.say("head.rows"), d.words.say("head.share")}, 1, rows)
}
