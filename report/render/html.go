package render

import (
	"bytes"
	"embed"
	"html/template"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

//go:embed html
var sheets embed.FS

const htmlTop = 10 // values shown per field and code: they can be folded away

// encodeHTML writes one file that needs nothing else and runs nothing: no
// script, no font, no picture. Browsers show it in light and dark, at any
// width; Outlook and paper, which draw and fold nothing, show the same in
// sentences and tables. The form is in html/, the words are in data/.
func encodeHTML(r *report.Report, o Options) ([]byte, error) {
	o.Width, o.ASCII, o.Color = proseWidth, false, false
	style, err := sheets.ReadFile("html/style.css")
	if err != nil {
		return nil, err
	}
	p, shown := sheetOf(r, o, template.CSS(style))
	form, err := template.New("page").Funcs(p.functions()).ParseFS(sheets, "html/*.tmpl")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = form.Execute(&out, shown)
	return out.Bytes(), err
}

// sheetOf is the page of a report and what the form shows of it.
func sheetOf(r *report.Report, o Options, style template.CSS) (*page, sheet) {
	switch {
	case daily(r):
		return daySheetOf(r, o, style)
	case r.Command == "spikes":
		return spikeSheetOf(r, o, style)
	}
	if o.Top <= 0 {
		o.Top = htmlTop
	}
	p := newPage(r, o).quoting()
	return p, p.sheet(style)
}

// functions are what the form may call: words of the language, sentences with
// values between marks, and the comments that hide drawings from Outlook, which
// would write out their labels and draw bars without their widths.
func (p *page) functions() template.FuncMap {
	return template.FuncMap{
		"say":          func(key string) string { return p.words.say(key) },
		"phrases":      phrases,
		"browsersOnly": func() template.HTML { return "<!--[if !mso]><!-->" },
		"everyone":     func() template.HTML { return "<!--<![endif]-->" },
	}
}

// sheet is what the form shows, in its order. Sentences may hold values
// between marks.
type sheet struct {
	Lang     string // of the document
	Title    string // of the window: nothing of the log is in it
	Style    template.CSS
	Headline string
	Tone     string // of the headline: how urgent it is
	Warning  string // "" of a whole report
	Figures  []figure
	Frame    []said
	Findings []notice
	Rises    []riseList // spikes, told in full or in a sentence
	Verdicts []countGroup
	Chart    *chart
	Classes  []countGroup
	Codes    []cardList
	Groups   *plainTable
	Listings []section
	Latency  *plainTable
	Ledger   ledger
	Day      *daySheet // of daily only
}

func (p *page) sheet(style template.CSS) sheet {
	return sheet{
		Lang: htmlLang(p.report.Lang), Title: p.windowTitle(), Style: style,
		Headline: p.conclusion(), Tone: p.mood(), Warning: p.warning(),
		Figures: p.figures(), Frame: p.frameSaid(), Findings: p.notices(), Rises: p.riseLists(nil),
		Verdicts: p.verdictGroups(), Chart: p.chart(), Classes: p.classGroups(),
		Codes: p.cardLists(), Groups: p.groupTable(), Listings: p.listingSections(), Latency: p.latencyTable(), Ledger: p.ledgerParts(),
	}
}

// htmlLang is the tag by which a browser chooses the fonts and the line breaks.
func htmlLang(lang string) string {
	if lang == string(codes.Chinese) {
		return "zh-Hans"
	}
	return string(codes.English)
}

func (p *page) windowTitle() string {
	period := p.report.Period
	if period.First.IsZero() {
		return p.words.say("html.title")
	}
	return p.words.pair(p.words.say("html.title"), p.between(period.First, period.Last, minute))
}

// class is a tone as the style sheet names it.
func (t tone) class() string {
	return map[tone]string{healthy: "well", look: "look", now: "now"}[t]
}

// mood is the tone of the headline: that of the most urgent verdict.
func (p *page) mood() string {
	most := healthy
	for _, c := range p.report.Verdicts {
		if c.Count > 0 {
			most = max(most, p.toneOf(c.Verdict))
		}
	}
	if p.report.Total.Rows == 0 {
		most = plain
	}
	return most.class()
}
