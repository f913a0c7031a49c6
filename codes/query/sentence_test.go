package query

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParseSentences(t *testing.T) {
	b := open(t)
	f := func(text string, want ...string) {
		t.Helper()
		questions, err := Parse(b, []string{text})
		assert.NoError(t, err, text)
		var got []string
		for _, q := range questions {
			got = append(got, q.brief())
		}
		assert.Equal(t, want, got, text)
	}
	// titles of error pages
	f("HTTP Error 500.30 - ANCM In-Process Start Failure", "500.30")
	f("HTTP Error 500.31 - Failed to load ASP.NET Core runtime", "500.31")
	f("HTTP Error 502.5 - ANCM Out-Of-Process Startup Failure", "502.5")
	f("HTTP 错误 500.19 - Internal Server Error 错误代码 0x8007000d", "500.19/2147942413")
	f("HTTP-Fehler 404.13", "404.13")
	// what programs say
	f("The remote server returned an error: (401) Unauthorized.", "401")
	f("Failed to load resource: the server responded with a status of 403 (Forbidden)", "403")
	f("Response status code does not indicate success: 503 (Service Unavailable).", "503")
	f("System.Net.WebException: The remote server returned an error: (407) Proxy Authentication Required.", "407")
	f("Module WindowsAuthenticationModule Notification AuthenticateRequest Error Code: 0x80070005", "win32:2147942405")
	f("Configuration Error in web.config, error 500.19 on all pages with code 0x80070021", "500.19/2147942433")
	f("530 User cannot log in, home directory inaccessible.", "ftp:530")
	f("the pool stopped and HTTPERR shows AppOffline for all", "reason:AppOffline")
	f("The event log of the server is full of WAS 5011 and nothing else", "event:5011")
	f("Log Name: System Source: WAS Event ID: 5002 Level: Error Application pool shop is being disabled", "event:5002")
	f("Faulting application name: w3wp.exe, exception code: 0xc0000374", "win32:3221226356")
}

// What is no code is none in a sentence either: versions, counts, and words that HTTP.sys
// uses as reasons. Where nothing else is there, each word is told.
func TestSentencesHoldOtherNumbers(t *testing.T) {
	b := open(t)
	f := func(text, want string) {
		t.Helper()
		_, err := Parse(b, []string{text})
		assert.ErrorContains(t, err, want, text)
	}
	f("curl: (52) Empty reply from server", `found "curl: (52) Empty reply from server"`)
	f("please look at all those pages now", `found "please look at all those pages now"`)
	f("the office was 5002 metres away from event and venue", "found \"")
	f("Process ID: 500, it has 404 threads and uses version 4.8.1", `found "threads"`)
	f("Forbidden Internal Number of pages and images", `found "pages"`)
}

func TestSlipsAreNoSentence(t *testing.T) {
	questions, err := Parse(open(t), []string{"404 foo bar"})
	assert.ErrorContains(t, err, `found "foo"`)
	assert.ErrorContains(t, err, `found "bar"`)
	assert.Len(t, questions, 1)
}

// A page in one line holds words by the hundred thousand, none of which is looked for
// among the known ones.
func TestParseLongSentences(t *testing.T) {
	text := strings.Repeat("neither this nor that is one of them, ", 5000) + "but 500.19"
	b := open(t)
	questions, err := Parse(b, []string{text})
	assert.NoError(t, err)
	assert.Len(t, questions, 1)
	_, err = Parse(b, []string{strings.Repeat("404 foo_ ", 5000)})
	assert.Equal(t, 100, strings.Count(err.Error(), "found "))
}
