package codes

import (
	"encoding/binary"
	"flag"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "work out anew what is prepared of the tables")

// What is built in is what the table says.
func TestPreparedNoise(t *testing.T) {
	f := readTableOfFamilies(t)
	want := prepare(f)
	if *update {
		require.NoError(t, os.WriteFile("data/noise.prepared", want, 0o644))
		return
	}
	require.Equal(t, len(want), len(preparedNoise), "go test ./codes -run TestPreparedNoise -update")
	require.True(t, string(want) == preparedNoise, "go test ./codes -run TestPreparedNoise -update")
	built := OpenFamilies()
	assert.Equal(t, f.families, built.families)
	assert.Equal(t, f.ports, built.ports)
	f.Prepare()
	built.Prepare()
	assert.Equal(t, f.glance, built.glance)
	assert.Equal(t, f.automaton().ends, built.automaton().ends)
	assert.Equal(t, f.automaton().hits, built.automaton().hits)
	assert.Equal(t, f.automaton().symbols, built.automaton().symbols)
}

// prepare is the other side of prepared: what it reads.
func prepare(f *Families) []byte {
	number := binary.AppendUvarint
	text := func(to, text []byte) []byte { return append(number(to, uint64(len(text))), text...) }
	is := func(yes bool, what uint64) uint64 {
		if yes {
			return what
		}
		return 0
	}

	families := number(nil, uint64(len(f.families)))
	for _, of := range f.families {
		families = text(families, []byte(of.name))
		families = number(families, is(of.verdict == Automatic, isAutomatic)|is(of.attack, isAnAttack)|is(of.own, isOwn)|is(of.page, isPage)|is(of.stranger, isStranger))
	}
	families = number(families, uint64(len(f.ports)))
	for _, port := range slices.Sorted(maps.Keys(f.ports)) {
		families = number(number(families, uint64(port)), uint64(f.ports[port]))
	}

	a := f.automaton()
	automaton := number(nil, uint64(len(a.hits)))
	for _, h := range a.hits {
		for of := range h {
			for in := range h[of] {
				automaton = number(automaton, uint64(h[of][in]))
			}
		}
	}
	automaton = number(automaton, uint64(a.width))
	for _, symbol := range a.symbols {
		automaton = number(automaton, uint64(symbol))
	}
	automaton = number(automaton, uint64(len(a.ends)))
	for i, of := range a.ends {
		children := uint32(0)
		if i+1 < len(a.ends) {
			children = a.ends[i+1].children - of.children
		}
		for _, n := range []uint32{children, of.fallback, of.symbol, of.hits} {
			automaton = number(automaton, uint64(n))
		}
	}

	f.Prepare()
	glance := number(nil, is(f.glance.blind, 1))
	for _, bits := range []*bitSet{&f.glance.signs, &f.glance.runs, &f.glance.again} {
		for _, word := range bits {
			glance = binary.LittleEndian.AppendUint64(glance, word)
		}
	}
	return text(text(text(nil, families), automaton), glance)
}
