package scan

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
)

// Servers that share an address are told by the folders of their logs: those that others share
// as well, and no copies or older logs of one server.
func TestFarms(t *testing.T) {
	log := func(address, name string, from int) string {
		var b strings.Builder
		b.WriteString("#Fields: date time s-ip s-computername c-ip cs-uri-stem sc-status\n")
		for i := range 20 {
			fmt.Fprintf(&b, "2026-11-20 10:00:%02d %s %s 192.0.2.%d /page%d 200\n", i, address, name, from, i*from)
		}
		return b.String()
	}
	f := func(want string, files ...string) {
		t.Helper()
		dir := t.TempDir()
		for i := 0; i < len(files); i += 2 {
			path := filepath.Join(dir, filepath.FromSlash(files[i]))
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			require.NoError(t, os.WriteFile(path, []byte(files[i+1]), 0o600))
		}
		sources, _, errs := input.FindContext(t.Context(), []string{dir}, nil)
		require.Empty(t, errs)
		o := options(t)
		o.By = []string{ByServer}
		r := Read(t.Context(), sources, o)
		var got []string
		for _, g := range r.Groups {
			got = append(got, fmt.Sprint(g.Key[0], " ", g.Rows))
		}
		slices.Sort(got)
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	const one, two = "WEB01/W3SVC1/u_ex261120.log", "WEB02/W3SVC1/u_ex261120.log"
	f("WEB01 20, WEB02 20", one, log("10.0.0.9", "-", 1), two, log("10.0.0.9", "-", 2))
	f("10.0.0.8 20, WEB01 20, WEB02 20", one, log("10.0.0.9", "-", 1), two, log("10.0.0.9", "-", 2), "WEB03/W3SVC1/u_ex261120.log", log("10.0.0.8", "-", 3))
	// each its own address, its name, the same rows in a copy, another day of one server, and folders of days
	f("10.0.0.8 20, 10.0.0.9 20", one, log("10.0.0.8", "-", 1), two, log("10.0.0.9", "-", 2))
	f("A 20, B 20", one, log("10.0.0.9", "A", 1), two, log("10.0.0.9", "B", 2))
	f("10.0.0.9 40", one, log("10.0.0.9", "-", 1), "backup/W3SVC1/u_ex261120.log", log("10.0.0.9", "-", 1))
	f("10.0.0.9 40", one, log("10.0.0.9", "-", 1), "old/W3SVC1/u_ex251120.log", log("10.0.0.9", "-", 2))
	f("10.0.0.9 40", "2026-11-19/W3SVC1/u_extend1.log", log("10.0.0.9", "-", 1), "2026-11-20/W3SVC1/u_extend1.log", log("10.0.0.9", "-", 2))
	f("10.0.0.9 40", "W3SVC1/u_ex261120.log", log("10.0.0.9", "-", 1), "W3SVC2/u_ex261120.log", log("10.0.0.9", "-", 2))
}
