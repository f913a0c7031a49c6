package analysis_test

import (
	"fmt"
	"slices"
	"time"
)

// realKinds are the kinds of incidents that are planted in published logs, with paths and
// clients of the log where an incident has its own: some of those of made logs, and more.
var realKinds = []kind{
	{name: "one password guessed", happen: func(p *planting) []truth {
		client := p.client()
		for range p.events {
			p.add("code", "401 1 1326", "c-ip", client, "cs-username", "administrator")
		}
		return one("401.1", "c-ip "+client, "cs-username administrator")
	}},
	madeKind("many names tried"),
	{name: "an account that is locked, on three devices", happen: func(p *planting) []truth {
		clients := []string{p.ownClient(), "10.77.1.8", "10.77.1.9"}
		for i := range p.events {
			p.add("code", "401 1 1909", "c-ip", clients[i%3], "cs-username", `CONTOSO\m.keller`)
		}
		return one("401.1", `cs-username CONTOSO\m.keller`)
	}},
	{name: "an expired password by NTLM", happen: func(p *planting) []truth {
		client := p.client()
		for range max(20, p.events/3) {
			at := p.someTime()
			common := []string{"c-ip", client, "cs-uri-stem", "/sync", "cs(User-Agent)", "Sync/2.1"}
			p.hideAt(at, append(common, "code", "401 2 5", "cs-username", "-")...)
			p.hideAt(at, append(common, "code", "401 1 2148074254", "cs-username", "-")...)
			p.addAt(at, append(common, "code", "401 1 1330", "cs-username", `CONTOSO\svc-sync`)...)
		}
		return one("401.1", "c-ip "+client, `cs-username CONTOSO\svc-sync`)
	}},
	{name: "an expired account within a spray", many: true, happen: func(p *planting) []truth {
		sprayer, client := p.client(), "198.51.100.77"
		for i := range 3 * p.events {
			p.hideAt(p.someTime(), "code", "401 1 1326", "c-ip", sprayer, "cs-username", fmt.Sprintf("u%d", i))
		}
		for range p.events {
			p.add("code", "401 1 1330", "c-ip", client, "cs-username", `CONTOSO\svc-backup`)
		}
		return one("401.1", "c-ip "+client, `cs-username CONTOSO\svc-backup`, "sc-win32-status 1330")
	}},
	{name: "a leg that is never answered", happen: func(p *planting) []truth {
		client := p.client()
		for range p.events {
			p.add("code", "401 2 5", "c-ip", client, "cs-username", "-", "cs(User-Agent)", "Widget/3.0", "cs-uri-stem", p.ownPath())
		}
		return one("401.2", "c-ip "+client, "cs(User-Agent) Widget/3.0")
	}},
	madeKind("no domain controller"),
	{name: "rights taken away", happen: func(p *planting) []truth {
		path := p.ownPath()
		for i := range p.events {
			p.add("code", "401 3 5", "cs-uri-stem", path, "cs-username", fmt.Sprintf(`CONTOSO\p%d`, i%9))
		}
		return one("401.3", "cs-uri-stem "+path)
	}},
	{name: "an address that is denied", happen: func(p *planting) []truth {
		for range p.events {
			p.add("code", "403 6 5", "c-ip", fmt.Sprintf("203.0.113.%d", p.IntN(250)))
		}
		return one("403.6", "c-ip 203.0.113.0/24")
	}},
	madeKind("a network that is denied"),
	{name: "a certificate that nobody trusts", happen: func(p *planting) []truth {
		client := p.client()
		for range p.events {
			p.add("code", "403 16 2148204809", "c-ip", client)
		}
		return one("403.16", "c-ip "+client)
	}},
	{name: "certificates that ended", happen: func(p *planting) []truth {
		for i := range p.events {
			p.add("code", "403 17 2148204801", "cs-uri-stem", "/partner/upload", "c-ip", fmt.Sprintf("198.51.%d.%d", i%7, i%40))
		}
		return one("403.17", "cs-uri-stem /partner/upload")
	}},
	{name: "a folder without a first page", happen: func(p *planting) []truth {
		for range p.events {
			p.add("code", "403 14 0", "cs-uri-stem", "/downloads/")
		}
		return one("403.14", "cs-uri-stem /downloads/")
	}},
	madeKind("a page with broken links"),
	madeKind("a file that is gone"),
	madeKind("a scanner"),
	{name: "a scanner of names that it makes up", happen: func(p *planting) []truth {
		client := p.client()
		for i := range p.events {
			path := fmt.Sprintf("/%s%d", []string{"backup", "admin", "test", "old", "new", "api"}[i%6], p.IntN(1<<20))
			p.add("code", "404 0 2", "cs-uri-stem", path, "c-ip", client, "cs(Referer)", "-")
		}
		return one("404.0", "c-ip "+client)
	}},
	{name: "a crawler with old links", happen: func(p *planting) []truth {
		agent := "Mozilla/5.0+(compatible;+ArchiveBot/1.1;++https://archive.example/bot)"
		for i := range p.events {
			p.add("code", "404 0 2", "cs-uri-stem", fmt.Sprintf("/2009/%d.html", p.IntN(1<<16)), "cs(Referer)", "-",
				"c-ip", fmt.Sprintf("192.0.2.%d", 1+i%20), "cs(User-Agent)", agent)
		}
		return one("404.0", "cs(User-Agent) "+agent, "c-ip 192.0.2.0/24")
	}},
	{name: "uploads that are too large", happen: func(p *planting) []truth {
		path := p.ownPath()
		for range p.events {
			p.add("code", "404 13 0", "cs-uri-stem", path, "cs-method", "POST")
		}
		return one("404.13", "cs-uri-stem "+path)
	}},
	{name: "queries that are too long", happen: func(p *planting) []truth {
		client := p.client()
		for range p.events {
			p.add("code", "404 15 0", "c-ip", client)
		}
		return one("404.15", "c-ip "+client)
	}},
	{name: "a deployment that broke a page", happen: func(p *planting) []truth {
		path := p.ownPath()
		for range p.events {
			p.add("code", "500 0 0", "cs-uri-stem", path)
		}
		return one("500.0", "cs-uri-stem "+path)
	}},
	{name: "one server of two", happen: func(p *planting) []truth {
		field, other := p.serveByTwo()
		for range p.events {
			p.add("code", "500 0 0", field, other)
		}
		return one("500.0", field+" "+other)
	}},
	madeKind("a folder set up wrong"),
	madeKind("a parameter"),
	{name: "a disk that is full", happen: func(p *planting) []truth {
		for range p.events {
			p.add("code", "500 0 112", "cs-method", "POST")
		}
		return one("500.0", "sc-win32-status 112", "cs-method POST")
	}},
	madeKind("nothing behind the proxy"),
	{name: "a pool is off, in HTTPERR", happen: func(p *planting) []truth {
		p.idleConnections()
		for range p.events {
			row := p.healthy().values
			at := p.someTime()
			p.kernel = append(p.kernel, fmt.Sprintf("%s %s 51012 %s 443 HTTP/1.1 GET %s 503 4 AppOffline ShopPool", at.Format(time.DateTime), or(row["c-ip"]), or(row["s-ip"]), or(row["cs-uri-stem"])))
		}
		return []truth{{[]string{"503", "503.0"}, []string{"s-queuename ShopPool"}}}
	}},
	madeKind("posts of two clients"),
	madeKind("an old program"),
	{name: "a client that gives up", happen: func(p *planting) []truth {
		client := p.ownClient()
		for range p.events {
			p.add("code", "200 0 64", "c-ip", client, "cs-uri-stem", "/export/all.csv", "time-taken", fmt.Sprint(30000+p.IntN(200)))
		}
		return one("200.0", "cs-uri-stem /export/all.csv", "c-ip "+client)
	}},
	{name: "slow answers", happen: func(p *planting) []truth {
		path, rows := p.busiest()
		if rows < 30 || !p.has("time-taken") {
			return nil
		}
		for range p.events {
			p.add("code", "200 0 0", "cs-uri-stem", path, "time-taken", fmt.Sprint(30000+p.IntN(60000)))
		}
		return one(slowly, "cs-uri-stem "+path)
	}},
	{name: "everything fails", happen: func(p *planting) []truth {
		p.lasts = 30 * time.Minute
		var kept []plantedRow
		for _, row := range p.rows {
			if p.isIn(row.at) && row.values["sc-status"] != "-" {
				p.planted = append(p.planted, row.changed("code", "500 0 0"))
			} else {
				kept = append(kept, row)
			}
		}
		if p.rows = kept; len(p.planted) < 20 {
			return nil
		}
		return []truth{{[]string{"500.0"}, nil}}
	}},
	{name: "nothing comes", happen: func(p *planting) []truth {
		p.lasts = max(time.Hour, p.longestPause()*4)
		if p.lasts > p.length/4 {
			return nil
		}
		for _, near := range []time.Duration{-p.lasts, 0, p.lasts} { // else it may be chance
			if rows, minutes := p.rowsIn(p.at.Add(near)); rows < 40 || minutes < 20 {
				return nil
			}
		}
		p.rows = slices.DeleteFunc(p.rows, func(row plantedRow) bool { return p.isIn(row.at) })
		return []truth{{[]string{nothing}, nil}}
	}},
}

// What a truth has in place of a code where requests are slow, or do not come.
const slowly, nothing = "slow", "nothing"

// rowsIn is how many rows come from a time on, for as long as the incident lasts, and in how
// many minutes.
func (p *planting) rowsIn(from time.Time) (rows, minutes int) {
	in := map[int64]bool{}
	for _, row := range p.rows {
		if !row.at.Before(from) && row.at.Before(from.Add(p.lasts)) {
			rows++
			in[row.at.Unix()/60] = true
		}
	}
	return rows, len(in)
}

// longestPause is the longest time without a row.
func (p *planting) longestPause() (longest time.Duration) {
	for i := range p.rows[1:] {
		longest = max(longest, p.rows[i+1].at.Sub(p.rows[i].at))
	}
	return longest
}

// or keeps a value of a log, "-" where it has none.
func or(value string) string {
	if value == "" {
		return "-"
	}
	return value
}

// idleConnections gives the log of HTTP.sys what it always has: connections that end.
func (p *planting) idleConnections() {
	n := max(40, int(p.length/(20*time.Minute)))
	for range min(n, 3000) {
		at := p.from.Add(time.Duration(p.Int64N(int64(p.length)))).Truncate(time.Second)
		row := p.healthy().values
		p.kernel = append(p.kernel, fmt.Sprintf("%s %s 50112 %s 443 - - - - - Timer_ConnectionIdle -", at.Format(time.DateTime), or(row["c-ip"]), or(row["s-ip"])))
	}
}

// ownPath and ownClient are of a request that the log has.
func (p *planting) ownPath() string   { return p.healthy().values["cs-uri-stem"] }
func (p *planting) ownClient() string { return p.healthy().values["c-ip"] }

// madeKind is one of the kinds that are planted in made logs, by its name.
func madeKind(name string) kind {
	return kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })]
}
