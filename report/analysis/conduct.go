package analysis

import (
	"context"
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Who was refused is judged by what else that client did: who mistypes is let in
// moments later, who guesses is not, or is once. The counts know errors alone, so the
// rows are looked at again: all of a log that is short, of a longer one those around
// the refusals that ask for it.
const (
	// shortLog is read again as a whole: it takes a tenth of a second.
	shortLog = 32 << 20
	// lookBefore and lookAfter are how long around refusals a client is looked at
	// in a longer log, in seconds.
	lookBefore, lookAfter = 2 * 3600, 3600
	// mostNames is how many names are noted that one client was let in with.
	mostNames = 1 << 10
)

// conduct is what a client did besides being refused.
type conduct struct {
	served int64              // rows
	open   int64              // of them, those without a name at paths where logons were refused
	in     map[string][]int64 // when it was let in, by account; in no order
	// many says that there are more than mostNames, of which in has those that were
	// refused here.
	many    bool
	refused map[string]bool // accounts
	paths   map[string]bool // where it was refused, mostNames at most
	tried   map[string]bool // accounts with which it got a 401 that does not say why, mostNames at most
}

// conducts are those of the clients that were refused; empty where nothing could be
// looked at.
type conducts map[string]*conduct

// observer sees the rows of clients that were refused.
type observer struct {
	by     conducts
	pairs  map[string][]*refusal // by client and user
	client func(*parser.Row) []byte
	ftp    ftpSessions
	issues []*issue        // of FTP
	paths  map[string]bool // where logons were refused, as far as they were counted
}

func (a *Analysis) newObserver(all crowd) *observer {
	o := &observer{by: conducts{}, pairs: map[string][]*refusal{}, client: a.Client(), issues: all.ftpIssues(), paths: map[string]bool{}}
	refused, _ := a.All(scan.FieldPath, func(s *scan.Subject) bool { return s.Verdict == codes.LogonFailure })
	for _, v := range refused {
		o.paths[v.Text] = true
	}
	for _, r := range all {
		if o.by[r.client] == nil {
			o.by[r.client] = &conduct{in: map[string][]int64{}, refused: map[string]bool{}, paths: map[string]bool{}, tried: map[string]bool{}}
		}
		o.by[r.client].refused[account(r.user)] = true
		o.pairs[r.client+"\x00"+r.user] = append(o.pairs[r.client+"\x00"+r.user], r)
	}
	delete(o.by, "")
	return o
}

func (o *observer) see(source int, r *parser.Row, v codes.Verdict) {
	client := string(scan.Shorten(o.client(r)))
	c := o.by[client]
	if c == nil {
		return
	}
	if len(o.issues) > 0 && r.IsFTP() {
		o.ftp.note(source, client, r, v, o.issues)
	}
	switch {
	case v == codes.LogonFailure:
		noteRefused(o.pairs[client+"\x00"+nameOf(r)], r)
		if len(c.paths) < mostNames {
			c.paths[string(scan.Shorten(r.Path()))] = true
		}
	case v == codes.Unknown && r.Status == 401:
		if name := account(nameOf(r)); name != "" && len(c.tried) < mostNames {
			c.tried[name] = true
		}
	case v == codes.OK && r.Status < 400:
		c.note(r)
		if nameOf(r) == "" && o.paths[string(scan.Shorten(r.Path()))] {
			c.open++
		}
	}
}

// lookAt looks at what the clients of refusals did. The refusals that it returns have
// the names that only rows before theirs tell.
func (a *Analysis) lookAt(ctx context.Context, all crowd) (conducts, crowd) {
	o := a.newObserver(all)
	var spans []*sought
	for _, s := range a.spansOf(all) {
		spans = append(spans, &sought{span: s, see: o.see, wanted: scan.Wanted{Clients: slices.Sorted(maps.Keys(o.by))}})
	}
	a.look(ctx, spans)
	seen := len(spans) > 0 && !slices.ContainsFunc(spans, func(s *sought) bool { return !s.all })
	for _, r := range all {
		if !seen || int64(len(r.seconds)) != r.rows {
			r.seconds = nil // not all of them were looked at
		}
	}
	if !seen {
		return nil, all
	}
	for _, c := range o.by {
		c.forget()
	}
	return o.by, all.named(o.ftp.refusals())
}

// noteRefused notes when a row came, with the refusals that count it.
func noteRefused(of []*refusal, r *parser.Row) {
	for _, one := range of {
		if one.of.counts(r) {
			one.seconds = append(one.seconds, r.Second)
		}
	}
}

// note notes a row that was served.
func (c *conduct) note(r *parser.Row) {
	c.served++
	name := account(nameOf(r))
	if name == "" || c.many && !c.refused[name] {
		return
	}
	all := c.in[name]
	if n := len(all); n == 0 || all[n-1] != r.Second {
		c.in[name] = append(all, r.Second)
	}
	c.many = len(c.in) > mostNames
}

// forget leaves what is the same however the rows were shared among workers.
func (c *conduct) forget() {
	for name := range c.in {
		if c.many && !c.refused[name] {
			delete(c.in, name)
		}
	}
}

// nameOf is the user of a row, "" for none.
func nameOf(r *parser.Row) string {
	name := string(scan.Shorten(r.Field(parser.Username)))
	if name == "-" {
		return ""
	}
	return name
}

// spansOf are the spans of time in which the clients of refusals are looked at: all
// time, or around those that look like an attack.
func (a *Analysis) spansOf(all crowd) (spans []scan.Span) {
	whole := scan.Span{From: a.Earliest, Until: a.Latest + 1}
	if n, ok := a.Rows.Size([]scan.Span{whole}); len(all) == 0 || !ok {
		return nil
	} else if n <= shortLog {
		return []scan.Span{whole}
	}
	crowds := append(all.byClient(), all.byUser()...)
	for _, c := range append(crowds, all) {
		if first, last := c.span(); c.rows() >= fewLogons && first <= last && last-first < loopLasts {
			spans = append(spans, scan.Span{From: first - lookBefore, Until: last + lookAfter})
		}
	}
	return scan.JoinSpans(spans)
}

// counts reports whether an issue counts a refused row.
func (i *issue) counts(r *parser.Row) bool {
	o := scan.OutcomeOf(r)
	return o.Status == i.Code.Status && o.Substatus == i.Code.Substatus && i.win32[int64(r.Win32)] > 0
}

// knew reports whether a client was let in with the name of a refusal before it: then
// the name is its own.
func (all conducts) knew(r *refusal) bool {
	c := all[r.client]
	if c == nil || r.user == "" {
		return false
	}
	return slices.ContainsFunc(c.in[account(r.user)], func(second int64) bool { return second < r.first })
}

// amid reports whether a client was let in with the name now and then between refusals: a
// program on it has an old password, and its user the new one.
func (all conducts) amid(c crowd) bool {
	const fewTimes = 3
	did, times := all[c[0].client], 0
	if did == nil {
		return false
	}
	first, last := c.span()
	for _, second := range did.in[account(c[0].user)] {
		if second > first && second < last {
			times++
		}
	}
	return times >= fewTimes
}

// laterIn reports whether a client was let in with the name within so many seconds
// after the last refusal.
func (all conducts) laterIn(r *refusal, within int64) bool {
	c := all[r.client]
	if c == nil || r.user == "" {
		return false
	}
	return slices.ContainsFunc(c.in[account(r.user)], func(second int64) bool {
		return second >= r.last && second <= r.last+within
	})
}
