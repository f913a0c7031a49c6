package scan

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestExclusions: a '!' leaves out, of any flag; a row without the field stays.
func TestExclusions(t *testing.T) {
	const log = "#Fields: cs-method cs-uri-stem c-ip sc-status time-taken\n" +
		"GET /health 10.0.0.1 200 1\nGET /a 192.0.2.1 404 2\nPOST /b - 500 9000\n"
	f := func(flag, value string, want int64) {
		t.Helper()
		o := options(t)
		by, ok := FilterFlagOf(flag)
		require.True(t, ok)
		require.NoError(t, by.Set(&o.Filter, []string{value}))
		assert.Equal(t, want, shownRows(resultOf(t, o, log)), "--%s %s", flag, value)
	}
	f("uri", "!/h*", 2)
	f("method", "!get", 1)
	f("status", "!4xx", 2)
	f("verdict", "!ok", 2)
	f("client", "!10.0.0.0/8", 2)
	f("client", "!*.1", 1)
	f("taken", "!5s..", 2)
	f("host", "!www", 3)
	f("site", "!1", 3)
	_, err := divideError("taken", "!soon")
	assert.Error(t, err)
}

func divideError(flag, value string) (Filter, error) {
	by, _ := FilterFlagOf(flag)
	var f Filter
	return f, by.Set(&f, []string{value})
}

func TestLosses(t *testing.T) {
	sources := filesOf(t, "#Fields: date time cs-host cs-method sc-status\n"+
		"2026-11-01 00:00:01 www.contoso.com GET 200\n2026-11-01 00:00:02 api.contoso.com POST 500\n")
	o := options(t)
	for flag, value := range map[string]string{"host": "contoso.com", "method": "GET", "status": "500"} {
		by, _ := FilterFlagOf(flag)
		require.NoError(t, by.Set(&o.Filter, []string{value}))
	}
	all, ok := Losses(context.Background(), sources, o)
	require.True(t, ok)
	byFlag := map[string]FilterLoss{}
	for _, l := range all {
		byFlag[l.Flag] = l
	}
	assert.Equal(t, "host", all[0].Flag, "what leaves out most comes first")
	assert.Equal(t, []string{"api.contoso.com", "www.contoso.com"}, byFlag["host"].Near)
	assert.Equal(t, int64(2), byFlag["host"].Rows)
	assert.Equal(t, int64(1), byFlag["method"].Rows)
	assert.Equal(t, int64(1), byFlag["status"].Rows)
	assert.Equal(t, int64(2), byFlag["status"].All)
	assert.Empty(t, byFlag["method"].Has, "it took not all")

	_, ok = Losses(context.Background(), sourcesOf("#Fields: sc-status\n200\n"), o)
	assert.False(t, ok, "a pipe cannot be read again")
}
