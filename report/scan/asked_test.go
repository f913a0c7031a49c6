package scan

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// A look at rows of some numbers in some times, and of others in other times, shows each of
// them as it was judged: legs too, whose answers stand in no time that is asked for.
func TestSecondLookInTimes(t *testing.T) {
	auth, _ := write(t, logtest.Auth(200<<10))
	all := logtest.Tricky()
	sources := filesOf(t, auth, all["legs"], all["out of order"])
	const tricky = 1_700_000_000
	early, late := []Span{{logStart, logStart + 200, true}, {tricky, tricky + 3, true}}, []Span{{logStart + 300, logStart + 303, true}, {tricky + 3, tricky + 40, true}}
	for _, legs := range []bool{true, false} {
		in := func(o codes.Outcome) []Span {
			switch {
			case o.Status == 401 == legs:
				return early
			case o.Status >= 300:
				return late
			}
			return nil
		}
		for _, cut := range cuts {
			o := options(t)
			o.Compare, o.Workers, o.ChunkSize, o.mostNoted = true, cut.workers, cut.chunk, 1 // so that rows are judged again
			var first, want, seen lines
			o.Each = first.see
			r := Read(t.Context(), sources, o)
			for _, s := range first.rows {
				if setOf(in(OutcomeOf(s.row))).holds(s.row.Second) {
					want.rows = append(want.rows, s)
				}
			}
			spans := slices.Concat(early, late)
			require.True(t, r.Rows.Look(t.Context(), spans, Wanted{In: in}, seen.see))
			require.NotEmpty(t, want.rows)
			require.Equal(t, want.within(r, spans), seen.within(r, spans), "%v", cut)
		}
	}
}

// Where no leg is asked for, a look reads nothing beside the times that it is for.
func TestLookBesideLegs(t *testing.T) {
	e := &ended{legs: []codes.Outcome{{Status: 401, Substatus: 2}}}
	span := []Span{{1000, 2000, true}}
	of := func(status int) func(codes.Outcome) []Span {
		return func(o codes.Outcome) []Span {
			if o.Status == status {
				return span
			}
			return nil
		}
	}
	for _, c := range []struct {
		name   string
		wanted Wanted
		ended  *ended
		beside bool
	}{
		{"failures of pages", Wanted{In: of(500)}, e, false},
		{"legs", Wanted{In: of(401)}, e, true},
		{"any rows", Wanted{}, e, true},
		{"of rows nothing is known", Wanted{In: of(500)}, nil, true},
		{"users of sessions", Wanted{In: of(500)}, &ended{unclear: true}, true},
	} {
		a := newAsked(span, &c.wanted, c.ended)
		assert.True(t, a.near.holds(1500), c.name)
		assert.Equal(t, c.beside, a.near.holds(2000+AnswerWithin-1), c.name)
		assert.Equal(t, !c.beside, a.isFarAt(2000), c.name)
		assert.False(t, a.near.holds(2000+AnswerWithin), c.name)
		assert.Equal(t, c.beside, a.near.meets(2001, 2100), c.name)
		assert.True(t, a.near.meets(900, 1000), c.name)
	}
	assert.False(t, setOf(nil).meets(0, 1))
}
