package render

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// documentKind is what the package knows of the output of one command.
type documentKind struct {
	command string
	formats []Format
	build   func(*builder) document   // for text, Markdown and HTML
	brief   func(*builder) document   // for text, where not all was asked for; nil where that is all
	records func(*builder) [][]string // for CSV, the heads first
	values  func(*builder) any        // for JSON
}

// documentKinds lists what can be written, one line for each command.
func documentKinds() []documentKind {
	all := []Format{Text, Markdown, JSON, CSV, HTML}
	return []documentKind{
		{"report", all, (*builder).reportDocument, (*builder).briefReport, markPartial((*builder).reportRecords), (*builder).reportValues},
		{"daily", all, (*builder).dailyDocument, (*builder).briefDay, markPartial((*builder).dayRecords), (*builder).reportValues},
		{"spikes", all, (*builder).spikesDocument, (*builder).briefSpikes, markPartial((*builder).spikeRecords), (*builder).reportValues},
		{"compare", all, (*builder).compareDocument, (*builder).briefComparison, markPartial((*builder).compareRecords), (*builder).reportValues},
		{"explain", []Format{Text, Markdown, JSON, HTML}, (*builder).explainDocument, nil, nil, (*builder).explainValues},
		{"ship", []Format{Text, Markdown, JSON}, (*builder).shipmentDocument, nil, nil, (*builder).shipmentValues},
		{"codes", all, (*builder).tablesDocument, nil, (*builder).tableRecords, (*builder).tablesValues},
	}
}

// kindOf returns the kind of a command; a report that names none is a report.
func kindOf(command string) documentKind {
	all := documentKinds()
	at := slices.IndexFunc(all, func(k documentKind) bool { return k.command == command })
	return all[max(at, 0)]
}

// Formats lists the formats that the output of a command can be written in.
func Formats(command string) []Format { return kindOf(command).formats }

// writeKind writes to w what b holds, in the format f.
func writeKind(w io.Writer, b *builder, k documentKind, f Format) error {
	if !slices.Contains(k.formats, f) {
		return fmt.Errorf("expected for %s one of %s, found %q", k.command, join(k.formats), f)
	}
	document, err := formatOf(f).encode(b, k)
	if err != nil {
		return fmt.Errorf("render %s: %w", f, err)
	}
	_, err = w.Write(document)
	return err
}

func join(formats []Format) string {
	return strings.Join(each(formats, func(f Format) string { return string(f) }), ", ")
}

// each writes all of some things.
func each[T any](all []T, write func(T) string) (written []string) {
	for _, one := range all {
		written = append(written, write(one))
	}
	return written
}

// builder makes the blocks of a document: it chooses, orders and words. What a
// format must shorten or set apart it leaves to the writers.
type builder struct {
	times
	visible      cleaner       // of the language
	report       report.Report // clean: see visible
	explanations report.Explanations
	tables       report.Tables
	shipment     report.Shipment
	raw          any // what the caller gave, for JSON
	options      Options
	brevity      brevity
	told         []report.Finding // of the whole report, where it is narrowed to a day
	folds        bool             // the format shows much, as readers can fold it away
	timed        bool             // the document says when things happened: it needs times
	attention    map[string]bool  // verdicts that need it
	carded       []string         // on the page of a day: codes that have a part of their own
	spikes       []spikeList      // see spikeLists; nil until one asks
	urgentLabels map[string]bool  // labels of codes and reasons that do; nil until one asks
}

func newBuilder(lang string, raw any, o Options) *builder {
	if o.Location == nil {
		o.Location = time.UTC
	}
	return &builder{times: times{words: vocabularyOf(lang), location: o.Location}, raw: raw, options: o, visible: visibleIn(lang),
		attention: attentionOf(nil)}
}

func builderOfReport(r *report.Report, o Options) *builder {
	b := newBuilder(r.Lang, r, o)
	b.report = clean(*r, b.visible)
	b.zoneName, b.period, b.dates = b.report.Timezone, b.report.Period, b.report.DatesOnly
	b.attention = attentionOf(b.report.Verdicts)
	return b
}

// attentionOf says which verdicts need attention. The report knows best, as
// some do so only when they are many; the rule of codes speaks for the others.
func attentionOf(counts []report.VerdictCount) map[string]bool {
	needs := map[string]bool{}
	for v := range codes.NumVerdicts {
		needs[codes.Verdict(v).String()] = codes.Verdict(v).Attention()
	}
	for _, c := range counts {
		needs[c.Verdict] = c.Attention
	}
	return needs
}

// top is how many values of a field are shown: as many as were asked for, else a
// few, or more where they can be folded away.
func (b *builder) top(few, folded int) int {
	switch {
	case b.options.Top > 0:
		return b.options.Top
	case b.folds:
		return folded
	}
	return few
}
