package form

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestForm(t *testing.T) {
	digits := Of(`^\d+$`)
	assert.True(t, digits().MatchString("2026"))
	assert.False(t, digits().MatchString("yesterday"), "asked again")
	assert.Same(t, digits(), digits())
	assert.Panics(t, func() { Of("(")() })
}
