package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// What is told in several parts of a page is linked: a finding to the rise that tells the
// same and to its code, and both back.

func findingID(number int) string { return fmt.Sprintf("finding-%d", number) }
func spikeID(number int) string   { return fmt.Sprintf("spike-%d", number) }

// codeID is the anchor of a code or a reason: code-401.1.
func codeID(label string) string {
	return "code-" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, strings.ToLower(strings.ReplaceAll(label, nbsp, "-")))
}

// codeOf is what a finding or a spike calls the code or reason that it is about, "" for
// none that has a part of its own.
func (b *builder) codeOf(code, log, reason string) string {
	label := labelOf(code, log, reason)
	if b.urgentLabels == nil {
		b.urgentLabels = map[string]bool{}
		for _, e := range slices.Concat(needing(b.codeEntries()), needing(b.reasonEntries())) {
			b.urgentLabels[e.label] = true
		}
	}
	if b.urgentLabels[label] {
		return label
	}
	return ""
}

// spikeOf is the number in the document of the spike that a finding names by its place in
// the report, 0 for none.
func (b *builder) spikeOf(f report.Finding) int {
	if f.Spike < 1 || f.Spike > len(b.report.Spikes) {
		return 0
	}
	wanted := b.report.Spikes[f.Spike-1]
	for _, list := range b.spikeLists() {
		for i := range list.spikes {
			s := &list.spikes[i]
			same := s.Start.Equal(wanted.Start) && s.Code == wanted.Code && s.Reason == wanted.Reason && s.Verdict == wanted.Verdict
			if same || s.Burst > 0 && s.Burst == wanted.Burst {
				return s.number
			}
		}
	}
	return 0
}

func (b *builder) findingLinks(f report.Finding) (all []link) {
	if n := b.spikeOf(f); n > 0 {
		all = append(all, link{spikeID(n), b.say("link.spike", word("number", fmt.Sprint(n)))})
	}
	codes := f.Codes
	if len(codes) == 0 {
		codes = []string{labelOf(f.Code, "", f.Reason)}
	}
	for _, code := range codes {
		if code = b.codeOf(code, "", ""); code != "" {
			all = append(all, link{codeID(code), b.say("link.code", word("code", code))})
		}
	}
	return all
}

func (b *builder) spikeLinks(s burst) []link {
	all := b.linksToFindings(func(n int) bool { return b.spikeOf(b.report.Findings[n-1]) == s.number })
	if code := b.codeOf(s.Code, s.Log, s.Reason); code != "" {
		all = append(all, link{codeID(code), b.say("link.code", word("code", code))})
	}
	return all
}

func (b *builder) codeLinks(e entry) []link {
	all := b.linksToFindings(func(n int) bool { return slices.Contains(e.Findings, n) })
	for _, list := range b.spikeLists() {
		for _, s := range list.spikes {
			if labelOf(s.Code, s.Log, s.Reason) == e.label {
				all = append(all, link{spikeID(s.number), b.say("link.spike", word("number", fmt.Sprint(s.number)))})
			}
		}
	}
	return all
}

func (b *builder) linksToFindings(wanted func(number int) bool) (all []link) {
	for i := range b.report.Findings {
		if wanted(i + 1) {
			all = append(all, link{findingID(i + 1), b.say("link.finding", word("number", fmt.Sprint(i+1)))})
		}
	}
	return all
}
