package analysis_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// kind is a kind of incident: its rows, and what names it.
type kind struct {
	name   string
	happen func(p *planting) []truth
	// many says that it takes more rows than a faint one has.
	many bool
}

// truth is what a spike must say: one of its codes, and in its first two causes one
// of these values, as "c-ip 203.0.113.7".
type truth struct {
	codes []string
	named []string
}

func (t truth) has(code string) bool { return slices.Contains(t.codes, code) }

// names reports whether a cause names the incident.
func (t truth) names(c report.SpikeCause) bool {
	for _, v := range slices.Concat(c.Where, c.Also) {
		if slices.Contains(t.named, v.Field+" "+v.Value) {
			return true
		}
	}
	return false
}

func one(code string, named ...string) []truth { return []truth{{[]string{code}, named}} }

var kinds = []kind{
	{name: "one password guessed", happen: func(p *planting) []truth {
		client := p.client()
		for range p.events {
			p.add("code", "401 1 1326", "c-ip", client, "cs-username", "CONTOSO\\admin")
		}
		return one("401.1", "c-ip "+client)
	}},
	{name: "many names tried", happen: func(p *planting) []truth {
		client := p.client()
		for i := range p.events {
			p.add("code", "401 1 1326", "c-ip", client, "cs-username", fmt.Sprintf("user%d", i))
		}
		return one("401.1", "c-ip "+client)
	}},
	{name: "expired password by NTLM", happen: func(p *planting) []truth {
		client := p.client()
		for range max(24, p.events/3) {
			at := p.someTime()
			common := []string{"c-ip", client, "cs-uri-stem", "/app/sync", "cs(User-Agent)", "Sync/2.1"}
			p.addAt(at, append(common, "code", "401 2 5", "cs-username", "-")...)
			p.addAt(at, append(common, "code", "401 1 2148074254", "cs-username", "-")...)
			p.addAt(at, append(common, "code", "401 1 1330", "cs-username", "CONTOSO\\svc-sync")...)
		}
		return []truth{{[]string{"401.1"}, []string{"c-ip " + client, "cs-username CONTOSO\\svc-sync"}}}
	}},
	{name: "an expired account within a spray", many: true, happen: func(p *planting) []truth {
		sprayer, client := p.client(), "198.51.100.77"
		for i := range 3 * p.events {
			p.add("code", "401 1 1326", "c-ip", sprayer, "cs-username", fmt.Sprintf("u%d", i))
		}
		for range p.events {
			p.add("code", "401 1 1330", "c-ip", client, "cs-username", "CONTOSO\\svc-backup")
		}
		return []truth{{[]string{"401.1"}, []string{"c-ip " + client, "cs-username CONTOSO\\svc-backup", "sc-win32-status 1330"}}}
	}},
	{name: "no domain controller", happen: func(p *planting) []truth {
		for range p.events {
			p.add("code", "401 1 1311", "cs-username", "-")
		}
		return one("401.1", "sc-win32-status 1311")
	}},
	{name: "rights taken away", happen: func(p *planting) []truth {
		path := p.path()
		for i := range p.events {
			p.add("code", "401 3 5", "cs-uri-stem", path, "cs-username", fmt.Sprintf("CONTOSO\\p%d", i%9))
		}
		return one("401.3", "cs-uri-stem "+path)
	}},
	{name: "a page with broken links", happen: func(p *planting) []truth {
		page := "https://www.contoso.com" + p.path()
		for i := range p.events {
			p.add("code", "404 0 2", "cs-uri-stem", fmt.Sprintf("/img/%d/%d.png", i%17, i%17), "cs(Referer)", page, "c-ip", fmt.Sprintf("198.51.%d.%d", i%7, i%40))
		}
		return one("404.0", "cs(Referer) "+page)
	}},
	{name: "a file that is gone", happen: func(p *planting) []truth {
		path := p.path()
		for range p.events {
			p.add("code", "404 0 2", "cs-uri-stem", path)
		}
		return one("404.0", "cs-uri-stem "+path)
	}},
	{name: "a scanner", happen: func(p *planting) []truth {
		client := p.client()
		known := []string{"/wp-login.php", "/.env", "/phpmyadmin/index.php", "/.git/config", "/wp-admin/setup.php"}
		for i := range p.events {
			path := fmt.Sprintf("/%x/%x", p.IntN(1<<16), p.IntN(1<<20))
			if i%2 == 0 {
				path = known[i/2%len(known)]
			}
			p.add("code", "404 0 2", "cs-uri-stem", path, "c-ip", client, "cs(Referer)", "-", "cs(User-Agent)", "Go-http-client/1.1")
		}
		return one("404.0", "c-ip "+client)
	}},
	{name: "a broken page", happen: func(p *planting) []truth {
		path := p.path()
		for range p.events {
			p.add("code", "500 0 0", "cs-uri-stem", path)
		}
		return one("500.0", "cs-uri-stem "+path)
	}},
	{name: "one server of two", happen: func(p *planting) []truth {
		for range p.events {
			p.add("code", "500 0 0", "s-computername", "WEB02", "s-ip", "10.0.0.12")
		}
		return one("500.0", "s-computername WEB02", "s-ip 10.0.0.12")
	}},
	{name: "an address on one server, hidden by others", many: true, happen: func(p *planting) []truth {
		p.everywhere("500 0 0", 20*p.events)
		for range p.events {
			p.add("code", "500 0 0", "cs-uri-stem", "/api/v1/orders", "s-computername", "WEB02", "s-ip", "10.0.0.12")
		}
		return one("500.0", "cs-uri-stem /api/v1/orders")
	}},
	{name: "nothing behind the proxy", happen: func(p *planting) []truth {
		path := p.path()
		for range p.events {
			p.add("code", "502 3 12029", "cs-uri-stem", path)
		}
		return one("502.3", "cs-uri-stem "+path)
	}},
	{name: "a pool is off", happen: func(p *planting) []truth {
		for range p.events {
			p.add("code", "503 0 0", "s-sitename", "W3SVC7", "cs-host", "shop.contoso.com")
		}
		return one("503.0", "s-sitename W3SVC7", "cs-host shop.contoso.com")
	}},
	{name: "posts of two clients", happen: func(p *planting) []truth {
		first, second := p.client(), "198.51.100.9"
		for i := range p.events {
			client := first
			if i%4 == 0 {
				client = second
			}
			p.add("code", "405 0 1", "cs-method", "POST", "c-ip", client, "cs-uri-stem", fmt.Sprintf("/p%d", i))
		}
		return one("405.0", "c-ip "+first)
	}},
	{name: "a parameter", happen: func(p *planting) []truth {
		for range p.events {
			p.add("code", "500 0 0", "cs-uri-query", fmt.Sprintf("promo=%d", p.IntN(99)))
		}
		return one("500.0", "cs-uri-query promo=…")
	}},
	{name: "a network that is denied", happen: func(p *planting) []truth {
		for range p.events {
			p.add("code", "403 503 5", "c-ip", fmt.Sprintf("203.0.113.%d", p.IntN(250)))
		}
		return one("403.503", "c-ip 203.0.113.0/24")
	}},
	{name: "a folder set up wrong", happen: func(p *planting) []truth {
		for i := range p.events {
			p.add("code", "500 19 13", "cs-uri-stem", fmt.Sprintf("/billing/p%d.aspx", i%30))
		}
		return one("500.19", "cs-uri-stem /billing/*")
	}},
	{name: "an old program", happen: func(p *planting) []truth {
		for i := range p.events {
			p.add("code", "400 0 0", "cs(User-Agent)", "LegacyClient/1.0", "c-ip", fmt.Sprintf("198.51.%d.%d", i%9, i%50))
		}
		return one("400.0", "cs(User-Agent) LegacyClient/1.0")
	}},
}

// everywhere adds failures of all paths all the time.
func (p *planting) everywhere(codes string, rows int) {
	at, lasts := p.at, p.lasts
	p.at, p.lasts = p.from, p.length
	for range rows {
		p.add("code", codes)
	}
	p.rows, p.planted = append(p.rows, p.planted...), nil
	p.at, p.lasts = at, lasts
}

// sizes of an incident.
var sizes = []struct {
	name   string
	events int
	lasts  time.Duration
}{
	{"loud", 400, 30 * time.Minute},
	{"medium", 90, 45 * time.Minute},
	{"faint", 30, 80 * time.Minute},
}
