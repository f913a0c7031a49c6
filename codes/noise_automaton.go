package codes

import (
	"bytes"
	"sync"
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
// there are (Aho and Corasick, with every step worked out beforehand). A map of
// whole segments was the alternative; it cannot find a scanner in a User-Agent or
// SQL in a query.
//
// A state is the index of its row in next. A row holds where in hits stands what was
// found on reaching the state, 0 for nothing, and behind that the state that follows,
// per symbol.
type automaton struct {
	symbols [256]uint32 // byte → symbol; otherSymbol for bytes in no text
	width   uint32      // of a row
	next    []uint32
	hits    []hits
	start   uint32 // the state after the start of a field
}

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

const root = 0 // state

// The symbols that no byte has of its own come first, behind the place of the hits.
const (
	otherSymbol = uint32(1) + iota
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
	a.link(t)
	a.start = a.step(root, startSymbol)
	return a
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

// link makes the rows of the states, breadth first: where a state has no step of its own
// it takes that of its fallback, the state of the longest end of its text that starts a
// text too, and it finds what its fallback finds.
func (a *automaton) link(t *tree) {
	a.next = make([]uint32, len(t.nodes)*int(a.width))
	queue := append(make([]uint32, 0, len(t.nodes)), root)
	for i := 0; i < len(queue); i++ {
		n := &t.nodes[queue[i]]
		row := a.next[i*int(a.width):][:a.width]
		copy(row, a.next[n.fallback:])
		row[0] = a.join(n.hits, row[0])
		for at := n.child; at > 0; at = t.nodes[at].sibling {
			child := &t.nodes[at]
			child.fallback = row[child.symbol]
			row[child.symbol] = uint32(len(queue)) * a.width
			queue = append(queue, at)
		}
	}
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
	if len(a.next) == 0 {
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

func (a *automaton) step(s, symbol uint32) uint32 { return a.next[s+symbol] }

// found is what a state finds, 0 for nothing.
func (a *automaton) found(s uint32, of question, in place) uint32 {
	return a.hits[a.next[s]][of][in]
}

// fieldLimit bounds what is looked at of a field, in bytes: a hostile row may
// have a path of a megabyte.
const fieldLimit = 2 << 10

// scan reads a field from a state on. It returns the state at its end and the
// last family that it came upon, plus one; 0 is none.
func (a *automaton) scan(s uint32, field []byte, of question, in place) (end, found uint32) {
	for _, b := range field[:min(len(field), fieldLimit)] {
		s = a.next[s+a.symbols[b]]
		if a.next[s] > 0 {
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
