package analysis_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestSameForAnyWorkersOnStories: rows that are judged anew by all that is known of them
// leave the same samples, whoever counted them first.
func TestSameForAnyWorkersOnStories(t *testing.T) {
	for _, s := range logtest.Stories() {
		if testing.Short() && s.Name != "dirbust" {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			tale := s.Write(logtest.Small, 1)
			dir := t.TempDir()
			require.NoError(t, tale.Save(dir))
			o := options(t)
			want := ""
			for _, cut := range cuts {
				o.Workers, o.ChunkSize = cut.workers, cut.chunk
				sources, _, errs := input.Find([]string{dir}, nil)
				require.Empty(t, errs)
				got := jsonOf(t, analysisOf(sources, o).Report(t.Context()))
				if want == "" {
					want = got
				}
				sameText(t, want, got, fmt.Sprintf("%d workers, chunks of %d", cut.workers, cut.chunk))
			}
		})
	}
}
