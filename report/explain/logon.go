package explain

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// typingTime is how long a logon takes at least, in seconds, when a person types
// the password. Machines need less, unless the server has to start.
const typingTime = 10

// handshakes says who got in after the legs of a negotiation.
func (n *neighbours) handshakes(g *group) []report.Finding {
	if g.verdict != codes.Handshake {
		return nil
	}
	legs, answer := n.negotiation(g.rows[0])
	if answer == nil {
		return nil
	}
	user := n.user(answer)
	evidence := []report.Evidence{
		lineList(append(legs, answer)), later(legs[0], answer),
	}
	if user != "" {
		evidence = append(evidence, text("user", user))
	}
	if others := n.negotiations(g) - 1; others > 0 {
		evidence = append(evidence, amount("others", others, "negotiations"))
	}
	all := []report.Finding{note("handshake-"+scheme(legs), evidence...)}
	if seconds(legs[0], answer) >= typingTime {
		all = append(all, note("handshake-typed", apart(legs[0], answer)...))
	}
	return all
}

// negotiation returns the legs of the negotiation that a row belongs to and the
// row that ended it, nil where that was not kept.
func (n *neighbours) negotiation(leg *keptRow) (legs []*keptRow, answer *keptRow) {
	answer = n.answer(leg)
	if answer == nil {
		return nil, nil
	}
	before, after := n.sameRequest(leg)
	for _, r := range slices.Concat(before, []*keptRow{leg}, after) {
		if r.verdict == codes.Handshake && n.answer(r) == answer {
			legs = append(legs, r)
		}
	}
	return legs, answer
}

// answer finds the row that answered a leg: the next one, else the last one that
// was logged before it.
func (n *neighbours) answer(leg *keptRow) *keptRow {
	before, after := n.sameRequest(leg)
	served := func(r *keptRow) bool {
		return (scan.IsServed(r.Row) || leg.isOfApplication() && isGranted(r)) && isInTime(leg, r)
	}
	if i := slices.IndexFunc(after, served); i >= 0 {
		return after[i]
	}
	for _, r := range slices.Backward(before) {
		if served(r) {
			return r
		}
	}
	return nil
}

// isOfApplication reports whether an application itself, and not IIS, asked for
// credentials: it need not tell IIS who was let in.
func (r *keptRow) isOfApplication() bool { return r.Status == 401 && r.Substatus == 0 }

func isGranted(r *keptRow) bool { return r.Status >= 200 && r.Status < 400 }

// negotiations counts those that rows of a group belong to.
func (n *neighbours) negotiations(g *group) int64 {
	answers := map[*keptRow]bool{}
	for _, r := range g.rows {
		answers[n.answer(r)] = true
	}
	delete(answers, nil)
	return int64(len(answers))
}

// scheme says how a negotiation went. NTLM takes two 401s, Kerberos and Basic take
// one. A client that sends its credentials unasked gets the second only.
func scheme(legs []*keptRow) string {
	challenged := slices.ContainsFunc(legs, func(r *keptRow) bool { return r.Substatus != 1 })
	second := slices.ContainsFunc(legs, func(r *keptRow) bool { return r.Substatus == 1 })
	switch {
	case legs[0].isOfApplication():
		return "app"
	case challenged && second:
		return "ntlm"
	case second:
		return "early"
	}
	return "one"
}

// lineList names the lines of rows, the first few of many.
func lineList(rows []*keptRow) report.Evidence {
	var parts []string
	for i := 0; i < len(rows); {
		if len(parts) == linesShown {
			parts = append(parts, "…")
			break
		}
		from := i
		for i++; i < len(rows) && rows[i].line == rows[i-1].line+1; i++ {
		}
		part := strconv.FormatInt(rows[from].line, 10)
		switch i - from {
		case 1:
		case 2:
			part += ", " + strconv.FormatInt(rows[i-1].line, 10)
		default:
			part += "–" + strconv.FormatInt(rows[i-1].line, 10)
		}
		parts = append(parts, part)
	}
	return report.Evidence{What: "lines", Text: strings.Join(parts, ", "), Value: float64(len(rows)), Unit: "lines"}
}

// challenges says what became of challenges that nobody answered.
func (n *neighbours) challenges(g *group) (all []report.Finding) {
	if g.verdict != codes.ChallengeUnanswered {
		return nil
	}
	first := g.rows[0]
	method := countValues(g.rows, func(r *keptRow) string { return n.shown(r, parser.Method) })
	switch refusal, elsewhere := n.refusal(first), n.logonElsewhere(first); {
	case refusal != nil:
		all = append(all, note("challenge-refused", lineOf(refusal), text("code", withNumber(refusal))))
	case elsewhere != nil:
		all = append(all, note("challenge-elsewhere", text("client", n.client(first)), text("user", n.user(elsewhere)), lineOf(elsewhere)))
	case len(method) == 1 && method[0].Key == "OPTIONS":
		all = append(all, note("challenge-preflight", text("method", method[0].Key)))
	case n.isOpenEnded(g):
		all = append(all, note("challenge-open"))
	case n.isOversized(g):
		all = append(all, note("challenge-ticket", text("client", n.client(first))))
	case n.client(first) != "":
		all = append(all, note("challenge-silent", text("client", n.client(first))))
	}
	return all
}

// isOpenEnded reports whether the log ends before the answer to the first of some
// challenges had to be there.
func (n *neighbours) isOpenEnded(g *group) bool {
	first := g.rows[0]
	return first.Second == parser.NoTime || n.last[first.source]-first.Second < scan.AnswerWithin && n.refusal(first) == nil
}

// isOversized reports whether one client is challenged again and again and never let
// in, while others are let in for the same path: as where its ticket is too large.
func (n *neighbours) isOversized(g *group) bool {
	const often = 3
	first := g.rows[0]
	if len(g.rows) < often || len(countValues(g.rows, n.client)) != 1 {
		return false
	}
	return slices.ContainsFunc(n.byPath[pathKey(first)], func(r *keptRow) bool {
		return n.client(r) != n.client(first) && n.user(r) != "" && isGranted(r)
	})
}

// refusal finds the refused logon that a challenge led to.
func (n *neighbours) refusal(leg *keptRow) *keptRow {
	_, after := n.sameRequest(leg)
	for _, r := range after {
		if (r.verdict == codes.LogonFailure || r.verdict == codes.DirectoryFault) && isInTime(leg, r) {
			return r
		}
	}
	return nil
}

// logonElsewhere finds a row with a user of the same client, for any path.
func (n *neighbours) logonElsewhere(leg *keptRow) *keptRow {
	for _, r := range n.byClient[n.clientKey(leg)] {
		if scan.IsServed(r.Row) && n.user(r) != "" && r.Status < 400 && isInTime(leg, r) {
			return r
		}
	}
	return nil
}

// withNumber is the code of a row together with its Win32 number.
func withNumber(r *keptRow) string {
	code := scan.OutcomeOf(r.Row).Code().String()
	if r.Win32 <= 0 {
		return code
	}
	return code + "/" + strconv.FormatInt(r.Win32, 10)
}

// refused says whose credentials were refused, and what came of it.
func (n *neighbours) refused(g *group) (all []report.Finding) {
	if g.verdict != codes.LogonFailure {
		return nil
	}
	all = append(n.accounts(g), n.loopback(g)...)
	if r := n.laterSuccess(g); r != nil {
		all = append(all, note("refused-then-in", text("user", n.user(r)), text("client", n.client(r)),
			later(g.rows[len(g.rows)-1], r), lineOf(r)))
	}
	return all
}

// loopback says that the server called itself, which Windows refuses to NTLM by
// any other name than its own.
func (n *neighbours) loopback(g *group) []report.Finding {
	if !g.isCode(401, 1) || g.outcome.Win32 != logonDenied {
		return nil
	}
	for _, r := range g.rows {
		if n.isFromItself(r) {
			return []report.Finding{note("loopback", lineOf(r), text("client", n.client(r)))}
		}
	}
	return nil
}

// logonDenied is SEC_E_LOGON_DENIED.
const logonDenied = 0x8009030C

// isFromItself reports whether client and server of a row are one computer.
func (n *neighbours) isFromItself(r *keptRow) bool {
	a, err := netip.ParseAddr(string(n.address(r)))
	return err == nil && (a.IsLoopback() || string(r.Field(parser.ServerIP)) == string(n.address(r)))
}

// denied names who had logged on and may not have the file.
func (n *neighbours) denied(g *group) []report.Finding {
	if !g.isCode(401, 3) {
		return nil
	}
	users := countValues(g.rows, n.user)
	if len(users) == 0 {
		if g.rows[0].Layout.Has(parser.Username) {
			return []report.Finding{note("denied-nobody")}
		}
		return nil
	}
	return []report.Finding{note("denied-user", amount("users", int64(len(users)), "users"), text("list", firstFew(users)))}
}

// accounts names the users and clients of refused logons.
func (n *neighbours) accounts(g *group) []report.Finding {
	users, clients := countValues(g.rows, n.user), countValues(g.rows, n.client)
	evidence := []report.Evidence{
		amount("rows", g.count, "rows"), amount("users", int64(len(users)), "users"), amount("clients", int64(len(clients)), "clients"),
	}
	if len(clients) == 1 {
		evidence = append(evidence, text("client", clients[0].Key))
	}
	switch {
	case len(users) == 0 && g.outcome.Log == codes.FTPLog:
		return []report.Finding{note("refused-unnamed", evidence...)}
	case len(users) == 0 && g.rows[0].Layout.Has(parser.Username):
		return []report.Finding{note("refused-nameless", evidence...)}
	case len(users) == 0:
		return nil
	case len(users) == 1 && scan.IsClientID(string(g.rows[0].Field(parser.Username))):
		return []report.Finding{note("refused-identifier", append(evidence, text("user", users[0].Key))...)}
	case len(users) == 1:
		return []report.Finding{note("refused-user", append(evidence, text("user", users[0].Key))...)}
	case len(users) >= sprayedNames && len(clients) == 1:
		return []report.Finding{note("refused-spray", append(evidence, text("list", firstFew(users)))...)}
	}
	return []report.Finding{note("refused-users", append(evidence, text("list", firstFew(users)))...)}
}

// sprayedNames is from how many users on refused logons of one client are a spray.
const sprayedNames = 10

// laterSuccess finds the first row of the client of the last refusal, or of its
// user, that was let in after it.
func (n *neighbours) laterSuccess(g *group) *keptRow {
	last := g.rows[len(g.rows)-1]
	for _, r := range n.byClient[n.clientKey(last)] {
		same := cmp.Or(n.user(last), n.user(r)) == n.user(r)
		if r.index > last.index && r.Status < 400 && scan.IsServed(r.Row) && n.user(r) != "" && same {
			return r
		}
	}
	return nil
}

// directory says how many met a fault of the directory, and names the challenge
// before it.
func (n *neighbours) directory(g *group) (all []report.Finding) {
	if g.verdict != codes.DirectoryFault {
		return nil
	}
	if clients := countValues(g.rows, n.client); len(clients) > 1 {
		all = append(all, note("directory-clients", amount("clients", int64(len(clients)), "clients")))
	}
	before, _ := n.sameRequest(g.rows[0])
	for _, r := range before {
		if r.verdict == codes.ChallengeUnanswered && n.refusal(r) == g.rows[0] {
			return append(all, note("directory-challenge", lineOf(r)))
		}
	}
	return all
}
