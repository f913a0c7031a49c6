package scan

import (
	"cmp"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
)

// Visit is when a row came, from whom and for which site.
type Visit struct {
	Second int64 // since 1970
	Client string
	Site   string // as it is logged; "" where it is not
	Source int    // index into Result.Sources
}

// visitSample is a fair choice among all rows that have a time, of which only a Visit is
// kept: so there is room for so many that a client which sends one row in five hundred is
// among them. It keeps the rows whose place has a hash up to a limit, and halves that
// where they become too many; so the choice depends on the rows alone. A choice of the
// smallest hashes, which has to be sorted, took four times as long.
//
// Tens of thousands are taken of which most are given up again: so their texts stand one
// behind the other, and nothing is there for the collector of garbage.
type visitSample struct {
	kept    []keptVisit
	text    []byte // clients and sites
	halved  int    // how often the limit was halved
	offered int64
}

// keptVisit is a Visit of which the texts stand elsewhere, the site behind the client.
type keptVisit struct {
	hash         uint64
	second       int64
	source       int32
	from         uint32
	client, site uint16 // lengths
}

// mostVisits is how many rows a visitSample keeps at most; at least half as many.
const mostVisits = 1 << 13

func (s *visitSample) limit() uint64 { return math.MaxUint64 >> s.halved }

// add offers a row.
func (s *visitSample) add(hash uint64, source int, r *parser.Row, c *columns) {
	if r.Second == parser.NoTime {
		return
	}
	s.offered++
	if hash <= s.limit() {
		s.take(hash, source, r, c)
	}
}

// take takes a row that has a time and a hash up to the limit.
func (s *visitSample) take(hash uint64, source int, r *parser.Row, c *columns) {
	site := r.Field(parser.SiteName)
	if site == nil {
		site = r.Field(parser.SiteID)
	}
	s.keep(keptVisit{hash: hash, second: r.Second, source: int32(source)}, Shorten(c.glance(r)), Shorten(site))
	s.thin()
}

// keep keeps a row with its texts.
func (s *visitSample) keep(v keptVisit, client, site []byte) {
	if s.kept == nil {
		s.kept = make([]keptVisit, 0, mostVisits+1)
	}
	v.from, v.client, v.site = uint32(len(s.text)), uint16(len(client)), uint16(len(site))
	if more := len(client) + len(site); len(s.text)+more > cap(s.text) {
		s.text = slices.Grow(s.text, max(more, cap(s.text)))
	}
	s.text = append(append(s.text, client...), site...)
	s.kept = append(s.kept, v)
}

// texts are those of a row that was kept.
func (s *visitSample) texts(v *keptVisit) (client, site []byte) {
	text := s.text[v.from:]
	return text[:v.client], text[v.client : int(v.client)+int(v.site)]
}

// thin makes room.
func (s *visitSample) thin() {
	for len(s.kept) > mostVisits {
		s.halved++
		s.drop()
	}
}

// drop drops the rows above the limit. The others move to the front.
func (s *visitSample) drop() {
	limit, all := s.limit(), visitSample{text: s.text}
	s.kept, s.text, all.kept = s.kept[:0], s.text[:0], s.kept
	for i := range all.kept {
		if v := all.kept[i]; v.hash <= limit {
			client, site := all.texts(&v)
			s.keep(v, client, site)
		}
	}
}

func (s *visitSample) merge(o *visitSample) {
	s.offered += o.offered
	s.halved = max(s.halved, o.halved)
	for i := range o.kept {
		client, site := o.texts(&o.kept[i])
		s.keep(o.kept[i], client, site)
	}
	s.drop()
	s.thin()
}

// visits returns the rows that were kept, in the order of time.
func (s *visitSample) visits() []Visit {
	all, texts := make([]Visit, len(s.kept)), string(s.text)
	for i := range s.kept {
		v := &s.kept[i]
		text := texts[v.from:]
		all[i] = Visit{v.second, text[:v.client], text[v.client : int(v.client)+int(v.site)], int(v.source)}
	}
	slices.SortFunc(all, func(a, b Visit) int {
		if a.Second != b.Second {
			return cmp.Compare(a.Second, b.Second)
		}
		return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Site, b.Site), cmp.Compare(a.Source, b.Source))
	})
	return all
}
