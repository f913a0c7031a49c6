package analysis

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// leastServerErrors is how many errors tell that a server is at fault, and
	// mostTraffic which part of all requests it may serve: of a server that serves
	// nearly all, nearly all errors are.
	leastServerErrors, mostTraffic = 20, 0.7
	// leastTraffic is the part of all requests that makes an address a server, and leastOfMean
	// that of what each of many serves on average.
	leastTraffic, leastOfMean = 0.02, 0.25
	// mostNamedServers is how many of many servers are named where they fail and the others do not, of
	// which there must be timesAsMany, and leastOfFailing what part of an even share of the errors
	// each has at least; leastKeptOfEach is how many rows were kept of each on average, where they are more.
	mostNamedServers, timesAsMany, leastOfFailing, leastKeptOfEach = 4, 2, 0.2, 8
	// mostOfAnother is the part of a server's errors that another one may have.
	mostOfAnother = 0.1
)

// ofFewServers reports whether one of several servers, or few of many, fail while the others,
// which are asked for the same, do not or hardly; and says so in the finding.
func (a *Analysis) ofFewServers(i *issue, f *report.Finding) bool {
	sample := a.sampleOf(i)
	if !isFault(i.Verdict) || i.rows < leastServerErrors || len(sample) < leastServerErrors {
		return false
	}
	field, servers := a.failing(sample)
	own := a.ofServers(sample, servers)
	if len(servers) == 0 || len(own) < leastServerErrors || a.isOfOneClient(own, servers) {
		return false
	}
	share, others := a.trafficOf(field, servers)
	elsewhere, few := i.elsewhere(servers)
	if others < 1 || len(servers) > 1 && others < timesAsMany*len(servers) || share > mostTraffic || !few || !a.othersServed(field, servers, own, i.first, i.last) {
		return false
	}
	if len(own) < len(sample) && (i.isPart || !a.canLook(i) || !a.failFarMore(own, sample, share)) {
		return false
	}
	f.Where, f.Also = without(f.Where, field), without(f.Also, field)
	var shown []string
	for _, server := range servers {
		shown = append(shown, a.names.Value(field, server))
	}
	if len(servers) == 1 {
		f.Where = append(report.Values{{Field: field, Value: shown[0]}}, f.Where...)
		if ip := string(own[0].Row.Field(parser.ServerIP)); field != "s-ip" && len(ip) > 1 {
			f.Where = without(f.Where, "s-ip")
			f.Also = append(without(f.Also, "s-ip"), report.FieldValue{Field: "s-ip", Value: a.names.Value("s-ip", ip)})
		}
	}
	f.Evidence = append(f.Evidence, serversTold(shown), report.Evidence{What: "failing", Value: float64(len(servers)), Unit: "servers"},
		report.Evidence{What: "traffic", Value: share, Unit: "share"}, othersCounted(others))
	sayElsewhere(f, i.rows, elsewhere)
	return true
}

// failing are the servers that errors are of, by name, and the field that names them: none where
// they are many, or where some have but a few of them. What an application fails at now and then,
// on any of its servers, is beside that: half of the errors and each of these servers are far above it.
func (a *Analysis) failing(errors []scan.SampledRow) (field string, servers []string) {
	count := map[string]int64{}
	for _, r := range errors {
		by, server := a.serverOf(r.Source, r.Row)
		if field = cmp.Or(field, by); server == "" || by != field {
			return field, nil
		}
		count[server] += r.Rows
	}
	counts := make([]scan.Value, 0, len(count))
	for server, n := range count {
		counts = append(counts, scan.Value{Text: server, Count: n})
	}
	slices.SortFunc(counts, func(x, y scan.Value) int { return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Text, y.Text)) })
	for _, one := range counts[:leading(counts)] {
		servers = append(servers, one.Text)
	}
	slices.Sort(servers)
	return field, servers
}

// leading is how many of some values, those of most rows first, have half of the rows or more, each
// about as many, and far more than the next: 0 where the rows fall off little by little. Of many each has
// so few that one more or less is chance.
func leading(counts []scan.Value) int {
	const oneMore = 3 // times as many as the next, of many
	all, theirs := int64(0), int64(0)
	for _, one := range counts {
		all += one.Count
	}
	for n, one := range counts {
		theirs += one.Count
		next := int64(0)
		if n+1 < len(counts) {
			next = counts[n+1].Count
		}
		falls := float64(next) <= mostOfAnother*float64(one.Count)
		if n >= mostNamedServers {
			falls = oneMore*next <= one.Count && theirs >= leastKeptOfEach*int64(n+1)
		}
		if falls && float64(theirs) >= dominant*float64(all) {
			if float64(one.Count)*float64(n+1) < leastOfFailing*float64(theirs) {
				return 0
			}
			return n + 1
		}
	}
	return 0
}

// serversTold names servers, of many the first few, and says how many they are.
func serversTold(names []string) report.Evidence {
	if n := len(names); n > mostNamedServers+1 {
		return report.Evidence{What: "server", Value: float64(n), Unit: "servers", Text: strings.Join(names[:mostNamedServers], ", ")}
	}
	return report.Evidence{What: "server", Text: strings.Join(names, ", ")}
}

// ofServers are the rows that are of some servers.
func (a *Analysis) ofServers(rows []scan.SampledRow, servers []string) (own []scan.SampledRow) {
	for _, r := range rows {
		if _, server := a.serverOf(r.Source, r.Row); slices.Contains(servers, server) {
			own = append(own, r)
		}
	}
	return own
}

// failFarMore reports whether servers that serve a share of all requests fail far more often than
// the others do: of a busy one are most errors anyway.
func (a *Analysis) failFarMore(own, errors []scan.SampledRow, share float64) bool {
	const missed = 3 // rows that a sample of all traffic may have missed
	share += missed / float64(max(1, len(a.Traffic)))
	of := float64(len(own)) / float64(len(errors))
	return of*(1-share)*mostOfAnother >= (1-of)*share
}

// elsewhere is how many rows of a part's kind came meanwhile from other servers, and whether each
// of these has but few, and those that fail no others than those of the part.
func (i *issue) elsewhere(servers []string) (rows int64, few bool) {
	few = true
	for other, n := range i.besides {
		rows += n
		few = few && !slices.Contains(servers, other) && float64(n) <= mostOfAnother*float64(i.rows)
	}
	return rows, few
}

// sayElsewhere says how many of the rows of a kind are of the server that fails, where not all are.
func sayElsewhere(f *report.Finding, own, elsewhere int64) {
	if elsewhere > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "own", Value: float64(own), Unit: "rows"},
			report.Evidence{What: "together", Value: float64(own + elsewhere), Unit: "rows"})
	}
}

// countElsewhere looks whether other servers have rows of an issue of which those that were kept
// are all of one, which may be some of many, or have a few; then what is said is of its own.
func (a *Analysis) countElsewhere(ctx context.Context, i *issue, issues []*issue, f *report.Finding) {
	kept := a.sampleOf(i)
	if f.Rule != "server" || i.isPart {
		return
	}
	_, servers := a.failing(kept)
	if int64(len(kept)) == i.rows && len(a.ofServers(kept, servers)) == len(kept) {
		return
	}
	elsewhere, paths, clients, own := int64(0), map[string]bool{}, map[string]bool{}, ownRows{}
	w, client := a.newFailures(issues), a.Client()
	look := &sought{span: scan.Span{From: i.first, Until: i.last + 1}, wanted: a.wantedOf(i), see: func(source int, r *parser.Row, v codes.Verdict) {
		if w.issueOf(r, v) != i {
			return
		}
		if _, other := a.serverOf(source, r); !slices.Contains(servers, other) {
			elsewhere++
			return
		}
		paths[string(scan.Shorten(r.Path()))], clients[string(scan.Shorten(client(r)))] = true, true
		own.add(r.Second)
	}}
	if a.look(ctx, []*sought{look}); !look.all {
		f.Evidence = append(f.Evidence, report.Evidence{What: "kept", Value: float64(len(kept)), Unit: "rows"})
		return
	}
	if sayElsewhere(f, i.rows-elsewhere, elsewhere); elsewhere > 0 {
		f.Paths, f.Clients = recounted(f, "paths", paths), recounted(f, "clients", clients)
		a.tellOwnTimes(f, i, &own)
	}
}

// recounted is how many values there are of what a finding counts, which its evidence then says.
func recounted(f *report.Finding, what string, values map[string]bool) int64 {
	for n := range f.Evidence {
		if e := &f.Evidence[n]; e.What == what {
			e.Value, e.More = float64(len(values)), false
		}
	}
	return int64(len(values))
}

// canLook reports whether the rows of an issue may be looked at again.
func (a *Analysis) canLook(i *issue) bool {
	if a.Rows == nil {
		return false
	}
	n, ok := a.Rows.Size([]scan.Span{{From: i.first, Until: i.last + 1}})
	return ok && n <= a.lookMost()
}

// othersCounted says how many other servers there are. Of many a sample misses some.
func othersCounted(n int) report.Evidence {
	const few = 20
	if n <= few {
		return report.Evidence{What: "others", Value: float64(n), Unit: "servers"}
	}
	return report.Evidence{What: "others", Value: float64(n - 1), Unit: "servers", More: true}
}

// isOfOneClient reports whether nearly all errors are of one client that asks no other server:
// then the client may be the cause as well. Somebody who works on a server itself asks it
// under the address of the machine.
func (a *Analysis) isOfOneClient(errors []scan.SampledRow, servers []string) bool {
	d := a.dimensions().named("c-ip")
	client, share := mostCommon(errors, d)
	if client == "" || client == "-" || share < nearlyAll {
		return false
	}
	return !slices.ContainsFunc(a.Traffic, func(r scan.SampledRow) bool {
		_, other := a.serverOf(r.Source, r.Row)
		return other != "" && !slices.Contains(servers, other) && d.of(r.Source, r.Row) == client
	})
}

// trafficOf returns which part of all requests some servers serve, and how many others
// there are. A server that another log names by another field may be the same: HTTPERR has
// its address alone.
func (a *Analysis) trafficOf(field string, servers []string) (share float64, others int) {
	traffic, rows := map[string]int64{}, int64(0)
	for _, r := range a.Traffic {
		by, one := a.serverOf(r.Source, r.Row)
		if by != field && by != "" {
			continue
		}
		traffic[one] += r.Rows
		rows += r.Rows
	}
	least := min(leastTraffic, leastOfMean/float64(max(1, len(traffic)))) * float64(rows)
	theirs := int64(0)
	for one, n := range traffic {
		switch {
		case slices.Contains(servers, one):
			theirs += n
		case one != "" && float64(n) >= least:
			others++
		}
	}
	return float64(theirs) / float64(max(1, rows)), others
}

// othersServed reports whether other servers have rows from first to last, and are asked
// for what the errors are of: else they could not fail.
func (a *Analysis) othersServed(field string, servers []string, errors []scan.SampledRow, first, last int64) bool {
	folders, isOfSites := map[string]bool{}, a.sitesOf(errors)
	for _, r := range errors {
		folders[askedFolder(r.Row)] = true
	}
	served, same := false, false
	for _, r := range a.Traffic {
		if by, other := a.serverOf(r.Source, r.Row); by != field || slices.Contains(servers, other) {
			continue
		}
		if field == "s-ip" && !isOfSites(r.Source, r.Row) {
			continue // an address for each site is of one server
		}
		served = served || r.Row.Second >= first && r.Row.Second <= last
		same = same || folders[askedFolder(r.Row)]
	}
	return served && same
}

// sitesOf returns a test for the rows that are of the sites of some, by the name of the site, by its
// number or by the host: servers may count their sites otherwise.
func (a *Analysis) sitesOf(rows []scan.SampledRow) func(source int, r *parser.Row) bool {
	names := func(source int, r *parser.Row) [2]string {
		return [2]string{siteNumber(a.siteOf(source, r)), hostOf(r)}
	}
	of := map[string]bool{}
	for _, r := range rows {
		for _, name := range names(r.Source, r.Row) {
			of[name] = true
		}
	}
	delete(of, "")
	return func(source int, r *parser.Row) bool {
		name := names(source, r)
		return len(of) == 0 || of[name[0]] || of[name[1]]
	}
}

// hostOf is the host that a row asks for, "" where that is not logged.
func hostOf(r *parser.Row) string {
	if v := r.Field(parser.Host); isValue(v) {
		return string(v)
	}
	return ""
}

// askedFolder is the path of a row without its last part: that is often a number.
func askedFolder(r *parser.Row) string {
	path := r.Path()
	return string(path[:bytes.LastIndexByte(path, '/')+1])
}
