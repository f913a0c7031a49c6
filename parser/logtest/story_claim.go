package logtest

import "time"

// StoryTruth is what a report on a tale must say and must not say.
type StoryTruth struct {
	// Claims must be told.
	Claims []Claim `json:"claims,omitempty"`
	// Denials must not be said.
	Denials []Denial `json:"denials,omitempty"`
	// Allowed are rules of incidents that may be told besides. Any other rule of
	// an incident that no claim asks for is a false sentence.
	Allowed []string `json:"allowed,omitempty"`
	// Calm says that nothing needs attention: no finding is a warning or worse.
	Calm bool `json:"calm,omitempty"`
}

// Claim is a finding that a true report has. Zero values are not asked for.
type Claim struct {
	// Rules are the names that fit, the best first. A verdict is a rule as well.
	Rules []string `json:"rules"`
	// Severity is the least that is right: "critical", "warning" or "info".
	Severity string `json:"severity,omitempty"`
	// Code is that of its rows; "" where they have several.
	Code string `json:"code,omitempty"`
	// Verdict is that of its rows.
	Verdict string `json:"verdict,omitempty"`
	// Where must all be named; of Or, one is enough. Fields have the names of
	// their columns.
	Where map[string]string `json:"where,omitempty"`
	Or    map[string]string `json:"or,omitempty"`

	// Rows is how many there are; Most is how many may be counted, where rows near
	// it may be told with it. 0: Rows.
	Rows int `json:"rows,omitempty"`
	Most int `json:"most,omitempty"`
	// Clients, Users and Paths are how many different ones its rows hold; 0 also
	// where that is not logged. The users of FTP are those of the USER rows.
	Clients int `json:"clients,omitempty"`
	Users   int `json:"users,omitempty"`
	Paths   int `json:"paths,omitempty"`

	// First and Last are the times of its first and last row. With Pause they are
	// the last row before and the first row after a time without rows; no Last:
	// none came after.
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	Pause bool      `json:"pause,omitempty"`
	// Slack is how far a told time may be from them. 0: two minutes.
	Slack time.Duration `json:"slack,omitempty"`
	// States are those that fit: over, going-on, recurring, single.
	States []string `json:"states,omitempty"`

	// Says are words of which the finding must have each, in title, evidence or
	// check; Next those that its check must have: what to do. Alternatives stand
	// between |; capitals do not matter.
	Says []string `json:"says,omitempty"`
	Next []string `json:"next,omitempty"`
}

// Denial is what a true report does not have: findings that match all of it.
type Denial struct {
	Rules    []string          `json:"rules,omitempty"`    // one of them; none: any rule
	Severity string            `json:"severity,omitempty"` // that or worse; "": any
	Where    map[string]string `json:"where,omitempty"`    // all of them named
	// Says are words, with | between alternatives, of title, evidence or check.
	Says string `json:"says,omitempty"`
	// Unless is a word of title or evidence that makes it right; "": nothing does.
	Unless string `json:"unless,omitempty"`
	// Why is the reason in words.
	Why string `json:"why"`
}

// incidentRules are the rules that no report tells without a reason.
func incidentRules() []string {
	return []string{
		"auth-spray", "auth-guessing", "auth-distributed", "auth-broken-in", "auth-loop", "auth-expired", "auth-locked",
		"auth-disabled", "auth-computers", "auth-lost", "auth-everyone", "auth-nobody", "limited", "auth-split", "form-guessing", "scan", "attack-answered", "outage", "silence",
		"slow", "cut-off", "redirect-loop", "redirect-poll", "fewer", "server", "proxy", "flood", "held-open", "left-open", "served-before",
	}
}
