package analysis

import (
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// Who begins to ask for half of all when everything gets slow may be why. Who asks as much at other times is not.

const (
	// leastBrought is the part of all requests that one client sends meanwhile, and mostBrought at other times;
	// leastApart is how many rows that were kept of those tell.
	leastBrought, mostBrought, leastApart = 0.35, 0.05, 50
	// brisker is how many times as many requests as at other times it sends in an hour: at night a monitor may be
	// most of what there is.
	brisker = 5
)

// tellWhoCame says in a finding on all pages that are slow which client sends many requests meanwhile, and hardly
// any at other times.
func (a *Analysis) tellWhoCame(f *report.Finding) {
	if f.First.IsZero() || len(f.Where) > 0 || a.oneClient() {
		return
	}
	first, last := f.First.Unix(), f.Last.Unix()
	during, elsewhere := map[string]float64{}, map[string]float64{}
	in, out := 0.0, 0.0
	for _, r := range a.fewTraffic() {
		_, client := a.clientNamed(r.Source, r.Row)
		if r.Row.Second >= first && r.Row.Second <= last {
			during[client], in = during[client]+1, in+1
		} else {
			elsewhere[client], out = elsewhere[client]+1, out+1
		}
	}
	begin, end, _ := a.readTimes()
	lasts := float64(max(1, last-first))
	rest := max(1, float64(end-begin)-lasts)
	for _, client := range slices.Sorted(maps.Keys(during)) {
		n := during[client]
		if isValue([]byte(client)) && out >= leastApart && n >= leastBrought*in && elsewhere[client] <= mostBrought*out && n*rest >= brisker*elsewhere[client]*lasts {
			f.Evidence = append(f.Evidence, report.Evidence{What: "brings", Text: a.names.Value(clientField, client)}, report.Evidence{What: "brings-share", Value: n / in, Unit: "share"})
			return
		}
	}
}
