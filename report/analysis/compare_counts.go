package analysis

import (
	"maps"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// pair is two sides while they are compared.
type pair struct {
	*comparing
	side        int  // of the scan
	byStatus    bool // the sides log unlike fields: a code is its status
	this, other *sideCounts
}

// sideCounts are what was counted of one side.
type sideCounts struct {
	rows, errors, need int64 // need are shown and need attention
	bare               int64 // rows of a site without a substatus
	timed              bool  // some rows log time-taken
	served             scan.Durations
	paths              map[string]*pathCounts
	kinds              map[scan.Subject]*kindCounts // of rows that are shown
}

// pathCounts are those of one path.
type pathCounts struct {
	rows, healthy, need int64
	served              scan.Durations // of what was served as usual
}

// kindCounts are those of a code and verdict.
type kindCounts struct {
	rows, need  int64
	first, last int64 // seconds; first > last where it is not known
	untimed     bool  // when some of the rows came is not known
	paths       map[string]int64
}

// countsOf sums what some sides have.
func (p *pair) countsOf(sides ...int) *sideCounts {
	s := &sideCounts{paths: map[string]*pathCounts{}, kinds: map[scan.Subject]*kindCounts{}}
	for _, side := range sides {
		at, _ := slices.BinarySearchFunc(p.Sides.Cells, side, func(c scan.SideCell, side int) int { return c.Side - side })
		for ; at < len(p.Sides.Cells) && p.Sides.Cells[at].Side == side; at++ {
			c := &p.Sides.Cells[at]
			p.add(s, c, &p.Subjects[c.Subject])
		}
	}
	return s
}

func (p *pair) add(s *sideCounts, c *scan.SideCell, of *scan.Subject) {
	at := s.paths[c.Path]
	if at == nil {
		at = &pathCounts{}
		s.paths[c.Path] = at
	}
	wanted := p.Wants(of.Code, of.Verdict)
	need := wanted && p.kindNeeds(of)
	s.rows += c.Rows
	s.timed = s.timed || c.Durations.Rows() > 0
	at.rows += c.Rows
	if of.Code.IsError() {
		s.errors += c.Rows
	}
	if of.Code.Substatus == codes.None && !of.Code.FTP && of.Reason == "" {
		s.bare += c.Rows
	}
	if need {
		s.need += c.Rows
		at.need += c.Rows
	} else {
		at.healthy += c.Rows
	}
	if of.Verdict == codes.OK && of.Code.Class() == "2xx" && !of.Code.FTP && !waitsAt([]byte(c.Path)) && !isLargeName([]byte(c.Path)) {
		at.served.Add(&c.Durations)
		s.served.Add(&c.Durations)
	}
	if wanted {
		s.addKind(p.kindOf(of), c, need)
	}
}

func (s *sideCounts) addKind(kind scan.Subject, c *scan.SideCell, need bool) {
	k := s.kinds[kind]
	if k == nil {
		k = &kindCounts{first: math.MaxInt64, last: math.MinInt64, paths: map[string]int64{}}
		s.kinds[kind] = k
	}
	k.rows += c.Rows
	if need {
		k.need += c.Rows
	}
	k.first, k.last = min(k.first, c.First), max(k.last, c.Last)
	k.untimed = k.untimed || c.First > c.Last
	k.paths[c.Path] += c.Rows
}

// kindOf is what rows of a subject are compared as.
func (p *pair) kindOf(s *scan.Subject) scan.Subject {
	kind := s.OfAllSpans()
	kind.Attack = ""
	if p.byStatus {
		kind = scan.Subject{Code: codes.Code{Status: s.Code.Status, Substatus: codes.None, FTP: s.Code.FTP}, Win32: scan.AnyWin32}
	}
	return kind
}

// kindNeeds reports whether rows of a subject need attention. By its status alone an
// error does: what it is cannot be told on one of the sides.
func (p *pair) kindNeeds(s *scan.Subject) bool {
	if p.byStatus {
		return s.Code.IsError()
	}
	return s.Verdict.Attention()
}

// unlike reports whether one side logs the substatus and the other does not.
func unlike(a, b *sideCounts) bool {
	if a.rows == 0 || b.rows == 0 {
		return false
	}
	const few, most = 0.1, 0.9
	x, y := float64(a.bare)/float64(a.rows), float64(b.bare)/float64(b.rows)
	return x <= few && y >= most || y <= few && x >= most
}

// told are the sums of a side.
func (s *sideCounts) told() report.Side {
	out := report.Side{Rows: s.rows, Errors: s.errors, Attention: s.need}
	if s.served.Rows() > 0 {
		p50, p95 := s.served.At(0.5), s.served.At(0.95)
		out.P50, out.P95 = &p50, &p95
	}
	return out
}

// at are the counts of a path, zero where there is none.
func (s *sideCounts) at(path string) pathCounts {
	if at := s.paths[path]; at != nil {
		return *at
	}
	return pathCounts{}
}

// kind are the counts of a kind, zero where there is none.
func (s *sideCounts) kind(k scan.Subject) kindCounts {
	if of := s.kinds[k]; of != nil {
		return *of
	}
	return kindCounts{first: math.MaxInt64, last: math.MinInt64}
}

// shared is the part of the requests of this side for paths that the other side was asked
// for as well.
func (p *pair) shared() float64 {
	if p.this.rows == 0 {
		return 0
	}
	var rows int64
	for path, at := range p.this.paths {
		if p.other.at(path).rows > 0 {
			rows += at.rows
		}
	}
	return float64(rows) / float64(p.this.rows)
}

// allKinds are the kinds of both sides in a fixed order.
func (p *pair) allKinds() []scan.Subject {
	all := slices.Collect(maps.Keys(p.this.kinds))
	for k := range p.other.kinds {
		if p.this.kinds[k] == nil {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, compareKinds)
	return all
}
