package parser

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestLayoutsAreShared: the same #Fields is the same layout, another one is not, and of the
// layouts of a log that has any number only the first stay.
func TestLayoutsAreShared(t *testing.T) {
	var c layoutCache
	a := c.of([]byte(" date time"))
	assert.Same(t, a.Layout, c.of([]byte(" date time")).Layout)
	assert.NotSame(t, a.Layout, c.of([]byte(" date time ")).Layout)
	assert.Nil(t, c.of([]byte("  ")).Layout)
	for i := range 3 * mostLayouts {
		text := fmt.Sprintf(" date x-%d", i)
		assert.Equal(t, []string{"date", fmt.Sprintf("x-%d", i)}, c.of([]byte(text)).Names)
	}
	assert.Len(t, c.by, mostLayouts)
	assert.Same(t, a.Layout, c.of([]byte(" date time")).Layout)
}
