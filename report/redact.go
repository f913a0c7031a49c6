package report

import (
	"fmt"
	"strings"
)

// Redact says what a report must not give away. Values are replaced by
// pseudonyms, client-1, user-7, that are the same throughout a report.
type Redact struct {
	Client, User, Query bool
}

// ParseRedact reads a list as --redact takes it: client,user,query.
func ParseRedact(parts []string) (Redact, error) {
	var r Redact
	for _, p := range parts {
		switch strings.ToLower(strings.TrimSpace(p)) {
		case "client":
			r.Client = true
		case "user":
			r.User = true
		case "query":
			r.Query = true
		default:
			return r, fmt.Errorf("expected client, user or query, found %q", p)
		}
	}
	return r, nil
}

func (r Redact) any() bool { return r.Client || r.User || r.Query }

// pseudonyms gives out names in the order in which they are asked for. A report
// asks in the order in which it lists things, so the names are stable.
type pseudonyms struct {
	redact Redact
	names  map[string]string
	counts map[string]int
}

func newPseudonyms(r Redact) *pseudonyms {
	return &pseudonyms{redact: r, names: map[string]string{}, counts: map[string]int{}}
}

// value returns what a report shows for the value of a field.
func (p *pseudonyms) value(field, value string) string {
	kind := p.kind(field)
	if kind == "" || value == "" || value == "-" {
		return value
	}
	id := kind + "\x00" + value
	if p.names[id] == "" {
		p.counts[kind]++
		p.names[id] = fmt.Sprintf("%s-%d", kind, p.counts[kind])
	}
	return p.names[id]
}

// kind says what a field gives away, "" for nothing that must be hidden. Headers
// that proxies add hold clients; a referer and a cookie hold queries.
func (p *pseudonyms) kind(field string) string {
	f := strings.ToLower(field)
	switch {
	case p.redact.Client && (f == "c-ip" || strings.Contains(f, "forwarded") || strings.Contains(f, "client") || strings.Contains(f, "real-ip")):
		return "client"
	case p.redact.User && (f == "cs-username" || strings.Contains(f, "cookie")):
		return "user"
	case p.redact.Query && (f == "cs-uri-query" || f == "cs-uri" || strings.HasPrefix(f, "cs(referer")):
		return "query"
	}
	return ""
}

// line returns what a report shows of a line of the log: nothing, when anything
// must be hidden, since a line that could not be read may hold it anywhere.
func (p *pseudonyms) line(text string) string {
	if p.redact.any() {
		return ""
	}
	return text
}
