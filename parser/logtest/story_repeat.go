package logtest

import "time"

// repeatStories are about what comes back on other days.
func repeatStories() []Story {
	days := [3]int{144, 168, 240}
	return []Story{{
		Name: "nightly-job", Tells: "A job is refused every night at the same time, some dozen times.",
		setting: setting{hours: days}, tell: nightlyJob,
	}, {
		Name: "burst-again", Like: "query-cause", Tells: "The burst of today came on every day before, at the same time.",
		setting: setting{hours: days}, tell: burstAgain,
	}, {
		Name: "certificate-a-day", Like: "certificate-burst", Tells: "Once a day somebody forgets the client certificate.",
		setting: setting{hours: days}, tell: certificateADay,
	}, {
		Name: "certificate-burst", Tells: "In one hour many clients come without the certificate that they had before.",
		setting: setting{hours: days}, tell: certificateBurst,
	}, {
		Name: "healthy", Like: "spray", Tells: "Nothing happens.",
		tell: func(s *scene) { s.calm("nothing happened", incidentRules()...) },
	}}
}

// daily calls f for each day that the log covers whole, with its midnight.
func (s *scene) daily(f func(midnight int64)) {
	for day := s.first / 86400; (day+1)*86400 <= s.end; day++ {
		f(day * 86400)
	}
}

func nightlyJob(s *scene) {
	who, name := s.colleague(), s.place.named("svc-"+pick(s.dice, []string{"export", "night", "archive", "index"}))
	who.agent = pick(s.dice, robots()[2:9])
	path, begins := "/api/"+pick(s.dice, pageNames()), int64(s.dice.below(5*3600))
	c := s.claim(Claim{Rules: []string{"auth-loop", "logon-failure"}, Code: "401.1", States: []string{"recurring"}, Slack: 24 * time.Hour,
		Where: map[string]string{"c-ip": who.address.String(), "cs-username": name}})
	n := s.about(30)
	s.daily(func(midnight int64) {
		s.over(c, midnight+begins, 600, n, func(int) row { return s.attempt(who, path, name) })
	})
	s.deny("a job of the house attacks nobody", Denial{Rules: []string{"auth-spray", "auth-guessing", "auth-broken-in", "auth-distributed"}})
}

func burstAgain(s *scene) {
	page, begins := s.page(), 9*3600+int64(s.dice.below(5*3600))
	c := s.claim(Claim{Rules: []string{"application", "few-paths"}, Code: "500.0", States: []string{"recurring"}, Slack: 24 * time.Hour,
		Where: map[string]string{"cs-uri-stem": page.stem}})
	n := s.about(40)
	s.daily(func(midnight int64) {
		s.over(c, midnight+begins, 900, n, func(i int) row {
			r := s.request(s.clients[(i*7)%len(s.clients)], "GET", page.stem)
			r.outcome, r.sent = broken(), 3420
			return r
		})
	})
	s.deny("it came on the days before as well", Denial{Says: "never seen before|not seen before|otherwise never"})
}

// uncertified is a request without the certificate that is asked for.
func (s *scene) uncertified(c client, path string) row {
	r := s.request(c, "GET", path)
	r.outcome, r.sent = outcome{status: 403, substatus: 7, win32: 5, verdict: verdictBlocked}, 1233
	return r
}

func certificateADay(s *scene) {
	path := "/partner/" + pick(s.dice, pageNames())
	c := s.claim(Claim{Rules: []string{"blocked", "few-paths", "served-before"}, Code: "403.7", States: []string{"recurring", "going-on"}, Slack: 24 * time.Hour})
	s.daily(func(midnight int64) {
		s.add(c, midnight+9*3600+int64(s.dice.below(7*3600)), s.uncertified(s.clients[s.dice.below(uint64(len(s.clients)))], path))
	})
	s.deny("one row a day is no disaster", Denial{Severity: "critical"})
	s.deny("they came one a day", Denial{Says: "at once|at the same time|all clients"})
}

func certificateBurst(s *scene) {
	path, from := "/partner/"+pick(s.dice, pageNames()), s.busy(40, 70)
	s.over(nil, s.first, from-s.first-60, s.some(120), func(i int) row { return s.request(s.clients[i%len(s.clients)], "GET", path) })
	c := s.claim(Claim{Rules: []string{"blocked", "few-paths", "served-before"}, Code: "403.7", States: []string{"over"}, Where: map[string]string{"cs-uri-stem": path}})
	s.over(c, from, 3600, s.some(120), func(i int) row { return s.uncertified(s.clients[(i*3)%len(s.clients)], path) })
}
