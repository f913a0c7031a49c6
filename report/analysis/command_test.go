package analysis

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
)

func TestShellSafe(t *testing.T) {
	f := func(value, want string) {
		t.Helper()
		assert.Equal(t, want, shellSafe(value))
	}
	f("203.0.113.0/24", "203.0.113.0/24")
	f("/shop/*", `"/shop/*"`)
	f(`CONTOSO\svc`, `"CONTOSO?svc"`)
	f("Mozilla/5.0+(Windows;+U)", `"Mozilla/5.0+?Windows?+U?"`)
	f("/a';rm -rf;$(x)", `"/a??rm?-rf???x?"`)
	f("%PATH%", `"?PATH?"`)
	f(strings.Repeat("a", 200), `"`+strings.Repeat("a", 180)+`*"`)
}

// Names of files and what people type are printed as well as what logs hold.
func TestQuoted(t *testing.T) {
	f := func(word, want string) {
		t.Helper()
		assert.Equal(t, want, quoted(word))
	}
	f(`C:\logs\W3SVC1`, `C:\logs\W3SVC1`)
	f("my logs/u_ex261120.log", `"my logs/u_ex261120.log"`)
	f("logs/$(id).log", `"logs/?(id).log"`)
	f("logs/`id`.log", `"logs/?id?.log"`)
	f(`logs/"a".log`, `"logs/?a?.log"`)
	f("!/health", `'!/health'`)
}

// TestEveryCauseHasAFlag: whatever a cause names, the printed command can ask for.
func TestEveryCauseHasAFlag(t *testing.T) {
	for _, d := range New(&scan.Result{}, Options{}).dimensions() {
		_, ok := scan.FilterFlagBy(d.Name)
		assert.True(t, ok, d.Name)
	}
	f := func(field, value, want string) {
		t.Helper()
		flag, printed := flagFor(contrast.Attribute{Dimension: field, Value: value})
		assert.Equal(t, want, strings.TrimSpace(flag+" "+printed))
	}
	f("c-ip", "203.0.113.0/24", "--client 203.0.113.0/24")
	f("c-ip", "fe80::1%8", "--client fe80::1")
	f("c-ip", "unknown", "")
	f("cs-username", `CORP\anna`, `--user "CORP?anna"`)
	f("cs-uri-stem", "/shop/*", `--uri "/shop/*"`)
	f("cs-uri-query", "promo=…&lng=…", `--query "promo=*?lng=*"`)
	f("cs-uri-query", "|12|800a0009|Subscript", `--query "?12?800a0009?Subscript"`)
	f("cs-uri-query", "…", `--query "*"`)
	f("cs(User-Agent)", "curl/8.1", "--agent curl/8.1")
	f("cs(Referer)", "https://example.com/a,b", `--referer "https://example.com/a?b"`)
	f("sc-win32-status", "64", "--win32 64")
	f("cs-host", "${jndi:x}", `--host "??jndi:x?"`)
	f("s-port", "443", "--port 443")
	f("s-port", "-", "")
	f("s-queuename", "ShopPool", "--pool ShopPool")
	f("s-sitename", "W3SVC1", "--site W3SVC1")
	f("s-computername", "WEB02", "--server WEB02")
	f("s-ip", "2001:db8::2", "--server 2001:db8::2")
	f("cs-method", "PROPFIND", "--method PROPFIND")
	f("cs-host", "", "")
	f("X-Other", "a b", `--field "X-Other=a?b"`)
}
