package parser

import "bytes"

// ncsaLayout is that of the common format of NCSA (nc120101.log): client, name at
// the client, user, time with its zone, request, status and bytes. The request is
// cut into its parts.
var ncsaLayout = fixedLayout(NCSA, "c-ip x-logname cs-username time cs-method cs-uri-stem cs-uri-query cs-version sc-status sc-bytes")

// splitNCSA appends the values of a row of the form
//
//	192.0.2.9 - CORP\eve [08/Apr/2001:17:39:04 -0800] "GET /a.htm?b=1 HTTP/1.0" 200 3401
func splitNCSA(values [][]byte, line []byte) ([][]byte, bool) {
	names, rest, ok := bytes.Cut(line, []byte(" ["))
	if !ok {
		return values, false
	}
	client, names, ok1 := bytes.Cut(names, blank)
	logname, user, ok2 := bytes.Cut(names, blank)
	at, rest, ok3 := bytes.Cut(rest, []byte("] \""))
	quote := bytes.LastIndexByte(rest, '"')
	if !ok1 || !ok2 || !ok3 || quote < 0 || !isAddress(client) || len(user) == 0 {
		return values, false
	}
	status, size, ok := bytes.Cut(bytes.TrimRight(bytes.TrimPrefix(rest[quote+1:], blank), " "), blank)
	if _, isTime := parseNCSA(at); !ok || !isTime || !isStatus(status) || !checks[SentBytes](size) {
		return values, false
	}
	values = append(values, client, orDash(logname), user, at)
	values = appendRequest(values, rest[:quote])
	return append(values, status, size), true
}

// appendRequest appends method, path, query and version of a request line. The
// path may hold blanks.
func appendRequest(values [][]byte, request []byte) [][]byte {
	method, rest, _ := bytes.Cut(request, blank)
	version := none
	if at := bytes.LastIndex(rest, []byte(" HTTP/")); at >= 0 {
		rest, version = rest[:at], rest[at+1:]
	}
	path, query, _ := bytes.Cut(rest, question)
	return append(values, orDash(method), orDash(path), orDash(query), version)
}
