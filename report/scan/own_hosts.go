package scan

import (
	"bytes"
	"net/netip"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// ownShare is the share of the pages in healthy rows from which a host is the
// site's own, where the log does not name the hosts of a site: nearly every
// picture and script of a page names it, while search engines send but visitors.
const ownShare = 0.3

// OwnHosts are the names of the hosts that are the site's own, given how many pages of each
// healthy rows named.
func OwnHosts(pages []Value) map[string]bool {
	var total int64
	sums := map[string]int64{}
	for _, host := range pages {
		total += host.Count
		sums[HostName(host.Text)] += host.Count
	}
	own := map[string]bool{}
	for host, n := range sums {
		if float64(n) >= ownShare*float64(total) {
			own[host] = true
		}
	}
	return own
}

// HostName is a host without its port and without www.: both are the same site.
func HostName(host string) string {
	host = strings.ToLower(host)
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	return strings.TrimPrefix(host, "www.")
}

// IsOfOwnNetwork reports whether an address is one that the internet does not know: of a
// local network, of the machine itself.
func IsOfOwnNetwork(client string) bool {
	address, err := netip.ParseAddr(client)
	return err == nil && (address.IsPrivate() || address.IsLoopback() || address.IsLinkLocalUnicast())
}

// Sender is the page that sent a client to a row, as its referer says. The zero Sender is
// none.
type Sender struct {
	Host  string // its name, as HostName has it
	Front bool   // the front page, which scanners name
	Asked bool   // the host is the one that was asked, as the row says
}

// SenderOf returns the page that sent a row: none where that is one of another host than
// the one that was asked, or the path itself.
func SenderOf(r *parser.Row) Sender {
	from, page := SplitReferer(r.Field(parser.Referer))
	name, asked := HostName(string(from)), r.Field(parser.Host)
	path, _, _ := bytes.Cut(page, []byte{'?'})
	named := len(asked) > 1
	if name == "" || named && name != HostName(string(asked)) || bytes.EqualFold(path, r.Path()) {
		return Sender{}
	}
	return Sender{name, len(path) <= 1, named}
}

// IsOf reports whether the page is of one of some hosts, or of the one that was asked.
func (s Sender) IsOf(own map[string]bool) bool { return s.Asked || own[s.Host] }
