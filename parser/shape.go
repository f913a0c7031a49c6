package parser

import (
	"bytes"
	"net/netip"
	"strings"
)

// shapes are the layouts that IIS and HTTP.sys write unless somebody changed
// them. A row without a #Fields before it is read by the first one that it
// looks like, so those that say more about their values come first.
var shapes = layouts(
	// IIS 6, and IIS 6 as its own documents print it.
	"date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status",
	"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status",
	// IIS 7, IIS 8 and later, and the latter with bytes.
	"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken",
	"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken",
	"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken X-Forwarded-For",
	"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
	// Every field there is, and Azure App Service.
	"date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
	"date time s-sitename cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
	// HTTPERR: the classic one, with the queue, with HTTP/2 streams, with HTTP/3.
	"date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason",
	"date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename",
	"date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename",
	"date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid streamid_ex sc-status s-siteid s-reason s-queuename transport",
	// FTP since IIS 7.
	"date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session x-fullpath",
)

func layouts(fields ...string) []*Layout {
	all := make([]*Layout, len(fields))
	for i, f := range fields {
		all[i] = NewLayout(strings.Fields(f))
		all[i].Guessed = true
	}
	return all
}

// looksLike reports whether the values of a row are what its guessed layout
// says they are.
func looksLike(r *Row) bool {
	for c, i := range r.Layout.index {
		if check := checks[c]; i >= 0 && check != nil && !check(r.At(int(i))) {
			// What FTP writes as stem is the argument of the command.
			if Column(c) != Stem || !r.Layout.Has(Session) {
				return false
			}
		}
	}
	return true
}

// checks tell the values of a field from those of others, where they can be
// told. HTTPERR writes as URI whatever the client sent.
var checks = [Columns]func([]byte) bool{
	Date:          func(b []byte) bool { _, ok := parseDay(b); return ok },
	Time:          func(b []byte) bool { _, ok := parseClock(b); return ok },
	ServerIP:      orNone(isAddress),
	ClientIP:      orNone(isAddress),
	ServerPort:    orNone(isNumber),
	ClientPort:    orNone(isNumber),
	Method:        orNone(isMethod),
	Stem:          orNone(isPath),
	Version:       orNone(func(b []byte) bool { return bytes.HasPrefix(b, []byte("HTTP/")) }),
	Status:        orNone(isStatus),
	Substatus:     orNone(isNumber),
	Win32:         orNone(isNumber),
	SentBytes:     orNone(isNumber),
	ReceivedBytes: orNone(isNumber),
	Taken:         orNone(isNumber),
	Reason:        isReason,
	Session:       orNone(func(b []byte) bool { return len(b) == 36 && b[8] == '-' }),
}

func orNone(check func([]byte) bool) func([]byte) bool {
	return func(b []byte) bool { return len(b) == 1 && b[0] == '-' || check(b) }
}

func isNumber(b []byte) bool { n, ok := number(b); return ok && n >= 0 }

func isStatus(b []byte) bool { return len(b) == 3 && isNumber(b) }

// isAddress takes what IIS writes: IPv6 comes without brackets, often with a
// zone, and sometimes with an IPv4 address at its end.
func isAddress(b []byte) bool {
	_, err := netip.ParseAddr(string(b))
	return err == nil
}

func isPath(b []byte) bool {
	return len(b) > 0 && (b[0] == '/' || b[0] == '*' || bytes.Contains(b, []byte("://")))
}

// isMethod takes letters, as methods and the commands of FTP are.
func isMethod(b []byte) bool {
	for _, c := range b {
		if (c|0x20 < 'a' || c|0x20 > 'z') && c != '_' && c != '-' {
			return false
		}
	}
	return len(b) > 0
}

// isReason takes the words of HTTP.sys: Timer_ConnectionIdle, Version_N/S.
func isReason(b []byte) bool {
	for _, c := range b {
		if (c|0x20 < 'a' || c|0x20 > 'z') && c != '_' && c != '/' {
			return false
		}
	}
	return len(b) > 1
}
