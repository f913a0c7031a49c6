package render

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report/form"
)

//go:embed html
var forms embed.FS

// htmlWriter writes one file that needs nothing else and runs nothing: no
// script, no font, no picture. Browsers show it in light and dark, at any width;
// Outlook and paper, which draw and fold nothing, show the same in sentences and
// tables. The form is in html/, one template for each block.
type htmlWriter struct {
	times
	form       *template.Template
	out        bytes.Buffer
	parts      []link // the headings so far, for the list of contents
	contentsAt int    // where it goes
	err        error
}

func encodeHTML(b *builder, k documentKind) ([]byte, error) {
	b.folds = true
	d := k.build(b)
	w := &htmlWriter{times: d.times}
	style, err := forms.ReadFile("html/style.css")
	if err != nil {
		return nil, err
	}
	w.form, err = template.New("page").Funcs(w.functions()).ParseFS(forms, "html/*.tmpl")
	if err != nil {
		return nil, err
	}
	w.execute("page", struct {
		Lang, Title string
		Style       template.CSS
	}{d.say("html.lang"), d.title, template.CSS(style)})
	w.contentsAt = w.out.Len()
	return d.write(w)
}

func (w *htmlWriter) medium() medium { return inHTML }

// bytes puts the list of contents where it goes, now that all parts are known.
func (w *htmlWriter) bytes() ([]byte, error) {
	const worthwhile = 4
	w.execute("end", nil)
	page := bytes.Clone(w.out.Bytes())
	if len(w.parts) < worthwhile || w.err != nil {
		return page, w.err
	}
	w.out.Reset()
	w.execute("contents", w.parts)
	return slices.Insert(page, w.contentsAt, w.out.Bytes()...), w.err
}

// part gives a heading its anchor, and the list of contents its line.
func (w *htmlWriter) part(title string) string {
	id := fmt.Sprintf("part-%d", len(w.parts)+1)
	w.parts = append(w.parts, link{id, unmarked(title)})
	return id
}

// execute writes a template. After a failure nothing more is written.
func (w *htmlWriter) execute(name string, block any) {
	if w.err == nil {
		w.err = w.form.ExecuteTemplate(&w.out, name, block)
	}
}

// functions are what the form may call: words of the language, numbers,
// sentences with values between marks, tables, and the comments that hide
// drawings from Outlook, which would write out their labels and draw bars without
// their widths.
func (w *htmlWriter) functions() template.FuncMap {
	return template.FuncMap{
		"say":          w.message,
		"part":         w.part,
		"about":        about,
		"next":         func(i int) int { return i + 1 },
		"more":         func(n int) string { return w.say("more", count("n", int64(n))) },
		"thousands":    thousands,
		"percent":      percent,
		"phrases":      phrases,
		"grid":         gridOf,
		"seen":         w.seenGrid,
		"sample":       w.sample,
		"answerTitle":  w.answerTitle,
		"wrongLine":    w.wrongLine,
		"commandParts": commandParts,
		"browsersOnly": func() template.HTML { return "<!--[if !mso]><!-->" },
		"everyone":     func() template.HTML { return "<!--<![endif]-->" },
	}
}

func (w *htmlWriter) opening(o opening) {
	o.Facts = factsIn(inHTML, o.Facts)
	w.execute("opening", o)
	w.contentsAt = w.out.Len()
}

// captioned are facts, and what they are facts about, for those who hear the page.
type captioned struct {
	Caption string
	Facts   []fact
}

func about(caption string, facts []fact) captioned { return captioned{unmarked(caption), facts} }

func (w *htmlWriter) paragraph(p paragraph) { w.execute("paragraph", p) }
func (w *htmlWriter) list(l list)           { w.execute("list", l) }
func (w *htmlWriter) spikes(s spikes)       { w.execute("spikes", s) }

func (w *htmlWriter) cards(c cards) {
	c.Cards = slices.Clone(c.Cards)
	for i := range c.Cards {
		c.Cards[i].Facts = factsIn(inHTML, c.Cards[i].Facts)
	}
	w.execute("cards", c)
}

func (w *htmlWriter) answer(a answer) {
	a.Facts = facts(append(slices.Clone(a.Facts), a.Source)...)
	w.execute("answer", a)
}

// ledger puts what was not read to its end before the rest.
func (w *htmlWriter) ledger(l ledger) {
	l.Remarks = slices.Clone(l.Remarks)
	slices.SortStableFunc(l.Remarks, func(a, b remark) int { return int(b.Tone/now) - int(a.Tone/now) })
	w.execute("ledger", l)
}

// More reports whether there is anything to unfold below a card.
func (c card) More() bool { return c.Note != "" || len(c.Facts)+len(c.Seen) > 0 }

// Sums and Bars draw a curve.
func (c curve) Sums() int       { return len(c.Counts) }
func (c curve) Scale() []textAt { return scaleOf(peak(c.Counts), 2, 48) }
func (c curve) Bars() string    { return barsOf(c.Counts, peak(c.Counts)) }

// commandParts are the words of a command, each flag with its value: browsers
// break lines after every hyphen.
func commandParts(command string) []string {
	if command == "" {
		return nil
	}
	parts := strings.Split(command, " --")
	for i := range parts[1:] {
		parts[i+1] = "--" + parts[i+1]
	}
	return parts
}

// phrase is a stretch of a sentence of HTML: a value, a date, or words.
type phrase struct {
	Text        string
	Value, Date bool
}

// dated is a date, with a time or without: browsers would break it at a hyphen.
var dated = form.Of(`\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?`)

// phrases takes a sentence apart at the marks of values, and at dates.
func phrases(sentence string) (all []phrase) {
	for _, s := range spans(sentence) {
		if s.Kind.apart() {
			all = append(all, phrase{Text: s.shortened(), Value: true})
			continue
		}
		text := unmarked(strings.ReplaceAll(s.Text, string(softBlank), " "))
		from := 0
		for _, at := range dated().FindAllStringIndex(text, -1) {
			if at[0] > from {
				all = append(all, phrase{Text: text[from:at[0]]})
			}
			all = append(all, phrase{Text: text[at[0]:at[1]], Date: true})
			from = at[1]
		}
		if from < len(text) {
			all = append(all, phrase{Text: text[from:]})
		}
	}
	return all
}
