package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/iiswhy/iiswhy/"

// house is which of our packages each one may import: imports go one way.
var house = map[string][]string{
	"codes":          {},
	"codes/query":    {"codes"},
	"parser":         {},
	"parser/input":   {},
	"parser/logtest": {"parser"},
	"report/spike":   {},
	"report":         {"parser", "parser/input", "codes", "codes/query", "report/spike"},
	"report/render":  {"report", "codes"},
	"cmd/iiswhy":     {"codes", "parser", "parser/input", "report", "report/render", "report/spike"},
	"cmd/mklog":      {"parser/logtest"},
}

func TestImportsGoOneWay(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir("../..", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		from := path.Dir(strings.TrimPrefix(filepath.ToSlash(file), "../../"))
		seen[from] = true
		allowed, known := house[from]
		require.True(t, known, "package %s is not in the table", from)
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, spec := range parsed.Imports {
			name := strings.Trim(spec.Path.Value, `"`)
			ours, isOurs := strings.CutPrefix(name, module)
			require.True(t, !isOurs || slices.Contains(allowed, ours), "%s must not import %s", file, name)
			standard := !strings.Contains(strings.Split(name, "/")[0], ".")
			require.True(t, from != "parser" || standard, "%s: parser imports the standard library only, found %s", file, name)
		}
		return nil
	})
	require.NoError(t, err)
	require.Len(t, seen, len(house))
}
