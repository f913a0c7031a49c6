package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFoldersOf(t *testing.T) {
	f := func(name, site, server string) {
		t.Helper()
		got := foldersOf(name)
		assert.Equal(t, site, string(got.site), name)
		assert.Equal(t, server, string(got.server), name)
	}
	f(`C:\inetpub\logs\LogFiles\W3SVC3\u_ex261121.log`, "W3SVC3", "")
	f("logs/WEB02/W3SVC3/u_ex261121.log", "W3SVC3", "WEB02")
	f("logs/WEB02/FTPSVC1/u_ex261121.log", "FTPSVC1", "WEB02")
	f("logs.zip/web02/w3svc12/u_ex261121.log", "w3svc12", "web02")
	f("W3SVC3/u_ex261121.log", "W3SVC3", "")
	f("../W3SVC3/u_ex261121.log", "W3SVC3", "")
	f(`D:\W3SVC3\u_ex261121.log`, "W3SVC3", "")
	f("logs/W3SVC/u_ex261121.log", "", "")
	f("logs/W3SVC3b/u_ex261121.log", "", "")
	f("logs/W3SVC3", "", "")                           // a file
	f("logs/2026-11-21/W3SVC3/u_ex.log", "W3SVC3", "") // of a day, or a part of what was collected
	f("logs/12/W3SVC3/u_ex.log", "W3SVC3", "")
	f("logs/10.0.0.12/W3SVC3/u_ex.log", "W3SVC3", "10.0.0.12")
	f("stdin", "", "")
	f("", "", "")
}

func TestDistance(t *testing.T) {
	f := func(typed, value string, like bool) {
		t.Helper()
		assert.Equal(t, like, Distance(typed, value) < far, "%s %s", typed, value)
	}
	f("contoso.com", "www.contoso.com", true)
	f("svc-export", `CONTOSO\svc-export`, true)
	f("svc-exprot", `CONTOSO\svc-export`, true)
	f("*svc-exp", `CONTOSO\svc-export`, true)
	f("PSOT", "POST", true)
	f("status", "staus", true)
	f("GET", "POST", false)
	f("a", "b", false)
	f("", "anything", false)
	f("/checkout", "/shop/checkout.aspx", true)
	f("/shop", "/images/logo.png", false)
}
