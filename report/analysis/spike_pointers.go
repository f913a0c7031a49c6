package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// pointToSpikes notes of each finding which rise tells the same, of each rise which
// findings do: of its code and its time, and of nobody else.
func pointToSpikes(findings []report.Finding, spikes []report.Spike) {
	for at := range spikes {
		s := &spikes[at]
		for i := range findings {
			f := &findings[i]
			if !tellsSame(f, s) {
				continue
			}
			s.Findings = append(s.Findings, i+1)
			if f.Spike == 0 {
				f.Spike = at + 1
			}
		}
	}
}

// ofGivenUp is the part of a rise's rows that ended after the same time, where that is what rose.
const ofGivenUp = 0.5

// attendCutOffs gives attention to the rises of requests that a timeout ended: those who hung up are
// no visitors who left.
func (a *Analysis) attendCutOffs(spikes []report.Spike) {
	rows := a.givenUp()
	for at := range spikes {
		s, n := &spikes[at], 0
		if s.Verdict != codes.ClientLeft.String() {
			continue
		}
		for _, r := range rows {
			if second := r.Row.Second; r.Verdict == codes.ClientLeft && second >= s.Start.Unix() && second < s.End.Unix() {
				n++
			}
		}
		if float64(n) >= ofGivenUp*float64(s.Observed) {
			s.Attention, s.Meaning, s.Cause, s.Check = true, "", "", "" // which are of what was served
		}
	}
}

// settle takes the attention from rises of which a finding says that nothing is broken, and puts
// them behind those that need it.
func (a *Analysis) settle(findings []report.Finding, spikes []report.Spike) {
	a.attendCutOffs(spikes)
	for at := range spikes {
		s := &spikes[at]
		s.Attention = s.Attention && !slices.ContainsFunc(findings, func(f report.Finding) bool { return isHarmless(&f) && tellsSame(&f, s) })
	}
	behind := func(s report.Spike) int {
		if s.Attention && !s.Recurring {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(spikes, func(x, y report.Spike) int { return behind(x) - behind(y) })
}

// isHarmless reports whether a finding says that nothing is broken, though its rows seem to be refused.
func isHarmless(f *report.Finding) bool { return f.Rule == "left-open" || f.Rule == "sessions" }

func tellsSame(f *report.Finding, s *report.Spike) bool {
	if f.First.IsZero() || !f.First.Before(s.End) || f.Last.Before(s.Start) || !isOnRowsOf(f, s) {
		return false
	}
	if len(s.Causes) == 0 || s.Causes[0].Even {
		return true
	}
	return !slices.ContainsFunc(f.Where, func(own report.FieldValue) bool {
		return slices.ContainsFunc(s.Causes[0].Where, func(v report.FieldValue) bool { return v.Field == own.Field && v.Value != own.Value })
	})
}

// isOnRowsOf reports whether a finding is on rows of the code and verdict of a rise; one on
// several codes has no verdict, and a scan no code.
func isOnRowsOf(f *report.Finding, s *report.Spike) bool {
	switch {
	case f.Rule == "flood" || isOfAllRequests(s):
		return f.Rule == "flood" && isOfAllRequests(s) && f.First.Equal(s.Start) && f.Last.Equal(s.Last)
	case s.Taken > 0 || f.Rule == "slow":
		return s.Taken > 0 && f.Rule == "slow" && (isOfSpells(f) || f.First.Equal(s.Start) && f.Last.Equal(s.Last))
	case f.Rule == "cut-off":
		return s.Attention && s.Verdict == codes.ClientLeft.String()
	case f.Rule == "scan":
		return s.Verdict == f.Verdict && len(s.Causes) > 0 && slices.ContainsFunc(s.Causes[0].Where, func(v report.FieldValue) bool { return slices.Contains(f.Where, v) })
	case len(f.Codes) > 0:
		return slices.Contains(f.Codes, labelOf(s.Code, "", s.Reason))
	}
	return f.Code != "" && f.Code == s.Code && f.Reason == s.Reason && f.Verdict == s.Verdict
}
