package analysis

import (
	"bytes"
	"context"
	"net/netip"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Exchange writes what its clients ask for twice: its front end asks its back end, a site of its own on the same
// server or another, and each has a log.

const (
	backEndPort = "444"
	// leastTwice is which part of all rows the back end must have, and leastTwiceRows how many of the rows that were kept.
	leastTwice, leastTwiceRows = 0.1, 20
)

// exchangePaths are what the paths of its services begin with.
var exchangePaths = [][]byte{[]byte("/owa"), []byte("/ecp"), []byte("/ews"), []byte("/mapi"), []byte("/rpc"), []byte("/oab"), []byte("/autodiscover"), []byte("/microsoft-server-activesync"), []byte("/powershell")}

// twice says that the rows of the back end are those of the front end once more.
func (a *Analysis) twice(context.Context) []report.Finding {
	var rows, front, back int64
	kept := 0
	for _, r := range a.Traffic {
		rows += r.Rows
		switch {
		case !isAskedOfExchange(r.Row):
		case string(r.Row.Field(parser.ServerPort)) != backEndPort:
			front += r.Rows
		case isOfServer(r.Row):
			back += r.Rows
			kept++
		}
	}
	if kept < leastTwiceRows || float64(back) < leastTwice*float64(rows) || 2*front < back || a.chooses("port") {
		return nil
	}
	share := float64(back) / float64(rows)
	f := report.Finding{Rule: "twice", Severity: report.Note, Share: share, Where: report.Values{{Field: "s-port", Value: backEndPort}}}
	f.Evidence = []report.Evidence{{What: "share", Value: share, Unit: "share"}, {What: "port", Text: backEndPort}}
	f.Command = a.newCommand("rows").flag("--port", backEndPort).String()
	return []report.Finding{f}
}

func isAskedOfExchange(r *parser.Row) bool {
	path := bytes.ToLower(r.Path())
	return slices.ContainsFunc(exchangePaths, func(lead []byte) bool { return bytes.HasPrefix(path, lead) })
}

// isOfServer reports whether a server asked, itself or one of the own network.
func isOfServer(r *parser.Row) bool {
	client, _, _ := strings.Cut(string(r.Field(parser.ClientIP)), "%") // without its zone
	ip, err := netip.ParseAddr(client)
	return err == nil && (ip.IsLinkLocalUnicast() || scan.IsOfOwnNetwork(client) || client == string(r.Field(parser.ServerIP)))
}
