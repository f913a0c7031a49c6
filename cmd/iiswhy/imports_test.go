package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/iiswhy/iiswhy/"

// mayImport says which of our packages each one imports: exactly those. Imports go
// one way, and nothing imports cmd.
var mayImport = map[string][]string{
	"codes":                {},
	"codes/query":          {"codes"},
	"parser":               {},
	"parser/input":         {},
	"parser/logtest":       {},
	"report":               {},
	"report/redact":        {"parser"},
	"report/form":          {},
	"report/scan":          {"codes", "parser", "parser/input", "report/redact"},
	"report/spike":         {},
	"report/contrast":      {},
	"report/analysis":      {"codes", "parser", "report", "report/contrast", "report/redact", "report/scan", "report/spike"},
	"report/engine":        {"codes", "parser", "parser/input", "report", "report/form", "report/redact", "report/scan"},
	"report/explain":       {"codes", "codes/query", "parser", "parser/input", "report", "report/redact", "report/scan"},
	"report/render":        {"codes", "report", "report/form"},
	"cmd/iiswhy/interrupt": {},
	"cmd/iiswhy": {"cmd/iiswhy/interrupt", "codes", "parser", "parser/input", "report", "report/analysis", "report/engine", "report/explain",
		"report/form", "report/redact", "report/render", "report/scan"},
	"cmd/mklog": {"parser/logtest"},
}

func TestImportsGoOneWay(t *testing.T) {
	found := importsOf(t, "../..")
	assert.ElementsMatch(t, slices.Collect(maps.Keys(mayImport)), slices.Collect(maps.Keys(found)), "packages of the table and of the module")
	for from, allowed := range mayImport {
		used := map[string]bool{}
		for _, one := range found[from] {
			ours, isOurs := strings.CutPrefix(one.name, module)
			used[ours] = used[ours] || isOurs
			assert.True(t, !isOurs || slices.Contains(allowed, ours), "%s must not import %s", one.file, one.name)
			standard := !strings.Contains(strings.Split(one.name, "/")[0], ".")
			assert.True(t, from != "parser" || standard, "%s: parser imports the standard library only, found %s", one.file, one.name)
		}
		for _, name := range allowed {
			assert.True(t, used[name], "%s may import %s and does not: take it out of the table", from, name)
		}
	}
}

// imported is one import of a file.
type imported struct{ file, name string }

// importsOf returns what each package below a directory imports, tests left out.
func importsOf(t *testing.T, root string) map[string][]imported {
	t.Helper()
	found := map[string][]imported{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		from := path.Dir(strings.TrimPrefix(filepath.ToSlash(file), root+"/"))
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		all := found[from]
		for _, spec := range parsed.Imports {
			all = append(all, imported{file, strings.Trim(spec.Path.Value, `"`)})
		}
		found[from] = all
		return nil
	})
	require.NoError(t, err)
	return found
}
