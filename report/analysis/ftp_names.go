package analysis

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// An FTP session sends the name in one command and the password in the next: the row
// of a refused password does not say whose it was. The row of USER before it does, of
// the same session, which is a column of its own or, in logs of IIS 6, a number before
// the command: [17]USER.

// ftpRow is a USER, or a password that was refused.
type ftpRow struct {
	client, session string
	source          int
	offset          int64
	second          int64
	name            string // of USER
	of              *issue // of a refusal
}

// ftpSessions collects the rows that tell the names, in no order.
type ftpSessions []ftpRow

// note notes a row of a client that was refused.
func (all *ftpSessions) note(source int, client string, r *parser.Row, v codes.Verdict, issues []*issue) {
	session, command := sessionOf(r)
	row := ftpRow{client: client, session: session, source: source, offset: r.Offset, second: r.Second}
	switch {
	case bytes.EqualFold(command, []byte("USER")):
		row.name = string(scan.Shorten(r.Field(parser.Stem)))
	case v == codes.LogonFailure:
		at := slices.IndexFunc(issues, func(i *issue) bool { return i.counts(r) })
		if at < 0 {
			return
		}
		row.of = issues[at]
	default:
		return
	}
	*all = append(*all, row)
}

// sessionOf is the session of an FTP row and its command.
func sessionOf(r *parser.Row) (session string, command []byte) {
	command = r.Field(parser.Method)
	if number, rest, ok := bytes.Cut(command, []byte{']'}); ok {
		return string(number), rest
	}
	return string(r.At(r.Layout.Lookup("x-session"))), command
}

// isLogonOfFTP reports whether a row of FTP is part of a logon.
func isLogonOfFTP(r *parser.Row) bool {
	_, command := sessionOf(r)
	return bytes.EqualFold(command, []byte("USER")) || bytes.EqualFold(command, []byte("PASS"))
}

// refusals are the refused logons of FTP, by client and name.
func (all ftpSessions) refusals() (found []*refusal) {
	slices.SortFunc(all, func(x, y ftpRow) int {
		return cmp.Or(cmp.Compare(x.source, y.source), cmp.Compare(x.offset, y.offset))
	})
	names := map[[2]string]string{} // by client and session
	index := map[ftpRow]*refusal{}
	for _, row := range all {
		session := [2]string{row.client, row.session}
		if row.of == nil {
			names[session] = row.name
			continue
		}
		key := ftpRow{client: row.client, name: names[session], of: row.of}
		r := index[key]
		if r == nil {
			r = &refusal{of: row.of, client: row.client, user: key.name, first: row.second, last: row.second}
			if key.name != "" {
				r.names = 1
			}
			index[key] = r
			found = append(found, r)
		}
		r.rows++
		r.first, r.last = min(r.first, row.second), max(r.last, row.second)
		r.seconds = append(r.seconds, row.second)
	}
	return found
}

// named replaces the refusals of FTP by those whose names the sessions told, where these
// are as many rows.
func (c crowd) named(by []*refusal) crowd {
	var told int64
	for _, r := range by {
		told += r.rows
	}
	isFTP := func(r *refusal) bool { return r.of.Code.FTP }
	kept := slices.DeleteFunc(slices.Clone(c), isFTP)
	if told == 0 || told != c.rows()-kept.rows() {
		return c
	}
	return append(kept, by...)
}

// ftpIssues are the issues of refused logons of FTP.
func (c crowd) ftpIssues() (all []*issue) {
	for _, r := range c {
		if r.of.Code.FTP && !slices.Contains(all, r.of) {
			all = append(all, r.of)
		}
	}
	return all
}
