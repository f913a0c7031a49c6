package analysis_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestSameForAnyWorkersOnStories: rows that are judged anew by all that is known of them
// leave the same samples, whoever counted them first. Each story is read by one to eight
// workers, in chunks of four sizes, of which each number of workers has another one from
// story to story.
func TestSameForAnyWorkersOnStories(t *testing.T) {
	workers, chunks := []int{1, 2, 3, 8}, []int{64, 997, 64 << 10, 1 << 20}
	for i, s := range logtest.Stories() {
		if testing.Short() && s.Name != "dirbust" {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			tale := s.Write(logtest.Small, 1)
			dir := t.TempDir()
			require.NoError(t, tale.Save(dir))
			o := options(t)
			want := ""
			for w := range workers {
				o.Workers, o.ChunkSize = workers[w], chunks[(w+i)%len(chunks)]
				sources, _, errs := input.Find([]string{dir}, nil)
				require.Empty(t, errs)
				got := jsonOf(t, analysisOf(sources, o).Report(t.Context()))
				if want == "" {
					want = got
				}
				sameText(t, want, got, fmt.Sprintf("%d workers, chunks of %d", o.Workers, o.ChunkSize))
			}
		})
	}
}
