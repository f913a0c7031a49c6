package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBeginning(t *testing.T) {
	text := "#Software: x\r\n#Date: 2026-11-02\r\n\r\nfirst row\r\nsecond row\n"
	of := func(parts ...string) uint64 {
		b := &beginning{}
		for _, part := range parts {
			b.add([]byte(part))
		}
		return b.hash()
	}
	want := of(text)
	assert.NotZero(t, want)
	for cut := range len(text) {
		if cut == 0 || text[cut-1] == '\n' {
			assert.Equal(t, want, of(text[:cut], text[cut:]), "wherever it is cut")
		}
	}
	assert.Equal(t, want, of(text, "third row\n"), "while it grows")
	assert.NotEqual(t, want, of("#Software: x\n#Date: 2026-11-03\n\nfirst row\nsecond row\n"))
}
