package codes

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUrgent(t *testing.T) {
	urgent := []string{}
	for v := range NumVerdicts {
		if v := Verdict(v); v.Urgent() {
			urgent = append(urgent, v.String())
		}
	}
	assert.Equal(t, []string{"logon-failure", "directory-fault", "configuration", "application", "upstream", "capacity"}, urgent)
}
