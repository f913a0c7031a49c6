package scan

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"os"
	"path/filepath"
)

// TestBarredIsNoScanner: who is refused for his method, or for plain HTTP, is no scanner, however many
// paths he asks for: nobody knows what he would have found. Who asks for as many that are not there is.
func TestBarredIsNoScanner(t *testing.T) {
	for _, c := range []struct {
		row  string
		want int
	}{
		{"PUT /files/%d.xml 404 6 0", 0},
		{"GET /files/%d.xml 403 4 5", 0},
		{"PUT /files/%d.xml 405 0 0", 0},
		{"GET /files/a%db.xml 404 0 2", 1},
	} {
		var b strings.Builder
		b.WriteString("#Fields: date time c-ip cs-method cs-uri-stem sc-status sc-substatus sc-win32-status\n")
		for n := range 300 {
			fmt.Fprintf(&b, "2026-11-12 %02d:%02d:%02d 10.0.0.%d GET /p%d.aspx 200 0 0\n", n/60+8, n%60, n%60, n%40, n%9)
			if n%4 == 0 {
				fmt.Fprintf(&b, "2026-11-12 %02d:%02d:%02d 10.0.1.1 "+c.row+"\n", n/60+8, n%60, n%60, n)
			}
		}
		path := filepath.Join(t.TempDir(), "u_ex261112.log")
		require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
		sources, _, errs := input.Find([]string{path}, nil)
		require.Empty(t, errs)
		assert.Len(t, Read(context.Background(), sources, options(t)).Scanners, c.want, c.row)
	}
}
