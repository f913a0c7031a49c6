package analysis

import (
	"cmp"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// slowTable lists the paths that took most of the time of all requests, by what they
// took. Where not every row was kept, the numbers of a path are what its kept rows
// stand for.
func (a *Analysis) slowTable() (all []report.Slow) {
	byPath := map[string][]scan.TimedRow{}
	for _, r := range a.Times.Rows {
		path := string(scan.Shorten(r.Row.Path()))
		byPath[path] = append(byPath[path], r)
	}
	took := map[string]float64{}
	for path, rows := range byPath {
		for _, r := range rows {
			took[path] += r.Rows * float64(r.Row.Taken)
		}
	}
	paths := make([]string, 0, len(byPath))
	for path := range byPath {
		if path != "" && took[path] > 0 {
			paths = append(paths, path)
		}
	}
	slices.SortFunc(paths, func(x, y string) int { return cmp.Or(cmp.Compare(took[y], took[x]), cmp.Compare(x, y)) })
	for _, path := range paths[:min(a.top(), len(paths))] {
		s := slowEntry(byPath[path], a.Times.Complete > 0)
		s.Key = a.names.Value("cs-uri-stem", path)
		if total := float64(a.Times.Total); total > 0 {
			s.Share = min(1, took[path]/total)
		}
		all = append(all, s)
	}
	return all
}

// slowEntry sums the rows of a path.
func slowEntry(rows []scan.TimedRow, estimated bool) (s report.Slow) {
	var count, errors, attention, bytes float64
	s.Estimated = estimated
	for _, r := range rows {
		count += r.Rows
		if r.Row.Status >= 400 {
			errors += r.Rows
		}
		if r.Verdict.Attention() {
			attention += r.Rows
		}
		if sent, ok := numberOf(r.Row.Field(parser.SentBytes)); ok {
			bytes += r.Rows * float64(sent)
		}
		s.Max = max(s.Max, r.Row.Taken)
	}
	s.Count, s.Errors, s.Attention = int64(math.Round(count)), int64(math.Round(errors)), int64(math.Round(attention))
	s.Bytes = int64(math.Round(bytes))
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(x, y scan.TimedRow) int { return cmp.Compare(x.Row.Taken, y.Row.Taken) })
	s.P50, s.P95 = takenAt(rows, 0.5*count), takenAt(rows, 0.95*count)
	return s
}

// takenAt is what the row at a rank took, of rows sorted by it.
func takenAt(rows []scan.TimedRow, rank float64) int64 {
	for _, r := range rows {
		if rank -= r.Rows; rank <= 0 {
			return r.Row.Taken
		}
	}
	return rows[len(rows)-1].Row.Taken
}
