package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// markdownWriter writes headings, lists and tables of GitHub's dialect, without
// HTML, so that they can be pasted anywhere.
type markdownWriter struct {
	times
	out strings.Builder
}

func encodeMarkdown(b *builder, k documentKind) ([]byte, error) {
	d := k.build(b)
	return d.write(&markdownWriter{times: d.times})
}

func (w *markdownWriter) medium() medium { return inMarkdown }

func (w *markdownWriter) bytes() ([]byte, error) {
	return []byte(strings.ReplaceAll(w.out.String(), nbsp, " ")), nil
}

// block writes lines that belong together, after an empty one.
func (w *markdownWriter) block(lines ...string) {
	if len(lines) == 0 {
		return
	}
	if w.out.Len() > 0 {
		w.out.WriteByte('\n')
	}
	for _, line := range lines {
		w.out.WriteString(line + "\n")
	}
}

func (w *markdownWriter) heading(title string) { w.block("## " + inline(title)) }

// bullets writes a list of what is Markdown already.
func (w *markdownWriter) bullets(items []string) {
	for i, s := range items {
		items[i] = bullet + s
	}
	w.block(items...)
}

// numbered writes a list with numbers; further lines of an item begin below its first.
func (w *markdownWriter) numbered(items []string) {
	for i, s := range items {
		number := strconv.Itoa(i+1) + ". "
		items[i] = number + strings.ReplaceAll(s, "\n  ", "\n"+blanks(len(number)))
	}
	w.block(items...)
}

// facts writes a list of facts, their labels in bold.
func (w *markdownWriter) facts(all []fact) {
	w.bullets(each(factsIn(inMarkdown, all), w.fact))
}

func (w *markdownWriter) fact(f fact) string { return w.words.pair(strong(f.Label), inline(f.Text)) }

// strong sets a sentence bold, which a blank at its end would undo.
func strong(sentence string) string { return "**" + strings.TrimSpace(inline(sentence)) + "**" }

func (w *markdownWriter) more(n int) string { return inline(w.say("more", count("n", int64(n)))) }

func (w *markdownWriter) opening(o opening) {
	w.block("# " + inline(o.Headline))
	if o.Warning != "" {
		w.block("> " + strong(o.Warning))
	}
	w.facts(o.Facts)
}

func (w *markdownWriter) paragraph(p paragraph) { w.block(inline(p.Text)) }

func (w *markdownWriter) list(l list) {
	w.heading(l.Title)
	var items []string
	for _, i := range l.Items {
		text := inline(i.Text)
		if i.Label != "" {
			text = strong(i.Label) + " " + text
		}
		if i.Check != "" {
			text += "\n  " + inline(i.Check)
		}
		if i.Command != "" {
			text += "\n  " + codeSpan(i.Command)
		}
		if i.Curve != nil {
			text += "\n  " + w.curve(i.Curve)
		}
		items = append(items, text)
	}
	if l.More > 0 {
		items = append(items, w.more(l.More))
	}
	if l.Ranked {
		w.numbered(items)
		return
	}
	w.bullets(items)
}

func (w *markdownWriter) curve(c *curve) string { return inline(quote(c.Drawn) + " " + c.Span) }

// cards gives each a section of its own where all is said of them, else they
// are a table.
func (w *markdownWriter) cards(c cards) {
	w.heading(c.Title)
	if c.Detail == explained {
		for _, one := range c.Cards {
			w.card(one)
		}
		return
	}
	t := table{Columns: append(w.columns(wordsColumn, "head.code", "head.name", "head.verdict"),
		w.columns(numberColumn, "head.rows", "head.share")...)}
	for _, one := range c.Cards {
		t.Rows = append(t.Rows, row{Cells: []string{one.Label, one.Name, one.Split, thousands(one.Rows), percent(one.Share)}})
	}
	w.grid(t)
}

func (w *markdownWriter) card(c card) {
	w.block("### " + w.words.pair(inline(c.Label), inline(c.Name)))
	items := []string{w.fact(fact{Label: w.say("summary.rows"), Text: w.say("amount",
		word("rows", thousands(c.Rows)), word("share", percent(c.Share)), word("split", c.Split))})}
	if c.Note != "" {
		items = append(items, inline(c.Note))
	}
	w.bullets(append(items, each(factsIn(inMarkdown, c.Facts), w.fact)...))
	for _, s := range c.Seen {
		w.grid(w.seenTable(s, false))
	}
}

func (w *markdownWriter) spikes(s spikes) {
	w.heading(s.Title)
	for _, one := range s.Spikes {
		w.spike(one)
	}
}

func (w *markdownWriter) spike(s spike) {
	w.block(fmt.Sprintf("### %d. %s", s.Number, inline(s.Name)))
	w.block(inline(s.Text))
	if !s.Explained {
		return
	}
	if s.Curve != nil {
		w.block(w.curve(s.Curve))
	}
	w.facts(s.Facts)
	w.grid(s.Causes.show(inMarkdown, true))
	w.bullets(each(s.Samples, func(at place) string { return inline(w.sample(at)) }))
	if s.Command != "" {
		w.block(codeSpan(s.Command))
	}
}

// sample is where a row stands and the row, whose ends tell most: who asked for
// what, and what was answered.
func (z times) sample(at place) string {
	const rowWidth = 300
	return z.words.pair(quote(at.where(valueWidth)), wholeSpan.mark(middle(at.Text, rowWidth)))
}

// wrongLine is where a line stands and how it begins.
func (z times) wrongLine(at place) string {
	return z.words.pair(quote(at.where(valueWidth)), quote(cut(at.Text, valueWidth)))
}

func (w *markdownWriter) ledger(l ledger) {
	w.heading(l.Title)
	items := each(l.Sums, inline)
	for _, r := range l.Remarks {
		text := inline(r.Text)
		if r.Tone == now {
			text = strong(r.Text)
		}
		for _, at := range r.Places {
			text += "\n  - " + inline(w.wrongLine(at))
		}
		items = append(items, text)
	}
	w.bullets(items)
}

// answerTitle is what is explained, and what kind of thing it is.
func (z times) answerTitle(a answer) string {
	if a.Kind == "" {
		return a.Subject
	}
	return z.words.pair(a.Subject, a.Kind)
}

func (w *markdownWriter) answer(a answer) {
	w.heading(w.answerTitle(a))
	if a.Name != "" {
		w.block(inline(a.Name))
	}
	w.facts(facts(append(slices.Clone(a.Facts), a.Source)...))
	w.bullets(each(a.Notes, inline))
}
