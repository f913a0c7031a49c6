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
	// Estimated says that there were too many different links to count each.
	Estimated bool `json:"estimated,omitempty"`
}

// ownShare is the share of the pages in healthy rows from which a host is the
// site's own, where the log does not name the hosts of a site: nearly every
// picture and script of a page names it, while search engines send but visitors.
const ownShare = 0.3

// links lists the broken links of the site itself, most frequent first.
func (b *builder) links() []Link {
	own := b.ownHosts()
	all := []Link{}
	for i, s := range b.summary.slots.subjects {
		if s.verdict != codes.NotFound || i >= len(b.summary.keys) {
			continue
		}
		for _, pair := range b.pairs(i) {
			page, path, _ := strings.Cut(pair.Key, "\x00")
			if host, _ := splitReferer([]byte(page)); own[strings.ToLower(string(host))] {
				all = append(all, Link{page, path, pair.Count, b.summary.keys[i][crossed].over})
			}
		}
	}
	slices.SortFunc(all, func(x, y Link) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Page, y.Page), cmp.Compare(x.Path, y.Path))
	})
	all = all[:min(len(all), b.top())]
	for i := range all {
		all[i].Page = b.names.value("cs(Referer)", all[i].Page)
		all[i].Path = b.names.value("cs-uri-stem", all[i].Path)
	}
	return all
}

// pairs are the crossed values of a subject and their counts, estimated from the
// sample of rows where there were too many to count.
func (b *builder) pairs(subject int) []Key {
	table := &b.summary.keys[subject][crossed]
	if !table.over {
		return table.all()
	}
	var rows int64
	for i := range b.summary.slots.all {
		if s := &b.summary.slots.all[i]; s.subject == subject {
			rows += s.count
		}
	}
	return b.summary.sample.top(func(i int) bool { return i == subject }, crossed, rows, sampleSize)
}

// ownHosts are the hosts that the site's own pages name.
func (b *builder) ownHosts() map[string]bool {
	var total int64
	hosts := b.summary.hosts.all()
	for _, host := range hosts {
		total += host.Count
	}
	own := map[string]bool{}
	for _, host := range hosts {
		if float64(host.Count) >= ownShare*float64(total) {
			own[strings.ToLower(host.Key)] = true
		}
	}
	return own
}
