package analysis_test

import (
	"fmt"
	"testing"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/stretchr/testify/assert"
)

// TestAnsweredAttacksAreTold: shells, exploits, secret files and injection that were
// answered are told with who sent them; those that were not there, and editors who post
// files of such names, are not.
func TestAnsweredAttacksAreTold(t *testing.T) {
	stories := []string{"webshell", "proxyshell", "proxylogon", "toolpane", "secret", "injection", "own-upload", "exploits-refused", "own-pages-fail", "healthy"}
	tells(t, logtest.Small, 3, []string{"attack-answered"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 1, []string{"attack-answered"}, stories...)
	}
}

// TestRedirectsAnswerNoAttack: many sites send everybody to https or to their logon,
// whatever is asked for. An exploit that posts something is often answered with a
// redirect.
func TestRedirectsAnswerNoAttack(t *testing.T) {
	const fields = "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip sc-status sc-substatus sc-win32-status\n"
	f := func(told bool, requests ...string) {
		t.Helper()
		text := fields
		for i, request := range requests {
			asked, status := request[:len(request)-4], request[len(request)-3:]
			text += fmt.Sprintf("2026-01-10 10:00:%02d %s 192.0.2.9 %s 0 0\n", i, asked, status)
		}
		assert.Equal(t, told, isTold(t, "attack-answered", text), "%q", requests)
	}
	const exploit, secret = "/_layouts/15/ToolPane.aspx DisplayMode=Edit", "/.env -"
	f(true, "GET "+secret+" 200")
	f(false, "GET "+secret+" 301", "GET "+exploit+" 301")
	f(false, "GET "+secret+" 302")
	f(true, "POST "+exploit+" 302")
	f(false, "POST "+exploit+" 308")
	f(false, "GET "+secret+" 302", "POST "+exploit+" 302")
	f(true, "GET "+secret+" 200", "GET "+secret+" 301")
}
