package logtest

import (
	"fmt"
	"time"
)

// refusedLogon is a wrong password.
func refusedLogon() outcome {
	return outcome{status: 401, substatus: 1, win32: 1326, verdict: verdictLogon}
}

// logonStories are about single clients whose logons are refused.
func logonStories() []Story {
	return []Story{{
		Name: "spray", Tells: "One address tries a password with many names and never gets in; hours before, somebody mistyped.",
		tell: func(s *scene) { s.spray(false) },
	}, {
		Name: "spray-in", Tells: "One address tries many names, gets in with one of them and reads on.",
		tell: func(s *scene) { s.spray(true) },
	}, {
		Name: "brute-fails", Tells: "One address tries one name again and again and never gets in.",
		tell: func(s *scene) { s.brute(false) },
	}, {
		Name: "brute-in", Tells: "One address tries one name again and again, gets in, and changes things.",
		tell: func(s *scene) { s.brute(true) },
	}, {
		Name: "mistyped-twice", Like: "brute-in", Tells: "Some people mistype their password once or twice and are in moments later.",
		tell: mistypedTwice,
	}, {
		Name: "old-password", Like: "distributed", Tells: "One person's three devices keep the old password for a while after it was changed.",
		tell: oldPassword,
	}, {
		Name: "distributed", Tells: "Many addresses that never come otherwise try one name.",
		tell: distributed,
	}, {
		Name: "wide-spray", Tells: "Hundreds of addresses that never come otherwise try a name each, once or twice.",
		setting: setting{windows: true}, tell: wideSpray,
	}, {
		Name: "wide-spray-known", Tells: "Many addresses that never come otherwise try several names each, of people who work on meanwhile.",
		setting: setting{windows: true}, tell: wideSprayKnown,
	}, {
		Name: "branches-refused", Like: "wide-spray-known", Tells: "In many branches logging on is broken: people try their own names, each at the address of his branch.",
		setting: setting{windows: true}, tell: branchesRefused,
	}, {
		Name: "monday-morning", Like: "wide-spray", Tells: "On one morning many people mistype a new password and are in moments later.",
		setting: setting{windows: true}, tell: mondayMorning,
	}, {
		Name: "service-loop", Tells: "A service keeps trying with an expired password for most of a day.",
		setting: setting{hours: [3]int{14, 48, 120}}, tell: serviceLoop,
	}}
}

// logonPath draws where people log on.
func (s *scene) logonPath() string {
	return pick(s.dice, []string{"/EWS/Exchange.asmx", "/autodiscover/autodiscover.xml", "/" + s.place.firm + "/", "/portal/", "/ews/mrsproxy.svc", "/staff/home"})
}

// attempt is a request whose logon was refused.
func (s *scene) attempt(c client, path, name string) row {
	r := s.request(c, pick(s.dice, []string{"GET", "POST"}), path)
	r.user, r.outcome, r.sent, r.taken = plain(name), refusedLogon(), 1293, 5+int64(s.dice.below(60))
	return r
}

// mistype writes one refused logon of a person and, moments later, the one that
// was served. It is no part of any claim.
func (s *scene) mistype(second int64, c client, path, name string) {
	s.add(nil, second, s.attempt(c, path, name))
	r := s.request(c, "GET", path)
	r.user = plain(name)
	s.add(nil, second+4+int64(s.dice.below(20)), r)
}

func (s *scene) spray(in bool) {
	who, path, names := s.stranger(), s.logonPath(), s.some(40)
	s.mistype(s.when(3, 12), s.colleague(), path, s.place.account(899))
	from, lasts := s.when(45, 60), int64(1200+s.dice.below(1800))
	c := s.claim(Claim{Rules: []string{"auth-spray"}, Severity: "warning", Code: "401.1",
		Where: map[string]string{"c-ip": who.address.String()}, States: []string{"over"}})
	s.over(c, from, lasts, names, func(i int) row { return s.attempt(who, path, s.place.account(i)) })
	if !in {
		s.deny("it never got in", Denial{Rules: []string{"auth-broken-in"}})
		return
	}
	c.Rules, c.Most, c.Slack = []string{"auth-broken-in"}, names+20, 15*time.Minute
	c.Severity = "critical"
	name := s.place.account(names / 2)
	c.Says = []string{name}
	s.tellOnce(who)
	s.wander(nil, from+lasts+5, who, name)
}

// wander writes what somebody does who is in.
func (s *scene) wander(c *Claim, second int64, who client, name string) {
	who.user = name
	for i, path := range []string{"/", s.page().stem, "/admin/users" + s.pages[1].stem} {
		r := s.request(who, []string{"GET", "GET", "POST"}[i], path)
		s.add(c, second+int64(i)*7, r)
	}
}

func (s *scene) brute(in bool) {
	who, path := s.stranger(), "/"+pick(s.dice, []string{"admin", "manage", "backend", "console", "intern"})+"/"
	name := s.place.named(pick(s.dice, []string{"admin", "administrator", "backup", "test", "scanner", "sa"}))
	n, from, lasts := s.some(40), s.when(35, 60), int64(300+s.dice.below(1500))
	c := s.claim(Claim{Rules: []string{"auth-guessing"}, Severity: "warning", Code: "401.1", States: []string{"over"},
		Where: map[string]string{"c-ip": who.address.String(), "cs-username": name}})
	s.over(c, from, lasts, n, func(int) row { return s.attempt(who, path, name) })
	if !in {
		s.deny("it never got in", Denial{Rules: []string{"auth-broken-in"}})
		return
	}
	c.Rules, c.Severity, c.Most, c.Slack = []string{"auth-broken-in"}, "critical", n+20, 15*time.Minute
	s.deny("it got in", Denial{Says: "and was refused.|never got in"})
	s.tellOnce(who)
	s.wander(nil, from+lasts+8, who, name)
}

// tellOnce holds that what ended with a success is told as that alone.
func (s *scene) tellOnce(who client) {
	s.deny("it got in: auth-broken-in tells it", Denial{Rules: []string{"auth-spray", "auth-guessing", "auth-loop"},
		Where: map[string]string{"c-ip": who.address.String()}})
}

func mistypedTwice(s *scene) {
	path := s.logonPath()
	for i := range s.some(4) {
		who, name, second := s.colleague(), s.place.account(i), s.when(10, 90)
		s.add(nil, second-6, s.attempt(who, path, name))
		s.mistype(second, who, path, name)
		who.user = name
		s.over(nil, second+60, 1200, 6, func(int) row { return s.request(who, "GET", s.page().stem) })
	}
	s.deny("people mistyped and got in", Denial{Severity: "warning",
		Rules: []string{"auth-spray", "auth-guessing", "auth-broken-in", "auth-loop", "auth-distributed", "auth-everyone"}})
}

// oldPassword: the person works on with the new password on the first device
// while the others still send the old one.
func oldPassword(s *scene) {
	name, path := s.place.account(7), "/Microsoft-Server-ActiveSync/default.eas"
	devices := []client{s.colleague(), s.stranger(), s.colleague()}
	agents := []string{"Apple-iPhone15C2/2107.%d", "Android-SAMSUNG-SMS92%d", "MacOutlook/16.%d"}
	from, lasts := s.when(30, 40), int64(2*3600)
	c := s.claim(Claim{Rules: []string{"logon-failure", "auth-loop"}, Code: "401.1",
		Where: map[string]string{"cs-username": name}, States: []string{"over"}})
	for i := range devices {
		devices[i].agent = fmt.Sprintf(agents[i], s.dice.below(90)+10)
		devices[i].user = name
		s.over(nil, s.first+600, from-s.first-900, s.some(8), func(int) row { return s.request(devices[i], "POST", path) })
		s.over(nil, from+lasts+600, s.end-from-lasts-900, s.some(8), func(int) row { return s.request(devices[i], "POST", path) })
		s.over(c, from, lasts, s.some(10), func(int) row { return s.attempt(devices[i], path, name) })
	}
	s.deny("all devices belong to one person, who was in before and after", Denial{
		Rules: []string{"auth-distributed", "auth-guessing", "auth-spray", "auth-broken-in"}})
}

func distributed(s *scene) {
	name, path, places := s.place.account(11), s.logonPath(), s.about(16)
	var from []client
	for range places {
		from = append(from, s.stranger())
	}
	n := s.some(4 * places)
	c := s.claim(Claim{Rules: []string{"auth-distributed"}, Severity: "warning", Code: "401.1",
		Where: map[string]string{"cs-username": name}, States: []string{"over"}})
	s.over(c, s.when(30, 50), 3600, n, func(i int) row { return s.attempt(from[i%places], path, name) })
}

func wideSpray(s *scene) {
	path, n := s.logonPath(), max(30, s.some(60))
	c := s.claim(Claim{Rules: []string{"auth-spray"}, Severity: "warning", Code: "401.1", States: []string{"over"}})
	s.over(c, s.when(30, 50), 3600, n, func(i int) row { return s.attempt(s.stranger(), path, s.place.named(fmt.Sprintf("office%02d", i))) })
}

func wideSprayKnown(s *scene) {
	path, places := s.logonPath(), []client{}
	for range 40 {
		places = append(places, s.stranger())
	}
	c := s.claim(Claim{Rules: []string{"auth-spray"}, Severity: "warning", Code: "401.1"})
	s.over(c, s.first+60, s.end-s.first-120, 240, func(i int) row {
		return s.attempt(places[i%len(places)], path, s.place.account(int(s.dice.below(50))))
	})
}

func branchesRefused(s *scene) {
	path := s.logonPath()
	for i := range 30 {
		branch := s.stranger()
		s.over(nil, s.when(20, 60), 3600, 4, func(k int) row { return s.attempt(branch, path, s.place.account(2*i+k%2)) })
	}
	s.deny("each tries his own name", Denial{Rules: []string{"auth-spray", "auth-guessing", "auth-distributed"}})
}

func mondayMorning(s *scene) {
	path, from := s.logonPath(), s.when(30, 50)
	for i := range max(30, s.some(60)) {
		s.mistype(from+int64(i)*60+int64(s.dice.below(50)), s.stranger(), path, s.place.account(i))
	}
	s.deny("each of them got in", Denial{Rules: []string{"auth-spray", "auth-guessing", "auth-distributed", "auth-broken-in"}})
}

func serviceLoop(s *scene) {
	s.expired()
	s.deny("an expired password is no attack", Denial{Rules: []string{"auth-guessing", "auth-spray"}})
}

// expired is a service whose password has expired, from some time to the end of
// the log.
func (s *scene) expired() {
	who, name := s.colleague(), s.place.named("svc-"+pick(s.dice, pageNames()))
	who.agent = pick(s.dice, robots()[2:9])
	path, from := "/api/"+pick(s.dice, pageNames()), s.when(10, 30)
	c := s.claim(Claim{Rules: []string{"auth-expired", "auth-loop"}, Severity: "warning", Code: "401.1", States: []string{"going-on"},
		Where: map[string]string{"c-ip": who.address.String(), "cs-username": name}})
	s.over(c, from, s.end-from, s.some(110), func(int) row {
		r := s.attempt(who, path, name)
		r.win32 = 1330
		return r
	})
}
