package input

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A source is packed when its text is longer than what is stored, as far as names tell.
func TestIsPacked(t *testing.T) {
	for name, packed := range map[string]bool{
		"u_ex261101.log": false, "u_ex261101.log.gz": true, "U_EX261101.LOG.GZ": true, "u_ex261101.log.zst": true,
		"all.zip/W3SVC1/u_ex261101.log": true, "zip/u_ex261101.log": false, "stdin": false, "u_ex.gz.log": false,
	} {
		assert.Equal(t, packed, Source{Name: name}.IsPacked(), name)
	}
}
