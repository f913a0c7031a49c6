package codes

import (
	"fmt"
	"strings"
)

// Verdict says what kind of thing a row of a log is. The list is closed, and
// every row has exactly one. The zero value is OK.
type Verdict uint8

// The verdicts, in the order in which reports list them.
const (
	OK                  Verdict = iota // served, redirected or not modified
	Flagged                            // served, but a rule in logging-only mode would have refused it
	Handshake                          // a leg of an authentication that ended in a served request
	ClientLeft                         // the client or a proxy hung up
	Automatic                          // what browsers, crawlers and devices ask for on their own
	Probe                              // scanners and attackers, by what they look for
	ChallengeUnanswered                // a challenge that no authenticated request followed
	LogonFailure                       // credentials were sent and refused
	DirectoryFault                     // the domain, Kerberos or trust is at fault, not the password
	AccessDenied                       // known or anonymous, but not allowed
	Blocked                            // a rule refused it: TLS, certificate, address, rate, filtering
	NotFound                           // nothing there, and no probe
	BadRequest                         // the client sent something the server cannot accept
	Configuration                      // IIS itself is set up wrong
	Application                        // the application failed
	Upstream                           // a proxy target or out-of-process application failed to answer
	Capacity                           // too much for the server
	Unknown                            // the log lacks what it takes to tell
	verdicts                           // their number
)

// NumVerdicts is the number of verdicts; arrays are indexed by Verdict.
const NumVerdicts = int(verdicts)

var verdictNames = [...]string{
	"ok", "flagged", "handshake", "client-left", "automatic", "probe", "challenge-unanswered",
	"logon-failure", "directory-fault", "access-denied", "blocked", "not-found",
	"bad-request", "configuration", "application", "upstream", "capacity", "unknown",
}

// String returns the name as it stands in JSON, in rules and in --verdict.
func (v Verdict) String() string {
	if int(v) < len(verdictNames) {
		return verdictNames[v]
	}
	return fmt.Sprintf("Verdict(%d)", uint8(v))
}

// Attention reports whether rows of this verdict need somebody to look.
func (v Verdict) Attention() bool { return v >= ChallengeUnanswered && v < verdicts }

// ParseVerdict returns the verdict of that name.
func ParseVerdict(name string) (Verdict, error) {
	for i, n := range verdictNames {
		if n == name {
			return Verdict(i), nil
		}
	}
	return 0, fmt.Errorf("expected one of the verdicts %s, found %q", strings.Join(verdictNames[:], ", "), name)
}
