package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

// Link is a broken link on a page of the site itself.
type Link struct {
	Page  string `json:"page"` // as the client named it, host included
	Path  string `json:"path"` // what was not found
	Count int64  `json:"count"`
}

// ownShare is the share of the pages in healthy rows from which a host is the
// site's own: nearly every picture and script of a page names it.
const ownShare = 0.1

// links lists the broken links of the site itself, most frequent first.
func (b *builder) links() []Link {
	own := b.ownHosts()
	all := []Link{}
	for i, s := range b.summary.slots.subjects {
		if s.verdict != codes.NotFound || i >= len(b.summary.keys) {
			continue
		}
		pairs := &b.summary.keys[i][crossed]
		for j, pair := range pairs.names {
			page, path, _ := strings.Cut(pair, "\x00")
			if host, _ := splitReferer([]byte(page)); own[strings.ToLower(string(host))] {
				all = append(all, Link{page, path, pairs.counts[j]})
			}
		}
	}
	slices.SortFunc(all, func(x, y Link) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Page, y.Page), cmp.Compare(x.Path, y.Path))
	})
	all = all[:min(len(all), b.top())]
	for i := range all {
		all[i].Page = b.names.value("cs(Referer)", all[i].Page)
	}
	return all
}

// ownHosts are the hosts that the site's own pages name.
func (b *builder) ownHosts() map[string]bool {
	var total int64
	for _, n := range b.summary.hosts.counts {
		total += n
	}
	own := map[string]bool{}
	for i, host := range b.summary.hosts.names {
		if float64(b.summary.hosts.counts[i]) >= ownShare*float64(total) {
			own[strings.ToLower(host)] = true
		}
	}
	return own
}
