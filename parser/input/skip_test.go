package input

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Skip goes to the same text in every kind of source.
func TestSkip(t *testing.T) {
	var text bytes.Buffer
	text.WriteString("#Fields: date time sc-status\n")
	for i := range 50_000 {
		fmt.Fprintf(&text, "2026-11-21 %02d:%02d:%02d %d\n", i/3600%24, i/60%60, i%60, 200+i%300)
	}
	f := func(name, stored string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(stored), 0o600))
		sources, _, errs := Find([]string{path}, nil)
		require.Empty(t, errs)
		for _, skip := range []int64{0, 1, 100, 70_000, 1_000_003, int64(text.Len())} {
			stream, err := sources[0].Open()
			require.NoError(t, err)
			require.NoError(t, stream.Skip(skip/2))
			require.NoError(t, stream.Skip(skip-skip/2))
			rest, err := io.ReadAll(stream)
			require.NoError(t, err)
			assert.True(t, bytes.Equal(text.Bytes()[skip:], rest), "%s after %d bytes", name, skip)
			require.NoError(t, stream.Close())
		}
	}
	f("plain.log", text.String())
	f("bom.log", "\xEF\xBB\xBF"+text.String())
	f("packed.log.gz", gz(text.String()))
	f("twice.log.gz", gz(gz(text.String())))
	f("wide.log", utf16(text.String(), unicode.LittleEndian, unicode.UseBOM))
	f("wider.log", utf32Of(text.String(), utf32.LittleEndian, utf32.UseBOM))
}
