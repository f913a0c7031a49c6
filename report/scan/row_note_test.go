package scan

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNotesHoldWhatTheyAreMadeOf: up to the largest numbers, and no larger ones.
func TestNotesHoldWhatTheyAreMadeOf(t *testing.T) {
	const client, shape = 1<<clientSize - 1, 1<<shapeSize - 1
	for _, place := range []int64{0, 1, mostPlace} {
		for _, outcome := range []int{0, 1, mostOutcome} {
			n, ok := newNote(place, outcome, client, shape-1)
			assert.True(t, ok)
			assert.Equal(t, []any{place, outcome, uint64(client), uint64(shape - 1)}, []any{n.place(), n.outcome(), n.client(), n.shape()})
			n, ok = n.withOutcome(mostOutcome - outcome)
			assert.True(t, ok)
			assert.Equal(t, []any{place, mostOutcome - outcome, uint64(client), uint64(shape - 1)}, []any{n.place(), n.outcome(), n.client(), n.shape()})
		}
	}
	_, ok := newNote(mostPlace+1, 0, 0, 0)
	assert.False(t, ok)
	_, ok = newNote(0, mostOutcome+1, 0, 0)
	assert.False(t, ok)
	n, _ := newNote(5, 5, 5, 5)
	_, ok = n.withOutcome(mostOutcome + 1)
	assert.False(t, ok)
}

// TestShapeBits: paths of one shape have the same bits, whatever their numbers are and however
// long; nearly all of different shapes have not.
func TestShapeBits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := func(most int, of string) string {
		var b strings.Builder
		for range random.IntN(most + 1) {
			b.WriteByte(of[random.IntN(len(of))])
		}
		return b.String()
	}
	number := func() string { return string("0123456789"[random.IntN(10)]) + text(12, "0123456789") }
	for range 20_000 {
		var a, b strings.Builder
		for range random.IntN(4) {
			part := text(12, "/ab.:é~")
			a.WriteString(part)
			b.WriteString(part)
			if random.IntN(2) > 0 {
				a.WriteString(number())
				b.WriteString(number())
			}
		}
		x, y := a.String(), b.String()
		assert.Equal(t, AppendShape(nil, []byte(x)), AppendShape(nil, []byte(y)))
		assert.Equal(t, shapeBits([]byte(x)), shapeBits([]byte(y)), "%q and %q", x, y)
	}
	seen, other := map[uint64]bool{}, 0
	for range 1000 {
		if bits := shapeBits([]byte("/" + text(20, "abcdefghijklmnopqrstuvwxyz") + text(20, "/abcdefghij"))); !seen[bits] {
			seen[bits] = true
			other++
		}
	}
	assert.Greater(t, other, 900)
	clients := map[uint64]bool{}
	for _, a := range []string{"192.0.2.1", "192.0.2.2", "192.0.2.12", "2001:db8::1", "2001:db8::2", "-", ""} {
		clients[clientBits([]byte(a))] = true
	}
	assert.Len(t, clients, 7)
}
