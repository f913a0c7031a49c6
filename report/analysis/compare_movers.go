package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Who came, who went and who asks far more or less than before is told by the rows that were
// kept of both periods: of a period some thousand clients' requests, and some hundred of
// users and servers. So it is said of those that weigh, and as a share.
const (
	mostMovers     = 3  // of a field
	mostMoversTold = 5  // of all
	leastMover     = 12 // rows that were kept of the side that has more
	moverChance    = 6  // standard deviations between the shares
	moverChanges   = 3  // times the other share
	// A client that has few rows may be named as well where hardly any other has a third of
	// them: outstanding times as many as all but mostMovers and one in a hundred. Where many
	// ask as much, who of them came and who went is no news.
	outstanding, outstandingChance = 3, 3.4
)

// mover is a value of a field whose share differs between two periods.
type mover struct {
	field, value  string
	before, after float64 // shares
	shown         string  // the value as it may be shown
	texts         [2]string
}

// movers says which clients, users and servers have a far larger or smaller share of the
// requests in the later period, those that weigh most first.
func (x *comparing) movers() (all []report.Finding) {
	if x.field != "" || len(x.Spans) != 2 {
		return nil
	}
	var found []mover
	clients := x.newShares("c-ip")
	for _, v := range x.Visits {
		clients.add(v.Client, v.Second, 1)
	}
	clients.whole = int64(len(x.Visits)) == x.Timed
	found = append(found, clients.movers()...)
	d := x.dimensions()
	for _, field := range []string{"cs-username", "s-computername", "s-ip"} {
		dim, of := d.named(field), x.newShares(field)
		of.whole = !slices.ContainsFunc(x.Traffic, func(r scan.SampledRow) bool { return r.Rows != 1 })
		for _, r := range x.Traffic {
			of.add(dim.of(r.Source, r.Row), r.Row.Second, r.Rows)
		}
		if moved := of.movers(); field != "s-ip" || !slices.ContainsFunc(found, func(m mover) bool { return m.field == "s-computername" }) {
			found = append(found, moved...)
		}
	}
	slices.SortStableFunc(found, func(a, b mover) int { return cmp.Compare(math.Abs(b.after-b.before), math.Abs(a.after-a.before)) })
	for _, m := range found[:min(len(found), mostMoversTold)] {
		all = append(all, report.Finding{Rule: "compare-share", Severity: report.Note, Where: report.Values{{Field: m.field, Value: m.shown}}, Evidence: []report.Evidence{
			{What: "field", Text: m.field}, {What: "value", Text: m.shown}, {What: "after", Value: m.after, Text: m.texts[1]}, {What: "before", Value: m.before, Text: m.texts[0]},
		}})
	}
	return all
}

// shares counts the rows that were kept of each value of a field in both periods.
type shares struct {
	*comparing
	field string
	of    map[string]*[2]int64
	sums  [2]int64
	kept  [2]int64 // rows that were counted, each for as many as it stands for
	whole bool     // all rows were kept
}

func (x *comparing) newShares(field string) *shares {
	return &shares{comparing: x, field: field, of: map[string]*[2]int64{}}
}

func (s *shares) add(value string, second, rows int64) {
	at := slices.IndexFunc(s.Spans, func(p scan.Span) bool { return p.Shown && p.Holds(second) })
	if at < 0 || value == "" { // a row that lacks the field tells nothing of its values
		return
	}
	s.sums[at], s.kept[at] = s.sums[at]+rows, s.kept[at]+1
	if !isValue([]byte(value)) {
		return
	}
	if s.of[value] == nil {
		s.of[value] = &[2]int64{}
	}
	s.of[value][at] += rows
}

// movers are the values whose shares differ by more than chance makes, most first.
func (s *shares) movers() (all []mover) {
	if s.kept[0] == 0 || s.kept[1] == 0 {
		return nil
	}
	usual := s.usual()
	for value, n := range s.of {
		before, after := float64(n[0])/float64(s.sums[0]), float64(n[1])/float64(s.sums[1])
		k0, k1 := before*float64(s.kept[0]), after*float64(s.kept[1])
		p := (k0 + k1) / float64(s.kept[0]+s.kept[1])
		apart := math.Sqrt(p * (1 - p) * (1/float64(s.kept[0]) + 1/float64(s.kept[1])))
		chance := float64(moverChance)
		if s.field == "c-ip" && max(n[0], n[1]) >= outstanding*usual {
			chance = outstandingChance
		}
		if max(k0, k1) < leastMover || math.Abs(after-before) < chance*apart || max(before, after) < moverChanges*min(before, after) {
			continue
		}
		all = append(all, mover{s.field, value, before, after, s.names.Value(s.field, value), [2]string{s.percent(n[0], 0), s.percent(n[1], 1)}})
	}
	slices.SortFunc(all, func(a, b mover) int {
		return cmp.Or(cmp.Compare(math.Abs(b.after-b.before), math.Abs(a.after-a.before)), cmp.Compare(a.value, b.value))
	})
	return all[:min(len(all), mostMovers)]
}

// usual is how many rows hardly any value has more of in one of the periods.
func (s *shares) usual() int64 {
	var most []int64
	for _, n := range s.of {
		most = append(most, max(n[0], n[1]))
	}
	slices.Sort(most)
	return append([]int64{0}, most...)[max(0, len(most)-mostMovers-len(most)/100)]
}

// percent is a share, about where few rows of it were kept; where none was, there are hardly
// any.
func (s *shares) percent(rows int64, side int) string {
	share, kept := float64(rows)/float64(s.sums[side]), s.kept[side]
	switch {
	case rows == 0 && s.whole:
		return "0%"
	case rows == 0:
		return "<" + bound(3/float64(kept))
	case share < 0.001:
		return "<0.1%"
	case s.whole || share*float64(kept) >= 100:
		return fmt.Sprintf("%.1f%%", 100*share)
	}
	return fmt.Sprintf("~%.1f%%", 100*share)
}

// bound is a round number above a share.
func bound(share float64) string {
	for _, round := range []float64{0.001, 0.005, 0.01, 0.05, 0.1} {
		if share <= round {
			return strconv.FormatFloat(100*round, 'f', -1, 64) + "%"
		}
	}
	return "50%"
}
