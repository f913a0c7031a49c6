package codes

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A language is there when its tables are: every table has one in every language.
func TestLangsAreTables(t *testing.T) {
	require.Equal(t, English, Langs()[0])
	assert.Contains(t, Langs(), Chinese)
	english, err := fs.Glob(tables, "data/*.en.tsv")
	require.NoError(t, err)
	for _, lang := range Langs() {
		for _, file := range english {
			_, err := tables.ReadFile(strings.Replace(file, ".en.", "."+string(lang)+".", 1))
			assert.NoError(t, err)
		}
	}
	all, err := fs.Glob(tables, "data/*.*.tsv")
	require.NoError(t, err)
	assert.Len(t, all, len(english)*len(Langs()), "no table in a language that the status table lacks")
}

// fullStop ends a sentence of a language.
func fullStop(lang Lang) string {
	if lang == Chinese {
		return "。"
	}
	return "."
}
