package scan

import (
	"bytes"
	"hash/maphash"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// ftpNames are the names that FTP clients gave last, by session. The row of PASS, in
// which a logon is refused, holds neither the name nor the password: the name stands in
// the row of USER before it.
//
// A name is good for nameReach bytes of the source, wherever chunks are cut, so that
// what is kept is bounded. A worker finds the names of its own chunk; the few sessions
// that a cut goes through wait until chunks take turns, as legs do.
type ftpNames map[uint64]ftpName

type ftpName struct {
	name   string
	offset int64 // of its row
}

// waitingRow is a row, good for ever, that may have its name in a chunk before.
type waitingRow struct {
	row     *parser.Row
	session uint64
}

const nameReach = 1 << 20 // bytes

// find returns the name that a session gave before a row, nil for none.
func (n ftpNames) find(session uint64, r *parser.Row) []byte {
	if one, ok := n[session]; ok && r.Offset-one.offset <= nameReach {
		return []byte(one.name)
	}
	return nil
}

// take takes the names of the chunk that follows, and forgets those out of reach of
// what comes behind end.
func (n ftpNames) take(next ftpNames, end int64) {
	for session, one := range n {
		if end-one.offset > nameReach {
			delete(n, session)
		}
	}
	for session, one := range next {
		n[session] = one
	}
}

// FTPCommand returns the command of a row of FTP, and before IIS 7 the number of the
// session, as in [5]USER.
func FTPCommand(r *parser.Row) (command, session []byte) {
	command = r.Field(parser.Method)
	if end := bytes.IndexByte(command, ']'); end > 0 && command[0] == '[' {
		return command[end+1:], command[:end]
	}
	return command, nil
}

// session returns the key of the session that a row of FTP is of.
func (k *keyer) session(r *parser.Row) uint64 {
	_, number := FTPCommand(r)
	h := maphash.Bytes(k.seed, r.Field(parser.ClientIP))
	return (h*31+maphash.Bytes(k.seed, r.Field(parser.Session)))*31 + maphash.Bytes(k.seed, number)
}

// noteName notes the name that a row of FTP gives.
func (w *worker) noteName(r *parser.Row, s *scanned) {
	if command, _ := FTPCommand(r); string(command) != "USER" {
		return
	}
	if s.names == nil {
		s.names = ftpNames{}
	}
	s.names[w.legs.keys.session(r)] = ftpName{string(Shorten(r.Field(parser.Stem))), r.Offset}
}

// awaitsName reports whether the user of a row is the name that its session gave before.
func awaitsName(r *parser.Row) bool {
	if !r.IsFTP() || len(r.Field(parser.Username)) > 1 {
		return false
	}
	command, _ := FTPCommand(r)
	return string(command) == "PASS"
}

// countFTP counts a row of FTP, that of a refused logon with the name that was given, and
// of any where it is asked whose it was.
func (w *worker) countFTP(outcome int, r *parser.Row, s *scanned) {
	w.noteName(r, s)
	var name []byte
	asked := w.judge.counts.outcomes.all[outcome].verdict != codes.OK || w.judge.counts.outcomes.selection.fields.asksUser()
	if command, _ := FTPCommand(r); string(command) == "PASS" && asked {
		session := w.legs.keys.session(r)
		if _, ok := s.names[session]; !ok && r.Offset-s.chunk.Offset <= nameReach {
			s.unnamed = append(s.unnamed, waitingRow{r.Clone(), session})
			return
		}
		name = s.names.find(session, r)
	}
	if !w.judge.countNamed(outcome, r, w.reading.source, name) {
		w.filtered++
	}
}

// nameRows settles the rows of a chunk whose names stand in one before, if anywhere.
func (p *pairing) nameRows(s *scanned) {
	for _, one := range s.unnamed {
		p.settled = append(p.settled, settledRow{row: one.row, name: p.names.find(one.session, one.row)})
	}
}

// countNamed counts a row of which the name is known from another one, nil for none. It
// reports false when such rows are not shown.
func (j *judge) countNamed(outcome int, r *parser.Row, source int, name []byte) (shown bool) {
	j.counts.columns.ftpName = name
	if j.counts.outcomes.selection.fields.fitsUser(r) {
		shown = j.count(outcome, r, source)
	} else {
		j.counts.drop(r)
	}
	j.counts.columns.ftpName = nil
	return shown
}

// sessionUser is the user of a row of FTP that does not hold it, as the session named it;
// nil where it is not known, and for all other rows.
func (c *columns) sessionUser(r *parser.Row) []byte {
	if !r.IsFTP() || len(r.Field(parser.Username)) > 1 {
		return nil
	}
	switch command, _ := FTPCommand(r); string(command) {
	case "USER":
		return Shorten(r.Field(parser.Stem))
	case "PASS", "ACCT":
		return c.ftpName
	}
	return nil
}

// ftpValues sets path and user of a row of FTP: names and passwords are no paths.
func (c *columns) ftpValues(r *parser.Row, v *rowValues) {
	command, _ := FTPCommand(r)
	switch string(command) {
	case "USER":
		if len(v.text[FieldUser]) <= 1 {
			v.text[FieldUser] = v.text[FieldPath]
		}
	case "PASS", "ACCT":
		if len(v.text[FieldUser]) <= 1 {
			v.text[FieldUser] = c.ftpName
		}
	default:
		return
	}
	v.text[FieldPath] = nil
}
