package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A page asks its server for news each minute for as long as it is open. When the session of
// whoever opened it ends, it goes on asking and is refused, all night and each night, and
// nobody is there to miss the answer. What tells is a browser that was served at the path,
// and then is refused there at an even pace, from a time of its own: where many are refused
// from one moment on, logons broke, whoever asks.

const (
	// leastLeftOpen is how many rows such pages send at least, and leastRefused one of them from
	// the moment on at which it is refused.
	leastLeftOpen, leastRefused = 20, 5
	// mostOpenPaths is how many paths a page asks for its news, and mostOpenClients and
	// mostOpenRows how many clients and rows are looked at.
	mostOpenPaths, mostOpenClients, mostOpenRows = 3, 1 << 10, 1 << 18
	// ofLeftOpen is the part of an issue's rows that are of such pages, and mostElsewhere how
	// many others there are: they may be an incident.
	ofLeftOpen, mostElsewhere = 0.95, 100
	// evenPace is how far from the middle the times between two requests are, as a part of it,
	// and mostlyEven how many of them are no farther.
	evenPace, mostlyEven = 0.2, 0.8
	// togetherWithin is within how many seconds pages begin to be refused for one reason.
	togetherWithin = 10 * 60
)

// openPage is what a browser asks of one path.
type openPage struct{ client, agent, path string }

// asking is one request of a page.
type asking struct {
	second, place int64
	server        string
	refused       bool
}

// leftOpen are the requests of pages that were refused when their session had ended.
type leftOpen struct {
	rows   int64
	begins map[looper]int64 // when each browser was refused first
	gaps   []float64        // seconds between requests
}

// leftOpen tells that nearly all rows of an issue are of pages that were left open.
func (a *Analysis) leftOpen(ctx context.Context, i *issue) (f report.Finding, ok bool) {
	if i.rows < leastLeftOpen || !isOfSession(i) || !a.areOfBrowsers(i) {
		return f, false
	}
	a.fillTops(i)
	paths := pathsOfMost(&i.tops[scan.FieldPath], i.rows)
	clients, estimated := a.AllOf(i.Code, scan.FieldClient, i.has)
	if paths == nil || estimated || len(clients) > mostOpenClients {
		return f, false
	}
	pages, ok := a.askings(ctx, i, paths, clients)
	if !ok {
		return f, false
	}
	l := leftOpenOf(pages)
	if others := i.rows - l.rows; float64(l.rows) < ofLeftOpen*float64(i.rows) || others > mostElsewhere || l.isTogether() {
		return f, false
	}
	f = a.issueFinding(i, nil)
	f.Rule, f.Check, f.Severity = "left-open", "", report.Note
	f.Evidence = append(f.Evidence, report.Evidence{What: "browsers", Value: float64(len(l.begins)), Unit: "clients"},
		report.Evidence{What: "pace", Value: 1000 * median(l.gaps), Unit: "ms"})
	return f, true
}

// isOfSession reports whether rows may be refused for want of a session.
func isOfSession(i *issue) bool {
	switch i.Code.Status {
	case 401, 403, 419, 440:
		return !i.Code.FTP && (i.Verdict == codes.AccessDenied || i.Verdict == codes.Unknown || i.Verdict == codes.BadRequest)
	}
	return false
}

// areOfBrowsers reports whether the rows that were kept of an issue are of browsers.
func (a *Analysis) areOfBrowsers(i *issue) bool {
	sample := a.sampleOf(i)
	for _, r := range sample {
		if !isBrowser(r.Row) {
			return false
		}
	}
	return len(sample) > 0
}

// isBrowser reports whether a row is of a browser, by what it calls itself. Robots and monitors
// that call themselves so name no engine, or give an address where to read of them.
func isBrowser(r *parser.Row) bool {
	agent := string(r.Field(parser.UserAgent))
	engine := strings.Contains(agent, "Gecko") || strings.Contains(agent, "Trident/") || strings.Contains(agent, "MSIE+")
	return engine && strings.HasPrefix(agent, "Mozilla/") && !strings.Contains(agent, "http") && !strings.Contains(agent, "Headless")
}

// pathsOfMost are the few paths that nearly all rows are at, nil where they are more.
func pathsOfMost(t *tops, rows int64) (paths []string) {
	var sum int64
	for _, v := range t.values[:min(len(t.values), mostOpenPaths)] {
		paths = append(paths, v.Text)
		if sum += v.Count; float64(sum) >= ofLeftOpen*float64(rows) {
			return paths
		}
	}
	return nil
}

// askings are the requests to some paths of clients that were refused there, or for none of anybody,
// in the order of time.
func (a *Analysis) askings(ctx context.Context, i *issue, paths []string, clients []scan.Value) (pages map[openPage][]asking, ok bool) {
	first, last, timed := a.Period()
	if !timed || a.Rows == nil {
		return nil, false
	}
	of, client, n := map[string]bool{}, a.Client(), 0
	for _, c := range clients {
		of[c.Text] = true
	}
	pages = map[openPage][]asking{}
	one := &sought{span: scan.Span{From: first, Until: last + 1}, wanted: scan.Wanted{Paths: paths}}
	servers := map[string]string{}
	one.see = func(source int, r *parser.Row, v codes.Verdict) {
		path, who := string(scan.Shorten(r.Path())), string(scan.Shorten(client(r)))
		refused := v == i.Verdict && codeOf(r) == i.Code
		if len(of) > 0 && !of[who] || !slices.Contains(paths, path) || !refused && !isServed(v, int(r.Status)) {
			return
		}
		if n++; n <= mostOpenRows {
			at := openPage{who, string(scan.Shorten(r.Field(parser.UserAgent))), path}
			_, server := a.serverOf(source, r)
			pages[at] = append(pages[at], asking{r.Second, r.Offset, sameText(servers, server), refused})
		}
	}
	a.look(ctx, []*sought{one})
	for _, all := range pages {
		slices.SortFunc(all, func(x, y asking) int { return cmp.Or(cmp.Compare(x.second, y.second), cmp.Compare(x.place, y.place)) })
	}
	return pages, one.all && n <= mostOpenRows
}

// sameText is one text of all that are alike.
func sameText(texts map[string]string, text string) string {
	same, ok := texts[text]
	if !ok {
		same, texts[text] = text, text
	}
	return same
}

// leftOpenOf are the requests that were refused, one after the other, after the same page had been
// served, or from the first on, as of one that was left open before the log began.
func leftOpenOf(pages map[openPage][]asking) *leftOpen {
	l := &leftOpen{begins: map[looper]int64{}}
	for page, all := range pages {
		served := slices.ContainsFunc(all, func(r asking) bool { return !r.refused })
		from := 0
		for at := 0; at <= len(all); at++ {
			if at < len(all) && all[at].refused {
				continue
			}
			if served && at-from > 0 {
				l.add(looper{page.client, page.agent}, all[from:at])
			}
			from = at + 1
		}
	}
	return l
}

// add takes in requests that were refused one after the other.
func (l *leftOpen) add(of looper, rows []asking) {
	var gaps []float64
	for n := 1; n < len(rows); n++ {
		gaps = append(gaps, float64(rows[n].second-rows[n-1].second))
	}
	if len(rows) < leastRefused || !isEvenPace(gaps) {
		return
	}
	l.rows += int64(len(rows))
	l.gaps = append(l.gaps, gaps...)
	if begin, ok := l.begins[of]; !ok || rows[0].second < begin {
		l.begins[of] = rows[0].second
	}
}

// isEvenPace reports whether nearly all times between requests are about the same.
func isEvenPace(gaps []float64) bool {
	middle, part := evenness(gaps, evenPace, 1)
	return middle > 1 && part >= mostlyEven
}

// evenness is the middle of some times between rows, and which part of them is so near to it: by
// a part of it, or by so many seconds.
func evenness(gaps []float64, near, seconds float64) (middle, part float64) {
	middle = median(slices.Clone(gaps))
	even := 0
	for _, gap := range gaps {
		if math.Abs(gap-middle) <= max(seconds, near*middle) {
			even++
		}
	}
	return middle, float64(even) / float64(max(1, len(gaps)))
}

// isTogether reports whether half of several browsers or more were refused from about one moment on.
func (l *leftOpen) isTogether() bool {
	var begins []int64
	for _, second := range l.begins {
		begins = append(begins, second)
	}
	slices.Sort(begins)
	most, from := 0, 0
	for at, second := range begins {
		for second-begins[from] > togetherWithin {
			from++
		}
		most = max(most, at-from+1)
	}
	return len(begins) > 1 && 2*most > len(begins)
}
