package analysis

import (
	"net/netip"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A row's site and server are what its log says, else the folders that the logs of each
// are collected in.

// siteOf is the site of a row of a source, "" where nothing tells it.
func (a *Analysis) siteOf(source int, r *parser.Row) string {
	for _, column := range []parser.Column{parser.SiteName, parser.SiteID} {
		if v := r.Field(column); isValue(v) {
			return string(scan.Shorten(v))
		}
	}
	return a.folders[source].site
}

// siteVisited is the site of a visit, as siteOf is of a row.
func (a *Analysis) siteVisited(v scan.Visit) string {
	if v.Site != "" && v.Site != "-" {
		return v.Site
	}
	return a.folders[v.Source].site
}

// computerOf is the server of a row by its name: where the log names none, and no address
// either, by the folder of its logs.
func (a *Analysis) computerOf(source int, r *parser.Row) string {
	if v := r.Field(parser.ComputerName); isValue(v) {
		return string(scan.Shorten(v))
	}
	if isValue(r.Field(parser.ServerIP)) && !a.folders[source].tells {
		return ""
	}
	return a.folders[source].server
}

// serverOf is the server of a row, and the field that names it.
func (a *Analysis) serverOf(source int, r *parser.Row) (field, value string) {
	if name := a.computerOf(source, r); name != "" {
		return "s-computername", name
	}
	if v := string(scan.Shorten(r.Field(parser.ServerIP))); isValue([]byte(v)) && !isLoopback(v) { // under that address any server asks itself
		return "s-ip", v
	}
	return "", ""
}

// isLoopback reports whether an address is that by which a machine asks itself.
func isLoopback(address string) bool {
	if !strings.HasPrefix(address, "127.") && !strings.HasPrefix(address, "::") {
		return false
	}
	ip, err := netip.ParseAddr(address)
	return err == nil && ip.Unmap().IsLoopback()
}

// isValue reports whether a field has a value.
func isValue(v []byte) bool { return len(v) > 0 && string(v) != "-" }

// folder is the site and the server that the path of a source names, "" for none.
type folder struct {
	site, server string
	tells        bool // its server, although rows have an address, which others share
}

// foldersOf are those of the sources.
func foldersOf(r *scan.Result) (all []folder) {
	for i := range r.Sources {
		site, server := r.Sources[i].Folders()
		all = append(all, folder{site, server, r.ByFolder(i)})
	}
	return all
}
