package analysis

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Dynamic IP Restrictions refuse an address that asks for too much, by two codes and with one of three
// statuses. What to do depends on who that is: people behind one address, visitors whose pages have many files, a
// program, or a scanner, which such limits are for.

const (
	// ofScanner is how many paths a scanner asks for, as a part of its requests: people behind one
	// address ask for the same pages again and again.
	ofScanner = 0.6
	// severalBrowsers are different ones at one address, and manyHeldBack clients that a limit refused.
	severalBrowsers, manyHeldBack = 3, 5
	// ofPages is which part of what visitors are refused are the files of pages, and ofOffice what is
	// enough of one address that has several browsers.
	ofPages, ofOffice = 0.25, 0.05
)

// isOfLimits reports whether a code is one of those limits'.
func isOfLimits(c codes.Code) bool {
	return !c.FTP && (c.Status == 401 || c.Status == 403 || c.Status == 404) && (c.Substatus == 501 || c.Substatus == 502)
}

// limited are requests that limits refused to some clients.
type limited struct {
	issues  []*issue
	clients []scan.Value
	rows    int64
	sample  []scan.SampledRow
	isAll   bool // all rows of the issues
}

// limitFindings tells of the requests that limits on addresses refused: of scanners apart. It notes the
// rows that it tells.
func (a *Analysis) limitFindings(issues []*issue, told toldRows) (all []report.Finding) {
	var of []*issue
	for _, i := range issues {
		if isOfLimits(i.Code) && i.Verdict == codes.Blocked && told.left(i) == i.rows {
			of = append(of, i)
		}
	}
	clients, estimated := a.All(scan.FieldClient, func(s *scan.Subject) bool { return hasSubject(of, s) })
	if len(of) == 0 || estimated || len(clients) == 0 {
		return nil
	}
	for _, i := range of {
		told.of(i.Subject).limit = i.rows
	}
	scanners, others := a.limitedBy(of, clients)
	if scanners.rows > 0 {
		all = append(all, a.heldBack(scanners))
	}
	if others.rows > 0 {
		all = append(all, a.limitFinding(others, scanners))
	}
	return all
}

func hasSubject(issues []*issue, s *scan.Subject) bool {
	return slices.ContainsFunc(issues, func(i *issue) bool { return i.has(s) })
}

// limitedBy parts scanners from other clients. A scanner that limits stop is known by what it was told besides.
func (a *Analysis) limitedBy(issues []*issue, clients []scan.Value) (scanners, others limited) {
	scanners.issues, others.issues = issues, issues
	rows := map[string][]scan.SampledRow{}
	of := a.Client()
	for _, i := range issues {
		for _, r := range a.sampleOf(i) {
			client := string(scan.Shorten(of(r.Row)))
			rows[client] = append(rows[client], r)
		}
	}
	slices.SortFunc(clients, func(x, y scan.Value) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), strings.Compare(x.Text, y.Text))
	})
	for _, c := range clients {
		isScanner := slices.ContainsFunc(a.Scanners, func(s scan.Scanner) bool { return s.Client == c.Text })
		l := &others
		if isScanner && asksForMany(rows[c.Text]) {
			l = &scanners
		}
		l.clients, l.rows, l.sample = append(l.clients, c), l.rows+c.Count, append(l.sample, rows[c.Text]...)
	}
	scanners.isAll, others.isAll = others.rows == 0, scanners.rows == 0
	return scanners, others
}

// asksForMany reports whether hardly any path is asked for twice.
func asksForMany(rows []scan.SampledRow) bool {
	return float64(len(pathsAmong(rows))) >= ofScanner*float64(len(rows))
}

func pathsAmong(rows []scan.SampledRow) map[string]bool {
	paths := map[string]bool{}
	for _, r := range rows {
		paths[string(r.Row.Path())] = true
	}
	return paths
}

// heldBack is on scanners, which such a limit is for.
func (a *Analysis) heldBack(l limited) report.Finding {
	f := a.newLimited("held-back", report.Note, l)
	f.Command = a.limitCommand(&f, l, limited{})
	return f
}

// limitFinding is on others, and says who they are where that can be told.
func (a *Analysis) limitFinding(l, scanners limited) report.Finding {
	f := a.newLimited("limited", report.Note, l)
	usual := report.Warning
	switch main := l.clients[0]; {
	case float64(main.Count) < nearlyAll*float64(l.rows):
		if len(l.clients) < manyHeldBack || !areVisitors(l.sample, ofPages) {
			usual = report.Note
			break
		}
		f.Evidence = append(f.Evidence, report.Evidence{What: "visitors", Value: float64(len(l.clients)), Unit: "clients"})
	case a.isSharedBy(main.Text, l.sample):
		f.Evidence = append(f.Evidence, report.Evidence{What: "through", Text: a.names.Value("c-ip", main.Text)})
	case isOfProgram(l.sample):
		usual = report.Note
		f.Evidence = append(f.Evidence, report.Evidence{What: "program", Text: a.names.Value("cs(User-Agent)", string(l.sample[0].Row.Field(parser.UserAgent)))})
	default:
		usual = report.Note
	}
	f.Severity = a.severityFrom(usual, l.rows)
	f.Command = a.limitCommand(&f, l, scanners)
	return f
}

// newLimited begins a finding on what limits refused.
func (a *Analysis) newLimited(rule, severity string, l limited) report.Finding {
	f := report.Finding{Rule: rule, Severity: severity, Rows: l.rows, Share: a.share(l.rows), Verdict: codes.Blocked.String(), Clients: int64(len(l.clients))}
	first, last := l.clients[0].First, l.clients[0].Last
	for _, c := range l.clients {
		first, last = min(first, c.First), max(last, c.Last)
	}
	act := evenly(first, last, l.rows)
	if l.isAll {
		act = a.activityOf(func(o *scan.Outcome) bool { return hasSubject(l.issues, &a.Subjects[o.Subject]) })
	}
	a.setTimes(&f, act, first, last)
	counts := map[*issue]int64{}
	for _, i := range l.issues {
		counts[i] = i.rows
	}
	f.Codes = codesOf(counts)
	slices.Sort(f.Codes)
	if len(f.Codes) == 1 {
		f.Code = f.Codes[0]
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "rows", Value: float64(l.rows), Unit: "rows"}, report.Evidence{What: "codes", Text: strings.Join(f.Codes, ", "), Unit: "code"},
		report.Evidence{What: "clients", Value: float64(len(l.clients)), Unit: "clients"})
	if float64(l.clients[0].Count) >= nearlyAll*float64(l.rows) {
		f.Evidence = append(f.Evidence, report.Evidence{What: "client", Text: a.names.Value("c-ip", l.clients[0].Text)})
	}
	if len(l.clients) == 1 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "alone", Text: a.names.Value("c-ip", l.clients[0].Text)})
	}
	f.Evidence = append(f.Evidence, timesOf(first, last)...)
	f.Where, f.Also = a.inCommon(l.sample, l.rows)
	return f
}

// isSharedBy reports whether many people are behind the address that a limit refused: the proxy in front, or an
// address with several browsers that ask for the same pages and their files.
func (a *Analysis) isSharedBy(client string, sample []scan.SampledRow) bool {
	if p, ok := a.proxyOf(); ok && p.client == client || a.behind(client).isMany() {
		return true
	}
	browsers := map[string]bool{}
	for _, r := range sample {
		if isBrowser(r.Row) {
			browsers[string(r.Row.Field(parser.UserAgent))] = true
		}
	}
	return len(browsers) >= severalBrowsers && !asksForMany(sample) && areVisitors(sample, ofOffice)
}

// areVisitors reports whether refused rows are of browsers that load pages with their files: a flood asks for
// one address or for many, but not for the pictures.
func areVisitors(sample []scan.SampledRow, least float64) bool {
	ofBrowsers, files := 0, 0
	for _, r := range sample {
		if isBrowser(r.Row) {
			ofBrowsers++
		}
		if scan.IsPart(string(r.Row.Path())) {
			files++
		}
	}
	return float64(ofBrowsers) >= nearlyAll*float64(len(sample)) && float64(files) >= least*float64(len(sample)) && len(sample) > 0
}

// isOfProgram reports whether all refused rows have one agent that is no browser.
func isOfProgram(sample []scan.SampledRow) bool {
	if len(sample) == 0 {
		return false
	}
	agent := sample[0].Row.Field(parser.UserAgent)
	return len(agent) > 1 && !slices.ContainsFunc(sample, func(r scan.SampledRow) bool {
		return isBrowser(r.Row) || !bytes.Equal(r.Row.Field(parser.UserAgent), agent)
	})
}

// limitCommand shows the rows of a finding: of its client, or without those of the scanners.
func (a *Analysis) limitCommand(f *report.Finding, l, scanners limited) string {
	c := a.newCommand("rows")
	if !f.First.IsZero() {
		c.between(f.First, stamp(f.Last.Unix()+1))
	}
	c.flag("--status", strings.Join(f.Codes, ",")).flag("--verdict", f.Verdict)
	switch {
	case len(l.clients) <= mostOfLine && (len(l.clients) == 1 || !l.isAll):
		return c.oneOf("c-ip", textsOf(l.clients)).String()
	case l.isAll:
		return c.String()
	case len(scanners.clients) > 0 && len(scanners.clients) <= mostOfLine:
		return c.without("c-ip", textsOf(scanners.clients)).String()
	}
	return ""
}

func textsOf(values []scan.Value) (all []string) {
	for _, v := range values {
		all = append(all, v.Text)
	}
	return all
}
