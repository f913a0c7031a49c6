package input

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Of the tables and objects in a directory, those that hold rows of a log are taken.
func TestExportsOfADirectory(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	write("y=2026/m=11/d=20/PT1H.json", `{"time":"2026-11-20T20:24:00Z","category":"AppServiceConsoleLogs","resultDescription":"up"}`+"\n"+
		`{"time":"2026-11-20T20:24:00Z","category":"AppServiceHTTPLogs","resultDescription":"{\"CsMethod\":\"GET\",\"ScStatus\":\"200\"}"}`+"\n")
	write("query.CSV", "\ufeffTimeGenerated [UTC],CsUriStem,ScStatus\n2026,/,200\n")
	write("logparser.tsv", "LogFilename\tLogRow\tdate\ttime\tStatusCode\nu_ex.log\t1\t2026-11-20\t00:00:01\t200\n")
	write("rows.jsonl", `{"sc-status":500}`+"\n")

	write("orders.csv", "id,status\n1,sc-status\n")
	write("package.json", "{\n  \"name\": \"shop\"\n}\n")
	write("report.json", "{\n  \"schema\": \"iiswhy/1\",\n  \"detail\": \"sc-status\"\n}\n")
	write("rows.csv", "time,verdict,sc-status\n")
	write("rows.ndjson", `{"sc-status":500,"verdict":"application"}`+"\n")
	write("empty.json", "")
	write("._query.csv", "ScStatus\n")
	write("notes.txt", "sc-status\n")

	sources, skipped, errs := Find([]string{dir}, nil)
	require.Empty(t, errs)
	var names []string
	for _, s := range sources {
		name, err := filepath.Rel(dir, s.Name)
		require.NoError(t, err)
		names = append(names, filepath.ToSlash(name))
	}
	assert.Equal(t, []string{"logparser.tsv", "query.CSV", "rows.jsonl", "y=2026/m=11/d=20/PT1H.json"}, names)
	assert.Len(t, skipped, 8)
}
