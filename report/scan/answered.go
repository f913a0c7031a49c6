package scan

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Who answered a request, and whether anybody was there to take the answer, as the
// fields of its row say.

// WasForwarded reports whether the answer is that of the server behind ARR, which adds
// to the query the id under which it passed the request on, and the status that came
// back: where that is another one, this server made the answer out of it.
func WasForwarded(r *parser.Row) bool {
	const status = "SERVER-STATUS="
	query := r.Field(parser.Query)
	if len(query) <= len(status) {
		return false
	}
	if _, value, ok := bytes.Cut(query, []byte(status)); ok {
		came, _, _ := bytes.Cut(value, []byte{'&'})
		return string(came) == strconv.Itoa(int(r.Status))
	}
	return bytes.Contains(query, []byte("X-ARR-LOG-ID="))
}

// isActiveSync reports whether a path is that of Exchange ActiveSync.
func isActiveSync(path []byte) bool {
	const folder = "/Microsoft-Server-ActiveSync"
	return len(path) >= len(folder) && strings.EqualFold(string(path[:len(folder)]), folder)
}

// isAbsentService reports whether a rule refused what only a service of the server's own is
// asked for: request filtering the handler of Web Deploy, which is absent then, and Require
// SSL the remote PowerShell of Exchange, which is asked over plain HTTP.
func isAbsentService(r *parser.Row) bool {
	switch {
	case r.Status == 404 && r.Substatus == 7:
		return strings.EqualFold(string(r.Path()), "/msdeploy.axd")
	case r.Status == 403 && r.Substatus == 4:
		return string(r.Field(parser.Method)) == "POST" && strings.EqualFold(strings.TrimSuffix(string(r.Path()), "/"), "/powershell")
	}
	return false
}

// mayBeGone reports whether the rows of an outcome end in MayBeGone.
func (t *outcomeTable) mayBeGone(o *outcomeCount) bool { return MayBeGone(t.words(o.outcome)) }

// MayBeGone reports whether an outcome is 500.19 with a number that says that a
// connection ended: that to a share with the configuration, or that of the client while
// its answer was sent.
func MayBeGone(o codes.Outcome) bool {
	if o.Log != codes.Web || o.Status != 500 || o.Substatus != 19 {
		return false
	}
	switch o.Win32 {
	case 64, 995, 1236, 0x80070040, 0x800703E3, 0x800704D4:
		return true
	}
	return false
}

const (
	// readTime is longer than reading a file of a share takes that then is lost, in ms.
	readTime = 250
	// errorPage is more than the page has that IIS sends with an error of the
	// configuration, in bytes.
	errorPage = 16 << 10
)

// wasSending reports whether a row took longer than reading a file, or sent more than a
// page with an error: then the answer was on its way.
func wasSending(r *parser.Row) bool {
	return r.Taken >= readTime || digitsIn(r.Field(parser.SentBytes)) > errorPage
}
