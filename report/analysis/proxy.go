package analysis

import (
	"context"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// An address that carries most of the traffic of many people is a proxy or a
// balancer. One person, a monitor and a scanner carry much as well; they bring few
// agents and names, and a scanner is served little.
const (
	proxyShare  = 0.5 // of all rows
	proxyServed = 0.5 // of its rows
	manyAgents  = 8
	manyPeople  = 5
	manyBehind  = 3 // clients in the column of those that were forwarded
)

// proxy is an address that nearly all rows come through.
type proxy struct {
	client string
	share  float64 // of all rows
	column string  // that names the real clients; "" for none
	// agents and people are how many different ones it has, as far as some rows tell.
	agents, people int
}

// proxyOf finds the proxy that stands in front, if any: not where the filter chose the
// clients, nor where the column of the real ones is read already.
func (a *Analysis) proxyOf() (p proxy, ok bool) {
	if a.ForwardedFor != "" || a.chooses("client") {
		return p, false
	}
	d := a.dimensions()
	p.client, p.share = mostCommon(a.Traffic, d.named("c-ip"))
	if p.client == "" || p.client == "-" || p.share < proxyShare {
		return p, false
	}
	behind := a.behind(p.client)
	p.column, p.agents, p.people = behind.column, len(behind.agents), len(behind.people)
	return p, behind.isMany()
}

func (a *Analysis) chooses(flag string) bool {
	for _, f := range a.Filter.Fields {
		if f.Flag == flag {
			return true
		}
	}
	return false
}

// behind is what the rows of one address hold.
type behind struct {
	rows, served   int64
	agents, people map[string]bool
	column         string
	clients        map[string]bool // in the column
}

func (a *Analysis) behind(client string) behind {
	b := behind{agents: map[string]bool{}, people: map[string]bool{}, clients: map[string]bool{}}
	for _, row := range a.byClient()[client] {
		r := row.Row
		b.rows += row.Rows
		if r.Status >= 400 || r.Status <= 0 {
			continue
		}
		b.served += row.Rows
		b.agents[string(r.Field(parser.UserAgent))] = true
		if name := nameOf(r); name != "" {
			b.people[account(name)] = true
		}
		for at, name := range r.Layout.Names {
			if address := scan.FirstAddress(r.At(at)); isForwarded(name) && len(address) > 0 {
				b.column = name
				b.clients[string(address)] = true
			}
		}
	}
	return b
}

// trafficByClient are the kept rows of all traffic by their clients: of thousands of clients each is asked about.
func (a *Analysis) trafficByClient() map[string][]scan.SampledRow {
	all, of := map[string][]scan.SampledRow{}, a.Client()
	for _, row := range a.Traffic {
		client := string(scan.Shorten(of(row.Row)))
		all[client] = append(all[client], row)
	}
	return all
}

// isForwarded reports whether a column has the name of a header in which proxies
// forward the address of a client.
func isForwarded(column string) bool {
	column = strings.ToLower(column)
	return slices.ContainsFunc([]string{"forwarded-for", "real-ip", "client-ip", "connecting-ip", "original-ip"}, func(part string) bool {
		return strings.Contains(strings.ReplaceAll(column, "_", "-"), part)
	})
}

// isMany reports whether many people are behind an address: it is served to, and their
// agents, names or addresses differ.
func (b behind) isMany() bool {
	return float64(b.served) >= proxyServed*float64(b.rows) &&
		(len(b.agents) >= manyAgents || len(b.people) >= manyPeople || len(b.clients) >= manyBehind)
}

// servesMany reports whether an address is served far more often than it is refused,
// to several people, as far as some rows of all traffic tell.
func (a *Analysis) servesMany(client string, refused int64) bool {
	b := a.behind(client)
	return b.served > 2*refused && len(b.people) >= 2
}

// proxies says that all clients share one address, and where the real ones are.
func (a *Analysis) proxies(context.Context) []report.Finding {
	p, ok := a.proxyOf()
	if !ok {
		return nil
	}
	f := report.Finding{Rule: "proxy", Severity: report.Note, Share: p.share, Clients: 1}
	f.Where = report.Values{{Field: "c-ip", Value: a.names.Value("c-ip", p.client)}}
	f.Evidence = []report.Evidence{
		{What: "client", Text: a.names.Value("c-ip", p.client)}, {What: "share", Value: p.share, Unit: "share"},
	}
	if p.column != "" {
		f.Evidence = append(f.Evidence, report.Evidence{What: "column", Text: p.column})
	} else if p.agents < manyBehind && p.people >= manyPeople {
		f.Evidence = append(f.Evidence, report.Evidence{What: "people", Value: float64(p.people), Unit: "users"})
	}
	if a.names.Shows("c-ip", p.client) {
		f.Command = a.newCommand("rows").where("c-ip", p.client).String()
	}
	return []report.Finding{f}
}
