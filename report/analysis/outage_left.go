package analysis

// A crawler or a job that comes at night, alone, is done some time: what is missed after it is its own, and
// says nothing of the site, to which the others come in the morning.

// leftAlone reports whether what came before a pause was nearly all of one client, of which hardly anything
// comes after it.
func (a *Analysis) leftAlone(s *service, g gap) bool {
	const (
		least      = 10       // kept rows before it tell whose they are
		mine, gone = 0.9, 0.1 // the parts of what came before and after it that are of the client
	)
	long := max(s.seconds(g), besides)
	from, until := s.second(g.from), s.second(g.until)
	before, after, rows, came := map[string]int{}, map[string]int{}, 0, 0
	for _, v := range a.Visits {
		switch {
		case from-long <= v.Second && v.Second < from:
			before[v.Client]++
			rows++
		case until <= v.Second && v.Second < until+long:
			after[v.Client]++
			came++
		}
	}
	if rows < least {
		return false
	}
	for client, n := range before {
		if float64(n) >= mine*float64(rows) {
			return float64(after[client]) <= gone*float64(came)
		}
	}
	return false
}
