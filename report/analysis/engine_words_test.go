package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestEngineSays: what classic ASP wrote is told, and PHP has a log of its own; but not where the Win32 number tells
// that the program crashed or was waited for in vain: then the check is that of the number.
func TestEngineSays(t *testing.T) {
	f := func(want, path, query, end string) {
		t.Helper()
		var b strings.Builder
		for n := range 3000 {
			page, asked, status := fmt.Sprintf("/p%d.aspx", n%9), "-", "200 0 0"
			if n%60 == 7 {
				page, asked, status = path, strings.ReplaceAll(query, "@", fmt.Sprint(n)), end
			}
			fmt.Fprintf(&b, "%d 10.0.0.%d %s %s %s\n", n*10, n%83, page, asked, status)
		}
		text := logOf(t, "date time c-ip cs-uri-stem cs-uri-query sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			said := []string{f.Rule, evidenceOf(f, "engine"), evidenceOf(f, "asp-line"), evidenceOf(f, "asp-number"), evidenceOf(f, "asp-text")}
			check, _, _ := strings.Cut(f.Check, " ")
			got = append(got, strings.Join(strings.Fields(strings.Join(append(said, check), " ")), " "))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("application asp 57 800a0009 Subscript out of range", "/order.asp", "id=@|57|800a0009|Subscript_out_of_range", "500 0 0")
	f("application asp-page ASP_0113 Script timed out", "/order.asp", "|-|ASP_0113|Script_timed_out", "500 0 0")
	f("application asp 12 ASP_0251_:_80004005 Response Buffer Limit Exceeded", "/download.asp", "id=@|12|ASP_0251_:_80004005|Response_Buffer_Limit_Exceeded", "500 0 0")
	f("application Read", "/order.asp", "id=@|12|ASP_0251_:_|x", "500 0 0")
	f("application Read", "/order.asp", "id=@|12|NOTE_251_:_80004005|x", "500 0 0")
	f("application php", "/index.php", "id=@", "500 0 0")
	f("application Look", "/index.php", "id=@", "500 0 3221225477")
	f("application Look", "/index.php", "id=@", "500 0 3221226505")
	f("application Compare", "/index.php", "id=@", "500 0 258")
	f("application php", "/index.php", "id=@", "500 0 4242")
	f("application exchange", "/ecp/default.aspx", "id=@", "500 0 0")
	f("application exchange", "/EWS/Exchange.asmx", "id=@", "500 0 0")
	f("application Read", "/ews/list.aspx", "id=@", "500 0 0")
	f("application Read", "/ecpa/default.aspx", "id=@", "500 0 0")
}
