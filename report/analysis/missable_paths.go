package analysis

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Which paths of an issue may be missed is guessed from the rows that were kept, so that few of the
// log are read again.

// isMissable reports whether rows that end so may be missed. Where nobody can tell why something was
// refused, it was.
func isMissable(i *issue) bool {
	unknown := i.Verdict == codes.Unknown && (i.Code.Status == 403 || i.Code.Status == 404)
	if i.Code.FTP { // what else it refuses has names of people for its path
		return i.Verdict == codes.NotFound
	}
	return unknown || fades(i) || isRefusal(i)
}

// fades reports whether rows of an issue may end because nobody needs what they asked for: what has
// another name is asked for until the last page is old that has the old one.
func fades(i *issue) bool { return i.Verdict == codes.NotFound || i.Verdict == codes.BadRequest }

// isRefusal reports whether what an issue asked for may be there, and IIS or an application would not
// give it.
func isRefusal(i *issue) bool {
	return i.Verdict == codes.Blocked || i.Verdict == codes.AccessDenied || i.Verdict == codes.Configuration || i.Verdict == codes.ChallengeUnanswered
}

// pathsSince are the paths of an issue that many rows are of, those that were kept of which began
// in the middle of the log; and where they are many, those besides that were served no more from
// then on, as far as the rows tell that were kept.
func (a *Analysis) pathsSince(i *issue) (paths []scan.Value) {
	begin, end, timed := a.Period()
	if !isMissable(i) || !timed || a.Rows == nil || i.rows < leastMissedPath {
		return nil
	}
	all, estimated := a.AllOf(i.Code, scan.FieldPath, i.has)
	if estimated {
		return nil
	}
	kept := a.keptOf(i)
	var lesser []scan.Value
	for _, v := range all {
		span, ok := kept[v.Text]
		share := float64(v.Count) / float64(i.rows)
		switch {
		case ok && span.From-begin < (end-begin)/20:
		case ok && v.Count >= leastOfEach && share >= ofMissedPath, ok && v.Count >= leastMissedPath && share >= littleMissed:
			paths = append(paths, v)
		default:
			lesser = append(lesser, v)
		}
	}
	if many := a.unservedOf(i, slices.Concat(paths, lesser), kept); len(many) > mostFew {
		paths = many
	}
	slices.SortFunc(paths, func(x, y scan.Value) int { return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Text, y.Text)) })
	return paths[:min(len(paths), mostMissed)]
}

// keptOf is from when to when the rows are that were kept of an issue, of each path.
func (a *Analysis) keptOf(i *issue) map[string]scan.Span {
	of, kept := a.dimensions().named("cs-uri-stem").of, map[string]scan.Span{}
	for _, r := range a.sampleOf(i) {
		if r.Row.Second == parser.NoTime {
			continue
		}
		path := of(r.Source, r.Row)
		span, ok := kept[path]
		if !ok {
			span = scan.Span{From: r.Row.Second, Until: r.Row.Second}
		}
		kept[path] = scan.Span{From: min(span.From, r.Row.Second), Until: max(span.Until, r.Row.Second)}
	}
	return kept
}

// unservedOf are those of some paths of an issue that no row of all that were kept was served of
// while theirs came; none where these are too small a part of the issue, or where none was ever
// served.
func (a *Analysis) unservedOf(i *issue, paths []scan.Value, kept map[string]scan.Span) (unserved []scan.Value) {
	served := a.keptServed()
	isServed := func(path string, during scan.Span) bool { return slices.ContainsFunc(served[path], during.Holds) }
	together := scan.Span{From: i.last, Until: i.first} // of the paths of which several rows were kept
	for path, span := range kept {
		if span.From < span.Until && !isServed(path, span) {
			together = scan.Span{From: min(together.From, span.From), Until: max(together.Until, span.Until)}
		}
	}
	var rows int64
	ever := false
	for _, v := range paths {
		span := kept[v.Text]
		if span.From == span.Until {
			span = together
		}
		if isServed(v.Text, span) {
			continue
		}
		unserved = append(unserved, v)
		rows, ever = rows+v.Count, ever || len(served[v.Text]) > 0
	}
	if float64(rows) < ofManyPaths*float64(i.rows) || !ever {
		return nil
	}
	return unserved
}

// keptServed is when those rows of paths came that were kept of all, and served.
func (a *Analysis) keptServed() map[string]activity {
	of, served := a.dimensions().named("cs-uri-stem").of, map[string]activity{}
	for _, r := range a.Traffic {
		if r.Row.Status < 400 && r.Row.Second != parser.NoTime {
			path := of(r.Source, r.Row)
			served[path] = append(served[path], r.Row.Second)
		}
	}
	return served
}

// onlyClient is the client that all rows of an issue are of, where they are of one path as well.
func (a *Analysis) onlyClient(i *issue, path scan.Value) string {
	clients, estimated := a.AllOf(i.Code, scan.FieldClient, i.has)
	if estimated || len(clients) != 1 || path.Count != i.rows || clients[0].Text == "-" {
		return ""
	}
	return clients[0].Text
}
