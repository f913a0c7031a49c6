package input

import (
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestErrorText(t *testing.T) {
	e := &Error{Source: "a.log", Expected: "this", Found: "that", Err: io.EOF}
	assert.EqualError(t, e, "a.log: expected this, found that")
	e.Hint = "do so"
	assert.EqualError(t, e, "a.log: expected this, found that; do so")
	assert.ErrorIs(t, e, io.EOF)
}
