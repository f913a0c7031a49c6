package scan

import (
	"context"
	"io"
	"testing"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/stretchr/testify/assert"
)

// TestReadOnce: whoever asks nothing of all rows together has the sources read once. A filter
// that asks for scanners' rows has them found all the same.
func TestReadOnce(t *testing.T) {
	opened := 0
	sources := storyFiles(t, "dirbust", 1)
	for i, s := range sources {
		sources[i] = s.Through(func(r io.Reader) (io.Reader, error) { opened++; return r, nil })
	}
	read := func(set func(*Options)) (opens int, probes int64) {
		o := options(t)
		opened = 0
		set(&o)
		r := Read(context.Background(), sources, o)
		return opened, countOf(r, codes.Probe.String())
	}
	opens, all := read(func(*Options) {})
	assert.Greater(t, opens, len(sources))
	opens, alone := read(func(o *Options) { o.Once = true })
	assert.Len(t, sources, opens)
	assert.Less(t, alone, all)
	opens, asked := read(func(o *Options) { o.Once, o.Filter.Verdicts = true, []codes.Verdict{codes.Probe} })
	assert.Greater(t, opens, len(sources))
	assert.Equal(t, all, asked)
}
