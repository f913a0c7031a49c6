package analysis

import "slices"

// A balancer that finds the check of a server refused sends nobody there: what fails then is one path,
// asked for by the balancer alone, and that is all there is to see of it in the log of that server.

// leastStayAway is how many clients at least were served in as long a time before such an outage, and after
// it: so many do not stay away by chance.
const leastStayAway = 15

// checkedAlone is the only path that was asked for during an outage, where those who asked for it are served
// at other times, it as well, and everybody else stayed away meanwhile; else "".
func (w *failures) checkedAlone() string {
	if len(w.rows) < leastFailed || !w.served.holds(w.rows[0].path) {
		return ""
	}
	path, checkers := w.rows[0].path, map[int]bool{tooMany: true}
	first, last := w.rows[0].second, w.rows[0].second
	for _, r := range w.rows {
		if r.path != path || !w.servedTo.holds(r.client) {
			return ""
		}
		checkers[r.client] = true
		first, last = min(first, r.second), max(last, r.second)
	}
	if slices.ContainsFunc(w.others, func(second int64) bool { return w.from < second && second < w.until }) {
		return "" // somebody else came
	}
	long := min(last-first+1, besides)
	if w.visitorsIn(w.from-long, w.from, checkers) < leastStayAway || w.isOver() && w.visitorsIn(w.until, w.until+long, checkers) < leastStayAway {
		return ""
	}
	return w.paths.texts[path]
}

// isOver reports whether something was served after the outage.
func (w *failures) isOver() bool { return w.until < never }

// visitorsIn is how many clients were served from a second to another, but for some.
func (w *failures) visitorsIn(from, to int64, but map[int]bool) int {
	clients := map[int]bool{}
	for at, second := range w.servedAt {
		if second >= from && second <= to && !but[w.servedBy[at]] {
			clients[w.servedBy[at]] = true
		}
	}
	return len(clients)
}
