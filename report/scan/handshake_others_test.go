package scan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// namedFiles writes texts to files, however many.
func namedFiles(t *testing.T, texts []string) []input.Source {
	t.Helper()
	dir := t.TempDir()
	for i, text := range texts {
		require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("u_ex%06d.log", i)), []byte(text), 0o600))
	}
	sources, _, errs := input.Find([]string{dir}, nil)
	require.Empty(t, errs)
	return sources
}

// answeredElsewhere counts the legs that are answered in the plainest way: every leg against
// every row of every source.
func answeredElsewhere(t *testing.T, texts []string) (answered int64) {
	rows, first, last := make([][]*parser.Row, len(texts)), make([]int64, len(texts)), make([]int64, len(texts))
	for i, text := range texts {
		first[i], last[i] = math.MaxInt64, math.MinInt64
		eachRow(t, text, func(r *parser.Row) {
			rows[i] = append(rows[i], r.Clone())
			first[i], last[i] = min(first[i], r.Second), max(last[i], r.Second)
		})
	}
	key := func(r *parser.Row) string { return string(r.Field(parser.ClientIP)) + " " + string(r.Path()) }
	isAnswered := func(source int, leg *parser.Row) bool {
		for i := range rows {
			for _, r := range rows[i] {
				within := leg.Second-answerBefore <= r.Second && r.Second <= leg.Second+AnswerWithin
				if IsServed(r) && key(r) == key(leg) && within && (i == source || first[i] >= last[source]-AnswerWithin) {
					return true
				}
			}
		}
		return false
	}
	for i := range rows {
		for _, r := range rows[i] {
			if r.Status == 401 && isAnswered(i, r) {
				answered++
			}
		}
	}
	return answered
}

// Whatever the times of many small sources are, the answers are those of the plain count.
func TestPairingAmongSourcesAgreesWithPlainCount(t *testing.T) {
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 1))
		var texts []string
		for range 2 + random.IntN(12) {
			var b strings.Builder
			second := random.IntN(1500)
			for range 1 + random.IntN(12) {
				tail := [...]string{"- /a ie 401 2 5", "u /a ie 200 0 0", "- /b ie 401 2 5", "u /b ie 304 0 0", "- /a ie 200 0 0"}[random.IntN(5)]
				fmt.Fprintf(&b, "%d 10.0.0.%d %s\n", second, random.IntN(2), tail)
				second += random.IntN(1 + random.IntN(300))
			}
			texts = append(texts, logOf(pairFields, b.String()))
		}
		o := options(t)
		o.Workers, o.ChunkSize = 1+int(seed%3), 64+int(seed)*31
		r := Read(t.Context(), namedFiles(t, texts), o)
		agrees(t, r)
		require.Equal(t, answeredElsewhere(t, texts), countOf(r, "handshake"), "seed %d", seed)
	}
}

// Many sites begin a file at the same midnight, each in the middle of a negotiation: each
// source is searched once, not once for each other one.
func TestPairingAmongManySources(t *testing.T) {
	var texts []string
	const sites = 400
	for i := range sites {
		texts = append(texts,
			logOf(pairFields, fmt.Sprintf("-2 10.0.%d.%d - /a ie 401 2 5\n-1 10.9.9.9 - /nobody ie 401 2 5", i/250, i%250)),
			logOf(pairFields, fmt.Sprintf("1 10.0.%d.%d u /a ie 200 0 0", i/250, i%250)))
	}
	r := Read(t.Context(), namedFiles(t, texts), options(t))
	agrees(t, r)
	assert.Equal(t, fmt.Sprintf("ok %d, handshake %[1]d, challenge-unanswered %[1]d", sites), verdictsOf(r))
}

// Rows that come days too early for the legs of their client cost no more than others.
func TestPairingOfTimesApart(t *testing.T) {
	var b strings.Builder
	const pairs = 50_000
	for range pairs {
		b.WriteString("0 10.0.0.1 - /a ie 401 2 5\n-172800 10.0.0.1 u /a ie 200 0 0\n345600 10.0.0.1 - /a ie 401 2 5\n")
	}
	b.WriteString("7 10.0.0.1 u /a ie 200 0 0\n")
	r := resultOf(t, options(t), logOf(pairFields, b.String()))
	assert.Equal(t, fmt.Sprintf("ok %d, handshake %d, challenge-unanswered %d", pairs+1, pairs, pairs), verdictsOf(r))
}

// A row without a time answers the legs before it, whatever their times.
func TestPairingOfUntimedRows(t *testing.T) {
	var legs strings.Builder
	for i := range 300 {
		fmt.Fprintf(&legs, "%d 10.0.0.%d - /a ie 401 2 5\n", i*1000, i%3)
	}
	untimed := "- - 10.0.0.1 D\\u /a ie 200 0 0\n"
	text := logOf(pairFields, legs.String()) + untimed + rowsOf("900000 10.0.0.1 - /a ie 401 2 5\n") + untimed + untimed +
		rowsOf("900001 10.0.0.1 - /a ie 401 2 5\n")
	for size := 100; size < 40_000; size = size*3/2 + 1 {
		o := options(t)
		o.ChunkSize = size
		require.Equal(t, "ok 3, handshake 101, challenge-unanswered 201", verdictsOf(resultOf(t, o, text)), "chunks of %d", size)
	}
}

// What a source ends with waits for others; the legs of hours before do not.
func TestPairingKeepsTheLastLegs(t *testing.T) {
	var legs strings.Builder
	for i := range 3600 {
		fmt.Fprintf(&legs, "%d 10.0.0.1 - /a ie 401 2 5\n", i)
	}
	o := options(t)
	o.ChunkSize = 4 << 10
	f := newFeed(t.Context(), namedFiles(t, []string{logOf(pairFields, legs.String())}), &o, seed)
	work(t.Context(), f, &o, seed)
	p := f.readings[0].pairing
	assert.Len(t, p.line, 1)
	assert.Equal(t, 2*AnswerWithin+1, p.open.count)
	assert.Len(t, p.line[0].legs, p.open.count)
}
