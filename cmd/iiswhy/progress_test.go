package main

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A bar is not shown before its time, and all of it after.
func TestLateWriter(t *testing.T) {
	var out bytes.Buffer
	late := &lateWriter{&out, time.Now().Add(24 * time.Hour)}
	n, err := io.WriteString(late, "early")
	assert.Equal(t, 5, n)
	assert.NoError(t, err)
	assert.Empty(t, out.String())
	late.from = time.Time{}
	_, err = io.WriteString(late, "in time")
	assert.NoError(t, err)
	assert.Equal(t, "in time", out.String())
}
