package input

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkRead reads a log of 64 MiB with buffers of 1 MiB; MB/s are of text.
func BenchmarkRead(b *testing.B) {
	log := logText(1600 << 10)
	for name, stored := range map[string]string{"plain": log, "gzip": gz(log), "zstd": zst(log), "zip": zipOf("a.log", log)} {
		b.Run(name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "x.log")
			require.NoError(b, os.WriteFile(path, []byte(stored), 0o600))
			sources, _, errs := Find([]string{path}, nil)
			require.Empty(b, errs)
			p := make([]byte, 1<<20)
			b.SetBytes(int64(len(log)))
			b.ReportAllocs()
			for b.Loop() {
				stream, err := sources[0].Open()
				require.NoError(b, err)
				for err == nil {
					_, err = stream.Read(p)
				}
				require.Equal(b, io.EOF, err)
				require.NoError(b, stream.Close())
			}
		})
	}
}
