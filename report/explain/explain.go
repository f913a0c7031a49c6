package explain

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/redact"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Explainer answers what codes mean and what a piece of a log says.
//
//	x := explain.NewExplainer(options)
//	err := x.Ask(arguments)        // codes and rows
//	errs := x.Read(ctx, sources)   // rows, with their neighbours
//	explanations := x.Explanations()
//
// It keeps rows in memory, so that they can be seen together: the first
// maxKept, and a few of each kind after those. Further rows are counted.
type Explainer struct {
	options  scan.Options
	names    *redact.Names
	clientOf func(*parser.Row) []byte
	asked    []report.Explanation
	typed    []string // rows among the arguments
	lines    int      // that are no rows, so far

	pasted []*pasted
	result *scan.Result
	rows   []*keptRow // in order of source and line
	groups []*group
	missed int64 // rows that belong to no group

	interrupted, partial bool // not all was read

	unread      []report.Place // the first lines that were neither rows nor questions
	unreadCount int64          // how many lines were neither
	cutShort    []report.Place // last lines that end in the middle of a row
}

// NewExplainer returns an Explainer. Of the options it needs Book and Rules;
// those that say what a report lists have no effect.
func NewExplainer(o scan.Options) *Explainer {
	return &Explainer{options: o, names: redact.NewNames(o.Redact, nil), clientOf: (&scan.Result{ForwardedFor: o.ForwardedFor}).Client()}
}

// Read reads sources and keeps their rows; lines that are no rows it takes for
// questions. It returns what kept sources from being read to their end, an interrupt
// apart: when ctx ends, what was read until then is explained. It is to be called once.
func (x *Explainer) Read(ctx context.Context, sources []input.Source) []error {
	if len(x.typed) > 0 {
		text := strings.Join(x.typed, "\n") + "\n"
		sources = append([]input.Source{input.From("command line", strings.NewReader(text))}, sources...)
	}
	repaired := make([]input.Source, len(sources))
	for i, s := range sources {
		x.pasted = append(x.pasted, repairSource(x.options.Book, x.options.Zone, s.Until(ctx)))
		repaired[i] = x.pasted[i].source
	}
	c := collector{groups: map[kind]*group{}}
	o := x.options
	o.Workers, o.Each, o.By, o.Once = 1, c.add, nil, true
	x.result = scan.Read(context.WithoutCancel(ctx), repaired, o) // the sources end with ctx
	x.names.Knows(x.result.Users)
	x.sortRows(&c)
	for i, p := range x.pasted {
		x.askLines(sources[i], p)
	}
	errs := slices.DeleteFunc(x.result.Errors(), func(err error) bool { return errors.Is(err, context.Canceled) })
	x.interrupted = len(errs) < len(x.result.Errors())
	x.partial = x.interrupted || len(errs) > 0
	return errs
}

// Interrupted reports whether an interrupt ended the reading.
func (x *Explainer) Interrupted() bool { return x.interrupted }

// Unread returns the first of the lines that were neither rows nor anything that
// could be asked, in order.
func (x *Explainer) Unread() []report.Place { return x.unread }

// Explanations returns what was found: what was asked for first, then the rows in the
// order in which each kind appears, healthy ones without anything to say last.
func (x *Explainer) Explanations() *report.Explanations {
	out := &report.Explanations{
		Schema: report.Schema, Command: "explain", Lang: string(x.options.Book.Lang()),
		Results: slices.Clone(x.asked), Remarks: x.generalRemarks(), Partial: x.partial,
	}
	n := newNeighbours(x)
	n.findGone()
	var plain []report.Explanation
	for _, g := range x.groups {
		e := x.explainGroup(g, n)
		if e.Plain {
			plain = append(plain, e)
		} else {
			out.Results = append(out.Results, e)
		}
	}
	out.Results = append(out.Results, plain...)
	if out.Results == nil {
		out.Results = []report.Explanation{}
	}
	x.names.Report(out, report.OwnWords)
	return out
}

// Text is a text as it may be shown, such as a message that names a file.
func (x *Explainer) Text(text string) string { return x.names.Text(text) }

// explainGroup explains the rows of one kind.
func (x *Explainer) explainGroup(g *group, n *neighbours) report.Explanation {
	t := lookup{book: x.options.Book, rules: x.options.Rules, outcome: g.outcome, behind: g.isFromBehind()}
	e := t.explain(g.verdict)
	e.Confidence = cmp.Or(n.confidence(g), e.Confidence)
	e.Rows, e.Lines, e.File = g.count, g.lines, g.file
	e.Remarks = append(e.Remarks, n.remarks(g)...)
	n.setNoiseTexts(g, &e)
	healthy := g.verdict == codes.OK && g.outcome.Substatus <= 0
	e.Plain = healthy && len(e.Remarks) == 0
	return e
}
