package render

import (
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// explanationsMarkdown writes the parts of the text in the same order: a heading
// a result, and its facts and notes as a list.
func explanationsMarkdown(e *report.Explanations, o Options) []byte {
	found := clean(*e, visible)
	o.Width, o.ASCII, o.Color = proseWidth, false, false
	d := &document{page: newPage(&report.Report{Lang: e.Lang}, o)}
	results, healthyRows := dividePlain(found.Results)
	for len(results) > 0 {
		n := max(1, listedFrom(results))
		if results[0].Listed {
			d.listing(results[:n])
		} else {
			d.explanation(results[0])
		}
		results = results[n:]
	}
	if len(healthyRows) > 0 {
		d.block(inline(d.plainSentence(healthyRows)))
	}
	if len(found.Remarks) > 0 {
		d.heading("explain.lines")
		d.items(d.remarks(found.Remarks))
	}
	return []byte(strings.ReplaceAll(d.out.String(), nbsp, " "))
}

// explanation writes one result.
func (d *document) explanation(e report.Explanation) {
	d.block("## " + inline(strings.ReplaceAll(d.answer(e), nbsp+nbsp, d.words.pair("", ""))))
	if e.Name != "" {
		d.block(inline(e.Name))
	}
	var items []string
	for _, f := range append(d.factsOf(e), fact{"label.source", e.Source}) {
		if f.said != "" {
			items = append(items, d.labelled(fact{d.words.say(f.label), f.said}))
		}
	}
	d.items(items)
	d.items(d.remarks(e.Remarks))
}

// remarks words remarks, with what comes from the log escaped.
func (d *document) remarks(all []report.Finding) (sentences []string) {
	for _, f := range all {
		sentences = append(sentences, inline(d.remark(f)))
	}
	return sentences
}

// listing writes codes that one question named as a table.
func (d *document) listing(all []report.Explanation) {
	d.block("## " + inline(d.words.say("explain.listed", word("input", all[0].Input), count("n", int64(len(all))))))
	var rows [][]string
	for _, e := range all {
		rows = append(rows, []string{d.subject(e), d.words.pair(e.Name, e.Meaning), d.kindOfEntry(e.Verdict)})
	}
	heads := []string{d.words.say("tables.status"), d.words.say("label.meaning"), d.words.say("head.verdict")}
	d.table(heads, len(heads), rows)
}
