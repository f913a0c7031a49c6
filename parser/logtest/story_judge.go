package logtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Judgement is what a report made of a tale.
type Judgement struct {
	Told   []string // claims that a finding tells, without a false word
	Missed []string // claims that no finding tells, or not with all that belongs to it
	False  []string // findings that say what is not so
}

// Right reports whether all was told and nothing false was said.
func (j Judgement) Right() bool { return len(j.Missed)+len(j.False) == 0 }

// Judge holds the findings of a report on the logs of the tale against its truth.
func (t *Tale) Judge(findings []StoryFinding) Judgement {
	var j Judgement
	told := map[int]bool{}      // findings that tell a claim
	wrong := map[int][]string{} // what is false in a finding
	for _, c := range t.Truth.Claims {
		j.judgeClaim(c, findings, told, wrong)
	}
	for i := range findings {
		f := &findings[i]
		wrong[i] = append(append(wrong[i], t.deny(f, told[i])...), t.wrongFacts(f)...)
		if i > 0 {
			wrong[i] = append(wrong[i], wrongOrder(&findings[i-1], f)...)
		}
		if len(wrong[i]) > 0 {
			j.False = append(j.False, f.label()+": "+strings.Join(wrong[i], "; "))
		}
	}
	return j
}

// wrongOrder holds that the gravest finding comes first and, of equally grave
// ones, what goes on.
func wrongOrder(before, f *StoryFinding) []string {
	switch a, b := severityRank(before.Severity), severityRank(f.Severity); {
	case a < b:
		return []string{"it stands after a lesser one"}
	case a == b && f.State == "going-on" && before.State != "" && before.State != "going-on":
		return []string{"it goes on and stands after what does not"}
	}
	return nil
}

func (f *StoryFinding) label() string {
	return strings.TrimSpace(fmt.Sprintf("%s (%s) %q", f.Rule, f.Severity, f.Title))
}

// judgeClaim finds the finding that tells a claim best.
func (j *Judgement) judgeClaim(c Claim, findings []StoryFinding, told map[int]bool, wrong map[int][]string) {
	best, least := -1, 0
	for i := range findings {
		f := &findings[i]
		if !c.meant(f) {
			continue
		}
		told[i] = true
		if n := 10*len(c.faults(f)) + len(c.lacks(f)); best < 0 || n < least {
			best, least = i, n
		}
	}
	if best < 0 {
		j.Missed = append(j.Missed, c.label()+": no finding tells it")
		return
	}
	wrong[best] = append(wrong[best], c.faults(&findings[best])...)
	if lacks := c.lacks(&findings[best]); len(lacks) > 0 {
		j.Missed = append(j.Missed, c.label()+": "+strings.Join(lacks, "; "))
	}
	if least == 0 {
		j.Told = append(j.Told, c.label())
	}
}

// label names a claim: its first rule and what it names.
func (c Claim) label() string {
	s := c.Rules[0]
	for _, field := range slices.Sorted(maps.Keys(c.Where)) {
		s += " " + field + "=" + c.Where[field]
	}
	return s
}

// meant reports whether a finding speaks of the claim: its rule or verdict fits,
// and it names what the claim names.
func (c Claim) meant(f *StoryFinding) bool {
	if !slices.Contains(c.Rules, f.Rule) || c.Code != "" && f.Code != "" && f.Code != c.Code {
		return false
	}
	for field, value := range c.Where {
		if !f.names(field, value) {
			return false
		}
	}
	for field, value := range c.Or {
		if f.names(field, value) {
			return true
		}
	}
	return len(c.Or) == 0
}

// faults are what the finding says and is not so.
func (c Claim) faults(f *StoryFinding) (wrong []string) {
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if f.Rows > 0 && c.Rows > 0 && (f.Rows < c.Rows*9/10 || f.Rows > max(c.Most, c.Rows)*11/10+1) {
		add("expected %s rows, found %d", between(c.Rows, max(c.Most, c.Rows)), f.Rows)
	}
	for _, n := range []struct {
		name       string
		true, told int
	}{{"clients", c.Clients, f.Clients}, {"users", c.Users, f.Users}, {"paths", c.Paths, f.Paths}} {
		if off := n.true - n.told; c.Most == 0 && n.true > 0 && n.told > 0 && max(off, -off) > n.true/50 {
			add("expected %d %s, found %d", n.true, n.name, n.told)
		}
	}
	if len(c.States) > 0 && f.State != "" && !slices.Contains(c.States, f.State) {
		add("expected state %s, found %s", strings.Join(c.States, " or "), f.State)
	}
	if slices.Equal(c.States, []string{"over"}) && holdsWord(f.Title, "since") {
		add("it says since of what is over")
	}
	return append(wrong, c.wrongTimes(f)...)
}

func between(low, high int) string {
	if low == high {
		return fmt.Sprint(low)
	}
	return fmt.Sprintf("%d to %d", low, high)
}

// wrongTimes holds the times of a finding against those of the claim.
func (c Claim) wrongTimes(f *StoryFinding) (wrong []string) {
	slack := c.Slack
	if slack == 0 {
		slack = 2 * time.Minute
	}
	near := func(told, true time.Time) bool {
		return told.IsZero() || true.IsZero() || told.Sub(true).Abs() <= slack
	}
	if c.Pause {
		if !near(f.first(), c.First) && !near(f.last(), c.First) {
			wrong = append(wrong, fmt.Sprintf("expected that it stopped at %s, found %s to %s", stamp3339(c.First), f.First, f.Last))
		}
		return wrong
	}
	if !near(f.first(), c.First) {
		wrong = append(wrong, fmt.Sprintf("expected first %s, found %s", stamp3339(c.First), f.First))
	}
	if !near(f.last(), c.Last) {
		wrong = append(wrong, fmt.Sprintf("expected last %s, found %s", stamp3339(c.Last), f.Last))
	}
	return wrong
}

func stamp3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// lacks are what belongs to the claim and the finding does not say.
func (c Claim) lacks(f *StoryFinding) (missing []string) {
	add := func(format string, args ...any) { missing = append(missing, fmt.Sprintf(format, args...)) }
	if severityRank(f.Severity) < severityRank(c.Severity) {
		add("expected severity %s, found %s", c.Severity, f.Severity)
	}
	if len(c.States) > 0 && f.State == "" {
		add("no state")
	}
	if c.Rows > 0 && (f.First == "" || f.Last == "") {
		add("no first and last")
	}
	for _, field := range slices.Sorted(maps.Keys(c.Where)) {
		if value := c.Where[field]; f.Where[field] != value && f.Also[field] != value && f.Rule != "proxy" {
			add("where lacks %s", field)
		}
	}
	if client := c.Where["c-ip"]; !strings.Contains(f.Command, "iiswhy rows") || !strings.Contains(f.Command, client) {
		add("no command that shows the rows")
	}
	for _, words := range c.Says {
		if !saysOne(f.words()+" "+f.Check, words) {
			add("it does not say %q", words)
		}
	}
	for _, words := range c.Next {
		if !saysOne(f.Check, words) {
			add("the check lacks %q", words)
		}
	}
	return missing
}

// deny returns why the finding should not be there at all.
func (t *Tale) deny(f *StoryFinding, told bool) (why []string) {
	for _, d := range t.Truth.Denials {
		if d.meant(f) {
			why = append(why, d.Why)
		}
	}
	switch {
	case len(why) > 0 || told:
	case slices.Contains(incidentRules(), f.Rule) && !slices.Contains(t.Truth.Allowed, f.Rule):
		why = append(why, "nothing of that kind happened")
	case t.Truth.Calm && severityRank(f.Severity) > severityRank("info"):
		why = append(why, "nothing needs attention")
	}
	return why
}

// meant reports whether a finding is what the denial denies.
func (d Denial) meant(f *StoryFinding) bool {
	if len(d.Rules) > 0 && !slices.Contains(d.Rules, f.Rule) || severityRank(f.Severity) < severityRank(d.Severity) {
		return false
	}
	for field, value := range d.Where {
		if !f.names(field, value) {
			return false
		}
	}
	if holdsWord(f.words(), d.Unless) {
		return false
	}
	return d.Says == "" || saysOne(f.words()+" "+f.Check, d.Says)
}
