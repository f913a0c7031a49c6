package report

import (
	"bytes"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// What the fields of a log tell, and what the lines lack.

// dots says that a value was cut by the server.
func (n *neighbours) dots(g *group) []Finding {
	for _, r := range g.rows {
		for i, name := range r.Layout.Names {
			if string(r.At(i)) == "..." {
				return []Finding{note("cut-value", text("field", name), lineOf(r))}
			}
		}
	}
	return nil
}

// probes says who probes whom.
func (n *neighbours) probes(g *group) []Finding {
	if g.verdict != codes.Probe {
		return nil
	}
	clients := tally(g.rows, n.client)
	servers := tally(g.rows, func(r *kept) string { return n.shown(r, parser.ServerIP) })
	evidence := []Evidence{amount("rows", g.count, "rows")}
	if len(clients) > 0 && len(servers) > 0 {
		evidence = append(evidence, amount("clients", int64(len(clients)), "clients"),
			text("list", listed(clients)), text("server", servers[0].Key))
	}
	return append(n.mixedNoise(g), note("probe-clients", evidence...))
}

// mixedNoise names the families of noise, where there are several: of one, the
// texts speak.
func (n *neighbours) mixedNoise(g *group) (all []Finding) {
	found := n.families(g)
	if len(found) == 1 {
		return nil
	}
	for _, f := range found[:min(noiseShown, len(found))] {
		said, _ := n.options.Book.Noise(f.Key)
		evidence := []Evidence{text("family", said.Name)}
		if said.Meaning != "" {
			evidence = append(evidence, text("meaning", said.Meaning))
		}
		all = append(all, note("probe-family", evidence...))
	}
	return all
}

// families lists the families of noise that the rows of a group belong to.
func (n *neighbours) families(g *group) []Key {
	if n.options.Noise == nil {
		return nil
	}
	return tally(g.rows, func(r *kept) string {
		family, _ := n.options.Noise.Match(r.Field(parser.Method), stem(r.Row), query(r.Row), r.Field(parser.UserAgent))
		return n.options.Noise.Name(family)
	})
}

// sayNoise puts in the texts of the family of noise that all rows of a group
// belong to: they say more than those of the code.
func (n *neighbours) sayNoise(g *group, e *Explanation) {
	if g.verdict != codes.Probe {
		return
	}
	if found := n.families(g); len(found) == 1 {
		if said, ok := n.options.Book.Noise(found[0].Key); ok {
			e.Name, e.Meaning, e.Cause, e.Check = said.Name, said.Meaning, "", said.Check
		}
	}
}

// noiseShown is how many families of noise are named for one kind of row.
const noiseShown = 4

// general says what holds for the lines as a whole.
func (x *Explainer) general() (all []Finding) {
	for _, look := range []func() []Finding{x.forwarded, x.missingColumns, x.guesses, x.limits, x.unreadLines} {
		all = append(all, look()...)
	}
	return all
}

// forwarded names the column that holds the real clients behind a proxy.
func (x *Explainer) forwarded() []Finding {
	if x.options.ForwardedFor != "" {
		return nil
	}
	field, proxy := "", ""
	seen := map[string]bool{}
	var clients []Key
	for _, r := range x.rows {
		at := slices.IndexFunc(r.Layout.Names, isForwarded)
		if at < 0 || firstAddress(r.At(at)) == nil {
			continue
		}
		field, proxy = r.Layout.Names[at], string(r.Field(parser.ClientIP))
		for one := range bytes.SplitSeq(r.At(at), []byte{','}) {
			if address := string(firstAddress(one)); address != "" && !seen[address] {
				seen[address] = true
				clients = append(clients, Key{Key: x.names.value("c-ip", address)})
			}
		}
	}
	if field == "" {
		return nil
	}
	return []Finding{note("forwarded", text("field", field), text("list", listed(clients)), text("proxy", x.names.value("c-ip", proxy)))}
}

func isForwarded(name string) bool {
	switch strings.ToLower(strings.ReplaceAll(name, "_", "-")) {
	case "x-forwarded-for", "x-real-ip", "true-client-ip", "cf-connecting-ip", "x-original-for", "x-client-ip":
		return true
	}
	return false
}

// missingColumns names the fields without which the errors of a site cannot be
// told.
func (x *Explainer) missingColumns() (all []Finding) {
	for _, field := range []struct {
		column   parser.Column
		statuses []int32 // for which it decides
	}{
		{parser.Substatus, []int32{401, 403, 404, 500, 502}},
		{parser.Win32, []int32{401, 404, 500, 502}},
		{parser.Username, []int32{401}},
	} {
		if rows := x.lacking(field.column, field.statuses); rows > 0 {
			all = append(all, note("missing-column", text("field", field.column.String()), amount("rows", rows, "rows")))
		}
	}
	return all
}

// lacking counts the rows of those statuses whose #Fields does not name a field.
func (x *Explainer) lacking(c parser.Column, statuses []int32) (rows int64) {
	for _, r := range x.rows {
		site := !r.Layout.IsHTTPERR() && !r.IsFTP() && r.as != tailed
		if site && !r.Layout.Has(c) && slices.Contains(statuses, r.Status) {
			rows++
		}
	}
	return rows
}

// guesses says which lines a report would refuse or read with care, and what was
// made of them.
func (x *Explainer) guesses() (all []Finding) {
	for _, as := range []struct {
		state state
		rule  string
	}{{blanked, "blank-inside"}, {guessed, "guessed"}, {tailed, "tailed"}} {
		var found []*kept
		for _, r := range x.rows {
			if r.as == as.state {
				found = append(found, r)
			}
		}
		if len(found) > 0 {
			all = append(all, note(as.rule, lineList(found)))
		}
	}
	return all
}

// limits says what was counted without being looked at.
func (x *Explainer) limits() (all []Finding) {
	var counted int64
	for _, g := range x.groups {
		counted += g.count
	}
	if more := counted - int64(len(x.rows)); more > 0 {
		all = append(all, note("counted-only", amount("rows", more, "rows")))
	}
	if x.missed > 0 {
		all = append(all, note("kinds-missed", amount("rows", x.missed, "rows")))
	}
	return all
}

// unreadLines names lines that were neither rows nor codes.
func (x *Explainer) unreadLines() (all []Finding) {
	for _, at := range x.cut {
		all = append(all, note("cut-short", amount("line", at.Line, "line")))
	}
	if x.lost == 0 {
		return all
	}
	return append(all, note("unread", amount("rows", x.lost, "lines"), amount("line", x.unread[0].Line, "line")))
}

// maxQuestions is how many lines that are no rows are taken for questions: nobody
// pastes more, and files that are no logs hold millions.
const maxQuestions = 1 << 10

// unreadShown is how many unread lines are named.
const unreadShown = 3

// askLines takes the lines of a source that are no rows for questions. What is
// none either is kept as unread.
func (x *Explainer) askLines(s input.Source, p *pasted) {
	for _, l := range p.others {
		x.lines++
		date, _, _ := strings.Cut(l.text, " ")
		at := Place{s.Name, l.number, x.names.line(l.text)}
		switch {
		case isDate(date) && p.unended && l.number == p.looked:
			x.cut = append(x.cut, at)
		case isDate(date) || x.lines > maxQuestions || !x.askLine(l.text):
			x.lost++
			x.unread = append(x.unread, at)[:min(unreadShown, len(x.unread)+1)]
		}
	}
	p.others = nil
}
