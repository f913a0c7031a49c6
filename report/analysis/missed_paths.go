package analysis

import (
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// missedPaths are paths that were served until rows of an issue began, to their one client or, for
// "", to anybody.
type missedPaths struct {
	paths   []scan.Value // those of most rows first
	client  string
	methods []string     // that were refused, where they may still be served by others
	times   []missedTime // in which they were missed, each after they had been served

	missed, before, after int             // rows
	since                 int64           // when they were served first
	missing               map[uint64]bool // clients that missed them, by their hashes
	known                 map[uint64]bool // those of these to which they had been served
}

// missedTime is a time in which a path was missed, in seconds.
type missedTime struct {
	first, last int64
	until       int64 // in which it was served before
	again       int64 // from which on it was served again, NoTime where it was not
}

// begun is the first time in which they were missed, ended the last.
func (m *missedPaths) begun() *missedTime { return &m.times[0] }
func (m *missedPaths) ended() *missedTime { return &m.times[len(m.times)-1] }

// lasted is for how many seconds they were missed.
func (m *missedPaths) lasted() (seconds int64) {
	for _, t := range m.times {
		seconds += t.last - t.first
	}
	return seconds
}

// joined are some missed paths, those whose fate changed at the same moments in one.
func joined(all []*missedPaths) (groups []*missedPaths) {
	for _, m := range all {
		at := slices.IndexFunc(groups, func(g *missedPaths) bool { return g.isWith(m) })
		if at < 0 {
			groups = append(groups, m)
		} else {
			groups[at].join(m)
		}
	}
	return groups
}

// isWith reports whether the fate of another path may have changed at the same moments.
func (m *missedPaths) isWith(other *missedPaths) bool {
	return len(m.times) == len(other.times) && slices.Equal(m.methods, other.methods) && !slices.ContainsFunc(other.times, func(t missedTime) bool {
		return !slices.ContainsFunc(m.times, func(own missedTime) bool { return own.isWith(t) })
	})
}

// isWith reports whether it may be the time of another path that nobody asked for since, or that was
// served again by then.
func (t missedTime) isWith(other missedTime) bool {
	switch isOver, otherIsOver := t.again != parser.NoTime, other.again != parser.NoTime; {
	case max(t.until, other.until) >= min(t.first, other.first):
		return false
	case isOver && otherIsOver:
		return min(t.again, other.again) >= max(t.last, other.last)
	default:
		return isOver == otherIsOver || isOver && t.again > other.last
	}
}

// join takes those of another path whose fate changed at the same moments.
func (m *missedPaths) join(other *missedPaths) {
	m.paths = append(m.paths, other.paths...)
	m.missed, m.before, m.after = m.missed+other.missed, m.before+other.before, m.after+other.after
	m.missing, m.known = maps.Clone(m.missing), maps.Clone(m.known)
	maps.Copy(m.missing, other.missing)
	maps.Copy(m.known, other.known)
	m.since = min(m.since, other.since)
	for n := range m.times {
		own, t := &m.times[n], other.times[n]
		own.first, own.last = min(own.first, t.first), max(own.last, t.last)
		if own.until = max(own.until, t.until); t.again != parser.NoTime {
			own.again = min(own.again, t.again)
		}
	}
}

// rows is how many missed them.
func (m *missedPaths) rows() (rows int64) {
	for _, p := range m.paths {
		rows += p.Count
	}
	return rows
}
