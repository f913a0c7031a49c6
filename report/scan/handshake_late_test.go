package scan

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser"
)

// at is the date and the time of so many seconds past midnight.
func at(second int) string { return strings.TrimSpace(rowsOf(fmt.Sprint(second, " "))) }

// rows8K are rows of 8 KiB that answer nothing, with the times that second gives.
func rows8K(rows int, second func(i int) string) string {
	var b strings.Builder
	for i := range rows {
		row := second(i) + " 10.9.9.9 - / agent 200 0 0\n"
		b.WriteString(strings.Replace(row, "/", "/"+strings.Repeat("x", 8<<10-len(row)), 1))
	}
	return b.String()
}

const (
	lateLeg    = " 10.0.0.1 - /a ie 401 2 5\n"
	lateAnswer = " 10.0.0.1 u /a ie 200 0 0\n"
	perSection = sectionBytes / (8 << 10)
)

// A leg is given up where all rows of half a MiB are too late for it, however the log is cut,
// and not where one of them is not: for the rows behind, for those of the next file and for a
// second look at the rows of that minute.
func TestPairingEndsWhereRowsAreLate(t *testing.T) {
	g := func(name, want string, texts ...string) {
		t.Helper()
		sources, spans := filesOf(t, texts...), []Span{{midnight.Unix(), midnight.Unix() + 61, true}}
		for _, size := range []int{60 << 10, 512 << 10, 700 << 10, 1 << 20, 16 << 20} {
			o := options(t)
			o.ChunkSize, o.Workers = size, 1+size%3
			var first, again lines
			o.Each = first.see
			r := Read(t.Context(), sources, o)
			agrees(t, r)
			require.EqualValues(t, 1, countOf(r, want), "%s, chunks of %d", name, size)
			require.True(t, r.Rows.Look(t.Context(), spans, Wanted{}, again.see))
			require.Equal(t, first.within(r, spans), again.within(r, spans), "%s, chunks of %d", name, size)
		}
	}
	f := func(name, want, between string) {
		t.Helper()
		head := "#Fields: " + pairFields + "\n"
		g(name, want, head+at(0)+lateLeg+between+at(60)+lateAnswer)
		g(name, want, head+at(0)+lateLeg+between, head+at(60)+lateAnswer)
	}
	always := func(second int) func(int) string { return func(int) string { return at(second) } }
	but := func(one string) func(int) string {
		return func(i int) string {
			if i%perSection == perSection/2 {
				return one
			}
			return at(121)
		}
	}
	f("all rows are later", "challenge-unanswered", rows8K(3*perSection, always(121)))
	f("hours later", "challenge-unanswered", rows8K(3*perSection, always(10_000)))
	f("they are in time", "handshake", rows8K(3*perSection, always(120)))
	f("one of each section is in time", "handshake", rows8K(3*perSection, but(at(120))))
	f("one of each section has no time", "handshake", rows8K(3*perSection, but("- -")))
	f("less than a section is later", "handshake", rows8K(perSection, always(121)))
	f("sections without rows", "handshake", strings.Repeat("#Remark: "+strings.Repeat("x", 8<<10)+"\n", 3*perSection))
}

// Rows of any times: the answers are those of a plain count, whatever the chunks, and a second
// look at some of the rows judges them as the first one did.
func TestPairingOfLateRowsAgreesWithPlainCount(t *testing.T) {
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 3))
		var b strings.Builder
		b.WriteString("#Fields: " + pairFields + "\n")
		second := 0
		for range 24 {
			second += random.IntN(120)
			b.WriteString(at(second-random.IntN(200)) + [...]string{lateLeg, lateAnswer}[random.IntN(2)])
			b.WriteString(rows8K(random.IntN(2*perSection), func(int) string { return at(second - random.IntN(30)) }))
		}
		text := b.String()
		want := answeredInTime(t, text)
		for _, size := range []int{60 << 10, 512 << 10, 3 << 20} {
			o := options(t)
			o.ChunkSize, o.Workers = size, 1+int(seed%3)
			var first, again lines
			o.Each = first.see
			r := Read(t.Context(), filesOf(t, text), o)
			agrees(t, r)
			require.Equal(t, want, countOf(r, "handshake"), "seed %d, chunks of %d", seed, size)
			spans := []Span{{midnight.Unix() + int64(second)/2, midnight.Unix() + int64(second)/2 + 60, true}}
			require.True(t, r.Rows.Look(t.Context(), spans, Wanted{}, again.see))
			require.Equal(t, first.within(r, spans), again.within(r, spans), "seed %d, chunks of %d", seed, size)
		}
	}
}

// answeredInTime counts the legs that are answered in the plainest way.
func answeredInTime(t *testing.T, text string) (answered int64) {
	rows := rowsOfText(t, text)
	isLate := func(leg, by *parser.Row) bool {
		for section := leg.Offset/sectionBytes + 1; section < by.Offset/sectionBytes; section++ {
			late := true
			for _, r := range rows {
				late = late && (r.Offset/sectionBytes != section || r.Second > leg.Second+AnswerWithin)
			}
			if late {
				return true
			}
		}
		return false
	}
	for _, leg := range rows {
		for _, by := range rows {
			if leg.Status == 401 && IsServed(by) && Answers(by.Second, by.Offset, leg) && !isLate(leg, by) {
				answered++
				break
			}
		}
	}
	return answered
}

// Of a log of refused logons those of few minutes wait, not all of reachBytes.
func TestPairingHoldsFewLegs(t *testing.T) {
	var b strings.Builder
	const rows = 40_000 // of 100 bytes, each a second later
	for i := range rows {
		fmt.Fprintf(&b, "%d 10.0.0.1 - /%s ie 401 2 5\n", i, strings.Repeat("x", 52))
	}
	text := logOf(pairFields, b.String())
	require.Greater(t, len(text), 7*sectionBytes)
	o := options(t)
	o.ChunkSize, o.Workers = 256<<10, 1
	f := newFeed(t.Context(), namedFiles(t, []string{text}), &o, seed)
	r, w := f.readings[0], newWorker(&o, seed, newJudges(&o, seed))
	most := 0
	for d := r.chunk(w.buf); d.ok; d = r.chunk(d.buf) {
		s, ok := w.scan(r, d.chunk)
		require.True(t, ok)
		r.pairing.pair(s, w)
		most = max(most, r.pairing.open.count)
		w.countSettled(r.pairing)
	}
	assert.Less(t, most, 3*sectionBytes/100)
	assert.Greater(t, most, AnswerWithin)
}
