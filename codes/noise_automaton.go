package codes

import (
	"bytes"
	"sync"
	"sync/atomic"
)

// search is an automaton that is made when it is first asked for.
type search struct {
	once sync.Once
	automaton
}

// over returns the automaton that make makes; that of no search finds nothing.
func (s *search) over(make func() automaton) *automaton {
	if s == nil {
		return new(automaton)
	}
	s.once.Do(func() { s.automaton = make() })
	return &s.automaton
}

// automaton finds many texts at once in one pass over a field, however many
// there are (Aho and Corasick). A map of whole segments was the alternative; it cannot
// find a scanner in a User-Agent or SQL in a query.
//
// Each end of a text that starts some has a row of steps, one a symbol. A step is worked
// out when it is first taken: a log takes one in a hundred of them, and to work all out
// took longer than to read a short log. A goroutine may work out what another does too,
// which comes to the same.
type automaton struct {
	symbols [256]uint32 // byte → symbol; otherSymbol for bytes in no text
	width   uint32      // of a row
	steps   []uint32    // states; 0 where it is not worked out
	ends    []end       // and one behind the last, for its children
	hits    []hits
	start   uint32 // the state after the start of a field
}

// end is the end of a text that starts some. The first is the root, that of no text.
type end struct {
	children uint32 // the first; up to the first of the next
	fallback uint32 // the longest end of its text that starts a text too
	symbol   uint32 // that leads here
	hits     uint32 // index into automaton.hits; 0 for none
}

// A state is where the row of an end begins, and whether something is found there.
const (
	finds     = 1 << iota
	workedOut // in every state
	rowShift  = iota
	root      = workedOut
)

// hits are the families, plus one, that a state finds: what each question is answered
// with, per place.
type hits [questions][places]uint32

// question is what is asked of a request.
type question uint32

const (
	isNoise  question = iota // what Match asks
	isAttack                 // what MatchAttack asks
	questions
)

// The symbols that no byte has of its own come first.
const (
	otherSymbol = uint32(iota)
	startSymbol
	endSymbol
	firstSymbol
)

// newAutomaton makes the automaton over some patterns, each of which answers the
// questions that asked gives.
func newAutomaton(patterns []noisePattern, asked func(noisePattern) []question) automaton {
	a := automaton{hits: make([]hits, 1)}
	if len(patterns) == 0 {
		return a
	}
	a.learnSymbols(patterns)
	t := &tree{nodes: make([]node, 1)}
	for _, p := range patterns {
		for _, text := range p.sought() {
			a.find(t.insert(&a, text), p, asked(p))
		}
	}
	a.ends = t.ends()
	a.link()
	return a
}

// begin makes room for the steps, none of which is worked out.
func (a *automaton) begin() {
	a.steps = make([]uint32, (len(a.ends)-1)*int(a.width))
	a.start = a.step(root, startSymbol)
}

// learnSymbols gives every byte in a text a symbol. Both cases of a letter share
// one, and so do blank and +, which logs write for a blank.
func (a *automaton) learnSymbols(patterns []noisePattern) {
	for b := range a.symbols {
		a.symbols[b] = otherSymbol
	}
	a.width = firstSymbol
	a.learn('?') // between path and query
	a.learn('/')
	for _, p := range patterns {
		for i := range len(p.text) {
			a.learn(p.text[i])
		}
	}
}

func (a *automaton) learn(b byte) {
	if a.symbols[b] != otherSymbol {
		return
	}
	for _, twin := range twins(b) {
		a.symbols[twin] = a.width
	}
	a.width++
}

// twins returns the bytes that count as one with b, b among them.
func twins(b byte) [2]byte {
	switch {
	case 'a' <= b && b <= 'z':
		return [2]byte{b, b - 'a' + 'A'}
	case 'A' <= b && b <= 'Z':
		return [2]byte{b, b - 'A' + 'a'}
	case b == ' ' || b == '+':
		return [2]byte{' ', '+'}
	}
	return [2]byte{b, b}
}

// symbol returns the symbol of a byte of a text.
func (a *automaton) symbol(b byte) uint32 {
	switch b {
	case fieldStart[0]:
		return startSymbol
	case fieldEnd[0]:
		return endSymbol
	}
	return a.symbols[b]
}

// find notes at the node of a text that a pattern is found there.
func (a *automaton) find(n *node, p noisePattern, asked []question) {
	if n.hits == 0 {
		n.hits = uint32(len(a.hits))
		a.hits = append(a.hits, hits{})
	}
	found := &a.hits[n.hits]
	for _, of := range asked {
		for _, in := range p.places() {
			found[of][in] = max(found[of][in], uint32(p.family)+1)
		}
	}
}

// link finds the fallbacks, breadth first, and joins what an end finds with what its
// fallback does. Steps that were taken meanwhile do not know that yet.
func (a *automaton) link() {
	a.begin()
	last := len(a.ends) - 1
	for i := range a.ends[:last] {
		for c := a.ends[i].children; c < a.ends[i+1].children && i > 0; c++ {
			a.ends[c].fallback = a.endOf(a.step(a.state(a.ends[i].fallback), a.ends[c].symbol))
		}
	}
	for i := range a.ends[:last] {
		a.ends[i].hits = a.join(a.ends[i].hits, a.ends[a.ends[i].fallback].hits)
	}
	a.begin()
}

// state returns the state at an end.
func (a *automaton) state(end uint32) uint32 {
	s := end*a.width<<rowShift | workedOut
	if a.ends[end].hits > 0 {
		s |= finds
	}
	return s
}

// endOf is the end that a state is at.
func (a *automaton) endOf(s uint32) uint32 { return s >> rowShift / a.width }

// step returns the state that follows a state with a symbol.
func (a *automaton) step(s, symbol uint32) uint32 {
	if next := atomic.LoadUint32(&a.steps[s>>rowShift+symbol]); next > 0 {
		return next
	}
	return a.workOut(s, symbol)
}

// workOut finds a step: to a child of the end, else where its fallback steps.
func (a *automaton) workOut(s, symbol uint32) uint32 {
	next, at := uint32(root), a.endOf(s)
	if child := a.child(at, symbol); child > 0 {
		next = a.state(child)
	} else if at > 0 {
		next = a.step(a.state(a.ends[at].fallback), symbol)
	}
	atomic.StoreUint32(&a.steps[s>>rowShift+symbol], next)
	return next
}

// child returns the child of an end that a symbol leads to, 0 for none.
func (a *automaton) child(end, symbol uint32) uint32 {
	for c := a.ends[end].children; c < a.ends[end+1].children; c++ {
		if a.ends[c].symbol == symbol {
			return c
		}
	}
	return 0
}

// join returns what a state finds that finds this and that.
func (a *automaton) join(this, that uint32) uint32 {
	if this == 0 || this == that {
		return that
	}
	if that == 0 {
		return this
	}
	both := a.hits[this]
	for of := range both {
		for in := range both[of] {
			both[of][in] = max(both[of][in], a.hits[that][of][in])
		}
	}
	a.hits = append(a.hits, both)
	return uint32(len(a.hits) - 1)
}

// match is what Families.Match and MatchAttack say of a request.
func (a *automaton) match(of question, method, path, query, agent []byte) (family int, ok bool) {
	if len(a.steps) == 0 {
		return None, false
	}
	path, query = partQuery(path, query)
	_, byMethod := a.scanWhole(method, of, inMethod)
	end, byPath := a.scanWhole(path, of, inPath)
	_, byQuery := a.scan(a.step(end, a.symbols['?']), query, of, inQuery)
	_, byAgent := a.scan(root, agent, of, inAgent)
	found := max(byMethod, byPath, byQuery, byAgent, a.scanPlain(of, path, query))
	return int(found) - 1, found > 0
}

// partQuery takes the query off a path that came without one.
func partQuery(path, query []byte) (stem, rest []byte) {
	if len(query) > len("-") {
		return path, query
	}
	stem = path[:min(len(path), fieldLimit+1)] // scan has to see that it is cut
	if at := bytes.IndexByte(stem, '?'); at >= 0 {
		return path[:at], path[at+1:]
	}
	return stem, query
}

// scanPlain reads the plain form of path and query for patterns of kind code.
func (a *automaton) scanPlain(of question, path, query []byte) uint32 {
	if !hasSign(path) && !hasSign(query) {
		return 0
	}
	var buffer [fieldLimit]byte
	end, byPath := a.scan(root, appendPlain(buffer[:0], path), of, inPlain)
	_, byQuery := a.scan(a.step(end, a.symbols['?']), appendPlain(buffer[:0], query), of, inPlain)
	return max(byPath, byQuery)
}

// found is what a state finds, 0 for nothing.
func (a *automaton) found(s uint32, of question, in place) uint32 {
	if s&finds == 0 {
		return 0
	}
	return a.hits[a.ends[a.endOf(s)].hits][of][in]
}

// fieldLimit bounds what is looked at of a field, in bytes: a hostile row may
// have a path of a megabyte.
const fieldLimit = 2 << 10

// scan reads a field from a state on. It returns the state at its end and the
// last family that it came upon, plus one; 0 is none.
func (a *automaton) scan(s uint32, field []byte, of question, in place) (end, found uint32) {
	steps := a.steps
	for _, b := range field[:min(len(field), fieldLimit)] {
		symbol := a.symbols[b]
		next := atomic.LoadUint32(&steps[s>>rowShift+symbol])
		if next == 0 {
			next = a.workOut(s, symbol)
		}
		s = next
		if s&finds != 0 {
			found = max(found, a.found(s, of, in))
		}
	}
	return s, found
}

// scanWhole is scan for a field whose start and end matter. The state is that
// before the end.
func (a *automaton) scanWhole(field []byte, of question, in place) (end, found uint32) {
	end, found = a.scan(a.start, field, of, in)
	if len(field) > fieldLimit {
		return end, found
	}
	return end, max(found, a.found(a.step(end, endSymbol), of, in))
}
