package main

import (
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWidthOfColumns: what COLUMNS says is taken where tables can be so wide, however odd it is.
func TestWidthOfColumns(t *testing.T) {
	for columns, want := range map[string]int{
		"": plainWidth, "0": plainWidth, "-5": plainWidth, "39": plainWidth, "wide": plainWidth, "99999999999999999999": plainWidth,
		"40": 40, "200": 200, "4096": 4096, "1000000000": mostWidth,
	} {
		a := &app{getenv: func(string) string { return columns }}
		assert.Equal(t, want, a.width(io.Discard), columns)
	}
}
