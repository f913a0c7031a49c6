package logtest

import (
	"strconv"
	"time"
)

// slowStories are about requests that are served and take too long, and those
// that are long by nature.
func slowStories() []Story {
	return []Story{{
		Name: "slow-page", Tells: "For an hour or more one page takes a minute and is served; before and after it is quick.",
		tell: slowPage,
	}, {
		Name: "slow-page-again", Tells: "Four times one page takes half a minute for a quarter of an hour; between these times it is quick.",
		tell: slowPageAgain,
	}, {
		Name: "slow-server", Tells: "One of three servers takes thirty times as long as the others, all the time.",
		setting: setting{layout: AllFields, servers: 3}, tell: slowServer,
	}, {
		Name: "slow-since", Tells: "Since a deployment every page takes twenty times as long as before.",
		tell: slowSince,
	}, {
		Name: "long-by-nature", Like: "slow-page", Tells: "Web sockets and long polls last for minutes, as they always do.",
		tell: longByNature,
	}, {
		Name: "now-and-then-slow", Like: "slow-page", Tells: "A page takes two seconds whenever it is filled anew, all day long, at times several times in a row.",
		tell: nowAndThenSlow,
	}, {
		Name: "big-downloads", Like: "slow-page", Tells: "Large files take as long as the lines of the visitors are slow.",
		setting: setting{layout: AllFields}, tell: bigDownloads,
	}, {
		Name: "cold-start", Like: "slow-since", Tells: "Each night the pool is recycled and the first request takes half a minute.",
		setting: setting{hours: [3]int{96, 120, 168}}, tell: coldStart,
	}}
}

func slowPage(s *scene) {
	page := s.page()
	from, lasts := s.busy(30, 60), int64(3600+s.dice.below(3600))
	s.drop(from, from+lasts, func(r *row) bool { return r.stem.head == page.stem })
	s.over(nil, s.first, from-s.first-60, s.some(60), func(i int) row { return s.request(s.clients[i%len(s.clients)], "GET", page.stem) })
	s.over(nil, from+lasts+60, s.end-from-lasts-120, s.some(60), func(i int) row { return s.request(s.clients[i%len(s.clients)], "GET", page.stem) })
	c := s.claim(Claim{Rules: []string{"slow"}, Severity: "warning", States: []string{"over"}, Where: map[string]string{"cs-uri-stem": page.stem}, Slack: 10 * time.Minute})
	takes := 20000 + int64(s.dice.below(50000))
	s.over(c, from, lasts, s.some(90), func(i int) row {
		r := s.request(s.clients[(i*3)%len(s.clients)], "GET", page.stem)
		r.taken = takes + int64(s.dice.below(uint64(takes/4)))
		return r
	})
}

func slowPageAgain(s *scene) {
	page := s.page()
	s.over(nil, s.first, s.end-s.first, s.some(400), func(i int) row { return s.request(s.clients[i%len(s.clients)], "GET", page.stem) })
	c := s.claim(Claim{Rules: []string{"slow"}, Severity: "warning", Where: map[string]string{"cs-uri-stem": page.stem}, Says: []string{"4 times"}, Slack: 10 * time.Minute})
	for part := range int64(4) {
		from := s.first + (s.end-s.first)/10*(2*part+1)
		s.drop(from, from+900, func(r *row) bool { return r.stem.head == page.stem })
		s.over(c, from, 900, 20, func(i int) row {
			r := s.request(s.clients[(i*3)%len(s.clients)], "GET", page.stem)
			r.taken = 25000 + int64(s.dice.below(9000))
			return r
		})
	}
}

func slowServer(s *scene) {
	bad := int(s.dice.below(3))
	c := s.claim(Claim{Rules: []string{"slow", "server"}, Severity: "warning", States: []string{"going-on"}, Slack: 2 * time.Hour,
		Or: map[string]string{"s-computername": s.sites[bad].computer, "s-ip": s.sites[bad].address}})
	s.spoil(c, s.first, s.end, func(r *row) bool {
		if r.site != bad || r.status != 200 || r.win32 != 0 {
			return false
		}
		r.taken = r.taken*30 + 300
		return true
	})
	s.deny("its answers are good", Denial{Rules: []string{"outage", "cut-off"}})
}

func slowSince(s *scene) {
	from := s.busy(40, 60)
	c := s.claim(Claim{Rules: []string{"slow"}, Severity: "warning", States: []string{"going-on"}, Slack: 45 * time.Minute})
	s.spoil(c, from, s.end, func(r *row) bool {
		if r.status != 200 || r.win32 != 0 {
			return false
		}
		r.taken = r.taken*20 + 500
		return true
	})
}

func longByNature(s *scene) {
	socket := pick(s.dice, []string{"/signalr/connect", "/hub", "/_blazor", "/ws/notify"})
	poll := pick(s.dice, []string{"/api/poll", "/events/wait", "/Microsoft-Server-ActiveSync/default.eas", "/rpc/rpcproxy.dll"})
	s.over(nil, s.first, s.end-s.first, s.some(120), func(i int) row {
		r := s.request(s.clients[(i*5)%len(s.clients)], "GET", socket)
		r.outcome, r.taken = outcome{status: 101, verdict: verdictOK}, 10000+s.dice.logNormal(300000, 6)
		if i%2 == 0 {
			r = s.request(s.clients[(i*5)%len(s.clients)], "POST", poll)
			r.taken = 25000 + int64(s.dice.below(900000))
		}
		return r
	})
	s.calm("they are meant to last", "slow", "cut-off", "outage")
}

func nowAndThenSlow(s *scene) {
	page := s.page()
	slow := func(i int) row {
		r := s.request(s.clients[(i*3)%len(s.clients)], "GET", page.stem)
		r.taken = 1800 + int64(s.dice.below(900))
		return r
	}
	s.over(nil, s.first, s.end-s.first, s.some(400), func(i int) row { return s.request(s.clients[i%len(s.clients)], "GET", page.stem) })
	s.over(nil, s.first, s.end-s.first, s.some(36), slow)
	for range 3 {
		s.over(nil, s.when(10, 90), 300, 11, slow)
	}
	s.calm("the page is that slow now and then", "slow", "cut-off")
}

func bigDownloads(s *scene) {
	var files []string
	for i := range 3 {
		files = append(files, "/downloads/"+pick(s.dice, pageNames())+"-setup-"+strconv.Itoa(i)+".iso")
	}
	s.over(nil, s.first, s.end-s.first, s.some(60), func(i int) row {
		r := s.request(s.clients[(i*5)%len(s.clients)], "GET", pick(s.dice, files))
		r.sent = 400e6 + int64(s.dice.below(900e6))
		r.taken = r.sent / (2000 + int64(s.dice.below(20000)))
		return r
	})
	s.calm("large files take long", "slow", "cut-off")
}

func coldStart(s *scene) {
	for day := s.first/86400 + 1; day*86400 < s.end; day++ {
		r := s.request(s.clients[0], "GET", "/")
		r.taken = 25000 + int64(s.dice.below(9000))
		s.add(nil, day*86400+4*3600+30, r)
	}
	s.deny("one slow request a night is a start", Denial{Rules: []string{"slow", "outage"}, Severity: "warning"})
}
