package render

import (
	"strconv"
	"strings"
)

const (
	defaultWidth = 80
	leastWidth   = 60
	proseWidth   = 120 // longer lines of prose are hard to read
	margin       = 2   // blanks before everything but the names of sections
	gap          = 2   // blanks between columns
	bullet       = "- "
)

// textWriter writes lines for a terminal, none wider than it is.
type textWriter struct {
	times
	width     int
	color     bool
	labelRoom int // columns of the labels before details
	lines     []string
}

func encodeText(b *builder, k documentKind) ([]byte, error) {
	if k.brief != nil && !b.options.Full {
		return encodeBrief(b, k)
	}
	return textOf(b, k.build(b))
}

// textOf is a document as text.
func textOf(b *builder, d document) ([]byte, error) {
	w := &textWriter{times: d.times, width: b.width(), color: b.options.Color}
	w.labelRoom = widest(d.labels)
	return d.write(w)
}

// width is that of a terminal, never less than a sentence needs.
func (b *builder) width() int {
	if b.options.Width <= 0 {
		return defaultWidth
	}
	return max(b.options.Width, leastWidth)
}

func (w *textWriter) medium() medium { return inText }

// bytes joins the lines; here the blanks that held numbers and units together
// become plain ones.
func (w *textWriter) bytes() ([]byte, error) {
	return []byte(strings.ReplaceAll(strings.Join(w.lines, "\n"), nbsp, " ") + "\n"), nil
}

// add appends lines that fit, after an indent.
func (w *textWriter) add(t tone, indent int, lines ...string) {
	for _, line := range lines {
		if line != "" && w.color {
			line = t.paint(line)
		}
		if line != "" {
			line = blanks(indent) + line
		}
		w.lines = append(w.lines, line)
	}
}

// section opens a part with its name.
func (w *textWriter) section(name string) {
	w.gap()
	w.wrapped(title, 0, "", name)
}

// gap adds an empty line, but never a second one nor one at the top.
func (w *textWriter) gap() {
	if n := len(w.lines); n > 0 && w.lines[n-1] != "" {
		w.lines = append(w.lines, "")
	}
}

// wrapped writes a sentence after a prefix; further lines begin below the sentence.
func (w *textWriter) wrapped(t tone, indent int, prefix, sentence string) {
	left := indent + columns(prefix)
	for i, line := range wrap(w.shown(sentence), w.room(left)) {
		if i > 0 {
			prefix = blanks(columns(prefix))
		}
		w.add(t, indent, strings.TrimRight(prefix+line, " "))
	}
}

// room is the width of a sentence that begins at column left.
func (w *textWriter) room(left int) int { return max(8, min(w.width, proseWidth)-left) }

// shown is a sentence with its values shortened to half a line. A value that is
// never shortened is kept on one line, where it can be.
func (w *textWriter) shown(sentence string) string {
	var out strings.Builder
	for _, s := range spans(sentence) {
		switch s.Kind {
		case plainSpan:
			out.WriteString(unmarked(s.Text))
		case wholeSpan:
			out.WriteString(strings.ReplaceAll(s.Text, " ", nbsp))
		case lineSpan:
			out.WriteString(middle(s.Text, w.room(0)))
		default:
			out.WriteString(middle(s.Text, w.room(0)/2))
		}
	}
	return out.String()
}

func widest(texts []string) (width int) {
	for _, text := range texts {
		width = max(width, columns(text))
	}
	return width
}

func (w *textWriter) opening(o opening) {
	w.wrapped(title, 0, "", o.Headline)
	if o.Warning != "" {
		w.gap()
		w.wrapped(now, 0, "", o.Warning)
	}
	w.gap()
	w.facts(0, factsIn(inText, o.Facts))
}

// facts writes labels in one column and sentences beside them.
func (w *textWriter) facts(indent int, facts []fact) {
	width := 0
	for _, f := range facts {
		width = max(width, columns(f.Label))
	}
	for _, f := range facts {
		w.wrapped(plain, indent, pad(f.Label, width+gap), f.Text)
	}
}

func (w *textWriter) paragraph(p paragraph) {
	w.gap()
	w.wrapped(p.Tone, 0, "", p.Text)
	w.command(margin, p.Command)
}

// list writes items after a label or a sign, so that each is one at a glance.
func (w *textWriter) list(l list) {
	w.section(l.Title)
	width := columns(strconv.Itoa(len(l.Items)))
	for n, i := range l.Items {
		mark := bullet
		switch {
		case l.Labels != nil:
			mark = pad(i.Label, widest(l.Labels)+gap)
			if l.Ranked {
				mark = padLeft(strconv.Itoa(n+1), width) + blanks(gap) + mark
			}
		case i.Label != "":
			mark = "! "
		}
		w.wrapped(i.Tone, margin, mark, i.Text)
		w.check(margin+columns(mark), i)
		w.command(margin+columns(mark), i.Command)
		w.curve(i.Tone, 2*margin, i.Curve)
	}
	w.more(l.More)
	if l.Note != "" {
		w.wrapped(plain, margin, "", l.Note)
	}
}

// check says what to do about an item.
func (w *textWriter) check(indent int, i item) {
	switch {
	case i.Check == "":
	case i.InLine:
		w.add(plain, indent, firstLine(w.shown(i.Check), w.room(indent)))
	default:
		w.wrapped(plain, indent, "", i.Check)
	}
}

// firstLine is as much of a sentence as fits into a line, whole words and a mark that
// there is more.
func firstLine(sentence string, width int) string {
	lines := wrap(sentence, width)
	if len(lines) == 1 {
		return lines[0]
	}
	first := strings.TrimRight(wrap(sentence, width-columns(ellipsis)-1)[0], " ,;:，；：、")
	return first + " " + ellipsis
}

// more says how many were left out.
func (w *textWriter) more(n int) {
	if n > 0 {
		w.wrapped(plain, margin, bullet, w.say("more", count("n", int64(n))))
	}
}

// curve draws a curve, its times beside it.
func (w *textWriter) curve(t tone, indent int, c *curve) {
	if c != nil {
		w.add(t, indent, cut(c.Drawn+blanks(gap)+c.Span, w.width-indent))
	}
}

func (w *textWriter) spikes(s spikes) {
	w.section(s.Title)
	for _, one := range s.Spikes {
		w.spike(one)
	}
	w.more(s.More)
}

const spikeIndent = 5 // blanks before what is said of one spike

func (w *textWriter) spike(s spike) {
	number := padLeft(strconv.Itoa(s.Number), margin+1)
	w.wrapped(s.Tone, 0, pad(number, spikeIndent), s.Text)
	if !s.Explained {
		return
	}
	w.curve(s.Tone, spikeIndent, s.Curve)
	w.facts(spikeIndent, s.Facts)
	w.sentenceTable(s.Causes.show(inText, true), spikeIndent)
	for _, at := range s.Samples {
		w.sample(at)
	}
	w.command(spikeIndent, s.Command)
	w.gap()
}

// sample writes where a row stands, and the row: its ends tell most, who asked
// for what and what was answered.
func (w *textWriter) sample(at place) {
	room := w.width - spikeIndent
	w.add(healthy, spikeIndent, at.where(room*2/3))
	w.add(healthy, spikeIndent+margin, middle(at.Text, room-margin))
}

// command writes a command on one line of its own, however long it is, so that
// it can be copied.
func (w *textWriter) command(indent int, line string) {
	if line != "" {
		w.lines = append(w.lines, blanks(indent)+line)
	}
}

func (w *textWriter) ledger(l ledger) {
	const placeIndent = 3 * margin
	w.section(l.Title)
	for _, sum := range l.Sums {
		w.wrapped(plain, margin, "", sum)
	}
	for _, r := range l.Remarks {
		w.wrapped(r.Tone, margin, bullet, r.Text)
		for _, at := range r.Places {
			room := w.width - placeIndent
			line := at.where(room*2/3) + ": " + strings.TrimRight(at.Text, " ")
			w.add(healthy, placeIndent, cut(line, room))
		}
	}
}

func (w *textWriter) answer(a answer) {
	w.gap()
	first := a.Subject
	if a.Kind != "" {
		first += nbsp + nbsp + a.Kind
	}
	w.wrapped(a.Tone, 0, "", first)
	if a.Name != "" {
		w.wrapped(plain, margin, "", a.Name)
	}
	for _, f := range a.Facts {
		w.wrapped(plain, margin, w.label(f.Label), f.Text)
	}
	label := w.label(a.NotesLabel)
	for _, note := range a.Notes {
		w.wrapped(plain, margin, label+bullet, note)
		label = blanks(columns(label))
	}
	if a.Source.Text != "" {
		w.wrapped(healthy, margin, w.label(a.Source.Label), a.Source.Text)
	}
}

// label is what stands before a detail of a code; all share a column.
func (w *textWriter) label(name string) string {
	return pad(middle(name, w.labelRoom), w.labelRoom+gap)
}
