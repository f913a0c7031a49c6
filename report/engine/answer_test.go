package engine

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What answers in the place of an engine, and without an end, is told, not kept.
func TestAnswerWithoutEnd(t *testing.T) {
	_, err := readUpTo(rand.Reader, 1<<20)
	assert.ErrorContains(t, err, "expected an answer of 1 MiB at most, found a longer one")
	answer, err := readUpTo(strings.NewReader("Ok."), 3)
	assert.NoError(t, err)
	assert.Equal(t, "Ok.", string(answer))
}
