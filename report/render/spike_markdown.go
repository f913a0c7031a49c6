package render

import (
	"fmt"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// spikesMarkdown writes the unusual rises as Markdown.
func spikesMarkdown(r *report.Report, o Options) []byte {
	d := &document{page: newPage(r, o).quoting()}
	d.block("# " + inline(d.spikesConclude()))
	for _, part := range []func(){d.warn, d.frame, d.surges, d.ledger} {
		part()
	}
	return []byte(strings.ReplaceAll(d.out.String(), nbsp, " "))
}

func (d *document) surges() {
	for _, list := range d.surgeLists() {
		d.heading(list.key)
		for _, s := range list.surges {
			d.surge(s)
		}
	}
}

func (d *document) surge(s surge) {
	d.block(fmt.Sprintf("### %d. %s", s.number, inline(d.riseName(s.Spike))))
	d.block(inline(d.rise(s.Spike)))
	if s.number > mostSurges {
		return
	}
	if drawn, span := d.curveOf(s.Curve); drawn != "" {
		d.block(inline(quote(drawn) + " " + span))
	}
	var said []string
	for _, f := range d.tell(s) {
		said = append(said, d.labelled(f))
	}
	d.items(said)
	heads := d.causeHeads()
	d.table(append(heads[3:], heads[:3]...), 1, turned(d.causeCells(s.Spike)))
	var rows []string
	for _, at := range s.Samples {
		rows = append(rows, inline(d.proof(at)))
	}
	d.items(rows)
	if s.Command != "" {
		d.block(codeSpan(s.Command))
	}
}

// turned puts the last cell of each row first.
func turned(rows [][]string) (out [][]string) {
	for _, cells := range rows {
		last := len(cells) - 1
		out = append(out, append([]string{cells[last]}, cells[:last]...))
	}
	return out
}

// risesBriefly is a sentence for each spike, on a page about something else.
func (d *document) risesBriefly() {
	lists := d.surgeLists()
	if len(lists) == 0 {
		return
	}
	d.heading("spike.title")
	var said []string
	for _, list := range lists {
		for _, s := range list.surges {
			said = append(said, inline(d.rise(s.Spike)))
		}
	}
	d.items(said)
}
