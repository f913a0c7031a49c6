package render

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What is not far from usual is not called as usual either, unless it is close.
func TestHeadlineWeighsAgainstUsual(t *testing.T) {
	f := func(n int64, typical float64, want string) {
		t.Helper()
		r := calmDays("en")
		day := &r.Days[2]
		day.Attention, day.Typical.Attention = n, typical
		assert.Equal(t, want, newDayPage(r, Options{}, 3).comparedSaid())
	}
	f(9, 9.5, ", about as many as usual (9.5)")
	f(15, 9.5, ", usually 9.5")
	f(5, 9.5, ", usually 9.5")
	f(190, 95, ", twice as many as usual (95)")
	f(278, 95, ", 2.9 times as many as usual (95)")
	f(150, 95, ", more than usual (95)")
	f(30, 95, ", fewer than usual (95)")
	f(3, 0, ", where usually none do")
	r := calmDays("en")
	r.Days[2].Against = nil
	assert.Equal(t, "", newDayPage(r, Options{}, 3).comparedSaid())
}
