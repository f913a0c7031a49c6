package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestExchangeWritesTwice: rows of the back end on port 444 are those of the front end once more; those of an
// application on that port that people ask are not.
func TestExchangeWritesTwice(t *testing.T) {
	f := func(want bool, client, path string) {
		t.Helper()
		var b strings.Builder
		for n := range 2000 {
			fmt.Fprintf(&b, "%d 10.1.0.9 POST %s 443 10.2.0.%d 200 0 0\n", n*40, path, n%90)
			fmt.Fprintf(&b, "%d 10.1.0.9 POST %s 444 %s 200 0 0\n", n*40, path, strings.ReplaceAll(client, "*", fmt.Sprint(n%90)))
		}
		text := logOf(t, "date time s-ip cs-method cs-uri-stem s-port c-ip sc-status sc-substatus sc-win32-status", b.String())
		assert.Equal(t, want, isTold(t, "twice", text))
	}
	f(true, "fe80::1%5", "/EWS/Exchange.asmx")
	f(true, "10.1.0.9", "/mapi/emsmdb/")
	f(true, "::1", "/owa/service.svc")
	f(false, "203.0.113.*", "/owa/service.svc")
	f(false, "10.1.0.9", "/app/service.svc")
}
