package scan

import (
	"bytes"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// A row's site is what its log says, else the folder that IIS gives each site; its
// server is what its log says, else the folder above that: administrators collect the
// logs of several servers in a folder each. An address that several of these share is none of
// a server, see farm.go.

// folders are the site and the server that the path of a source tells, nil for those
// that it does not.
type folders struct {
	site, server []byte
	tell         bool // its server, whose address is that of others as well
}

// foldersOf finds them in the name of a source. A name of a folder that IIS makes
// itself is none of a server.
func foldersOf(name string) (f folders) {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '/' || r == '\\' })
	for i := len(parts) - 2; i >= 0; i-- {
		if !isSiteFolder(parts[i]) {
			continue
		}
		f.site = []byte(parts[i])
		if i > 0 && isServerFolder(parts[i-1]) {
			f.server = []byte(parts[i-1])
		}
		break
	}
	return f
}

// SiteFolder is the folder of a site that a path has, "" for none.
func SiteFolder(path string) string { return string(foldersOf(path).site) }

// Folders are the site and the server that the path of a source tells, "" where it does
// not.
func (s *Source) Folders() (site, server string) {
	f := foldersOf(s.Name)
	return string(f.site), string(f.server)
}

// ByFolder reports whether the folder of a source tells its server, and s-ip does not.
func (r *Result) ByFolder(source int) bool {
	return r.farm.has(foldersOf(r.Sources[source].Name).server)
}

func (f farm) has(server []byte) bool { return f != nil && f[strings.ToLower(string(server))] }

// isSiteFolder reports whether a folder is one of a site: W3SVC3, FTPSVC1.
func isSiteFolder(name string) bool {
	for _, service := range []string{"W3SVC", "FTPSVC", "MSFTPSVC"} {
		if n := len(service); len(name) > n && strings.EqualFold(name[:n], service) {
			return strings.Trim(name[n:], "0123456789") == ""
		}
	}
	return false
}

// isServerFolder reports whether a folder may be named after a server. Windows takes no name of digits
// alone, which is a number or a day.
func isServerFolder(name string) bool {
	return strings.Trim(name, ".") != "" && strings.Trim(name, "0123456789-_") != "" && !strings.HasSuffix(name, ":") && !strings.EqualFold(name, "LogFiles")
}

// from begins rows of a source.
func (c *columns) from(source string) {
	if c.source != source {
		c.source, c.folders = source, foldersOf(source)
		c.folders.tell = c.farm.has(c.folders.server)
	}
}

// site returns the site of a row, nil where nothing tells it.
func (c *columns) site(r *parser.Row) []byte {
	return firstOf(r.Field(parser.SiteName), c.siteOf(r.Field(parser.SiteID)), c.folders.site)
}

// siteOf is the name of the site of a number, which is all that HTTP.sys writes: 1 is
// W3SVC1, as in the log of the site itself.
func (c *columns) siteOf(number []byte) []byte {
	if len(number) == 0 || len(bytes.Trim(number, "0123456789")) > 0 {
		return number
	}
	if !bytes.HasSuffix(c.numbered, number) || len(c.numbered) != len(webSite)+len(number) {
		c.numbered = append([]byte(webSite), number...)
	}
	return c.numbered
}

const webSite = "W3SVC"

// server returns the server of a row, nil where nothing tells it.
func (c *columns) server(r *parser.Row) []byte {
	if c.folders.tell {
		return firstOf(r.Field(parser.ComputerName), c.folders.server, nil)
	}
	return firstOf(r.Field(parser.ComputerName), r.Field(parser.ServerIP), c.folders.server)
}

// firstOf returns the first value that says something.
func firstOf(a, b, folder []byte) []byte {
	switch {
	case says(a):
		return a
	case says(b):
		return b
	}
	return folder
}

// says reports whether a value is one: "-" is what servers write for none.
func says(v []byte) bool { return len(v) > 1 || len(v) == 1 && v[0] != '-' }

// Places finds the site and the server of rows, which may be of several sources. It is
// good for one goroutine.
type Places struct {
	result  *Result
	columns columns
}

// Places returns what finds the sites and servers of the rows of a result.
func (r *Result) Places() *Places { return &Places{result: r, columns: columns{farm: r.farm}} }

// Of returns the site and the server of a row, "" where nothing tells them.
func (p *Places) Of(source int, r *parser.Row) (site, server string) {
	p.columns.from(p.result.Sources[source].Name)
	return string(p.columns.site(r)), string(p.columns.server(r))
}
