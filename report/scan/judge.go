package scan

import (
	"hash/maphash"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// judge counts rows with their final verdicts.
type judge struct {
	noise  *codes.Families
	agents map[uint64]int // families of agents by their hashes; -1 for none
	counts *counts
}

func newJudge(o *Options, seed maphash.Seed) *judge {
	return &judge{o.Noise, map[uint64]int{}, newCounts(o, seed)}
}

// countLeg counts a leg of a negotiation: as a handshake, or with codes.OK as what
// the rules say it is. It reports false when such rows are not shown.
func (j *judge) countLeg(leg *parser.Row, as codes.Verdict, source int) bool {
	outcome := j.counts.outcomes.of(leg)
	if as != codes.OK {
		outcome = j.counts.outcomes.withVerdict(outcome, as)
	}
	return j.count(outcome, leg, source)
}

// count counts a row of an outcome. It reports false when such rows are not shown.
func (j *judge) count(outcome int, r *parser.Row, source int) bool {
	if j.noise != nil && j.counts.outcomes.all[outcome].claimable {
		outcome = j.claim(outcome, r)
	}
	return j.counts.add(outcome, r, source)
}

// claim returns the outcome of a row that found nothing: that of the noise family
// which it looks like, unless somebody who had logged on asked for it.
func (j *judge) claim(outcome int, r *parser.Row) int {
	if user := r.Field(parser.Username); len(user) > 1 {
		return outcome
	}
	family, ok := j.noise.Match(r.Field(parser.Method), Path(r), Query(r), nil)
	if agent, known := j.agentFamily(r.Field(parser.UserAgent)); known && (!ok || agent > family) {
		family, ok = agent, true
	}
	if !ok {
		return outcome
	}
	return j.counts.outcomes.claimed(outcome, family)
}

// agentFamily is the family that an agent alone belongs to. Agents are long and
// few, so the answers are kept; the later of two families wins, as it does in
// Match.
func (j *judge) agentFamily(agent []byte) (family int, ok bool) {
	h := maphash.Bytes(j.counts.seed, agent)
	family, seen := j.agents[h]
	if !seen {
		if family, ok = j.noise.Match(nil, nil, nil, agent); !ok {
			family = -1
		}
		if len(j.agents) < maxValues {
			j.agents[h] = family
		}
	}
	return family, family >= 0
}
