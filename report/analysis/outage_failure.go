package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// failures are the rows around an outage: which paths are served before and after it,
// and what failed meanwhile.
type failures struct {
	from, until int64 // last served row before, first after
	rows        []failedRow
	others      []int64 // seconds of rows that did not fail
	paths       numbered
	clients     numbered
	served      numberSet // paths
	servedTo    numberSet // clients
	servedAt    []int64
	servedBy    []int // the client of each, tooMany for one too many
	client      func(*parser.Row) []byte
	issues      []*issue
	attack      func(*parser.Row) string // the family of attacks that a row is of, "" for none
	issueIn     func([]*issue, *parser.Row, codes.Verdict, string) *issue
}

// failedRow is a row that was not served.
type failedRow struct {
	second       int64
	verdict      codes.Verdict
	path, client int  // numbers
	fault        bool // of the server, whatever was asked for
	ending
	of *issue // nil where it needs no attention
}

// ending is how a row ended: by its code, or by the reason of HTTP.sys.
type ending struct {
	code   codes.Code
	reason string
}

func endingOf(r *parser.Row) ending { return ending{codeOf(r), scan.OutcomeOf(r).Reason} }

const (
	// mostFailedRows bounds the memory of a look at an outage: of more paths and clients that
	// were served nothing is known.
	mostFailedRows = 1 << 18
	tooMany        = -1
)

// see takes a row.
func (w *failures) see(_ int, r *parser.Row, v codes.Verdict) {
	path := scan.Shorten(r.Path())
	switch {
	case isServed(v, int(r.Status)):
		w.servedAt = append(w.servedAt, r.Second)
		w.takeServed(&w.paths, &w.served, path)
		w.servedBy = append(w.servedBy, w.takeServed(&w.clients, &w.servedTo, scan.Shorten(w.client(r))))
	case isFailed(v) && len(w.rows) < mostFailedRows:
		w.rows = append(w.rows, failedRow{r.Second, v, w.paths.of(path), w.clients.of(scan.Shorten(w.client(r))), isFault(v), endingOf(r), w.issueOf(r, v)})
	case len(w.others) < mostFailedRows:
		w.others = append(w.others, r.Second)
	}
}

// takeServed takes a path, or a client, that was served, and returns its number.
func (w *failures) takeServed(all *numbered, served *numberSet, text []byte) int {
	n, known := all.at[string(text)]
	if served.size == mostFailedRows && (!known || !served.holds(n)) {
		return tooMany
	}
	if !known {
		n = all.of(text)
	}
	served.add(n)
	return n
}

// issueOf is the issue that counts a row, nil for none.
func (w *failures) issueOf(r *parser.Row, v codes.Verdict) *issue {
	attack := ""
	if slices.ContainsFunc(w.issues, func(i *issue) bool { return i.Attack != "" }) {
		attack = w.attack(r)
	}
	return w.issueIn(w.issues, r, v, attack)
}

// codeOf is the code of a row as a report names it.
func codeOf(r *parser.Row) codes.Code {
	o := scan.OutcomeOf(r)
	return codes.Code{Status: o.Status, Substatus: o.Substatus, FTP: o.Log == codes.FTPLog}
}

// failure tells of a time in which requests came and all failed.
func (a *Analysis) failure(ctx context.Context, s *service, o *outage) (f report.Finding, ok bool) {
	w := a.newFailures(o.issues)
	from, until := s.second(o.from), s.second(o.until)
	margin := max(besides, until-from)
	around := &sought{span: scan.Span{From: from - margin, Until: until + margin}, see: w.see}
	if a.look(ctx, []*sought{around}); !around.all || len(w.rows) == mostFailedRows {
		return a.countedFailure(s, o)
	}
	w.narrow(from, until)
	checked := w.checkedAlone()
	if checked == "" && !w.isOutage(a.oneClient()) {
		return f, false
	}
	for _, r := range w.rows {
		if r.of != nil {
			o.of[r.of]++
		}
	}
	f = a.toldFailure(w, o.open)
	if checked != "" {
		f.Evidence = append(f.Evidence, report.Evidence{What: "checked", Text: a.names.Value("cs-uri-stem", checked)})
	}
	o.verdicts = w.verdictsBetween(f.First.Unix(), f.Last.Unix())
	w.tellServed(&f)
	return f, true
}

// attackOf is the family of attacks that a row is of which was answered, "" for none.
func (a *Analysis) attackOf(r *parser.Row) string {
	if a.options.Noise == nil {
		return ""
	}
	family, ok := a.options.Noise.MatchAttack(nil, r.Path(), r.Query(), nil)
	if !ok {
		return ""
	}
	return a.options.Noise.Name(family)
}

// never is a second before or after all.
const never = int64(1) << 62

// narrow finds the last served row before the outage and the first after it, and
// keeps what failed between them.
func (w *failures) narrow(from, until int64) {
	w.from, w.until = -never, never
	for _, second := range w.servedAt {
		if second < from {
			w.from = max(w.from, second)
		} else if second >= until {
			w.until = min(w.until, second)
		}
	}
	kept := w.rows[:0]
	for _, r := range w.rows {
		if r.second > w.from && r.second < w.until {
			kept = append(kept, r)
		}
	}
	w.rows = mostAtOnce(kept)
}

// apartFailed is for how many seconds nobody may ask before what fails then is another
// matter: a log of some days lacks whole ones.
const apartFailed = 6 * 3600

// mostAtOnce are the most rows between which nobody was away for long.
func mostAtOnce(rows []failedRow) (most []failedRow) {
	slices.SortStableFunc(rows, func(x, y failedRow) int { return cmp.Compare(x.second, y.second) })
	from := 0
	for i := range rows {
		if i > 0 && rows[i].second-rows[i-1].second > apartFailed {
			from = i
		}
		if i+1-from > len(most) {
			most = rows[from : i+1]
		}
	}
	return most
}

// isOutage reports whether what failed is what is served at other times: errors of the
// server, or pages that are served before or after. A single page that fails, where there
// are others, or a single client that looks for what is not there, is none.
func (w *failures) isOutage(oneClient bool) bool {
	const enoughPaths, leastClients = 3, 2
	leastPaths := max(1, min(enoughPaths, w.served.size)) // an interface may have no more
	var paths, clients numberSet
	own := 0
	for _, r := range w.rows {
		if r.fault || w.served.holds(r.path) {
			own++
			paths.add(r.path)
			clients.add(r.client)
		}
	}
	if (w.refusedLogons() != nil || w.areBarred()) && !w.isOfVisitors() {
		return false
	}
	return own >= leastFailed && 2*own > len(w.rows) && paths.size >= leastPaths && (oneClient || clients.size >= leastClients)
}

// areLogons reports whether nearly all rows of an outage are logons that were refused.
func (w *failures) areLogons() bool {
	evidence := w.refusedLogons()
	return evidence != nil && evidence[0].What == "logons"
}

// byAddress are the substatus of 403 by which a rule refuses an address, or the name of a client.
var byAddress = []int{6, 8, 503, 504}

// areBarred reports whether a rule on addresses refused nearly all rows: to others much may be served.
func (w *failures) areBarred() bool {
	rows := 0
	for _, r := range w.rows {
		if r.code.Status == 403 && slices.Contains(byAddress, r.code.Substatus) {
			rows++
		}
	}
	return float64(rows) >= nearlyAll*float64(len(w.rows))
}

// isOfVisitors reports whether the clients that failed are those who come at other times.
func (w *failures) isOfVisitors() bool {
	var clients, known numberSet
	for _, r := range w.rows {
		clients.add(r.client)
		if w.servedTo.holds(r.client) {
			known.add(r.client)
		}
	}
	return areKnown(known.size, clients.size)
}

// oneClient reports whether nearly all rows come from one address: a proxy's, or that
// of the only user.
func (a *Analysis) oneClient() bool {
	_, share := mostCommon(a.Traffic, a.dimensions().named("c-ip"))
	return share >= nearlyAll
}

func (a *Analysis) toldFailure(w *failures, open bool) report.Finding {
	var paths, clients numberSet
	counts := map[ending]int64{}
	first, last := w.rows[0].second, w.rows[0].second
	for _, r := range w.rows {
		first, last = min(first, r.second), max(last, r.second)
		counts[r.ending]++
		if w.paths.texts[r.path] != "" {
			paths.add(r.path)
		}
		if w.clients.texts[r.client] != "" {
			clients.add(r.client)
		}
	}
	f := a.newOutage(first, last, int64(len(w.rows)), open)
	f.Command = a.failuresBetween(w, first, last).String()
	f.Clients, f.Paths = int64(clients.size), int64(paths.size)
	f.Evidence = append(f.Evidence, a.mostly(counts)...)
	f.Evidence = append(f.Evidence, w.refusedLogons()...)
	if w.areLogons() {
		f.Rule = "auth-nobody"
	}
	if f.Clients > 0 && f.Paths > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "paths", Value: float64(f.Paths), Unit: "paths"},
			report.Evidence{What: "clients", Value: float64(f.Clients), Unit: "clients"})
	}
	return f
}

// refusedLogons says that nearly all rows of an outage are logons that were refused, or that nearly
// all were asked to log on and nobody did.
func (w *failures) refusedLogons() []report.Evidence {
	refused, challenged := 0, 0
	for _, r := range w.rows {
		switch r.verdict {
		case codes.LogonFailure, codes.DirectoryFault:
			refused++
		case codes.ChallengeUnanswered:
			challenged++
		}
	}
	what, least := "", nearlyAll*float64(len(w.rows))
	switch {
	case float64(challenged) >= least:
		what = "challenged"
	case float64(refused+challenged) >= least:
		what = "logons"
	default:
		return nil
	}
	return []report.Evidence{{What: what, Value: float64(len(w.rows)), Unit: "rows"}}
}

// failuresBetween shows the rows of an outage: all that came meanwhile, or where scanners
// and legs of logons did as well, those of its verdicts.
func (a *Analysis) failuresBetween(w *failures, first, last int64) *command {
	return a.newCommand("rows").between(stamp(first), stamp(last+1)).flag("--verdict", w.verdictsBetween(first, last))
}

// verdictsBetween are those of the rows of an outage, "" where all that came meanwhile are its own.
func (w *failures) verdictsBetween(first, last int64) string {
	isBetween := func(second int64) bool { return first <= second && second <= last }
	if !slices.ContainsFunc(w.others, isBetween) && !slices.ContainsFunc(w.servedAt, isBetween) {
		return ""
	}
	var verdicts []string
	for v := range codes.Verdict(codes.NumVerdicts) {
		if slices.ContainsFunc(w.rows, func(r failedRow) bool { return r.verdict == v }) {
			verdicts = append(verdicts, v.String())
		}
	}
	return strings.Join(verdicts, ",")
}

// countedFailure tells the same from the counts, where rows cannot be looked at: only
// errors of the server are sure to be no scanner's.
func (a *Analysis) countedFailure(s *service, o *outage) (f report.Finding, ok bool) {
	if n := s.sumOf(s.faults, o.gap); n < 2*leastFailed || 2*n < s.sumOf(s.failed, o.gap) {
		return f, false
	}
	from, until := s.second(o.from), s.second(o.until)
	for _, c := range a.Minutes.Cells {
		if second := a.Minutes.Second(c); second < from || second >= until || !a.Outcomes[c.Outcome].Shown {
			continue
		}
		subject := &a.Subjects[a.Outcomes[c.Outcome].Subject]
		if at := slices.IndexFunc(o.issues, func(i *issue) bool { return i.has(subject) }); at >= 0 {
			o.of[o.issues[at]] += c.Rows
		}
	}
	return a.newOutage(from, until-1, s.sumOf(s.failed, o.gap), o.open), true
}

// newOutage begins a finding on requests that all failed.
func (a *Analysis) newOutage(first, last, rows int64, open bool) report.Finding {
	f := report.Finding{
		Rule: "outage", Severity: report.Critical, Rows: rows, Share: a.share(rows),
		First: stamp(first), Last: stamp(last), State: report.Over,
	}
	f.Evidence = []report.Evidence{{What: "rows", Value: float64(rows), Unit: "rows"}}
	times := timesOf(first, last)
	if open {
		f.State, times = report.GoingOn, times[:1]
	}
	f.Evidence = append(f.Evidence, times...)
	f.Command = a.newCommand("rows").between(f.First, stamp(last+1)).String()
	return f
}

// mostly names the code of most rows, or the reason where HTTP.sys gave one.
func (a *Analysis) mostly(counts map[ending]int64) []report.Evidence {
	var most ending
	for e, n := range counts {
		if order := cmp.Or(cmp.Compare(counts[most], n), e.code.Compare(most.code), cmp.Compare(e.reason, most.reason)); order < 0 {
			most = e
		}
	}
	if most.reason != "" {
		return []report.Evidence{{What: "code", Text: most.reason, Unit: "code"}, {What: "name", Text: a.reason(most.reason).Name}}
	}
	return []report.Evidence{{What: "code", Text: most.code.Label(), Unit: "code"}, {What: "name", Text: a.code(most.code).Name}}
}
