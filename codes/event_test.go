package codes

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What an event goes with is in the tables itself, and its log is one that Windows has.
func TestEventsNameWhatIsThere(t *testing.T) {
	for _, lang := range Langs() {
		b, err := Open(lang)
		require.NoError(t, err)
		for _, e := range b.AllEvents() {
			assert.Contains(t, []string{"System", "Application", "Security"}, e.Log, e.Number)
			for _, name := range e.With {
				if _, ok := b.Reason(name); ok {
					continue
				}
				c, err := ParseCode(name)
				require.NoError(t, err, e.Number)
				_, match := b.Status(c.Status, c.Substatus)
				assert.Equal(t, Exact, match, "%d goes with %s", e.Number, name)
			}
		}
	}
}

// The events that checks of other tables tell people to look for can be looked up.
func TestEventsOfChecksAreThere(t *testing.T) {
	b, err := Open(English)
	require.NoError(t, err)
	f := func(number uint64, providers ...string) {
		t.Helper()
		var got []string
		for _, e := range b.Events(number) {
			got = append(got, e.Provider)
		}
		assert.Equal(t, providers, got, number)
	}
	f(1000, "Application Error", "IIS AspNetCore Module V2")
	f(1026, ".NET Runtime")
	f(1309, "ASP.NET")
	f(4625, "Security")
	f(5002, "WAS")
	f(5021, "WAS")
	f(5057, "WAS")
	f(5059, "WAS")
	f(1)
	f(1 << 40)
}
