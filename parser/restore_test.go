package parser

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLayoutsAreRestored(t *testing.T) {
	export := exportLayout([]byte("date-local;time-local;cs-uri-stem;sc-status"))
	for _, l := range []*Layout{
		NewLayout([]string{"date", "time", "cs-uri-stem", "sc-status", "sc-substatus", "sc-win32-status", "time-taken"}),
		NewLayout([]string{"time", "c-ip"}), NewLayout([]string{"time-local", "date-local", "sc-status"}), iisLayout, export,
	} {
		assert.Equal(t, l, RestoreLayout(l.Key()))
	}
	f, ok := ParseForm(JSON.String())
	assert.True(t, ok)
	assert.Equal(t, JSON, f)
	_, ok = ParseForm("")
	assert.False(t, ok)
}
