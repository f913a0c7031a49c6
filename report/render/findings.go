package render

import (
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// findings says what somebody should know, in the order of the report.
func (p *page) findings() {
	if len(p.report.Findings) == 0 {
		return
	}
	p.section(p.words.say("findings.title"))
	for _, f := range p.report.Findings {
		said := p.words.phrase(p.short(f))
		mark := pad(p.words.sayOr("severity."+f.Severity, f.Severity), p.severityWidth()+gap)
		p.hang(toneOfSeverity(f.Severity), margin, mark, said.title)
		if said.check != "" {
			p.hang(plain, margin+columns(mark), "", p.words.say("findings.check", word("check", said.check)))
		}
	}
}

// short cuts long texts of the evidence: a path may have thousands of letters.
func (p *page) short(f report.Finding) report.Finding {
	evidence := slices.Clone(f.Evidence)
	for i := range evidence {
		if evidence[i].Unit == "time" {
			evidence[i].Text = p.moment(time.Unix(int64(evidence[i].Value), 0))
		}
		if evidence[i].What != "name" { // ours, not the log's
			evidence[i].Text = p.middle(evidence[i].Text, p.prose(0)/2)
		}
	}
	f.Evidence = evidence
	return f
}

// anyRule is the rule whose wordings those take that have none of their own.
const anyRule = "*"

// severityWidth is the width of the widest severity.
func (p *page) severityWidth() (width int) {
	for _, severity := range []string{"critical", "warning", "info"} {
		width = max(width, columns(p.words.say("severity."+severity)))
	}
	return width
}

// phrase words a finding: by the first wording of its rule for which the
// evidence suffices, else by its own title, else by its rule and evidence.
func (v vocabulary) phrase(f report.Finding) wording {
	blanks := v.evidence(f.Evidence)
	for _, w := range slices.Concat(v.findings[f.Rule], v.findings[anyRule]) {
		if said, complete := fill(w.title, blanks); complete {
			check, _ := fill(w.check, blanks)
			return wording{said, either(f.Check, check)}
		}
	}
	said := f.Title
	if said == "" {
		said = v.bare(f, blanks)
	}
	return wording{said, f.Check}
}

// bare words a finding of which nothing is known but its evidence.
func (v vocabulary) bare(f report.Finding, blanks []blank) string {
	var parts []string
	for _, b := range blanks {
		parts = append(parts, b.name+" "+b.text)
	}
	if len(parts) == 0 {
		return f.Rule
	}
	return v.pair(f.Rule, v.list(parts))
}

// evidence makes blanks of the numbers of a finding.
func (v vocabulary) evidence(all []report.Evidence) (blanks []blank) {
	for _, e := range all {
		b := blank{e.What, decimal(e.Value), e.Value != 1}
		switch {
		case e.Unit == "verdict":
			b.text = v.sayOr("kind."+e.Text, e.Text)
		case e.Text != "":
			b.text = e.Text
		case e.Unit == "time":
			b.text = time.Unix(int64(e.Value), 0).UTC().Format(minute + " UTC")
		case e.Unit == "share":
			b.text = v.shareSaid(e)
		case e.Unit == "ms":
			b.text += nbsp + "ms"
		case e.Unit == "bytes":
			b.text = size(int64(e.Value))
		}
		blanks = append(blanks, b)
	}
	return blanks
}

// shareSaid is a share with the word for what has it: all at, 93.5% from.
func (v vocabulary) shareSaid(e report.Evidence) string {
	if e.Value == 1 {
		return v.sayOr("all."+e.What, percent(1))
	}
	return v.sayOr("some."+e.What, percent(e.Value), word("share", percent(e.Value)))
}

// wordFinding fills the title and the check of a finding that has none.
func wordFinding(f *report.Finding, v vocabulary) {
	said := v.phrase(*f)
	f.Title, f.Check = either(f.Title, strings.ReplaceAll(said.title, nbsp, " ")), either(f.Check, said.check)
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
