package report

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEvidenceAsJSON(t *testing.T) {
	f := func(e Evidence, want string) {
		t.Helper()
		got, err := json.Marshal(e)
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
		var back Evidence
		require.NoError(t, json.Unmarshal(got, &back))
		assert.Equal(t, e, back)
	}
	f(Evidence{What: "rows", Value: 144, Unit: "rows"}, `{"what":"rows","value":144,"unit":"rows"}`)
	f(Evidence{What: "rows", Unit: "rows"}, `{"what":"rows","value":0,"unit":"rows"}`)
	f(Evidence{What: "user", Text: "jane"}, `{"what":"user","unit":"","text":"jane"}`)
	f(Evidence{What: "lines", Text: "3, 4", Value: 2, Unit: "lines"}, `{"what":"lines","value":2,"unit":"lines","text":"3, 4"}`)
	f(Evidence{What: "since", Value: 1763546400, Unit: "time"}, `{"what":"since","unit":"time","text":"2025-11-19T10:00:00Z"}`)
}
