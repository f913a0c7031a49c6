package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
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
	known  *known // nil where users may be shown
}

func newPseudonyms(r Redact) *pseudonyms {
	return &pseudonyms{redact: r, names: map[string]string{}, counts: map[string]int{}, known: newKnown(r)}
}

// value returns what a report shows for the value of a field.
func (p *pseudonyms) value(field, value string) string {
	if value == "" || value == "-" {
		return value
	}
	if kind := p.kind(field); kind != "" {
		return p.name(kind, value)
	}
	return p.within(field, value)
}

// name returns the pseudonym of a value of a kind: client-1, user-7.
func (p *pseudonyms) name(kind, value string) string {
	id := kind + "\x00" + value
	if p.names[id] == "" {
		p.counts[kind]++
		p.names[id] = fmt.Sprintf("%s-%d", kind, p.counts[kind])
	}
	return p.names[id]
}

// shows reports whether a value of a field is shown as it is.
func (p *pseudonyms) shows(field, value string) bool {
	return p.kind(field) == "" && p.within(field, value) == value
}

// kind says what a field gives away, "" for nothing that must be hidden.
func (p *pseudonyms) kind(field string) string {
	kind := secretOf(field)
	if kind == "client" && p.redact.Client || kind == "user" && p.redact.User || kind == "query" && p.redact.Query {
		return kind
	}
	return ""
}

// secretOf says what a field of any spelling can give away. Headers that proxies
// add hold clients; a referer holds queries; a cookie is a user.
func secretOf(field string) string {
	if c, ok := parser.ColumnOf(field); ok {
		switch c {
		case parser.ClientIP:
			return "client"
		case parser.Username, parser.Cookie:
			return "user"
		case parser.Query, parser.URI, parser.Referer:
			return "query"
		}
		return ""
	}
	f := strings.NewReplacer("-", "", "_", "", ")", "").Replace(strings.ToLower(field))
	switch {
	case strings.Contains(f, "forwarded"), strings.Contains(f, "client"), strings.HasSuffix(f, "ip"), f == "cdns":
		return "client"
	case strings.Contains(f, "cookie"), strings.Contains(f, "authorization"):
		return "user"
	}
	return ""
}

// filters returns the filters in force without what they give away: a value of a
// filter flag can give away what the field that it chooses by can.
func (p *pseudonyms) filters(all []string) []string {
	shown := slices.Clone(all)
	for i, f := range all {
		name, value, _ := strings.Cut(f, " ")
		flag, ok := FilterFlagOf(strings.TrimPrefix(name, "--"))
		if ok && !p.shows(flag.Fields[0], value) {
			shown[i] = name + " …"
		}
	}
	return shown
}

// line returns what a report shows of a line of the log: nothing, when anything
// must be hidden, since a line that could not be read may hold it anywhere.
func (p *pseudonyms) line(text string) string {
	if p.redact.any() {
		return ""
	}
	return text
}
