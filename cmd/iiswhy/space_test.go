package main

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRefuseSpace(t *testing.T) {
	for _, enough := range []uint64{1536 << 20, 2_000_000 << 10, math.MaxUint64} {
		assert.NoError(t, refuseSpace(enough))
	}
	err := refuseSpace(1_000_000 << 10)
	assert.EqualError(t, err, "expected at least 1536 MiB of address space, found a limit of 976 MiB; raise it (ulimit -v), or take a limit of memory in use")
	var f *failure
	assert.ErrorAs(t, err, &f)
	assert.Equal(t, exitPartial, f.status)
	assert.Error(t, refuseSpace(0))
}
