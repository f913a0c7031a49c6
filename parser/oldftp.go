package parser

import "bytes"

// oldFTP finds the fields of a row of the FTP service before IIS 7, which writes the
// number of the session before each command: [7]PASS. Up to that stand the client,
// the user and names of the server; behind it the argument, at times a query that is
// empty, the reply, the Win32 status, and numbers. It reports false when the row is none.
func (g *shapeReader) oldFTP() bool {
	v := g.values
	g.fields = g.fields[:0]
	if len(v) > 2 && checks[Date](v[0]) {
		g.fields = append(g.fields, Date)
	}
	if at := len(g.fields); len(v) < at+6 || !checks[Time](v[at]) || !isAddress(v[at+1]) {
		return false
	}
	g.fields = append(g.fields, Time, ClientIP)
	front := len(g.fields)
	command := front
	for command < len(v) && !isSessionCommand(v[command]) {
		command++
	}
	status := command + 2
	if len(v) > status && string(v[status]) == "-" {
		status++
	}
	if command-front > 5 || status+2 > len(v) || !isStatus(v[status]) || !isNumber(v[status+1]) {
		return false
	}
	g.ftpServer(v[front:command])
	g.fields = append(append(g.fields, Method, Stem, Query)[:len(g.fields)+status-command], Status, Win32)
	g.ftpRest(v[status+2:])
	return true
}

// isSessionCommand takes the number of a session in brackets and a command.
func isSessionCommand(b []byte) bool {
	number, command, ok := bytes.Cut(b, []byte{']'})
	return ok && len(number) > 1 && number[0] == '[' && isNumber(number[1:]) && isMethod(command)
}

// ftpServer tells cs-username, s-sitename, s-computername, s-ip and s-port, of
// which any may be missing.
func (g *shapeReader) ftpServer(v [][]byte) {
	next := Username
	for _, value := range v {
		switch {
		case hasService(value, "MSFTPSVC") || hasService(value, "FTPSVC"):
			g.fields, next = append(g.fields, SiteName), ComputerName
		case isAddress(value):
			g.fields, next = append(g.fields, ServerIP), unnamed
		case isNumber(value):
			g.fields, next = append(g.fields, ServerPort), unnamed
		default:
			g.fields = append(g.fields, next)
			next = ComputerName
		}
	}
}

// ftpRest tells sc-bytes, cs-bytes and time-taken where all three are there.
func (g *shapeReader) ftpRest(v [][]byte) {
	numbers := 0
	for numbers < len(v) && isNumber(v[numbers]) {
		numbers++
	}
	if numbers == 3 {
		g.fields = append(g.fields, SentBytes, ReceivedBytes, Taken)
		v = v[3:]
	}
	for range v {
		g.fields = append(g.fields, unnamed)
	}
}
