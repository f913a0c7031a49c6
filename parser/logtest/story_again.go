package logtest

import (
	"fmt"
	"time"
)

// againStories are about what comes at the same time of several days, or from several places of
// one person.
func againStories() []Story {
	days := [3]int{72, 96, 168}
	return []Story{{
		Name: "restarts-each-day", Tells: "At the same time of each day all requests of ten minutes are answered with 503.",
		setting: setting{hours: days, rows: [3]int{2500, 9000, 95000}}, tell: restartsEachDay,
	}, {
		Name: "fails-twice", Like: "restarts-each-day", Tells: "On two days everything fails for a quarter of an hour, each time at another time.",
		setting: setting{hours: days, rows: [3]int{2500, 9000, 95000}}, tell: failsTwice,
	}, {
		Name: "phone-at-two-places", Tells: "A phone keeps sending an old password all the time, from the office by day and from home at night; its owner works at a machine of the office.",
		setting: setting{hours: days}, tell: phoneAtTwoPlaces,
	}, {
		Name: "slow-distributed", Like: "phone-at-two-places", Tells: "Many addresses that are never let in try one name all the time, each now and then.",
		setting: setting{hours: days}, tell: slowDistributed,
	}, {
		Name: "floods-on-two-days", Tells: "At the same time of two days a program asks for hundreds of pages a minute, each day from another address, and is served.",
		setting: setting{hours: days, rows: [3]int{500, 6000, 95000}}, tell: func(s *scene) { s.floodTwice(true) },
	}, {
		Name: "export-on-two-days", Like: "floods-on-two-days", Tells: "At the same time of two days a partner's program fetches hundreds of records a minute from its address.",
		setting: setting{hours: days, rows: [3]int{500, 6000, 95000}}, tell: func(s *scene) { s.floodTwice(false) },
	}, {
		Name: "flood-for-hours", Tells: "One program asks for pages for a quarter of the log, many times as often as all visitors together.",
		setting: setting{hours: [3]int{1, 8, 24}, rows: [3]int{420, 3200, 12000}}, tell: floodForHours,
	}, {
		Name: "crawler-reads-all", Like: "flood", Tells: "A search engine reads hundreds of pages a minute for half an hour.",
		tell: crawlerReadsAll,
	}}
}

func restartsEachDay(s *scene) {
	hour := int64(1 + s.dice.below(4))
	c := s.claim(Claim{Rules: []string{"outage"}, Severity: "warning", Code: "503.0", States: []string{"recurring"}})
	s.failAt(c, func(day int64) int64 { return hour * 3600 })
	if s.size != Small { // whose nights are as busy as its days
		s.deny("nobody is about then, and it comes each day", Denial{Rules: []string{"outage"}, Severity: "critical"})
	}
}

func failsTwice(s *scene) {
	for day := int64(1); day <= 2; day++ {
		c := s.claim(Claim{Rules: []string{"outage"}, Severity: "critical", States: []string{"over"}})
		from := s.first/86400*86400 + day*86400 + (9+3*day)*3600
		s.failFrom(c, from)
	}
	s.deny("they are of different times", Denial{Says: "on 2 days"})
}

// failAt lets everything fail for ten minutes of each whole day.
func (s *scene) failAt(c *Claim, clock func(day int64) int64) {
	for day := s.first/86400*86400 + 86400; day < s.end; day += 86400 {
		s.failFrom(c, day+clock(day))
	}
}

// failFrom lets everything fail for ten minutes.
func (s *scene) failFrom(c *Claim, from int64) {
	fail := func(r *row) { r.outcome, r.sent = outcome{status: 503, verdict: verdictCapacity}, 3420 }
	s.spoil(c, from, from+600, func(r *row) bool { fail(r); return true })
	s.over(c, from, 600, 14, func(int) row { r := s.visit(); fail(&r); return r })
	for _, near := range []int64{from - 1900, from + 620} {
		s.over(nil, near, 1800, 60, func(int) row { return s.visit() })
	}
}

func phoneAtTwoPlaces(s *scene) {
	name, path := s.place.account(5), "/Microsoft-Server-ActiveSync/default.eas"
	machine, home := s.colleague(), s.stranger()
	c := s.claim(Claim{Rules: []string{"auth-loop"}, Severity: "warning", Code: "401.1", Where: map[string]string{"cs-username": name}, States: []string{"going-on"},
		Says: []string{"old password"}})
	for second := s.first + 40; second < s.end-60; second += 500 + int64(s.dice.below(200)) {
		from := home
		if hour := second / 3600 % 24; hour >= 8 && hour < 17 {
			from = machine
			r := s.request(machine, "GET", s.page().stem)
			r.user = plain(name)
			s.add(nil, second+int64(s.dice.below(200)), r)
		}
		from.agent = "Apple-iPhone15C2/2107.80"
		s.add(c, second, s.attempt(from, path, name))
	}
	s.deny("it is the owner's phone", Denial{Rules: []string{"auth-distributed", "auth-guessing", "auth-broken-in"}})
}

func slowDistributed(s *scene) {
	name, path := s.place.account(11), s.logonPath()
	c := s.claim(Claim{Rules: []string{"auth-distributed"}, Severity: "warning", Code: "401.1", Where: map[string]string{"cs-username": name}})
	for range 7 {
		who := s.stranger()
		s.over(c, s.first+60, s.end-s.first-120, 40, func(int) row { return s.attempt(who, path, name) })
	}
	s.deny("none of them is its owner's", Denial{Rules: []string{"auth-loop"}})
}

// floodTwice has a program ask for much at the same time of two days.
func (s *scene) floodTwice(others bool) {
	clock, who := int64(10+s.dice.below(6))*3600, s.stranger()
	who.agent = pick(s.dice, []string{"curl/8.5.0", "python-requests/2.31", "Go-http-client/1.1"})
	n := max(s.setting.rows[s.size]/3, 1200)
	for day := range int64(2) {
		if others {
			who.address = s.stranger().address
		}
		var c *Claim
		if others {
			c = s.claim(Claim{Rules: []string{"flood"}, Severity: "warning", Where: map[string]string{"c-ip": who.address.String()}, Slack: 2 * time.Minute})
		}
		s.over(c, (s.first/86400+1+day)*86400+clock, 300, n, func(int) row { return s.request(who, "GET", s.page().stem) })
	}
	if !others {
		s.calm("it is a job", incidentRules()...)
	}
}

func floodForHours(s *scene) {
	who := s.stranger()
	who.agent = "curl/8.5.0"
	lasts := (s.end - s.first) / 4
	n := int(lasts / 60 * 150)
	c := s.claim(Claim{Rules: []string{"flood"}, Severity: "warning", Where: map[string]string{"c-ip": who.address.String()}})
	s.over(c, s.when(30, 40), lasts, n, func(i int) row {
		r := s.request(who, "GET", s.page().stem)
		r.query = plain(fmt.Sprintf("q=%d", i))
		return r
	})
	s.truth.Allowed = append(s.truth.Allowed, "proxy")
}

func crawlerReadsAll(s *scene) {
	robot := s.stranger()
	robot.agent = "Mozilla/5.0+(compatible;+Googlebot/2.1;++http://www.google.com/bot.html)"
	s.over(nil, s.when(30, 60), 900, max(s.setting.rows[s.size]/3, 2300), func(int) row { return s.request(robot, "GET", s.page().stem) })
	s.truth.Calm, s.truth.Allowed = true, append(s.truth.Allowed, "flood")
	s.deny("search engines do that", Denial{Rules: []string{"flood"}, Severity: "warning"})
}
