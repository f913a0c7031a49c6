package render

import (
	"cmp"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// ledger accounts for every line that was read.
func (b *builder) ledger() ledger {
	in := b.report.Input
	l := ledger{Title: b.say("ledger.title"), Sources: b.sources(), Sums: []string{
		b.say("ledger.files", count("files", int64(in.Files)), word("size", size(in.Bytes))),
		b.say("ledger.lines", count("lines", in.Lines),
			count("rows", in.Rows), count("filtered", in.Filtered), count("malformed", in.Malformed),
			count("directives", in.Directives), count("blank", in.Blank)),
	}}
	l.Sums = append(l.Sums, b.skipped()...)
	l.Sums = append(l.Sums, b.forms()...)
	if in.Coarse > 0 {
		l.Remarks = append(l.Remarks, remark{Tone: look, Text: b.say("ledger.coarse", count("n", in.Coarse))})
	}
	for _, problem := range in.Problems {
		l.Remarks = append(l.Remarks, b.problem(problem))
	}
	l.Remarks = append(l.Remarks, b.twins()...)
	for _, apart := range in.Apart {
		l.Remarks = append(l.Remarks, remark{Tone: look, Text: b.say("ledger.apart", count("n", apart.Rows), word("date", b.datesOf(apart.First, apart.Last)))})
	}
	translator := NewTranslator(b.report.Lang)
	for _, s := range b.brokenSources() {
		l.Remarks = append(l.Remarks, remark{Tone: now,
			Text: b.say("ledger.broken", word("source", wholeSpan.mark(s.Name)), word("error", translator.Text(s.Error)))})
	}
	return l
}

// datesOf names the dates of two times.
func (b *builder) datesOf(first, last time.Time) string {
	from, until := b.at(first, dateOnly), b.at(last, dateOnly)
	if from == until {
		return from
	}
	return from + "–" + until
}

// twins names the sources whose rows may count twice.
func (b *builder) twins() (all []remark) {
	const named = 5
	more := int64(0)
	for _, s := range b.report.Input.Sources {
		switch {
		case s.BeginsAs == "":
		case len(all) == named:
			more++
		default:
			all = append(all, remark{Tone: look, Text: b.say("ledger.twin",
				word("source", wholeSpan.mark(s.Name)), word("other", wholeSpan.mark(s.BeginsAs)))})
		}
	}
	if more > 0 {
		all = append(all, remark{Tone: look, Text: b.say("ledger.twins", count("n", more))})
	}
	return all
}

// skipped says what was not read, of how many files: nobody knows how many rows that are.
func (b *builder) skipped() []string {
	files := int64(0)
	for _, s := range b.report.Input.Sources {
		if s.Skipped > 0 {
			files++
		}
	}
	if files == 0 {
		return nil
	}
	return []string{b.say("ledger.skipped", count("n", files), word("size", size(b.report.Input.Skipped)))}
}

// forms says which files hold rows in another form than W3C.
func (b *builder) forms() (all []string) {
	for _, form := range []string{"IIS", "NCSA", "CSV", "JSON"} {
		n, first := int64(0), ""
		for _, s := range b.report.Input.Sources {
			if slices.Contains(s.Forms, form) {
				n, first = n+1, cmp.Or(first, s.Name)
			}
		}
		if n > 0 {
			all = append(all, b.say("ledger.form", count("n", n), word("form", b.say("form."+form)), word("source", wholeSpan.mark(first))))
		}
	}
	return all
}

// problem says what was wrong with lines, and where the first of them are.
func (b *builder) problem(p report.Problem) remark {
	r, key := remark{}, "ledger.odd"
	if p.Refused {
		r.Tone, key = look, "ledger.refused"
	}
	r.Text = b.say(key, count("n", p.Count), word("reason", p.Reason))
	if detail := either(p.Detail, b.sayOr("fault."+p.Reason, "")); detail != "" {
		r.Text = b.words.pair(r.Text, detail)
	}
	for _, at := range p.First {
		r.Places = append(r.Places, place(at))
	}
	return r
}

// brokenSources are those that were not read to their end.
func (b *builder) brokenSources() (broken []report.Source) {
	for _, s := range b.report.Input.Sources {
		if s.Error != "" {
			broken = append(broken, s)
		}
	}
	return broken
}

// sources says what was read of each file.
func (b *builder) sources() table {
	t := table{Columns: append(b.columns(valueColumn, "head.source"),
		b.columns(numberColumn, "head.rows", "head.malformed", "head.size")...)}
	for _, s := range b.report.Input.Sources {
		t.Rows = append(t.Rows, row{Cells: []string{s.Name, thousands(s.Rows), thousands(s.Malformed), size(s.Bytes)}})
	}
	return t
}
