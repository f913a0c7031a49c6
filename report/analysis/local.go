package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// What a machine asks of itself is of somebody who works there, of a service or of a scanner that somebody runs
// there: nobody can block that. Where most requests come so, a proxy or a tunnel on it brings them from elsewhere.

// ofStrangers are the rules whose sentences say what to do against a client.
var ofStrangers = []string{"attack-answered", "auth-broken-in", "auth-guessing", "auth-spray", "scan"}

// isOwnAddress reports whether a client has an address of the machine: that of the loopback, or the only other one at
// which it is asked, since Windows uses that where a program asks the site by its name.
func (a *Analysis) isOwnAddress(client string) bool {
	return isLoopback(client) || client != "" && client == a.ownAddress()
}

// findOwnAddress finds the one address at which the machine is asked, "" where there are several or none is logged.
func (a *Analysis) findOwnAddress() (own string) {
	server := a.dimensions().named("s-ip")
	for _, row := range a.Traffic {
		switch at := server.of(row.Source, row.Row); {
		case at == own || !isValue([]byte(at)) || isLoopback(at):
		case own != "":
			return ""
		default:
			own = at
		}
	}
	return own
}

// isServerItself reports whether a client is the machine, and no proxy on it.
func (a *Analysis) isServerItself(client string) bool {
	return a.isOwnAddress(client) && shareOf(a.Traffic, a.dimensions().named("c-ip"), client) < proxyShare
}

// tellSelf says in a finding on challenges that nobody answers who does not: a program on the server itself.
func (a *Analysis) tellSelf(f *report.Finding, i *issue) {
	clients := i.tops[scan.FieldClient].values
	if i.Verdict != codes.ChallengeUnanswered || len(clients) == 0 || float64(clients[0].Count) < nearlyAll*float64(i.rows) {
		return
	}
	if client := clients[0].Text; a.isServerItself(client) {
		f.Evidence = append(f.Evidence, report.Evidence{What: "self", Text: a.names.Value("c-ip", client)})
	}
}

// tellLocal says in a finding on a client that it is the server itself, or a proxy on it, and is as grave as that is:
// who gets in there with the one name that he mistyped has not come from outside.
func (a *Analysis) tellLocal(f *report.Finding, client string) {
	if !slices.Contains(ofStrangers, f.Rule) || !a.isOwnAddress(client) || hasEvidence(f, "waited") {
		return
	}
	what := "local"
	if !a.isServerItself(client) {
		if what = "local-proxy"; f.Rule != "attack-answered" && f.Rule != "scan" {
			return
		}
	}
	for i := range f.Evidence {
		if e := &f.Evidence[i]; e.What == "client" {
			e.What = what
		}
	}
	if what != "local" {
		return
	}
	if f.Rule == "auth-broken-in" {
		f.Severity = report.Warning
		if f.Users <= 1 && textOf(f, "user") == textOf(f, "name-in") {
			f.Severity = report.Note
		}
	}
}

// isLocalScan reports whether somebody scans the site from the machine itself, and found no shell.
func (a *Analysis) isLocalScan(one *attacker) bool {
	return one.probes > 0 && a.isServerItself(one.client) && !slices.ContainsFunc(one.rows, func(r attackRow) bool { return r.family == "web-shells" })
}

// textOf is the text of an evidence of a finding, "" for none.
func textOf(f *report.Finding, what string) string {
	for _, e := range f.Evidence {
		if e.What == what {
			return e.Text
		}
	}
	return ""
}
