package parser

import (
	"math/bits"
	"math/rand/v2"
	"strings"
	"testing"
)

// sameBlanks holds the vector code to its twin on one text.
func sameBlanks(t *testing.T, text []byte) {
	t.Helper()
	var got, want masks
	end, blanks, odd := blanksIn(text, &got)
	wantEnd, wantBlanks, wantOdd := blanksInSlowly(text, &want)
	if end != wantEnd || blanks != wantBlanks || (odd != 0) != (wantOdd != 0) {
		t.Fatalf("%q: end %d, %d blanks, odd %d; expected %d, %d, %d", text, end, blanks, odd, wantEnd, wantBlanks, wantOdd)
	}
	if end < 0 {
		return
	}
	for i := range end/32 + 1 {
		if got[i] != want[i] {
			t.Fatalf("%q: mask %d is %032b, expected %032b", text, i, bits.Reverse32(got[i]), bits.Reverse32(want[i]))
		}
	}
	line := text[:end]
	places := got.appendPlaces(nil, end)
	slow := appendPlaces(nil, line, ' ')
	if len(places) != len(slow) || len(places) != blanks {
		t.Fatalf("%q: %d places, expected %d", line, len(places), len(slow))
	}
	for i := range slow {
		if places[i] != slow[i] || got.place(i) != int(slow[i]) {
			t.Fatalf("%q: blank %d at %d and %d, expected %d", line, i, places[i], got.place(i), slow[i])
		}
	}
}

func TestBlanksIn(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no vector code here")
	}
	const alphabet = " \n\r\tab\x00\x09\x0b\x80\xff\x89\x8a\xa0cdefgh   "
	dice := rand.New(rand.NewPCG(1, 2))
	for length := range 200 {
		for range 20 {
			text := make([]byte, length)
			for i := range text {
				text[i] = alphabet[dice.IntN(len(alphabet))]
			}
			sameBlanks(t, text)
		}
	}
	for _, n := range []int{31, 32, 33, 2047, 2048, 2049, 4000} {
		sameBlanks(t, []byte(strings.Repeat("x", n)+"\n"+strings.Repeat(" ", 64)))
		sameBlanks(t, []byte(strings.Repeat(" ", n)+"\n"+strings.Repeat("\x00", 64)))
		sameBlanks(t, []byte(strings.Repeat(" ", n)+"\n"))
	}
}

func FuzzBlanksIn(f *testing.F) {
	if !vectors {
		f.Skip("this processor has no vector code here")
	}
	f.Add([]byte("2026-11-21 10:11:12 10.0.0.5 GET / - 443 - 192.0.2.1 curl 200 0 0 15\r\nnext line of it"))
	f.Fuzz(sameBlanks)
}

// The values of a row are the same with the masks and without.
func TestValuesByMasks(t *testing.T) {
	text := benchText()[:1<<16]
	var with, without Scanner
	with.Reset(Chunk{Text: text, Header: NewHeader()})
	without.Reset(Chunk{Text: text, Header: NewHeader()})
	for with.Scan() {
		without.Scan()
		without.row.masks = nil
		for _, i := range []int{4, 2, 0, 13, 14, 9} {
			if got, want := string(with.Row().At(i)), string(without.Row().At(i)); got != want {
				t.Fatalf("%s: value %d is %q, expected %q", with.Row().Line, i, got, want)
			}
		}
	}
}
