package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// labelOf is how a code or a reason is called: 401.1, FTP 530, QueueFull.
func labelOf(code, log, reason string) string {
	switch {
	case reason != "":
		return reason
	case log != "":
		return strings.ToUpper(log) + nbsp + code
	}
	return code
}

func dayLabel(c report.DayCode) string { return labelOf(c.Code, c.Log, c.Reason) }

// codeName is the label for a sentence, where "-" says nothing.
func (p *page) codeName(c report.DayCode) string {
	return p.words.sayOr("code."+dayLabel(c), dayLabel(c))
}

// picked are the codes of the day that are wanted, those with the most rows
// that need attention first.
func (p *dayPage) picked(wanted func(report.DayCode) bool) (codes []report.DayCode) {
	for _, c := range p.day.Codes {
		if wanted(c) {
			codes = append(codes, c)
		}
	}
	slices.SortStableFunc(codes, func(a, b report.DayCode) int { return cmp.Compare(b.Attention, a.Attention) })
	return codes
}

func (p *dayPage) newCodes() []report.DayCode {
	return p.picked(func(c report.DayCode) bool { return c.New && !c.Gone })
}

// worseCodes need attention and came notably more often than usual.
func (p *dayPage) worseCodes() []report.DayCode {
	return p.picked(func(c report.DayCode) bool {
		return !c.New && c.Typical != nil && c.Attention > 0 && excess(c) > 0 && notable(float64(c.Count), *c.Typical)
	})
}

// betterCodes are faults that came notably less often than usual, or not at all.
func (p *dayPage) betterCodes() []report.DayCode {
	return p.picked(func(c report.DayCode) bool {
		if c.Typical == nil || !p.fault(c) {
			return false
		}
		return c.Gone || excess(c) < 0 && notable(float64(c.Count), *c.Typical)
	})
}

// fault is what one is glad to see less of.
func (p *dayPage) fault(c report.DayCode) bool {
	switch c.Class {
	case "1xx", "2xx", "3xx":
		return c.Attention > 0 || p.attention[c.Verdict]
	}
	return true
}

// listedCodes are all codes: those that need attention, the others by count,
// then those that are gone.
func (p *dayPage) listedCodes() []report.DayCode {
	codes := p.picked(func(report.DayCode) bool { return true })
	slices.SortStableFunc(codes, func(a, b report.DayCode) int { return rankOf(a) - rankOf(b) })
	return codes
}

func rankOf(c report.DayCode) int {
	switch {
	case c.Gone:
		return 2
	case c.Attention > 0:
		return 0
	}
	return 1
}

// toneOfCode is dim for what needs nothing, and for what is gone.
func (p *dayPage) toneOfCode(c report.DayCode) tone {
	if c.Attention == 0 {
		return healthy
	}
	return max(look, p.toneOf(c.Verdict))
}

// compareHeads name what a number is compared with: the day before, where there
// was one, and what is usual.
func (p *dayPage) compareHeads() []string {
	if !p.compared() {
		return nil
	}
	heads := []string{p.words.say("daily.usually"), p.words.say("daily.change")}
	if p.day.Previous != nil {
		heads = append([]string{p.words.say("daily.before")}, heads...)
	}
	return heads
}

// codeHeads name the numbers of a code: rows, and what they are compared with.
func (p *dayPage) codeHeads() []string {
	heads := []string{p.words.say("head.rows")}
	return append(heads, p.compareHeads()...)
}

func (p *dayPage) codeNumbers(c report.DayCode) []string {
	numbers := []string{thousands(c.Count)}
	if !p.compared() {
		return numbers
	}
	if p.day.Previous != nil {
		before := ""
		if c.Previous != nil {
			before = thousands(*c.Previous)
		}
		numbers = append(numbers, before)
	}
	usual := ""
	if c.Typical != nil {
		usual = median(*c.Typical)
	}
	return append(numbers, usual, p.changeOf(c))
}

// meant is the name of a code and what it means.
func (p *page) meant(c report.DayCode) string {
	switch {
	case c.Meaning == "" || c.Name == c.Meaning:
		return c.Name
	case c.Name == "":
		return c.Meaning
	}
	return p.words.pair(c.Name, c.Meaning)
}

// causes are the codes with rows that need attention, as the report shows codes.
func (p *dayPage) causes() (entries []entry) {
	for _, c := range p.needing() {
		entries = append(entries, p.ofDayCode(c))
	}
	return entries
}

// needing are the codes with rows that need attention, most such rows first.
func (p *dayPage) needing() []report.DayCode {
	return p.picked(func(c report.DayCode) bool { return c.Attention > 0 })
}

func (p *dayPage) ofDayCode(c report.DayCode) entry {
	e := entry{label: dayLabel(c), name: c.Name, count: c.Count, share: shareOf(c.Count, p.day.Rows),
		code:    report.Code{Code: c.Code, Log: c.Log, Class: c.Class, Match: "exact", Top: c.Top},
		meaning: c.Meaning, check: c.Check}
	if c.Attention < c.Count {
		e.name = p.words.list([]string{c.Name, p.words.say("daily.need", count("n", c.Attention))})
	}
	e = p.judged(e, map[string]int64{c.Verdict: c.Count})
	e.need = c.Attention
	return e
}

// kindSaid says what most rows of a code are, and how many need attention where
// not all of them do.
func (p *dayPage) kindSaid(c report.DayCode) string {
	kind := p.verdictName(c.Verdict)
	if c.Attention == 0 || c.Attention == c.Count {
		return kind
	}
	return p.words.list([]string{kind, p.words.say("daily.need", count("n", c.Attention))})
}

func shareOf(n, rows int64) float64 {
	if rows <= 0 {
		return 0
	}
	return float64(n) / float64(rows)
}

// calledFully is a code with its name: 500.19 (Configuration cannot be used).
func (p *dayPage) calledFully(c report.DayCode) string {
	if strings.TrimSpace(c.Name) == "" {
		return p.codeName(c)
	}
	return p.words.say("daily.called", word("code", p.codeName(c)), word("name", c.Name))
}
