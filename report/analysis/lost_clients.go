package analysis

import (
	"context"
	"math"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A rule that is new, or an address that moved, takes all from some clients while others go on. That
// is more than a note: the machines that sent orders each hour until then send none.

const (
	// leastLost is how many clients they are at least, as one is named by another sentence, mostLost how
	// many are looked at, and ofLost the part of them that was served before.
	leastLost, mostLost, ofLost = 2, 512, 0.9
	// leastServedEach is how many requests of each, on average, were served before.
	leastServedEach = 3
)

// lostClients is what a look finds of the clients of an issue.
type lostClients struct {
	of    map[string]int64 // rows that were served before it
	first int64            // of the issue
	until int64            // the last served row before
	since int64            // rows that were served since
	see   func(int, *parser.Row, codes.Verdict)
}

// lostOf are the clients of an issue that were served until its rows began, and to whom nothing was
// served since; nil for none.
func (a *Analysis) lostOf(ctx context.Context, i *issue) *lostClients {
	clients := a.maybeLost(i)
	if clients == nil {
		return nil
	}
	w := a.newLostClients(i, clients)
	begin, end, _ := a.Period()
	one := &sought{span: scan.Span{From: begin, Until: end + 1}, see: w.see, wanted: scan.Wanted{Clients: clients}}
	if a.look(ctx, []*sought{one}); !one.all || !w.areLost() {
		return nil
	}
	return w
}

// tellLost says so in the finding of the issue.
func tellLost(i *issue, f *report.Finding) {
	if i.lost == nil {
		return
	}
	f.Rule, f.Severity = "served-before", atLeastWarning(f.Severity)
	f.Evidence = append(f.Evidence, report.Evidence{What: "lost", Value: float64(i.lost.lost()), Unit: "clients"},
		report.Evidence{What: "served-until", Value: float64(i.lost.until), Unit: "time"})
}

// maybeLost are the clients of an issue that began in the middle of the log and goes on; nil where they
// are too many, or one path tells more.
func (a *Analysis) maybeLost(i *issue) (clients []string) {
	begin, end, timed := a.Period()
	isRefused := i.Verdict == codes.Blocked || i.Verdict == codes.AccessDenied
	if !timed || a.Rows == nil || !isRefused || i.Code.FTP || i.rows < leastMissedPath || i.first-begin < (end-begin)/20 {
		return nil
	}
	act := a.activityOf(func(o *scan.Outcome) bool { return i.has(&a.Subjects[o.Subject]) })
	all, estimated := a.AllOf(i.Code, scan.FieldClient, i.has)
	if paths := a.TopOf(i.Code, scan.FieldPath, i.has, 2).Values; estimated || len(paths) < 2 || len(all) < leastLost || len(all) > mostLost || a.state(act, i.first, i.last, i.rows) != report.GoingOn {
		return nil
	}
	for _, v := range all {
		clients = append(clients, v.Text)
	}
	return clients
}

func (a *Analysis) newLostClients(i *issue, clients []string) *lostClients {
	w, of := &lostClients{of: map[string]int64{}, first: i.first, until: math.MinInt64}, a.Client()
	for _, client := range clients {
		w.of[client] = 0
	}
	w.see = func(_ int, r *parser.Row, v codes.Verdict) {
		client := string(scan.Shorten(of(r)))
		if _, is := w.of[client]; !is || !isServed(v, int(r.Status)) {
			return
		}
		if r.Second > w.first {
			w.since++
			return
		}
		w.of[client]++
		w.until = max(w.until, r.Second)
	}
	return w
}

// lost is how many clients were served before.
func (w *lostClients) lost() (n int) {
	for _, served := range w.of {
		if served > 0 {
			n++
		}
	}
	return n
}

// areLost reports whether nearly all clients were served before and none since.
func (w *lostClients) areLost() bool {
	served := int64(0)
	for _, n := range w.of {
		served += n
	}
	all := float64(len(w.of))
	return w.since == 0 && float64(w.lost()) >= ofLost*all && float64(served) >= leastServedEach*all
}
