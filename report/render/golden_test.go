package render

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

var update = flag.Bool("update", false, "write the goldens anew")

// write writes a report, as text all of it.
func write(t *testing.T, r *report.Report, f Format, o Options) string {
	t.Helper()
	o.Full = true
	return writeAsAsked(t, r, f, o)
}

func writeAsAsked(t *testing.T, r *report.Report, f Format, o Options) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Write(&out, measured(r), f, o))
	return out.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	want := strings.SplitAfter(string(raw), "\n")
	for i, line := range strings.SplitAfter(got, "\n") {
		if i >= len(want) || want[i] != line { // one line: some are long, and one is enough
			assert.Equal(t, append(want, "")[min(i, len(want))], line, "%s:%d", path, i+1)
			return
		}
	}
	assert.Len(t, string(raw), len(got), "%s is longer", path)
}

func TestGoldens(t *testing.T) {
	wide, narrow := Options{Width: 200, Location: zurich}, Options{Location: zurich}
	f := func(name string, r *report.Report, format Format, o Options) {
		t.Helper()
		t.Run(name, func(t *testing.T) { golden(t, name, write(t, r, format, o)) })
	}
	f("rich.en.80.txt", rich("en"), Text, narrow)
	f("rich.zh.80.txt", rich("zh"), Text, narrow)
	f("rich.en.200.txt", rich("en"), Text, wide)
	f("rich.zh.200.txt", rich("zh"), Text, wide)
	f("rich.en.json", rich("en"), JSON, narrow)
	f("rich.zh.json", rich("zh"), JSON, narrow)
	f("calm.en.80.txt", calm("en"), Text, narrow)
	f("calm.zh.80.txt", calm("zh"), Text, narrow)
	f("empty.en.80.txt", empty("en"), Text, narrow)
	f("empty.zh.80.txt", empty("zh"), Text, narrow)
	f("empty.en.json", empty("en"), JSON, narrow)
	for _, lang := range []string{"en", "zh"} {
		for name, made := range map[string]func(string) *report.Report{"rich": rich, "calm": calm, "empty": empty} {
			f(name+"."+lang+".md", made(lang), Markdown, narrow)
			f(name+"."+lang+".html", made(lang), HTML, narrow)
			ungrouped := made(lang)
			ungrouped.Groups = nil
			f(name+"."+lang+".csv", ungrouped, CSV, narrow)
		}
	}
	f("rich.groups.csv", rich("en"), CSV, Options{Delimiter: ';'})
	f("rich.en.color.txt", rich("en"), Text, Options{Color: true, Location: zurich})
}
