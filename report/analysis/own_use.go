package analysis

import (
	"bytes"
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// ownUse tells attacks from what looks like one by its name: the sample database of a
// page with downloads, the web.config of a repository that is shown, the shell.aspx that
// frames an intranet. Whom a page of the site sent there, and whoever had logged on to
// fetch a file, is no attacker for that.
//
// A referer is easily written, and scanners write the front page of the site they are at:
// that page counts only of clients that read others as well, and few rows only of clients
// that do nothing else that scanners do. What stands in a query is an attack whoever sends
// it, but where pages of the site send many there.
type ownUse struct {
	noise *codes.Families
	known map[string]bool  // hosts of the site
	few   bool             // too few pages were counted to know them
	named map[string]int64 // hosts that pages named, of the served rows that were looked at
	used  map[used]*pathUse
}

// used is a path, and the family of attacks as which it was asked for.
type used struct{ path, family string }

// pathUse is how a path was asked for.
type pathUse struct {
	rows, linked int             // linked: sent by another page of the site
	sent         map[string]bool // clients that a page sent
	named        int             // rows of somebody who had logged on
	users        map[string]bool // who that was
	above        map[string]bool // clients that came from a folder above it
	quiet        int             // rows by which users of the own network read it, sent by the site
	lookedAt     int             // clients that were looked at
	visitors     int             // those of them who read the site
	hasReferer   bool            // the log has the field
}

const (
	// crowdNamed is how many users must have logged on to a path to be its use; how many a
	// page must have sent there, and how many come, is as for probes.
	crowdNamed = 3
	// fewNamed is how many are enough on the own network, where the site sends them and they
	// send nothing, and fewAbove how many clients come from a folder above a file.
	fewNamed, fewAbove = 2, 2
	// fewPages are too few to tell by them which hosts are the site's own.
	fewPages = 100
)

func (a *Analysis) newOwnUse() *ownUse {
	var pages int64
	for _, host := range a.Hosts {
		pages += host.Count
	}
	return &ownUse{noise: a.options.Noise, known: a.ownHosts(), few: pages < fewPages, named: map[string]int64{}, used: map[used]*pathUse{}}
}

// served takes in a row that is none of an attack: most pages of a site name the site.
func (u *ownUse) served(r *parser.Row, v codes.Verdict) {
	if !u.few || v != codes.OK {
		return
	}
	if host, _ := scan.SplitReferer(r.Field(parser.Referer)); len(host) > 0 {
		u.named[string(host)]++
	}
}

// note adds to the row of an attack that was answered how it came about.
func (u *ownUse) note(r *parser.Row, row *attackRow) {
	family, ok := u.noise.MatchAttack(nil, r.Path(), nil, nil)
	row.inPath = ok && u.noise.Name(family) == row.family
	if user := r.Field(parser.Username); len(user) > 1 {
		row.user = string(scan.Shorten(user))
	}
	row.from = u.senderOf(r, row.inPath)
	row.above = comesFromAbove(r)
	row.reads = !r.Posts() && len(r.Field(parser.Method)) <= len("HEAD") && len(r.Query()) <= 1
	p := u.of(*row)
	p.hasReferer = p.hasReferer || r.Field(parser.Referer) != nil
}

// comesFromAbove reports whether the page that sent a row is a folder above its path, but not the
// first: so it is where files of a repository are shown, under whatever name the host has.
// Scanners name the front page.
func comesFromAbove(r *parser.Row) bool {
	_, page := scan.SplitReferer(r.Field(parser.Referer))
	folder, _, _ := bytes.Cut(page, []byte{'?'})
	folder = bytes.TrimRight(folder, "/")
	return bytes.Count(folder, []byte{'/'}) >= 2 && len(r.Path()) > len(folder)+1 && bytes.HasPrefix(r.Path(), folder) && r.Path()[len(folder)] == '/'
}

// senderOf is the other page that sent a client. None is a page that is an attack itself,
// since pages of a shell send to the shell; with a query the front page is none.
func (u *ownUse) senderOf(r *parser.Row, inPath bool) scan.Sender {
	from := scan.SenderOf(r)
	_, page := scan.SplitReferer(r.Field(parser.Referer))
	path, query, _ := bytes.Cut(page, []byte{'?'})
	_, attack := u.noise.MatchAttack(nil, path, query, nil)
	if attack || from.Front && !inPath {
		return scan.Sender{}
	}
	return from
}

// isLinked reports whether a page of the site sent a client that nothing else is known of.
func (u *ownUse) isLinked(row attackRow) bool { return !row.from.Front && row.from.IsOf(u.known) }

// isSent reports whether a page of the site sent a client that was looked at.
func (u *ownUse) isSent(one *attacker, row attackRow) bool {
	return row.from.IsOf(u.known) && (!row.from.Front || one.isVisitor())
}

func (u *ownUse) of(row attackRow) *pathUse {
	at := used{row.path, row.family}
	if u.used[at] == nil {
		u.used[at] = &pathUse{sent: map[string]bool{}, users: map[string]bool{}, above: map[string]bool{}}
	}
	return u.used[at]
}

// keep forgets the paths of which no row is kept any more.
func (u *ownUse) keep(all []map[string]*attacker) {
	before := u.used
	u.used = map[used]*pathUse{}
	for _, of := range all {
		for _, one := range of {
			for _, row := range one.rows {
				at := used{row.path, row.family}
				u.used[at] = before[at]
			}
		}
	}
}

// count counts who was sent where, by what is known of the hosts.
func (u *ownUse) count(all map[string]*attacker) {
	var pages []scan.Value
	for host, n := range u.named {
		pages = append(pages, scan.Value{Text: host, Count: n})
	}
	maps.Copy(u.known, scan.OwnHosts(pages))
	for _, p := range u.used {
		p.rows, p.linked, p.named, p.quiet = 0, 0, 0, 0
	}
	for client, one := range all {
		for _, row := range one.rows {
			p := u.of(row)
			if p.rows++; u.isLinked(row) {
				p.linked++
				p.sent[client] = true
			}
			if row.user != "" {
				p.named++
				p.users[row.user] = true
			}
			if row.above {
				p.above[client] = true
			}
			if row.reads && row.user != "" && row.from.IsOf(u.known) && scan.IsOfOwnNetwork(client) {
				p.quiet++
			}
		}
	}
}

// isOfMany reports whether an attack is a use of the site that its pages make many clients
// make, or that many users make.
func (u *ownUse) isOfMany(row attackRow) bool {
	p := u.of(row)
	if row.inPath && isNamed(row.family) && len(p.users) >= crowdNamed && 2*p.named >= p.rows {
		return true
	}
	if row.inPath && isNamed(row.family) && (len(p.users) >= fewNamed && p.quiet == p.rows ||
		row.family != "web-shells" && row.above && len(p.above) >= fewAbove) {
		return true
	}
	return len(p.sent) >= scan.CrowdSent && 2*p.linked >= p.rows && (row.inPath || u.isLinked(row))
}

// lookedAt takes in who asked, after it was looked at what else they did.
func (u *ownUse) lookedAt(one *attacker) {
	one.job = one.isJob()
	seen := map[*pathUse]bool{}
	for _, row := range one.rows {
		if p := u.of(row); !seen[p] {
			if seen[p] = true; one.isVisitor() {
				p.visitors++
			}
			p.lookedAt++
		}
	}
}

// isVisitor reports whether a client read the site and did nothing that scanners do.
func (one *attacker) isVisitor() bool {
	return one.seen && one.probes == 0 && one.pages >= scan.VisitorPages
}

// isOwn reports whether an attack of a client that was looked at is a use of the site.
func (u *ownUse) isOwn(one *attacker, row attackRow) bool {
	p := u.of(row)
	switch {
	case u.isOfMany(row):
		return true
	case !one.seen || one.probes > 0:
		return false
	case !p.hasReferer && p.visitors >= scan.CrowdCame && 5*p.visitors >= 4*p.lookedAt:
		return row.inPath || one.isVisitor()
	case !row.inPath || !isNamed(row.family):
		return false
	}
	return u.isSent(one, row) || row.family != "web-shells" && (row.user != "" || one.job)
}

// isJob reports whether a client of the own network fetches one thing day by day.
func (one *attacker) isJob() bool {
	const least, days = 3, 2 * 86400
	other := func(r attackRow) bool { return r.path != one.rows[0].path }
	return len(one.rows) >= least && one.last-one.first >= days && !slices.ContainsFunc(one.rows, other) && scan.IsOfOwnNetwork(one.client)
}

// isNamed reports whether a family of attacks goes by names that anybody may give to a
// file of his own.
func isNamed(family string) bool {
	return family == "secret-files" || family == "backup-files" || family == "web-shells"
}
