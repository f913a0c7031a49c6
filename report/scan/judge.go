package scan

import (
	"hash/maphash"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// judge counts rows with their final verdicts. Rules give most of them by the numbers
// of a row alone, see outcomeTable; here is what else decides, in its order: a noise
// family by path, query, agent or port, then who really answered.
type judge struct {
	noise   *codes.Families
	known   knownFamilies
	agents  knownAgents
	plain   *plainRequests
	clean   cleanRequests
	counts  *counts
	ofAll   *ofAll // nil for nothing
	options *Options
	noted   []int // one more than what outcomes of the first look are here; 0 while nobody asked
	among   []int // what the sources are among all; nil where they are all
	sat     int   // for how many chunks
}

func newJudge(o *Options, seed maphash.Seed) *judge {
	return &judge{noise: o.Noise, plain: newPlainRequests(seed), counts: newCounts(o, seed), ofAll: o.ofAll, among: o.among, options: o}
}

// sourceOf is the index among all sources of one that is read.
func (j *judge) sourceOf(source int) int {
	if j.among == nil {
		return source
	}
	return j.among[source]
}

// countLeg counts a leg of a negotiation: as a handshake, or with codes.OK as what
// the rules say it is. It reports false when such rows are not shown.
func (j *judge) countLeg(one *leg, as codes.Verdict, source int) bool {
	outcome := j.counts.outcomes.of(&one.Row)
	if as != codes.OK {
		outcome = j.counts.outcomes.withVerdict(outcome, as)
	}
	j.counts.hashes, j.counts.isHashed = one.hashes, true
	return j.count(outcome, &one.Row, source)
}

// count counts a row of an outcome. It reports false when such rows are not shown.
func (j *judge) count(outcome int, r *parser.Row, source int) bool {
	switch o := &j.counts.outcomes.all[outcome]; o.question {
	case notAsked:
	case isAttack:
		outcome = j.claimAnswer(outcome, r)
	default:
		claimed := j.claim(outcome, r)
		if claimed == outcome {
			claimed = j.counts.outcomes.byFields(outcome, r)
		}
		outcome = claimed
	}
	if j.ofAll != nil {
		outcome = j.byAll(j.ofAll, outcome, r, source)
	}
	shown := j.counts.add(outcome, r, source)
	j.counts.isHashed = false
	return shown
}

// claimAnswer returns the outcome of a row that was served: that of the family of
// attacks which its path and query are of.
func (j *judge) claimAnswer(outcome int, r *parser.Row) int {
	if j.noise == nil {
		return outcome
	}
	asked := r.Asked()
	if j.isClean(asked) {
		return outcome
	}
	family, anyDigits, ok := j.attack(r)
	switch {
	case ok:
		return j.counts.outcomes.attacked(outcome, family)
	case anyDigits:
		j.plain.keep(asked)
	default:
		j.clean.keep(asked)
	}
	return outcome
}

// isClean reports whether a request is known to be no attack; nil is not.
func (j *judge) isClean(asked []byte) bool {
	return j.noise == nil || asked != nil && (j.isPlain(asked) || j.clean.hold(asked))
}

// isPlain reports whether a request looks like no attack at a glance.
func (j *judge) isPlain(asked []byte) bool {
	at, mark := j.plain.place(asked)
	if at != nil && *at == mark {
		j.plain.repeats.hits++
		return true
	}
	if j.noise.MayAttack(asked) {
		return false
	}
	if at != nil {
		*at = mark
	}
	return true
}

// claim returns the outcome of a row that was not served: that of the noise family
// which it looks like.
func (j *judge) claim(outcome int, r *parser.Row) int {
	o := &j.counts.outcomes.all[outcome]
	if j.noise == nil || o.question == isFromBehind {
		return outcome
	}
	if o.question == isFailure && o.ran() {
		if family, _, ok := j.attack(r); ok {
			return j.counts.outcomes.attacked(outcome, family)
		}
	}
	if user := r.Field(parser.Username); len(user) > 1 {
		return j.claimOfUser(outcome, r)
	}
	family, ok := j.family(o, r)
	if !ok || !j.takes(o, family) {
		return outcome
	}
	return j.counts.outcomes.claimed(outcome, family, j.noise.Verdict(family))
}

// claimOfUser is claim of a row whose client had logged on: no scanner has, but where IIS
// asks everybody who he is, browsers name their user when they ask for icons, too. A method
// tells nothing there, since it is how that user works with a share.
func (j *judge) claimOfUser(outcome int, r *parser.Row) int {
	o := &j.counts.outcomes.all[outcome]
	family, ok := j.asked(nil, r)
	if !ok || o.log != codes.Web || j.noise.Verdict(family) != codes.Automatic || !j.takes(o, family) {
		return outcome
	}
	return j.counts.outcomes.claimed(outcome, family, codes.Automatic)
}

// takes reports whether a family may claim rows of an outcome. Whatever was missing or
// refused can be noise. What failed can be a fault of the site's own: a browser that
// asks for an icon, and a page of any name, are told from nothing. Devices of the
// local network get what HTTP.sys writes on any row of theirs.
func (j *judge) takes(o *outcomeCount, family int) bool {
	if o.question == isMiss || j.noise.OfDevices(family) {
		return true
	}
	return o.question == isFailure && j.noise.Verdict(family) == codes.Probe && !j.noise.MayBeOwn(family)
}

// family returns the family of noise that a row looks like.
func (j *judge) family(o *outcomeCount, r *parser.Row) (family int, ok bool) {
	if o.log == codes.HTTPERR {
		if family, ok = j.noise.MatchPort(portOf(r)); ok {
			return family, true
		}
	}
	family, ok = j.asked(r.Field(parser.Method), r)
	if agent, known := j.agentFamily(r); known && (!ok || agent > family) {
		return agent, true
	}
	return family, ok
}

// portOf returns the port of the server, 0 where a row does not say.
func portOf(r *parser.Row) (port int) {
	for _, b := range r.Field(parser.ServerPort) {
		if b < '0' || b > '9' || port > 1<<16 {
			return 0
		}
		port = 10*port + int(b-'0')
	}
	return port
}

// byFields returns the outcome of a row by what its other fields say. UrlScan sends what
// it refuses to a path of its own, and the server behind ARR leaves its marks in the
// query. Exchange redirects phones with 451. What a service of the server's own does not
// take is set up wrong. Whom IIS names in a 401 has sent a name: of a
// 401.1 without its Win32 number the password was refused, of a 401 with "access denied"
// the access.
func (t *outcomeTable) byFields(outcome int, r *parser.Row) int {
	o := &t.all[outcome]
	as := o.verdict
	switch {
	case o.log != codes.Web || o.status < 400 || o.verdict == codes.ClientLeft:
	case r.IsURLScan():
		as = codes.Blocked
	case r.Substatus <= 0 && o.verdict != codes.Upstream && WasForwarded(r):
		as = codes.Upstream
	case o.status == 451 && isActiveSync(r.Path()):
		as = codes.Automatic
	case isAbsentService(r):
		as = codes.Configuration
	case r.Status == 500 && MayBeGone(OutcomeOf(r)) && wasSending(r):
		as = codes.ClientLeft
	case o.status == 401 && o.verdict == codes.Unknown && o.isOfKnown(r) && r.Substatus == 1:
		as = codes.LogonFailure
	case o.status == 401 && o.verdict == codes.Unknown && o.isOfKnown(r) && r.Win32 == 5:
		as = codes.AccessDenied
	}
	if as == o.verdict {
		return outcome
	}
	return t.withVerdict(outcome, as)
}

// agentFamily is the family that an agent alone belongs to. Agents are long and
// few, so the answers are kept; the later of two families wins, as it does in
// Match.
func (j *judge) agentFamily(r *parser.Row) (family int, ok bool) {
	k, known := j.agents.find(j.counts.hashesOf(r).agent)
	if !known {
		family, _ := j.noise.Match(nil, nil, nil, r.Field(parser.UserAgent))
		k.family = int32(family)
	}
	return k.is()
}
