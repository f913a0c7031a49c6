package parser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// corpora holds logs that others published, byte for byte, and what an
// independent counter found in them.
const corpora = "../../shared/corpora"

// expectation is what the counter says about one file.
type expectation struct {
	Rows, Accepted, Malformed int64

	Format      string
	ByClass     map[string]int64 `json:"by_class"`
	ByCode      map[string]int64 `json:"by_code"`
	ByCodeWin32 map[string]int64 `json:"by_code_win32"`
	FirstDate   string           `json:"first_date"`
	LastDate    string           `json:"last_date"`
}

func TestCorpora(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(corpora, "EXPECTED.json"))
	if err != nil {
		t.Skip("the published sample logs are not here: ", err)
	}
	var expected map[string]expectation
	if err := json.Unmarshal(text, &expected); err != nil {
		t.Fatal(err)
	}
	for name, want := range expected {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(corpora, name))
			if err != nil {
				t.Fatal(err)
			}
			agree(t, string(text), 64, 1<<10, 64<<10, 1<<20)
			out := read(t, bytes.NewReader(text), 64<<10)
			if want.Format == "headerless" {
				equal(t, want.Rows, out.Rows+out.Refused, "rows used and refused")
				return
			}
			equal(t, want, count(out, want.Format), "counts")
		})
	}
}

// count brings a reading into the form of the counter.
func count(out *reading, format string) expectation {
	e := expectation{
		Rows: out.Rows + out.Refused, Accepted: out.Rows, Malformed: out.Refused, Format: format,
		ByClass: map[string]int64{}, ByCode: map[string]int64{}, ByCodeWin32: map[string]int64{},
	}
	first, last := int64(1<<62), int64(NoTime)
	for _, r := range out.Records {
		class, code, codeWin32 := codesOf(r)
		e.ByClass[class]++
		e.ByCode[code]++
		e.ByCodeWin32[codeWin32]++
		if date, ok := r.value(Date); ok && r.Second != NoTime {
			if r.Second < first {
				first, e.FirstDate = r.Second, date
			}
			if r.Second >= last {
				last, e.LastDate = r.Second, date
			}
		}
	}
	return e
}

// codesOf names the class, the code, and the code with its Win32 status.
func codesOf(r record) (class, code, codeWin32 string) {
	if _, ok := r.value(Status); !ok {
		return "absent", "absent", "absent"
	}
	if r.Status == None {
		return "-", "-", "-"
	}
	class, code = fmt.Sprintf("%dxx", r.Status/100), fmt.Sprint(r.Status)
	if r.Substatus != None {
		code += fmt.Sprint(".", r.Substatus)
	}
	codeWin32 = code
	if r.Win32 != None {
		codeWin32 += fmt.Sprint(".", r.Win32)
	}
	return class, code, codeWin32
}
