package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Of many sources that end with legs, those wait that stand near the ends: they take no more
// than endBytes, the last of each source is still answered by the next one, and which are
// given up depends on neither workers nor chunks.
func TestLegsAtManyEndsAreBounded(t *testing.T) {
	const files, each = 24, 9000
	texts := make([]string, files)
	for i := range texts {
		var b strings.Builder
		start := i * 3600
		fmt.Fprintf(&b, "%d 10.9.0.%d u /last ie 200 0 0\n", start, i)
		for j := range each {
			fmt.Fprintf(&b, "%d 10.1.%d.%d - /p%d ie 401 2 5\n", start+3360+j/40, j/250, j%250, j)
		}
		fmt.Fprintf(&b, "%d 10.9.0.%d - /last ie 401 2 5\n", start+3590, i+1)
		texts[i] = logOf(pairFields, b.String())
	}
	sources := namedFiles(t, texts)
	for _, workers := range []int{1, 3} {
		o := options(t)
		o.Workers, o.ChunkSize = workers, 300<<10>>workers
		f := newFeed(t.Context(), sources, &o, seed)
		last := work(t.Context(), f, &o, seed)
		held := 0
		for _, one := range f.readings {
			for _, block := range one.pairing.line {
				for i := range block.legs {
					held += block.legs[i].size()
				}
			}
		}
		assert.Positive(t, held)
		assert.LessOrEqual(t, held, endBytes)
		assert.Positive(t, f.readings[0].pairing.blocks.ends.level)
		r := &run{options: o, readings: f.readings, counts: last.counts}
		r.finishPairing(t.Context(), last)
		assert.EqualValues(t, files-1, countOf(r.result(), "handshake"))
	}
}
