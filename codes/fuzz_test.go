package codes

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// head is the first few lines of a table that hold something.
func head(t testing.TB, file string) string {
	t.Helper()
	text, err := tables.ReadFile("data/" + file)
	require.NoError(t, err)
	var lines []string
	for line := range strings.Lines(string(text)) {
		if strings.TrimSpace(line) != "" && line[0] != '#' && len(lines) < 4 {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// FuzzTables reads each table of a Book from any facts and any texts: what is no table is
// an error that names file and line, and what is one can be looked up.
func FuzzTables(f *testing.F) {
	for i, of := range bookTables() {
		name := of.name
		f.Add(uint8(i), head(f, name+".tsv"), head(f, name+".en.tsv"))
		f.Add(uint8(i), head(f, name+".tsv"), head(f, name+".tsv"))
		f.Add(uint8(i), "", "\xef\xbb\xbf#\r\n\t")
	}
	f.Fuzz(func(t *testing.T, which uint8, facts, texts string) {
		of := bookTables()[int(which)%len(bookTables())]
		name, b := of.name, newBook(English)
		err := b.load(of, fstest.MapFS{
			"data/" + name + ".tsv": {Data: []byte(facts)}, "data/" + name + ".en.tsv": {Data: []byte(texts)},
		})
		if err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "data/"+name+"."), err)
			return
		}
		for _, s := range b.Statuses() {
			_, match := b.Status(s.Status, s.Substatus)
			assert.Equal(t, Exact, match)
		}
		for _, p := range b.Pairs() {
			_, ok := b.Pair(p.Code, p.Win32)
			assert.True(t, ok, p.Code)
		}
		for _, r := range b.Reasons() {
			_, ok := b.Reason(r.Reason)
			assert.True(t, ok, r.Reason)
		}
		for _, w := range b.Win32s() {
			_, ok := b.Win32(uint64(w.Number))
			assert.True(t, ok, w.Number)
		}
	})
}

// FuzzRules reads rules of any kind: what is no rule is an error that names file and line,
// and every outcome has a verdict.
func FuzzRules(f *testing.F) {
	f.Add(head(f, "verdict.tsv"), 404, 0, int64(2), "")
	f.Add("log\tstatus\tsubstatus\twin32\treason\tverdict\n*\t4xx,-\t1-3,7\t*\tTimer_*\tok\n", 499, 7, int64(1)<<33, "timer_x")
	f.Fuzz(func(t *testing.T, text string, status, substatus int, win32 int64, reason string) {
		rows, err := readTable("own.tsv", text, strict(ruleColumns()...))
		if err == nil {
			var r *Rules
			if r, err = newRules(rows); err == nil {
				for _, log := range []Log{Web, HTTPERR, FTPLog} {
					assert.Less(t, int(r.Verdict(Outcome{log, status, substatus, win32, reason})), NumVerdicts)
				}
				return
			}
		}
		assert.True(t, strings.HasPrefix(err.Error(), "own.tsv:"), err)
	})
}

// FuzzFamilies reads families of noise of any kind: what is none is an error that names
// file and line, and a request is looked up in what is one.
func FuzzFamilies(f *testing.F) {
	f.Add("family\tkind\tpattern\nx\tis\tattack\nx\tpath\t/shell\nx\tagent\tzgrab\nx\tport\t22\n", "/a/shell.php", "id=1", "zgrab/0.x")
	f.Add(head(f, "noise.tsv"), "/wp-login.php", "", "Mozilla/5.0")
	f.Fuzz(func(t *testing.T, text, path, query, agent string) {
		var families Families
		if err := families.Add("own.tsv", strings.NewReader(text)); err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "own.tsv:"), err)
			return
		}
		if family, ok := families.Match([]byte("GET"), []byte(path), []byte(query), []byte(agent)); ok {
			assert.NotEmpty(t, families.Name(family))
		}
		asked := []byte(" " + path + " " + query + " ")
		if _, ok := families.MatchAttack(nil, []byte(path), []byte(query), nil); ok && !strings.ContainsAny(path+query, " ") && path != "" {
			assert.True(t, families.MayAttack(asked), "%q", asked)
		}
	})
}
