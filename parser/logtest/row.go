package logtest

import (
	"net/netip"
	"strconv"
)

// text is a value of a column: a head, a number where n is not 0, and a tail.
// It can be copied and kept without a byte of memory of its own. The zero text
// is the placeholder "-".
type text struct {
	head string
	n    uint64
	tail string
}

func plain(s string) text { return text{head: s} }

func (t text) appendTo(b []byte) []byte {
	if t.head == "" {
		return append(b, '-')
	}
	b = append(b, t.head...)
	if t.n != 0 {
		b = strconv.AppendUint(b, t.n, 10)
	}
	return append(b, t.tail...)
}

func (t text) String() string { return string(t.appendTo(nil)) }

// outcome is what became of a request, and what a reader should make of it.
type outcome struct {
	status, substatus int // status 0 is logged as "-"
	win32             uint32
	reason            string // of HTTP.sys, in HTTPERR logs only
	verdict           string
}

// Verdicts of the design that logtest can plant.
const (
	verdictOK            = "ok"
	verdictHandshake     = "handshake"
	verdictClientLeft    = "client-left"
	verdictProbe         = "probe"
	verdictAutomatic     = "automatic"
	verdictChallenge     = "challenge-unanswered"
	verdictLogon         = "logon-failure"
	verdictDirectory     = "directory-fault"
	verdictDenied        = "access-denied"
	verdictBlocked       = "blocked"
	verdictNotFound      = "not-found"
	verdictBadRequest    = "bad-request"
	verdictConfiguration = "configuration"
	verdictApplication   = "application"
	verdictUpstream      = "upstream"
	verdictCapacity      = "capacity"
)

// row is one line to be. Values that its layout lacks are ignored.
type row struct {
	second  int64 // unix time
	site    int   // index of Config.Sites
	method  string
	stem    text
	query   text
	port    uint64
	user    text
	client  netip.Addr
	agent   text
	referer text
	outcome
	taken    int64 // milliseconds
	sent     int64 // bytes
	received int64
	queue    string // HTTPERR: the application pool
	routed   bool   // HTTPERR: a site was found for it
	session  string // FTP: of the connection
	planted  bool   // belongs to an incident
}
