package parser

// IsFTP reports whether a row comes from the FTP service. Nothing in a log says
// so: its fields and the method of the row tell.
func (r *Row) IsFTP() bool {
	l := r.Layout
	if l.sessions {
		return true
	}
	if !l.ftpOrder && !l.oldFTP {
		return false
	}
	method := r.Field(Method)
	if l.oldFTP && len(method) > 0 && method[0] == '[' {
		return true // the number of the session: [2]USER
	}
	if l.oldFTP {
		return l.Form == IIS && (hasService(r.Field(SiteName), "MSFTPSVC") || hasService(r.Field(SiteName), "FTPSVC"))
	}
	return len(method) > 0 && !webMethods[string(method)]
}

// MayBeFTP reports whether rows of the layout may come from the FTP service.
func (l *Layout) MayBeFTP() bool { return l.sessions || l.ftpOrder || l.oldFTP }

// planFTP finds what a layout says of FTP. Since IIS 7 its service writes the
// Win32 status between status and substatus, which somebody may ask of a site as
// well; the one before had no substatus.
func (l *Layout) planFTP() {
	l.oldFTP = !l.Has(Substatus) && !l.Has(URI)
	l.sessions = l.Has(Session)
	l.ftpOrder = l.Has(Status) && l.index[Win32] == l.index[Status]+1 && l.index[Substatus] == l.index[Win32]+1
	for _, c := range [...]Column{Query, URI, UserAgent, Referer, Cookie} {
		l.ftpOrder, l.sessions = l.ftpOrder && !l.Has(c), l.sessions && !l.Has(c)
	}
}

// webMethods are methods of HTTP and WebDAV, none of which is a command of FTP.
var webMethods = map[string]bool{
	"GET": true, "HEAD": true, "POST": true, "PUT": true, "DELETE": true, "OPTIONS": true,
	"PATCH": true, "TRACE": true, "CONNECT": true, "PROPFIND": true, "PROPPATCH": true,
	"MKCOL": true, "COPY": true, "MOVE": true, "LOCK": true, "UNLOCK": true, "REPORT": true,
	"SEARCH": true, "RPC_IN_DATA": true, "RPC_OUT_DATA": true, "-": true,
}
