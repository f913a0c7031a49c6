package parser

import "bytes"

// IIS writes the fields that somebody ticked in an order that nobody can change,
// and behind them those that he added. So a row of a site can be read without
// names: date, time, names of the server, method and path, then up to the client,
// up to the status, and numbers. Each value must look like what it is taken for;
// what can be told no better is unnamed.

// web finds the fields of a row of a site. It reports false when it is none.
func (g *shapeReader) web() bool {
	v := g.values
	if len(v) < 9 || !checks[Date](v[0]) || !checks[Time](v[1]) {
		return false
	}
	g.fields = append(g.fields[:0], Date, Time)
	method := g.method()
	if method < 0 || !g.server(v[2:method]) {
		return false
	}
	g.fields = append(g.fields, Method, Stem)
	client := g.client(method + 2)
	if client < 0 {
		return false
	}
	for status := client + 1; status+3 <= len(v); status++ {
		if isOutcome(v[status:]) && g.agent(v[client+1:status]) {
			if g.fields[2] == ComputerName && g.fields[3] == Method && g.fields[len(g.fields)-1] == Host {
				g.fields[2] = SiteName // App Service writes the name of the app
			}
			g.fields = append(g.fields, Status, Substatus, Win32)
			g.rest(v[status+3:])
			return true
		}
	}
	return false
}

// method returns the place of the method, which a path follows, -1 for none.
func (g *shapeReader) method() int {
	for i := 2; i <= 5 && i+1 < len(g.values); i++ {
		if isMethod(g.values[i]) && isPath(g.values[i+1]) {
			return i
		}
	}
	return -1
}

// server tells s-sitename, s-computername and s-ip of the values before the method.
func (g *shapeReader) server(v [][]byte) bool {
	ip := len(v) > 0 && checks[ServerIP](v[len(v)-1])
	names := v
	if ip {
		names = v[:len(v)-1]
	}
	switch {
	case len(names) > 2:
		return false
	case len(names) == 2:
		g.fields = append(g.fields, SiteName, ComputerName)
	case len(names) == 1 && hasService(names[0], "W3SVC"):
		g.fields = append(g.fields, SiteName)
	case len(names) == 1:
		g.fields = append(g.fields, ComputerName)
	}
	if ip {
		g.fields = append(g.fields, ServerIP)
	}
	return true
}

// client tells cs-uri-query, s-port and cs-username of the values up to the address
// of the client, and returns the place of that, -1 for none. Few rows lack any of
// them, so the farthest address is tried first.
func (g *shapeReader) client(from int) int {
	for n := 3; n >= 0; n-- {
		if at := from + n; at < len(g.values) && isAddress(g.values[at]) && g.beforeClient(g.values[from:at]) {
			g.fields = append(g.fields, ClientIP)
			return at
		}
	}
	return -1
}

// beforeClient tells what the values between path and client are.
func (g *shapeReader) beforeClient(v [][]byte) bool {
	switch {
	case len(v) == 3 && isNumber(v[1]):
		g.fields = append(g.fields, Query, ServerPort, Username)
	case len(v) >= 3:
		return false
	case len(v) == 2 && isNumber(v[1]):
		g.fields = append(g.fields, Query, ServerPort)
	case len(v) == 2 && isNumber(v[0]):
		g.fields = append(g.fields, ServerPort, Username)
	case len(v) == 2:
		g.fields = append(g.fields, Query, Username)
	case len(v) == 1 && isNumber(v[0]):
		g.fields = append(g.fields, ServerPort)
	case len(v) == 1:
		g.fields = append(g.fields, Query)
	}
	return true
}

// isOutcome reports whether status, substatus and Win32 begin here.
func isOutcome(v [][]byte) bool {
	return isStatus(v[0]) && v[0][0] >= '1' && v[0][0] <= '5' && isNumber(v[1]) && len(v[1]) <= 4 && isNumber(v[2])
}

// agent tells cs-version, cs(User-Agent), cs(Cookie), cs(Referer) and cs-host of
// the values between client and status.
func (g *shapeReader) agent(v [][]byte) bool {
	fields := g.fields
	if len(v) > 0 && bytes.HasPrefix(v[0], []byte("HTTP/")) {
		fields, v = append(fields, Version), v[1:]
	}
	switch {
	case len(v) > 4 || len(v) > 1 && isTorn(v[0], v[1]):
		return false
	case len(v) == 4 && (isReferer(v[1]) || isCookie(v[1])) && !isCookie(v[2]) && !bytes.ContainsAny(v[3], "=/"):
		fields = append(fields, UserAgent, Cookie, Referer, Host)
	case len(v) == 3 && isHost(v[2]) && isCookie(v[1]):
		fields = append(fields, UserAgent, Cookie, Host)
	case len(v) == 3 && isHost(v[2]):
		fields = append(fields, UserAgent, Referer, Host)
	case len(v) == 3 && isReferer(v[2]):
		fields = append(fields, UserAgent, Cookie, Referer)
	case len(v) >= 3:
		return false
	case len(v) == 2 && isCookie(v[1]):
		fields = append(fields, UserAgent, Cookie)
	case len(v) == 2 && isHost(v[1]):
		fields = append(fields, UserAgent, Host)
	case len(v) == 2:
		fields = append(fields, UserAgent, Referer)
	case len(v) == 1:
		fields = append(fields, UserAgent)
	}
	g.fields = fields
	return true
}

// isTorn reports whether a blank within brackets cut an agent in two.
func isTorn(a, b []byte) bool {
	open := bytes.Count(a, []byte{'('}) - bytes.Count(a, []byte{')'})
	return open > 0 && open == bytes.Count(b, []byte{')'})-bytes.Count(b, []byte{'('})
}

func isReferer(b []byte) bool {
	return len(b) == 1 && b[0] == '-' || string(b) == "..." || bytes.Contains(b, []byte("://"))
}

// isCookie takes pairs of names and values.
func isCookie(b []byte) bool {
	name, _, ok := bytes.Cut(b, []byte{'='})
	return ok && len(name) > 0 && bytes.IndexByte(name, ':') < 0 && bytes.IndexByte(name, '/') < 0
}

// isHost takes names with a dot or a port, localhost, and addresses.
func isHost(b []byte) bool {
	if len(b) == 0 || b[0] == '[' || bytes.Count(b, []byte{':'}) > 1 {
		return isForwarded(b)
	}
	name, port, hasPort := bytes.Cut(b, []byte{':'})
	if hasPort && !isNumber(port) {
		return false
	}
	letters := 0
	for _, c := range name {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			letters++
		case c != '.' && c != '-' && c != '_' && (c < '0' || c > '9'):
			return false
		}
	}
	if letters == 0 {
		return isAddress(name)
	}
	return hasPort || string(name) == "localhost" || bytes.IndexByte(name, '.') > 0
}

// rest tells sc-bytes, cs-bytes and time-taken, which are numbers, and the fields
// that somebody added. More than three numbers may be anything.
func (g *shapeReader) rest(v [][]byte) {
	numbers := 0
	for numbers < len(v) && isNumber(v[numbers]) {
		numbers++
	}
	switch numbers {
	case 0:
	case 1:
		g.fields = append(g.fields, Taken)
	case 2:
		g.fields = append(g.fields, SentBytes, Taken)
	case 3:
		g.fields = append(g.fields, SentBytes, ReceivedBytes, Taken)
	default:
		numbers = 0
	}
	g.added(v[numbers:])
}

// added tells the addresses that proxies forward, and a cookie. A "-" stands for
// such addresses when there are none behind it.
func (g *shapeReader) added(v [][]byte) {
	forwarded := -1
	for i, value := range v {
		if isAddressList(value) || forwarded < 0 && i == 0 && string(value) == "-" {
			forwarded = i
			if string(value) != "-" {
				break
			}
		}
	}
	cookie := false
	for i, value := range v {
		switch {
		case i == forwarded:
			g.fields = append(g.fields, forwardedFor)
		case !cookie && isCookie(value):
			cookie = true
			g.fields = append(g.fields, Cookie)
		default:
			g.fields = append(g.fields, unnamed)
		}
	}
}

// isAddressList takes one address or more between commas, as proxies add them:
// some with a port, in brackets, or unknown.
func isAddressList(b []byte) bool {
	some := false
	for one := range bytes.SplitSeq(b, []byte{','}) {
		one = bytes.Trim(one, `+"`)
		if isForwarded(one) {
			some = true
		} else if string(one) != "unknown" {
			return false
		}
	}
	return some
}

// isForwarded takes an address, also with a port.
func isForwarded(b []byte) bool {
	if len(b) > 0 && b[0] == '[' {
		inner, port, ok := bytes.Cut(b[1:], []byte{']'})
		return ok && isAddress(inner) && (len(port) == 0 || port[0] == ':' && isNumber(port[1:]))
	}
	if host, port, ok := bytes.Cut(b, []byte{':'}); ok && isNumber(port) && isAddress(host) {
		return true
	}
	return isAddress(b)
}
