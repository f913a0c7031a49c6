package parser

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// sameSurvey holds the vector code to its twin on the whole blocks of one text.
func sameSurvey(t *testing.T, text []byte) {
	t.Helper()
	text = text[:min(len(text), surveySize)&^(blockSize-1)]
	var got, want survey
	lines, odd := take(&got, text)
	wantLines, wantOdd := takeSlowly(&want, text)
	if lines != wantLines || odd != wantOdd {
		t.Fatalf("%q: %d lines, odd %v; expected %d, %v", text, lines, odd, wantLines, wantOdd)
	}
	if !slices.Equal(got.ends[:lines], want.ends[:lines]) {
		t.Fatalf("%q: ends %v, expected %v", text, got.ends[:lines], want.ends[:lines])
	}
	for i := range len(text) / blockSize {
		if got.blanks[i] != want.blanks[i] {
			t.Fatalf("%q: block %d is %064b, expected %064b", text, i, bits.Reverse64(got.blanks[i]), bits.Reverse64(want.blanks[i]))
		}
	}
	from := 0
	for _, end := range got.ends[:lines] {
		samePlaces(t, &got, text[:end.at], from)
		from = int(end.at) + 1
	}
}

// samePlaces holds the blanks of a line, from a place to the end of text, to
// those that a search finds.
func samePlaces(t *testing.T, v *survey, text []byte, from int) {
	t.Helper()
	slow := appendPlaces(nil, text[from:], ' ')
	places := make([]uint32, len(slow))
	v.places(places, from)
	if !slices.Equal(places, slow) {
		t.Fatalf("%q from %d: blanks at %v, expected %v", text, from, places, slow)
	}
	for i := range slow {
		if got := v.place(from, i); got != int(slow[i]) {
			t.Fatalf("%q from %d: blank %d at %d, expected %d", text, from, i, got, slow[i])
		}
		if got := v.placeBefore(from, int(slow[i])+1); got != int(slow[i]) {
			t.Fatalf("%q from %d: last blank before %d at %d", text, from, slow[i]+1, got)
		}
		if i > 0 && v.placeBefore(from, int(slow[i])) != int(slow[i-1]) {
			t.Fatalf("%q from %d: last blank before %d at %d, expected %d", text, from, slow[i], v.placeBefore(from, int(slow[i])), slow[i-1])
		}
		for values := 1; values <= min(4, i+1); values++ {
			if got := v.blankBefore(from, int(slow[i])+1, values); got != int(slow[i-values+1]) {
				t.Fatalf("%q from %d: blank before %d values that end at %d: %d", text, from, values, slow[i]+1, got)
			}
		}
		for more := range min(3, len(slow)-i) {
			if a, b := v.stretch(from, i, more); a != int(slow[i]) || b != int(slow[i+more]) {
				t.Fatalf("%q from %d: blanks %d and %d at %d and %d, expected %d and %d", text, from, i, i+more, a, b, slow[i], slow[i+more])
			}
		}
	}
}

func TestSurvey(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no vector code here")
	}
	const alphabet = " \n\r\tab\x00\x09\x0b\x80\xff\x89\x8a\xa0cdefgh   "
	dice := rand.New(rand.NewPCG(1, 2))
	for length := 0; length <= 20*blockSize; length += blockSize {
		for range 50 {
			text := make([]byte, length)
			for i := range text {
				text[i] = alphabet[dice.IntN(len(alphabet))]
			}
			sameSurvey(t, text)
		}
	}
	for _, n := range []int{31, 32, 33, 63, 64, 65, 2047, 2048, 2049, 4000, surveySize - 1, surveySize} {
		for _, c := range []string{"x", " ", "\n", "\x00", "\r\n", "a b c\n", "\n \n\t"} {
			sameSurvey(t, []byte(strings.Repeat(c, n)+"\n"+strings.Repeat(" ", blockSize)))
			sameSurvey(t, []byte(strings.Repeat(" ", n)+"\n"+strings.Repeat(c, blockSize)))
		}
	}
}

func FuzzSurvey(f *testing.F) {
	if !vectors {
		f.Skip("this processor has no vector code here")
	}
	f.Add([]byte("2026-11-21 10:11:12 10.0.0.5 GET / - 443 - 192.0.2.1 curl 200 0 0 15\r\nnext line of it"))
	f.Fuzz(func(t *testing.T, text []byte) {
		sameSurvey(t, text)
		sameSurvey(t, append(text, make([]byte, blockSize)...))
	})
}

// The values of a row are the same with the survey and without.
func TestValuesBySurvey(t *testing.T) {
	text := benchText()[:1<<16]
	var with, without Scanner
	with.Reset(Chunk{Text: text, Header: NewHeader()})
	without.Reset(Chunk{Text: text, Header: NewHeader()})
	for with.Scan() {
		without.Scan()
		without.row.survey = nil
		for _, i := range []int{4, 2, 0, 13, 14, 9} {
			if got, want := string(with.Row().At(i)), string(without.Row().At(i)); got != want {
				t.Fatalf("%s: value %d is %q, expected %q", with.Row().Line, i, got, want)
			}
		}
	}
}
