package parser

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// plainRow is a row of the default fields of IIS 10, of the mean length.
const (
	plainFields = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"
	plainRow    = "2024-01-02 03:04:05 192.0.2.1 GET /shop/article.aspx id=4711&lang=en 443 - 198.51.100.23 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/126.0.0.0 https://www.example.com/shop/list.aspx 200 0 0 15\r\n"
)

// TestNoAllocations: after the first chunk, scanning costs no memory.
func TestNoAllocations(t *testing.T) {
	plain := strings.Repeat(plainRow, 50)
	healthy := map[string]string{
		"plain":              plainFields + "\r\n" + plain,
		"tabs":               plainFields + "\r\n" + strings.ReplaceAll(plain, " ", "\t"),
		"quotes":             "#Fields: a b sc-status\n" + strings.Repeat("\"a b\"  \"c d\"  200\n", 50),
		"runs":               "#Fields: a b sc-status\n" + strings.Repeat("a  b  200\n", 50),
		"time alone":         "#Fields: time sc-status a b c d e f g h i\n" + strings.Repeat("03:04:05 200 a b c d e f g h i\n", 50),
		"headers in between": plainFields + "\r\n" + plain + "#Date: 2024-01-02 03:04:05\r\n" + plainFields + "\r\n" + plain,
	}
	for name, text := range healthy {
		t.Run(name, func(t *testing.T) {
			chunk := lastChunk(t, text)
			var s Scanner
			rows := 0
			allocs := testing.AllocsPerRun(20, func() {
				rows = 0
				for s.Reset(chunk); s.Scan(); rows++ {
					s.Row().At(0)
					s.Row().At(len(s.Row().Layout.Names) - 1)
				}
			})
			equal(t, 0.0, allocs, "allocations")
			equal(t, strings.Count(text, "\n")-strings.Count(text, "#"), rows, "rows")
		})
	}
}

// lastChunk returns a text as a chunk, with the header in force that its first
// line gives, so that nothing is left to be set up.
func lastChunk(tb testing.TB, text string) Chunk {
	tb.Helper()
	header := NewHeader()
	header.apply(trimCR([]byte(text[:strings.IndexByte(text, '\n')])))
	if header.Layout == nil {
		tb.Fatalf("no fields in %.80q", text)
	}
	return Chunk{Header: header, Text: []byte(text), Last: true}
}

// TestInlining: the small functions on the way of each row cost no call.
func TestInlining(t *testing.T) {
	gotool, err := exec.LookPath("go")
	if err != nil || testing.Short() {
		t.Skip("needs the go command and a moment")
	}
	said, err := exec.Command(gotool, "build", "-gcflags=-m", ".").CombinedOutput()
	if err != nil {
		t.Skipf("go build: %v\n%s", err, said)
	}
	for _, name := range []string{
		"twoDigits", "trimCR", "(*Row).Field", "(*Scanner).Row", "(*Scanner).Tally", "(*Layout).Has", "(*Layout).Index",
	} {
		if !bytes.Contains(said, []byte("can inline "+name+"\n")) {
			t.Errorf("%s is no longer inlined", name)
		}
	}
}
