package codes

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReadTable(t *testing.T) {
	rows, err := readTable("t.tsv", "\ufeff# head\r\n\r\na\tb\r\n1\tx y\r\n \t \r\n#\n2\t\"", strict("a", "b"))
	require.NoError(t, err)
	assert.Equal(t, []row{{"t.tsv", 4, []string{"1", "x y"}}, {"t.tsv", 7, []string{"2", `"`}}}, rows)
}

func TestReadTableErrors(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		rows, err := readTable("t.tsv", text, strict("a", "b"))
		assert.EqualError(t, err, want)
		assert.Nil(t, rows)
	}
	f("", "t.tsv:1: expected the header a<TAB>b, found the end of the file")
	f("b\ta\n", `t.tsv:1: expected the header a<TAB>b, found "b\ta"`)
	f("a\tb\n\n1\n", "t.tsv:3: expected 2 cells between tabs, found 1")
	f("a\tb\n1\t2\t3\n", "t.tsv:2: expected 2 cells between tabs, found 3")
}

// Rows share one piece of memory; a change to one must not reach the next.
func TestRowsAreApart(t *testing.T) {
	rows, err := readTable("t.tsv", "a\n1\n2\n", strict("a"))
	require.NoError(t, err)
	_ = append(rows[0].cells, "spoilt")
	assert.Equal(t, []string{"2"}, rows[1].cells)
}

func TestNumbers(t *testing.T) {
	f := func(cell string, first, last int) {
		t.Helper()
		a, b, err := row{cells: []string{cell}}.numbers(0)
		assert.NoError(t, err)
		assert.Equal(t, [2]int{first, last}, [2]int{a, b})
	}
	f("-", None, None)
	f("0", 0, 0)
	f("1004-1018", 1004, 1018)
	f("7-7", 7, 7)

	for cell, want := range map[string]string{
		"":          `t.tsv:3: expected a number or -, found ""`,
		"x":         `t.tsv:3: expected a number or -, found "x"`,
		"-5":        `t.tsv:3: expected a number or -, found "-5"`,
		"+5":        `t.tsv:3: expected a number or -, found "+5"`,
		"9-5":       `t.tsv:3: expected a range such as 1004-1018, found "9-5"`,
		"5-":        `t.tsv:3: expected a range such as 1004-1018, found "5-"`,
		"1-2-3":     `t.tsv:3: expected a range such as 1004-1018, found "1-2-3"`,
		"1-9e9":     `t.tsv:3: expected a range such as 1004-1018, found "1-9e9"`,
		"0-7000000": `t.tsv:3: expected a range such as 1004-1018, found "0-7000000"`,
	} {
		_, _, err := row{"t.tsv", 3, []string{cell}}.numbers(0)
		assert.EqualError(t, err, want)
	}
}

func TestStatusOrClass(t *testing.T) {
	for cell, want := range map[string]int{"1xx": 1, "5xx": 5, "100": 100, "599": 599} {
		n, err := row{cells: []string{cell}}.statusOrClass()
		assert.NoError(t, err)
		assert.Equal(t, want, n)
	}
	for _, cell := range []string{"", "xx", "0xx", "6xx", "99", "600", "404x", "-"} {
		_, err := row{"t.tsv", 3, []string{cell}}.statusOrClass()
		assert.ErrorContains(t, err, "t.tsv:3: expected a status of 100 to 599 or a class of 1xx to 5xx, found ")
	}
}

func TestEntriesWantTheSameKeys(t *testing.T) {
	_, err := reasonTable.entries(tables, "xx")
	assert.ErrorContains(t, err, "reason.xx.tsv")
	wider := reasonTable
	wider.keys = 2
	_, err = wider.entries(tables, English)
	assert.ErrorContains(t, err, "data/reason.en.tsv:1: expected the header reason<TAB>status<TAB>name")
}
