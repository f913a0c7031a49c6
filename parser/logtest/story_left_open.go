package logtest

import "strings"

// leftOpenStories are about what asks again and again and is refused from some moment on.
func leftOpenStories() []Story {
	return []Story{{
		Name: "left-open", Tells: "People leave a page open whose session ends; it goes on asking for news at an even pace and is refused.",
		tell: leftOpen,
	}, {
		Name: "screen-left-open", Tells: "A screen on a wall shows a page that asks for news each minute; its session ends at noon.",
		tell: screenLeftOpen,
	}, {
		Name: "sessions-break", Like: "left-open", Tells: "A change of keys ends all sessions at one moment: every open page is refused from then on.",
		tell: sessionsBreak,
	}, {
		Name: "token-ends", Like: "screen-left-open", Tells: "The token of a partner's program ends; it goes on asking at an even pace and is refused.",
		tell: tokenEnds,
	}}
}

// poll has somebody ask for a path each so many seconds, and be refused from a moment on.
func (s *scene) poll(c *Claim, who client, path string, from, refused, until, pace int64) {
	for second := from; second < min(until, s.end); second += pace {
		r := s.request(who, "GET", path)
		if second < refused {
			s.add(nil, second, r)
			continue
		}
		r.outcome, r.sent = outcome{status: 401}, 310
		s.add(c, second, r)
	}
}

// newsPath is where a page asks for news.
func (s *scene) newsPath() string {
	return pick(s.dice, []string{"/api/notifications", "/chat/unread", "/dashboard/state", "/messages/count.ashx"})
}

func (s *scene) browser() client {
	for {
		if who := s.colleague(); strings.HasPrefix(who.agent, "Mozilla/") && !strings.Contains(who.agent, "http") {
			return who
		}
	}
}

func leftOpen(s *scene) {
	path, pace := s.newsPath(), int64(30*(1+s.dice.below(4)))*[3]int64{1, 3, 6}[s.size]
	c := s.claim(Claim{Rules: []string{"left-open"}, Code: "401.0"})
	for range s.some(6) {
		from := s.when(2, 50)
		refused := from + 1200 + int64(s.dice.below(uint64((s.end-from)/2)))
		s.poll(c, s.browser(), path, from, refused, refused+pace*int64(20+s.dice.below(60)), pace)
	}
	for range 5 { // to whom it happens not
		s.poll(nil, s.browser(), path, s.when(2, 50), s.end, s.end, 4*pace)
	}
	s.deny("nothing is broken", Denial{Severity: "warning"})
}

func screenLeftOpen(s *scene) {
	who, path := s.browser(), s.newsPath()
	c := s.claim(Claim{Rules: []string{"left-open"}, Code: "401.0", States: []string{"going-on"}})
	s.poll(c, who, path, s.first+30, s.when(40, 60), s.end, 60)
	s.deny("nothing is broken", Denial{Severity: "warning"})
}

func sessionsBreak(s *scene) {
	path, broke, pace := s.newsPath(), s.when(40, 60), [3]int64{60, 300, 600}[s.size]
	c := s.claim(Claim{Rules: []string{"access-denied", "served-before"}, Severity: "warning", Code: "401.0"})
	for range 6 + s.some(2) {
		s.poll(c, s.browser(), path, s.when(2, 35), broke+int64(s.dice.below(60)), broke+30*pace+int64(s.dice.below(7200)), pace)
	}
	s.deny("all were refused at one moment", Denial{Rules: []string{"left-open"}})
}

func tokenEnds(s *scene) {
	who := s.stranger()
	who.agent = pick(s.dice, []string{"ShopSync/2.1", "python-requests/2.31.0", "Apache-HttpClient/4.5.13+(Java/11.0.20)"})
	c := s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "401.0", Where: map[string]string{"c-ip": who.address.String()}})
	s.poll(c, who, "/api/v1/"+pick(s.dice, pageNames()), s.first+20, s.when(40, 60), s.end, 60)
	s.deny("a program is no page", Denial{Rules: []string{"left-open"}})
}
