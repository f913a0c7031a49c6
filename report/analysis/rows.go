package analysis

import (
	"context"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// RowList says what the rows that were kept have in common.
func (a *Analysis) RowList() report.RowList {
	list := report.RowList{Lang: string(a.options.Book.Lang()), Period: a.period(), Partial: a.input().Partial || len(a.Changed()) > 0}
	if a.Kept == nil {
		return list
	}
	seen := map[string]bool{}
	for _, layout := range a.Kept.Layouts() {
		list.Reasons = list.Reasons || layout.IsHTTPERR()
		kinds := kindsOf(layout)
		for i, name := range layout.Names {
			if !seen[name] {
				seen[name] = true
				list.Fields, list.Kinds = append(list.Fields, name), append(list.Kinds, kinds[i])
			}
		}
	}
	list.DatesOnly = !seen["time"] && !list.Period.First.IsZero() && a.allAtMidnight()
	return list
}

// EachRow gives the rows that were kept in their order, until see returns false. A row is
// good until see returns.
func (a *Analysis) EachRow(ctx context.Context, see func(*report.Row) bool) error {
	if a.Kept == nil {
		return nil
	}
	t := rowTeller{Analysis: a, places: a.Places(), client: a.Client(), named: map[named]string{}, files: map[int]string{}}
	return a.Kept.All(ctx, func(k *scan.KeptRow) bool { return see(t.tell(k)) })
}

// rowTeller tells rows, one after another in the same Row.
type rowTeller struct {
	*Analysis
	places *scan.Places
	client func(*parser.Row) []byte
	named  map[named]string
	files  map[int]string // names of sources as they may be shown
	layout *parser.Layout // of the row before
	kinds  []report.FieldKind
	row    report.Row
	taken  int64
}

// named is what gives a row its name.
type named struct {
	code   codes.Code
	win32  int64
	reason string
}

func (t *rowTeller) tell(k *scan.KeptRow) *report.Row {
	r, out := k.Row, &t.row
	outcome := scan.OutcomeOf(r)
	code := codes.Code{Status: outcome.Status, Substatus: outcome.Substatus, FTP: outcome.Log == codes.FTPLog}
	*out = report.Row{
		Source: t.source(k.Source), Line: k.Line, Byte: r.Offset, Code: code.String(), Class: code.Class(), Reason: outcome.Reason,
		Verdict: k.Verdict.String(), Attention: k.Verdict.Attention(), Name: t.name(named{code, outcome.Win32, outcome.Reason}),
		Fields: out.Fields[:0], Header: out.Header,
	}
	if r.Second != parser.NoTime {
		out.Time = stamp(r.Second)
	}
	if k.Family >= 0 {
		out.Family = t.options.Noise.Name(k.Family)
	}
	if r.Taken >= 0 {
		t.taken = r.Taken
		out.Taken = &t.taken
	}
	site, server := t.places.Of(k.Source, r)
	out.Site, out.Server = t.names.Text(site), t.names.Text(server)
	t.setFields(out, r)
	t.setRequest(out, r)
	if len(k.User) > 0 {
		t.setUser(out, string(k.User))
	}
	return out
}

func (t *rowTeller) source(i int) string {
	name, ok := t.files[i]
	if !ok {
		name = t.names.Text(t.Sources[i].Name)
		t.files[i] = name
	}
	return name
}

// name is that of the code, of the code with its Win32 number, or of the reason.
func (t *rowTeller) name(n named) string {
	name, ok := t.named[n]
	if ok {
		return name
	}
	name = t.code(n.code).Name
	if n.reason != "" {
		if entry, known := t.options.Book.Reason(n.reason); known {
			name = entry.Name
		}
	} else if pair, known := t.options.Book.Pair(n.code, n.win32); known {
		name = pair.Name
	}
	t.named[n] = name
	return name
}

// setFields adds the values and the line, without what must not be given away.
func (t *rowTeller) setFields(out *report.Row, r *parser.Row) {
	if t.layout != r.Layout {
		t.layout, out.Header, t.kinds = r.Layout, strings.Join(r.Layout.Names, " "), kindsOf(r.Layout)
	}
	for i, name := range r.Layout.Names {
		out.Fields = append(out.Fields, report.RowField{Name: name, Value: t.shown(name, r.At(i)), Kind: t.kinds[i]})
	}
	out.Text = string(r.Line)
	if t.options.Redact.Any() {
		var words []string
		for _, f := range out.Fields {
			words = append(words, strings.ReplaceAll(f.Value, " ", "+"))
		}
		out.Text = strings.Join(words, " ")
	}
}

// kindsOf says what the fields of a layout are.
func kindsOf(l *parser.Layout) (kinds []report.FieldKind) {
	for _, name := range l.Names {
		column, known := parser.ColumnOf(name)
		kind := report.TextField
		switch {
		case !known:
		case column == parser.Date:
			kind = report.DateField
		case column == parser.Time:
			kind = report.TimeField
		case slices.Contains(numeric, column):
			kind = report.NumberField
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

// numeric are the fields whose values are numbers.
var numeric = []parser.Column{
	parser.Status, parser.Substatus, parser.Win32, parser.SentBytes, parser.ReceivedBytes, parser.Taken, parser.ServerPort, parser.ClientPort,
}

// shown is a value as it may be shown.
func (t *rowTeller) shown(field string, value []byte) string {
	if !t.options.Redact.Any() {
		return string(value)
	}
	if t.ForwardedFor != "" && strings.EqualFold(field, t.ForwardedFor) {
		field = parser.ClientIP.String()
	}
	return t.names.Value(field, string(value))
}

// setUser gives a row of FTP the user of its session. What it asked for is no path then,
// but that name, or a password.
func (t *rowTeller) setUser(out *report.Row, user string) {
	out.User, out.Path = t.names.Value(parser.Username.String(), user), ""
	for i := range out.Fields {
		if out.Fields[i].Name == parser.Username.String() {
			out.Fields[i].Value = out.User
		}
	}
}

// setRequest says who asked for what.
func (t *rowTeller) setRequest(out *report.Row, r *parser.Row) {
	value := func(c parser.Column, v []byte) string {
		if len(v) == 1 && v[0] == '-' {
			return ""
		}
		return t.shown(c.String(), v)
	}
	out.Client = value(parser.ClientIP, t.client(r))
	out.User = value(parser.Username, r.Field(parser.Username))
	out.Method = value(parser.Method, r.Field(parser.Method))
	out.Path = value(parser.Stem, r.Path())
	out.Query = value(parser.Query, r.Query())
}
