package report

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestSpanOfASide(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 11, 20, hour, 0, 0, 0, time.UTC) }
	f := func(s Side, wantFrom, wantUntil time.Time) {
		t.Helper()
		from, until := s.Span()
		assert.Equal(t, wantFrom, from)
		assert.Equal(t, wantUntil, until)
	}
	f(Side{From: at(1), Until: at(9), First: at(2), Last: at(8)}, at(1), at(9))
	f(Side{Until: at(9), First: at(2), Last: at(8)}, at(2), at(9))
	f(Side{From: at(1), First: at(2), Last: at(8)}, at(1), at(8))
	f(Side{From: at(1)}, at(1), time.Time{})
}
