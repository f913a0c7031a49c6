package render

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

func TestAgentName(t *testing.T) {
	f := func(logged, want string) { t.Helper(); assert.Equal(t, want, agentName(logged)) }
	const webkit = "+AppleWebKit/537.36+(KHTML,+like+Gecko)"
	f("Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)"+webkit+"+Chrome/128.0.0.0+Safari/537.36", "Chrome 128, Windows")
	f("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36", "Chrome 128, Windows")
	f("Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)"+webkit+"+Chrome/127.0.0.0+Safari/537.36+Edg/127.0.0.0", "Edge 127, Windows")
	f("Mozilla/5.0+(Linux;+Android+10;+K)"+webkit+"+Chrome/128.0.0.0+Mobile+Safari/537.36", "Chrome 128, Android")
	f("Mozilla/5.0+(iPhone;+CPU+iPhone+OS+17_5_1+like+Mac+OS+X)+AppleWebKit/605.1.15+(KHTML,+like+Gecko)+Version/17.5+Mobile/15E148+Safari/604.1", "Safari 17, iOS")
	f("Mozilla/5.0+(Macintosh;+Intel+Mac+OS+X+10.15;+rv:128.0)+Gecko/20100101+Firefox/128.0", "Firefox 128, macOS")
	f("Mozilla/5.0+(Windows+NT+10.0;+WOW64;+Trident/7.0;+rv:11.0)+like+Gecko", "Internet Explorer 11, Windows")
	f("Mozilla/4.0+(compatible;+MSIE+6.0)", "Internet Explorer 6")
	f("Mozilla/5.0+(compatible;+bingbot/2.0;++http://www.bing.com/bingbot.htm)", "Bingbot")
	f("Mozilla/5.0+(compatible;+AhrefsBot/7.0;++http://ahrefs.com/robot/)", "AhrefsBot 7.0")
	f("curl/8.9.1", "curl 8.9")
	f("python-requests/2.31.0", "python-requests 2.31")
	f("Mozilla/5.0+(Windows+NT;+Windows+NT+10.0;+en-US)+WindowsPowerShell/5.1.20348.2582", "PowerShell 5.1")
	f("Microsoft+Office/16.0+(Windows+NT+10.0;+Microsoft+Outlook+16.0.17726;+Pro)", "Outlook 16.0")
	f("Mozilla/4.0+(compatible;+MSIE+4.01;+Windows+NT;+MS+Search+6.0+Robot)", "Microsoft Search 6.0")
	f("MacOutlook/16.77.23091703", "Outlook for Mac 16.77")
	f("ELB-HealthChecker/2.0", "ELB-HealthChecker 2.0")
	f("ReadyForRequest/1.0+(AlwaysOn)", "ReadyForRequest 1.0")
	f("ExportJob/2.4", "ExportJob 2.4")

	for _, unknown := range []string{"", "-", "Mozilla/5.0", "Mozilla/5.0+(compatible;+Windows)", "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)",
		"AzureTrafficManager+Endpoint+Monitor", "GET", "\"", "Mozilla/5.0+(X11;+Linux+x86_64)+AppleWebKit/537.36", "<script>/1.0", "=1+1/2.0"} {
		f(unknown, unknown)
	}
}

func FuzzAgentName(f *testing.F) {
	f.Add("Mozilla/5.0+(Windows+NT+10.0)")
	f.Add("((((;;;;")
	f.Fuzz(func(t *testing.T, logged string) {
		if name := agentName(logged); name == "" {
			assert.Empty(t, logged)
		}
	})
}

// What people call alike is one line, in every format; JSON has the strings of the log.
func TestAgentsThatAreCalledAlikeAreOneLine(t *testing.T) {
	joined := valuesOf(agentField, []report.Key{{Key: "curl/8.9.1", Count: 5}, {Key: "x", Count: 4}, {Key: "curl/8.9.2", Count: 3}})
	assert.Equal(t, []seenRow{{"curl 8.9", 8}, {"x", 4}}, joined)
	assert.Equal(t, []seenRow{{"curl/8.9.1", 5}}, valuesOf("cs-uri-stem", []report.Key{{Key: "curl/8.9.1", Count: 5}}))

	r := rich("en")
	for _, format := range []Format{Text, Markdown, HTML} {
		assert.Contains(t, write(t, r, format, Options{}), "Edge 126, Windows")
		assert.NotContains(t, write(t, r, format, Options{}), "AppleWebKit")
	}
	out := write(t, r, JSON, Options{})
	require.Contains(t, out, "AppleWebKit")
	assert.Contains(t, out, `"name": "Edge 126, Windows"`)
	r.Groups = nil
	csv := write(t, r, CSV, Options{})
	assert.Contains(t, csv, "AppleWebKit")
	assert.Contains(t, csv, `"Edge 126, Windows"`)
}
