package explain

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// neighbours are the kept rows, to be found by what they share.
type neighbours struct {
	*Explainer
	byPath   map[string][]*keptRow // of the same host and path
	byClient map[string][]*keptRow // of the same client and agent
	byBoth   map[string][]*keptRow
	last     []int64             // time of the newest row, by source
	given    map[*keptRow][]byte // of rows of FTP, given in the row of USER before them
}

func newNeighbours(x *Explainer) *neighbours {
	n := &neighbours{
		Explainer: x, last: make([]int64, len(x.pasted)),
		byPath: map[string][]*keptRow{}, byClient: map[string][]*keptRow{}, byBoth: map[string][]*keptRow{},
		given: map[*keptRow][]byte{},
	}
	sessions := map[string][]byte{}
	for i, r := range x.rows {
		r.index = i
		path, client := pathKey(r), n.clientKey(r)
		n.byPath[path] = append(n.byPath[path], r)
		n.byClient[client] = append(n.byClient[client], r)
		n.byBoth[client+path] = append(n.byBoth[client+path], r)
		n.last[r.source] = max(n.last[r.source], r.Second)
		n.noteName(sessions, r)
	}
	return n
}

// sameRequest returns the rows of the same client, agent and path before and after
// a row. A few hundred of them are enough: a negotiation has no more between its
// legs.
func (n *neighbours) sameRequest(r *keptRow) (before, after []*keptRow) {
	const far = 300
	all := n.byBoth[n.clientKey(r)+pathKey(r)]
	at, _ := slices.BinarySearchFunc(all, r.index, func(k *keptRow, index int) int { return k.index - index })
	return all[max(0, at-far):at], all[min(at+1, len(all)):min(at+1+far, len(all))]
}

func pathKey(r *keptRow) string {
	return strings.ToLower(string(r.Field(parser.Host)) + "\x00" + string(r.path()))
}

func (n *neighbours) clientKey(r *keptRow) string {
	return string(n.address(r)) + "\x00" + string(r.Field(parser.UserAgent))
}

// remarks returns what the fields and the neighbours of rows add to the tables.
func (n *neighbours) remarks(g *group) (all []report.Finding) {
	for _, remarks := range []func(*group) []report.Finding{
		n.behind, n.gone, n.handshakes, n.challenges, n.refused, n.directory, n.denied,
		n.burst, n.plainPort, n.monitors, n.method, n.extension, n.encoding, n.acme, n.link, n.changed,
		n.timers, n.hangups, n.taken, n.kernel, n.probes, n.cutValues,
	} {
		all = append(all, remarks(g)...)
	}
	return all
}

// confidence is how sure the neighbours make the verdict, "" where they say
// nothing.
func (n *neighbours) confidence(g *group) string {
	switch g.verdict {
	case codes.Handshake:
		if _, answer := n.negotiation(g.rows[0]); answer != nil && n.user(answer) != "" {
			return certain
		}
		return likely
	case codes.ChallengeUnanswered:
		if n.isOpenEnded(g) {
			return possible
		}
	}
	return ""
}

// noteName finds the name of a row of FTP: a logon is refused in the row of PASS, and
// the name stands in that of USER before it. sessions holds the last name of each.
func (n *neighbours) noteName(sessions map[string][]byte, r *keptRow) {
	if !r.IsFTP() {
		return
	}
	command, number := scan.FTPCommand(r.Row)
	session := strings.Join([]string{string(n.address(r)), string(r.Field(parser.Session)), string(number)}, "\x00")
	switch string(command) {
	case "USER":
		sessions[session] = r.Field(parser.Stem)
	case "PASS", "ACCT":
		n.given[r] = sessions[session]
	}
}

// user is the name of the user as it is to be shown, "" for none.
func (n *neighbours) user(r *keptRow) string {
	if name := n.given[r]; len(name) > 0 && len(r.Field(parser.Username)) <= 1 {
		return n.names.Value(parser.Username.String(), string(name))
	}
	return n.shown(r, parser.Username)
}

// address is the address of the client as logged.
func (n *neighbours) address(r *keptRow) []byte { return n.clientOf(r.Row) }

// client is the address of the client as it is to be shown, "" for none.
func (n *neighbours) client(r *keptRow) string {
	v := string(n.address(r))
	if v == "-" {
		v = ""
	}
	return n.names.Value("c-ip", v)
}

// shown is the value of a field as it is to be shown, "" where there is none.
func (n *neighbours) shown(r *keptRow, c parser.Column) string {
	v := string(r.Field(c))
	if v == "-" {
		return ""
	}
	return n.names.Value(c.String(), v)
}

// countValues counts values and leaves "" out. The most frequent come first, equal
// ones by name.
func countValues(rows []*keptRow, of func(*keptRow) string) []report.Key {
	index := map[string]int{}
	var all []report.Key
	for _, r := range rows {
		v := of(r)
		if v == "" {
			continue
		}
		at, ok := index[v]
		if !ok {
			at = len(all)
			index[v], all = at, append(all, report.Key{Key: v})
		}
		all[at].Count++
	}
	slices.SortFunc(all, func(a, b report.Key) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key))
	})
	return all
}

// firstFew names the first few of the values.
func firstFew(values []report.Key) string {
	const shown = 5
	var names []string
	for _, v := range values[:min(shown, len(values))] {
		names = append(names, v.Key)
	}
	if len(values) > shown {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// isInTime reports whether a row is where and when the answer to a leg can be, by
// the rule of all reports. Another source counts as right before or after that of
// the leg.
func isInTime(leg, r *keptRow) bool {
	offset := r.Offset
	if r.source != leg.source {
		offset = leg.Offset + int64(r.source-leg.source)
	}
	return scan.Answers(r.Second, offset, leg.Row)
}

// seconds is the time between two rows, -1 where one of them has none.
func seconds(a, b *keptRow) int64 {
	if a.Second == parser.NoTime || b.Second == parser.NoTime {
		return -1
	}
	return max(a.Second-b.Second, b.Second-a.Second)
}

// later says how long after a row another came.
func later(from, to *keptRow) report.Evidence { return amount("later", seconds(from, to), "later") }

// apart says how long two rows are apart, nothing where that is not known.
func apart(a, b *keptRow) []report.Evidence {
	if s := seconds(a, b); s >= 0 {
		return []report.Evidence{amount("apart", s, "lapse")}
	}
	return nil
}

func lineOf(r *keptRow) report.Evidence { return amount("line", r.line, "line") }

// isCode chooses groups of rows of a site by status and substatus.
func (g *group) isCode(status int, substatus ...int) bool {
	return g.outcome.Log == codes.Web && g.outcome.Status == status &&
		(len(substatus) == 0 || slices.Contains(substatus, g.outcome.Substatus))
}
