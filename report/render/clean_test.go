package render

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCleanLeavesTheOriginalAlone(t *testing.T) {
	before, r := rich("en"), rich("en")
	upper := clean(*r, strings.ToUpper)
	assert.Equal(t, before, r)
	assert.Equal(t, "CORP\\SVC-BACKUP", upper.Codes[2].Top["CS-USERNAME"][0].Key)
	*upper.Codes[2].Substatus = 9
	assert.Equal(t, before, r)
}

func TestCleanIsDeterministicWhereKeysFall(t *testing.T) {
	for range 20 {
		got := clean(map[string]int64{"a": 1, "A": 2}, strings.ToUpper)
		assert.Equal(t, map[string]int64{"A": 1}, got)
	}
}
