package analysis

import (
	"fmt"

	"github.com/iiswhy/iiswhy/report"
)

// gonePlace is a port or a server that rows have no more, and the finding on it.
type gonePlace struct {
	report.Finding
	value       string
	begun, last int64
}

// toldServers are the findings on servers that stopped: one of all where they are many, as half a
// farm that is taken out is one story.
func (a *Analysis) toldServers(field string, all []gonePlace, end int64) (told []report.Finding) {
	if len(all) <= mostSilences {
		for _, s := range all {
			told = append(told, s.Finding)
		}
		return told
	}
	begun, last := all[0].begun, all[0].last
	var names []string
	for _, s := range all {
		begun, last, names = max(begun, s.begun), max(last, s.last), append(names, s.value)
	}
	f := report.Finding{Rule: "silence", Severity: report.Note, First: stamp(last), Last: stamp(last), State: report.Over}
	f.Evidence = []report.Evidence{{What: "least-silent", Value: float64(len(all)), Unit: "servers"}}
	for n, name := range names[:2] {
		f.Evidence = append(f.Evidence, report.Evidence{What: fmt.Sprint("server-", n+1), Text: a.names.Value(field, name)})
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "begun", Value: float64(begun), Unit: "time"},
		report.Evidence{What: "last", Value: float64(last), Unit: "time"}, report.Evidence{What: "until", Value: float64(end), Unit: "time"})
	c := a.newCommand("rows").between(stamp(last), stamp(end+1))
	if len(names) <= mostOfLine {
		c.oneOf(field, names)
	}
	f.Command = c.String()
	return []report.Finding{f}
}
