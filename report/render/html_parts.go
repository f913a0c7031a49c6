package render

import "math"

// figure is a number to be seen first.
type figure struct{ Label, Number, Share, Tone string }

func (p *page) figures() []figure {
	total := p.report.Total
	if total.Rows == 0 {
		return nil
	}
	tone := ""
	if total.Attention > 0 {
		tone = p.mood()
	}
	return []figure{
		{p.words.say("head.rows"), thousands(total.Rows), "", ""},
		{p.words.say("head.errors"), thousands(total.Errors), p.share(total.Errors), ""},
		{p.words.say("figure.attention"), thousands(total.Attention), p.share(total.Attention), tone},
	}
}

// said is a label and a sentence.
type said struct{ Label, Text string }

// frameSaid is the frame without the rows, which are figures.
func (p *page) frameSaid() (all []said) {
	for _, f := range []fact{p.periodFact(), p.filterFact(quote)} {
		if f.said != "" {
			all = append(all, said{f.label, f.said})
		}
	}
	return all
}

// notice is a finding.
type notice struct{ Tone, Severity, Text, Check string }

func (p *page) notices() (all []notice) {
	for _, f := range p.report.Findings {
		w := p.phrased(f)
		n := notice{Tone: toneOfSeverity(f.Severity).class(), Severity: p.words.sayOr("severity."+f.Severity, f.Severity), Text: w.title}
		if w.check != "" {
			n.Check = p.words.say("findings.check", word("check", w.check))
		}
		all = append(all, n)
	}
	return all
}

// countGroup is a part of a table of counts under a heading of its own.
type countGroup struct {
	Heading string // "" for none
	Lines   []countLine
}

// countLine is one count, with a bar of 0 to 100 where one is drawn.
type countLine struct {
	Name, Rows, Share, Tone string
	Bar                     float64
}

func lineOf(name string, n int64, share float64, t tone) countLine {
	return countLine{Name: name, Rows: thousands(n), Share: percent(share), Tone: t.class()}
}

// barOf is n against the highest count, never so thin that it cannot be seen.
func barOf(n, top int64) float64 {
	const thinnest = 0.5
	if n <= 0 || top <= 0 {
		return 0
	}
	return max(thinnest, math.Round(float64(n)/float64(top)*1000)/10)
}

// verdictGroups are the verdicts that need attention, then the others. Only the
// first have bars: next to everything that was served, they would be slivers.
func (p *page) verdictGroups() (groups []countGroup) {
	need, rest := countGroup{Heading: p.words.say("verdicts.need")}, countGroup{Heading: p.words.say("verdicts.rest")}
	var top int64
	for _, c := range p.verdictCounts() {
		line := lineOf(p.verdictName(c.Verdict), c.Count, c.Share, p.toneOf(c.Verdict))
		if c.Attention {
			top = max(top, c.Count)
			line.Bar = barOf(c.Count, top)
			need.Lines = append(need.Lines, line)
		} else {
			rest.Lines = append(rest.Lines, line)
		}
	}
	for _, g := range []countGroup{need, rest} {
		if len(g.Lines) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (p *page) classGroups() []countGroup {
	var top int64
	for _, c := range p.report.Classes {
		top = max(top, c.Count)
	}
	var g countGroup
	for _, c := range p.report.Classes {
		line := lineOf(p.words.sayOr("class."+c.Class, c.Class), c.Count, c.Share, plain)
		line.Bar = barOf(c.Count, top)
		g.Lines = append(g.Lines, line)
	}
	if len(g.Lines) == 0 {
		return nil
	}
	return []countGroup{g}
}

// plainTable is a table whose first cells hold values and whose last hold
// numbers.
type plainTable struct {
	Heads []string
	Rows  [][]string
	Right int  // the first column of numbers
	Wide  bool // should not share its width
}

func (p *page) groupTable() *plainTable {
	all := p.report.Groups
	if len(all) == 0 {
		return nil
	}
	t := &plainTable{Right: len(all[0].Key)}
	for _, key := range all[0].Key {
		t.Heads = append(t.Heads, key.Field)
	}
	t.Heads = append(t.Heads, p.groupHeads()...)
	for _, group := range all {
		cells := groupCells(group, t.Right)
		for i := range t.Right {
			cells[i] = p.middle(cells[i], valueWidth)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func (p *page) latencyTable() *plainTable {
	l := p.report.Latency
	if l == nil {
		return nil
	}
	return &plainTable{
		Heads: []string{"p50", "p95", "p99", p.words.say("latency.max"), p.words.say("head.rows")},
		Rows:  [][]string{{ms(l.P50), ms(l.P95), ms(l.P99), ms(l.Max), thousands(l.Rows)}},
	}
}

func ms(n int64) string { return thousands(n) + nbsp + "ms" }

// ledger accounts for every line that was read.
type ledger struct {
	Sums    []string
	Broken  []string
	Remarks []remark
	Sources *plainTable
}

// remark is what was wrong with lines, or odd about them, and the first of them.
type remark struct {
	Text   string
	Tone   string
	Places []string
}

func (p *page) ledgerParts() ledger {
	in := p.report.Input
	l := ledger{Sums: p.sums(), Sources: p.sourceTable()}
	for _, s := range p.brokenSources() {
		l.Broken = append(l.Broken, p.words.say("ledger.broken",
			word("source", quote(p.middle(s.Name, valueWidth))), word("error", s.Error)))
	}
	for _, problem := range in.Problems {
		f := remark{Text: p.problemSaid(problem)}
		if problem.Refused {
			f.Tone = look.class()
		}
		for _, at := range problem.First {
			f.Places = append(f.Places, p.place(at))
		}
		l.Remarks = append(l.Remarks, f)
	}
	return l
}

func (p *page) sourceTable() *plainTable {
	if len(p.report.Input.Sources) == 0 {
		return nil
	}
	t := &plainTable{Right: 1, Heads: []string{p.words.say("head.source"),
		p.words.say("head.rows"), p.words.say("head.malformed"), p.words.say("head.size")}}
	for _, s := range p.report.Input.Sources {
		t.Rows = append(t.Rows, []string{p.middle(s.Name, valueWidth), thousands(s.Rows), thousands(s.Malformed), size(s.Bytes)})
	}
	return t
}
