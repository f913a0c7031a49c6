package explain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/explain"
)

func TestSelectTables(t *testing.T) {
	o := optionsFor(t, codes.English)
	f := func(tables, patterns string, want ...string) {
		t.Helper()
		found := explain.SelectTables(o, strings.Fields(tables), strings.Fields(patterns))
		var got []string
		for _, c := range found.Codes {
			got = append(got, c.Code)
		}
		for _, p := range found.Pairs {
			got = append(got, fmt.Sprint(p.Code, "/", p.Win32))
		}
		for _, w := range found.Win32 {
			got = append(got, w.Symbol)
		}
		for _, r := range found.Reasons {
			got = append(got, r.Reason)
		}
		for _, c := range found.FTP {
			got = append(got, "ftp "+c.Code)
		}
		assert.Equal(t, want, got)
		assert.Equal(t, len(want), found.Len())
	}
	f("status", "403.14", "403.14")
	f("status", "204 403.14", "204", "403.14")
	f("win32", "1326 0x8009030e", "ERROR_LOGON_FAILURE", "SEC_E_NO_CREDENTIALS")
	f("win32", "error_logon_failure", "ERROR_LOGON_FAILURE")
	f("reason", "queuefull", "QueueFull")
	f("pair", "1326", "401.1/1326", "500.16/1326", "500.19/1326", "FTP 530/1326")
	f("ftp", "331", "ftp 331")
	f("status win32 reason ftp pair noise", "nothingofthekind")
}
