package codes

import (
	"bytes"
	"slices"
)

// DigitsMatter reports whether Match or MatchAttack may say something else of a request
// with other digits where digits stand in its path and query. Of nearly all requests they
// do not matter: who knows what one record is, knows it of all. It takes some times as long
// as Match where there are digits.
func (f *Families) DigitsMatter(path, query []byte) bool {
	return f.automaton().digitsMatter(path, query)
}

func (a *automaton) digitsMatter(path, query []byte) bool {
	if len(a.steps) == 0 {
		return false
	}
	path, query = partQuery(path, query)
	if bytes.IndexByte(path, '%') >= 0 || bytes.IndexByte(query, '%') >= 0 {
		return true // some of the digits may be of an escape, see appendPlain
	}
	any := anyDigits{automaton: a, at: []uint32{a.start}}
	any.read(path)
	end := any.at
	any.step(endSymbol)
	any.at = end
	any.step(a.symbols['?'])
	any.read(query)
	return any.matters
}

// anyDigits are the states in which an automaton may be that reads a field of which each
// digit may be any.
type anyDigits struct {
	*automaton
	at      []uint32
	matters bool // not all states found the same, or they are too many
}

// mostStates is how many states there may be.
const mostStates = 64

func (d *anyDigits) read(field []byte) {
	for _, b := range field[:min(len(field), fieldLimit)] {
		if d.matters {
			return
		}
		if b < '0' || b > '9' {
			d.step(d.symbols[b])
		} else {
			d.step(d.symbols['0' : '9'+1]...)
		}
	}
}

// step goes on with any of some symbols.
func (d *anyDigits) step(symbols ...uint32) {
	next := make([]uint32, 0, len(d.at)*len(symbols))
	for _, s := range d.at {
		for _, symbol := range symbols {
			next = append(next, d.automaton.step(s, symbol))
		}
	}
	slices.Sort(next)
	d.at = slices.Compact(next)
	for _, s := range d.at {
		if d.hitsOf(s) != d.hitsOf(d.at[0]) {
			d.matters = true
		}
	}
	d.matters = d.matters || len(d.at) > mostStates
}

// hitsOf is the index of what a state finds, 0 for nothing.
func (a *automaton) hitsOf(s uint32) uint32 { return a.ends[a.endOf(s)].hits }
