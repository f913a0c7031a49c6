package analysis

import (
	"fmt"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// The nodes of a balancer that all stop to ask at one moment are one story: it was switched off, or
// asks elsewhere now.

const (
	// mostStopped is how many clients that stopped are looked at, and stopTogether within how many
	// seconds they do.
	mostStopped, stopTogether = 12, 120
)

// stoppedClient is a client that stopped and the finding on it.
type stoppedClient struct {
	report.Finding
	value       string
	begun, last int64
}

// stoppedTogether are the findings on clients that stopped, one of those that did at one moment.
func (a *Analysis) stoppedTogether(all []stoppedClient, end int64) (told []report.Finding) {
	for len(all) > 0 {
		first := all[0]
		apart := func(c stoppedClient) bool { return max(c.last-first.last, first.last-c.last) > stopTogether }
		same := slices.DeleteFunc(slices.Clone(all), apart)
		if len(same) == 1 {
			told = append(told, first.Finding)
		} else {
			told = append(told, a.toldTogether(same, end))
		}
		all = slices.DeleteFunc(all, func(c stoppedClient) bool { return !apart(c) })
	}
	return told
}

// toldTogether tells of clients that stopped at one moment.
func (a *Analysis) toldTogether(same []stoppedClient, end int64) report.Finding {
	begun, last := same[0].begun, same[0].last
	var clients []string
	for _, c := range same {
		begun, last, clients = max(begun, c.begun), max(last, c.last), append(clients, c.value)
	}
	f := report.Finding{Rule: "silence", Severity: report.Warning, First: stamp(last), Last: stamp(last), State: report.Over, Clients: int64(len(same))}
	if len(same) > 2 {
		what := "silent"
		if len(same) == mostStopped {
			what = "least-silent"
		}
		f.Evidence = append(f.Evidence, report.Evidence{What: what, Value: float64(len(same)), Unit: "clients"})
	}
	for n, client := range clients[:2] {
		f.Evidence = append(f.Evidence, report.Evidence{What: fmt.Sprint("client-", n+1), Text: a.names.Value("c-ip", client)})
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "begun", Value: float64(begun), Unit: "time"},
		report.Evidence{What: "last", Value: float64(last), Unit: "time"}, report.Evidence{What: "until", Value: float64(end), Unit: "time"})
	c := a.newCommand("rows").between(stamp(last), stamp(end+1))
	if len(clients) <= mostOfLine {
		c.oneOf("c-ip", clients)
	}
	f.Command = c.String()
	return f
}
