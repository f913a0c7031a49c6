package logtest

import (
	"fmt"
	"time"
)

// notFound is a file that is not there.
func notFound() outcome { return outcome{status: 404, win32: 2, verdict: verdictNotFound} }

// scanStories are about clients that look for what is not theirs, and crawlers.
func scanStories() []Story {
	return []Story{{
		Name: "dirbust", Tells: "One client asks hundreds of made-up names in a minute and is served nothing.",
		tell: dirbust,
	}, {
		Name: "slow-scan", Tells: "One client asks made-up names and known probes one by one for hours.",
		tell: slowScan,
	}, {
		Name: "secrets-refused", Tells: "One client asks for .git, .env and friends, and the server refuses with many codes.",
		tell: secretsRefused,
	}, {
		Name: "exploits-refused", Like: "webshell", Tells: "One client tries exploits and shells, and none of them is there.",
		tell: exploitsRefused,
	}, {
		Name: "wordpress-scan", Like: "own-wordpress", Tells: "A site runs WordPress; a stranger finds its page to log on and misses dozens of plug-ins.",
		setting: setting{whole: true}, tell: wordPressScan,
	}, {
		Name: "crawler-links", Like: "dirbust", Tells: "A crawler follows broken links of the site's own pages, as people do.",
		setting: setting{whole: true}, tell: crawlerLinks,
	}, {
		Name: "crawler-gone", Like: "dirbust", Tells: "A crawler comes back for the pages of a folder that is gone, without a referer, and reads nothing else.",
		setting: setting{whole: true}, tell: crawlerGone,
	}, {
		Name: "crawler", Like: "slow-scan", Tells: "A crawler reads robots.txt and all pages, and a few old addresses that are gone.",
		tell: crawler,
	}}
}

// scan claims the misses of a scanner.
func (s *scene) scan(who client) *Claim {
	s.deny("what a scanner asks for is not missing", Denial{Where: map[string]string{"c-ip": who.address.String()},
		Rules: []string{"not-found", "few-paths", "links"}})
	return s.claim(Claim{Rules: []string{"scan", "probe"}, Where: map[string]string{"c-ip": who.address.String()}, Verdict: "probe"})
}

// madeUp draws a name that no list knows.
func (s *scene) madeUp() string {
	name := make([]byte, 5+s.dice.below(4))
	for i := range name {
		name[i] = byte('a' + s.dice.below(26))
	}
	return "/" + string(name) + pick(s.dice, []string{"", "/", ".asp", ".php", ".txt"})
}

func (s *scene) miss(who client, path string) row {
	r := s.request(who, "GET", path)
	r.outcome, r.sent, r.taken = notFound(), 1245, int64(s.dice.below(9))
	return r
}

func dirbust(s *scene) {
	who := s.stranger()
	c := s.scan(who)
	c.Rules, c.Code, c.States = []string{"scan"}, "404.0", []string{"over"}
	s.over(c, s.when(30, 70), int64(40+s.dice.below(60)), s.some(300), func(int) row { return s.miss(who, s.madeUp()) })
	s.deny("nobody needs the names that it made up", Denial{Where: map[string]string{"c-ip": who.address.String()}, Says: "Test-Path"})
}

func slowScan(s *scene) {
	who, from := s.stranger(), s.when(10, 30)
	c := s.scan(who)
	c.Rules, c.States, c.Slack = []string{"scan"}, []string{"over"}, 30*time.Minute
	known := []string{"/wp-login.php", "/.env", "/phpmyadmin/", "/xmlrpc.php", "/.git/config", "/manager/html"}
	s.over(c, from, (s.end-from)/2, s.some(80), func(i int) row {
		if i%4 == 0 {
			return s.miss(who, pick(s.dice, known))
		}
		return s.miss(who, s.madeUp())
	})
}

func secretsRefused(s *scene) {
	who := s.stranger()
	c := s.scan(who)
	asked := []struct {
		path string
		outcome
	}{
		{"/.git/HEAD", outcome{status: 404, substatus: 17, win32: 50}}, {"/.env", outcome{status: 404, substatus: 3, win32: 50}},
		{"/.git/config", outcome{status: 404, substatus: 17, win32: 50}}, {"/wp-login.php", outcome{status: 404, substatus: 3, win32: 50}},
		{"/web.config", outcome{status: 404, substatus: 8}}, {"/.svn/entries", outcome{status: 404, substatus: 17, win32: 50}},
		{"/phpmyadmin/", outcome{status: 403, substatus: 14}}, {"/.aws/credentials", outcome{status: 403, substatus: 4, win32: 5}},
		{"/.env.bak", outcome{status: 404, substatus: 3, win32: 50}}, {"/id_rsa", outcome{status: 401, substatus: 2, win32: 5}},
	}
	s.over(c, s.when(20, 70), 20+int64(s.dice.below(100)), s.some(24), func(i int) row {
		r := s.request(who, "GET", asked[i%len(asked)].path)
		r.outcome, r.sent = asked[i%len(asked)].outcome, 1200
		return r
	})
	s.deny("that would hand out what was probed for", Denial{Where: map[string]string{"c-ip": who.address.String()},
		Says: "MIME type|StaticFile|directory browsing|default document"})
	s.deny("nothing of it was answered", Denial{Rules: []string{"attack-answered", "configuration"}})
}

func exploitsRefused(s *scene) {
	who := s.stranger()
	c := s.scan(who)
	c.Code, c.States = "404.0", []string{"over"}
	list := allExploits(s.dice)
	s.over(c, s.when(20, 70), 120, s.some(40), func(i int) row {
		e := list[i%len(list)]
		if e.path == "" {
			e.path = s.madeUp()
		}
		r := s.miss(who, e.path)
		r.query, r.method = plain(e.query), e.method
		return r
	})
	s.deny("none of them was there", Denial{Rules: []string{"attack-answered"}})
	s.deny("a scan that found nothing is no disaster", Denial{Severity: "critical"})
}

func wordPressScan(s *scene) {
	who := s.stranger()
	s.over(nil, s.first, s.end-s.first, s.some(120), func(i int) row {
		return s.request(s.clients[i%len(s.clients)], "GET", "/wp-content/themes/"+s.place.firm+"/"+pick(s.dice, []string{"style.css", "main.js", "logo.png"}))
	})
	s.over(nil, s.when(20, 40), 60, 4, func(i int) row { return s.request(who, "GET", []string{"/wp-login.php", "/readme.html"}[i%2]) })
	s.over(nil, s.when(41, 70), 90, s.some(40), func(i int) row {
		return s.miss(who, "/wp-content/plugins/"+pick(s.dice, pageNames())+plainNumber(i)+"/readme.txt")
	})
	s.calm("a stranger looked for plug-ins with holes", "not-found", "links", "few-paths", "attack-answered")
	s.truth.Allowed = []string{"scan"}
}

// crawlerLinks: five broken links stand on pages of the site; the crawler asks
// each again and again, and reads the good pages too.
func crawlerLinks(s *scene) {
	who := s.stranger()
	who.agent = pick(s.dice, robots()[:2])
	host, good := "https://"+s.sites[0].host, s.page()
	var broken []string
	for i := range 5 {
		broken = append(broken, "/"+pick(s.dice, pageNames())+"/"+pick(s.dice, pageNames())+fmt.Sprintf("-%d.html", i+1))
	}
	c := s.claim(Claim{Rules: []string{"links", "few-paths", "not-found"}, Code: "404.0", States: []string{"going-on"}, Slack: time.Hour})
	n := s.some(120)
	s.over(c, s.first+60, s.end-s.first-120, n, func(i int) row {
		r := s.miss(who, broken[i%len(broken)])
		if i%3 > 0 {
			r = s.miss(s.clients[i%len(s.clients)], broken[i%len(broken)])
		}
		r.referer = plain(host + good.stem)
		if i%2 == 0 { // the same site without www.
			r.referer = plain("https://" + s.place.firm + ".example" + good.stem)
		}
		return r
	})
	s.over(nil, s.first+60, s.end-s.first-120, n, func(int) row { return s.request(who, "GET", pick(s.dice, s.pages).stem) })
	s.deny("the links stand on the site's own pages", Denial{Rules: []string{"scan", "probe"}, Where: map[string]string{"c-ip": who.address.String()}})
}

func crawlerGone(s *scene) {
	who, folder := s.stranger(), "/"+s.place.old+"-"+s.place.firm+"/"
	who.agent = pick(s.dice, robots()[:2])
	c := s.claim(Claim{Rules: []string{"not-found"}, Code: "404.0", Where: map[string]string{"c-ip": who.address.String()}, States: []string{"over"}})
	from := s.when(20, 60)
	s.add(nil, from-5, s.miss(who, "/robots.txt"))
	s.over(c, from, 1500, s.some(50), func(i int) row { return s.miss(who, folder+pick(s.dice, pageNames())+plainNumber(i)+".html") })
	s.deny("the pages used to be there", Denial{Rules: []string{"scan", "probe"}, Where: map[string]string{"c-ip": who.address.String()}})
}

func crawler(s *scene) {
	who := s.stranger()
	who.agent = pick(s.dice, robots()[:2])
	s.over(nil, s.first, s.end-s.first, s.some(160), func(i int) row {
		switch {
		case i%40 == 0:
			return s.miss(who, "/robots.txt")
		case i%25 == 3:
			return s.miss(who, s.place.oldPath(s.dice))
		}
		r := s.request(who, "GET", pick(s.dice, s.pages).stem)
		r.method = "GET"
		return r
	})
	s.calm("a crawler read the site", "scan", "probe", "attack-answered")
}
