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
type visitSample struct {
	kept    []hashed[Visit]
	halved  int // how often the limit was halved
	offered int64
	site    string // of the row before
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
	if hash > s.limit() {
		return
	}
	site := r.Field(parser.SiteName)
	if site == nil {
		site = r.Field(parser.SiteID)
	}
	if site = Shorten(site); string(site) != s.site {
		s.site = string(site)
	}
	s.kept = append(s.kept, hashed[Visit]{hash, int32(source), Visit{r.Second, string(Shorten(c.client(r))), s.site, source}})
	s.thin()
}

// thin makes room.
func (s *visitSample) thin() {
	for len(s.kept) > mostVisits {
		s.halved++
		s.drop()
	}
}

// drop drops the rows above the limit.
func (s *visitSample) drop() {
	limit := s.limit()
	s.kept = slices.DeleteFunc(s.kept, func(h hashed[Visit]) bool { return h.hash > limit })
}

func (s *visitSample) merge(o *visitSample) {
	s.offered += o.offered
	s.kept, s.halved = append(s.kept, o.kept...), max(s.halved, o.halved)
	s.drop()
	s.thin()
}

// visits returns the rows that were kept, in the order of time.
func (s *visitSample) visits() []Visit {
	all := make([]Visit, len(s.kept))
	for i, h := range s.kept {
		all[i] = h.value
	}
	slices.SortFunc(all, func(a, b Visit) int {
		return cmp.Or(cmp.Compare(a.Second, b.Second), cmp.Compare(a.Client, b.Client), cmp.Compare(a.Site, b.Site), cmp.Compare(a.Source, b.Source))
	})
	return all
}
