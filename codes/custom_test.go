package codes

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const header = "code\tname\tmeaning\tcause\tcheck\n"

func TestAddOverridesFieldByField(t *testing.T) {
	b := open(t, English)
	was, _ := b.Status(403, 14)
	wasWhole, _ := b.Status(403, None)
	require.NoError(t, b.Add("own.tsv", strings.NewReader(header+
		"403.14\t\t\tThe share is empty after the nightly copy.\n")))

	got, match := b.Status(403, 14)
	assert.Equal(t, Exact, match)
	assert.Equal(t, "The share is empty after the nightly copy.", got.Cause)
	assert.Equal(t, []string{was.Name, was.Meaning, was.Check, was.Versions},
		[]string{got.Name, got.Meaning, got.Check, got.Versions})
	assert.Equal(t, "own.tsv", got.Source)

	whole, _ := b.Status(403, None)
	assert.Equal(t, wasWhole, whole, "403 itself stays")
}

func TestAddEveryKind(t *testing.T) {
	b := open(t, Chinese)
	file := "\ufeff# meanings of our site\r\n\r\n" + strings.ReplaceAll(header, "\n", "\r\n") +
		"404\tGone fishing\tNobody answers.\tHoliday.\tWait.\r\n" +
		"404.77 \t Ours \tThe gate is shut.\r\n" +
		"910.3\tPortal\tThe portal refused.\r\n" +
		"win32:1326\tBad badge\tThe badge reader said no.\r\n" +
		"Win32:0xE0434352\tCLR exception\tManaged code threw.\r\n" +
		"reason:queuefull\tJam\tThe queue is full.\r\n" +
		"reason:Our_Own\tOwn\tOur filter said no.\r\n" +
		"   \r\n# end"
	require.NoError(t, b.Add("codes/own.tsv", strings.NewReader(file)))

	s, match := b.Status(404, None)
	assert.Equal(t, Exact, match)
	assert.Equal(t, Text{"Gone fishing", "Nobody answers.", "Holiday.", "Wait."}, s.Text)

	s, match = b.Status(404, 77)
	assert.Equal(t, Exact, match)
	assert.Equal(t, Status{webCode(404, 77), "", 0, "codes/own.tsv", Text{Name: "Ours", Meaning: "The gate is shut."}}, s)

	s, match = b.Status(910, 3)
	assert.Equal(t, Exact, match)
	assert.Equal(t, "Portal", s.Name)

	w, _ := b.Symbol("ERROR_LOGON_FAILURE")
	assert.Equal(t, "Bad badge", w.Name)
	assert.NotEmpty(t, w.Check, "the built-in check stays")
	w, ok := b.Win32(0xE0434352)
	assert.True(t, ok)
	assert.Equal(t, "CLR exception", w.Name)

	r, _ := b.Reason("QueueFull")
	assert.Equal(t, "QueueFull", r.Reason, "the spelling of the table stays")
	assert.Equal(t, "Jam", r.Name)
	assert.Equal(t, 503, r.Status)
	r, ok = b.Reason("our_own")
	assert.True(t, ok)
	assert.Equal(t, "Our_Own", r.Reason)
}

func TestAddTwice(t *testing.T) {
	b := open(t, English)
	require.NoError(t, b.Add("a.tsv", strings.NewReader(header+"404.77\tFirst\tOne.\tBecause.\n")))
	require.NoError(t, b.Add("b.tsv", strings.NewReader(header+"404.77\tSecond\n")))
	s, _ := b.Status(404, 77)
	assert.Equal(t, Status{webCode(404, 77), "", 0, "b.tsv", Text{Name: "Second", Meaning: "One.", Cause: "Because."}}, s)
}

func TestAddWithFewerColumns(t *testing.T) {
	b := open(t, English)
	require.NoError(t, b.Add("own.tsv", strings.NewReader("code\tname\tmeaning\n404.77\tOurs\tShut.\n")))
	s, _ := b.Status(404, 77)
	assert.Equal(t, Text{Name: "Ours", Meaning: "Shut."}, s.Text)
}

func TestAddToZeroBook(t *testing.T) {
	var b Book
	require.NoError(t, b.Add("own.tsv", strings.NewReader(header+"404\tOurs\tShut.\n")))
	_, match := b.Status(404, None)
	assert.Equal(t, Exact, match)
}

func TestAddErrors(t *testing.T) {
	const columns = "code<TAB>name<TAB>meaning<TAB>cause<TAB>check"
	const forms = "expected a code such as 404, 403.14, win32:1326 or reason:QueueFull, found "
	for _, c := range []struct{ file, want string }{
		{"", "own.tsv:1: expected the header " + columns + ", found the end of the file"},
		{"# nothing\n\n", "own.tsv:3: expected the header " + columns + ", found the end of the file"},
		{"404\tOurs\tShut.\n", "own.tsv:1: expected the header " + columns + `, found "404\tOurs\tShut."`},
		{"code,name,meaning\n", "own.tsv:1: expected the header " + columns + `, found "code,name,meaning"`},
		{"code\tname\n", "own.tsv:1: expected the header " + columns + `, found "code\tname"`},
		{header + "404,Ours,Shut.\n", "own.tsv:2: expected 2 to 5 cells between tabs, found 1"},
		{header + "404\ta\tb\tc\td\te\n", "own.tsv:2: expected 2 to 5 cells between tabs, found 6"},
		{"code\tname\tmeaning\n404\ta\tb\tc\n", "own.tsv:2: expected 2 to 3 cells between tabs, found 4"},
		{header + "\n# why\nx\tOurs\tShut.\n", "own.tsv:4: " + forms + `"x"`},
		{header + "4xx\ta\tb\n", "own.tsv:2: " + forms + `"4xx"`},
		{header + "99\ta\tb\n", "own.tsv:2: " + forms + `"99"`},
		{header + "1000\ta\tb\n", "own.tsv:2: " + forms + `"1000"`},
		{header + "404.\ta\tb\n", "own.tsv:2: " + forms + `"404."`},
		{header + "404.1.2\ta\tb\n", "own.tsv:2: " + forms + `"404.1.2"`},
		{header + "404.-1\ta\tb\n", "own.tsv:2: " + forms + `"404.-1"`},
		{header + "win32:\ta\tb\n", "own.tsv:2: " + forms + `"win32:"`},
		{header + "win32:4294967296\ta\tb\n", "own.tsv:2: " + forms + `"win32:4294967296"`},
		{header + "win32:0x\ta\tb\n", "own.tsv:2: " + forms + `"win32:0x"`},
		{header + "reason:\ta\tb\n", "own.tsv:2: " + forms + `"reason:"`},
		{header + "reason:a b\ta\tb\n", "own.tsv:2: " + forms + `"reason:a b"`},
		{header + ":404\ta\tb\n", "own.tsv:2: " + forms + `":404"`},
		{header + "\ta\tb\n", "own.tsv:2: " + forms + `""`},
		{header + "404\t\t\n", "own.tsv:2: expected a text for 404, found none"},
		{header + "404.77\tOurs\n", "own.tsv:2: expected a name and a meaning, as no table knows 404.77, found one of them missing"},
		{header + "win32:77777\t\tShut.\n", "own.tsv:2: expected a name and a meaning, as no table knows win32:77777, found one of them missing"},
		{header + "reason:New\t\t\tWhy.\n", "own.tsv:2: expected a name and a meaning, as no table knows reason:New, found one of them missing"},
		{header + "404\ta\tb\n403\ta\tb\n404\tc\td\n", "own.tsv:4: expected each code once, found 404 again after line 2"},
		{header + "win32:5\ta\nwin32:0x5\tb\n", "own.tsv:3: expected each code once, found win32:0x5 again after line 2"},
		{header + "reason:URL\ta\nreason:url\tb\n", "own.tsv:3: expected each code once, found reason:url again after line 2"},
		{header + "404\ta\x1b[2Jb\tc\n", `own.tsv:2: expected printable text, found "a\x1b[2Jb"`},
		{header + "404\tcaf\xe9\tc\n", `own.tsv:2: expected UTF-8, found "caf\xe9"`},
		{"\xff\xfec\x00o\x00", "own.tsv:1: expected UTF-8, found UTF-16"},
		{strings.Repeat("#\n", customLimit), "own.tsv:1: expected a table of at most 4 MiB, found more"},
	} {
		b := open(t, English)
		was := b.Statuses()
		assert.EqualError(t, b.Add("own.tsv", strings.NewReader(c.file)), c.want)
		assert.Equal(t, was, b.Statuses(), "the book stays as it was")
	}
}

func TestAddReadError(t *testing.T) {
	broken := errors.New("disk on fire")
	err := open(t, English).Add("own.tsv", iotest.ErrReader(broken))
	assert.ErrorIs(t, err, broken)
	assert.EqualError(t, err, "own.tsv: disk on fire")
}

func FuzzAdd(f *testing.F) {
	f.Add(header + "404\ta\tb\nwin32:5\tc\nreason:URL\td\n")
	f.Add("\ufeff\r\n#\r\ncode\tname\tmeaning\r\n500.0\t\tx\r\n")
	f.Add("\t\n\t\t\t\t\t")
	f.Fuzz(func(t *testing.T, file string) {
		b := newBook(English)
		if err := b.Add("own.tsv", strings.NewReader(file)); err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "own.tsv:"), err)
			return
		}
		for _, s := range b.Statuses() {
			assert.NotEmpty(t, s.Name)
			assert.NotEmpty(t, s.Meaning)
		}
	})
}
