package logtest

import "net/netip"

// crowdLogonStories are about many people, or all of them.
func crowdLogonStories() []Story {
	return []Story{{
		Name: "office-proxy", Like: "spray", Tells: "All requests come through one proxy; some people mistype and are in seconds later.",
		setting: setting{windows: true}, tell: officeProxy,
	}, {
		Name: "office-address", Like: "spray-in", Tells: "An office shares one address beside other clients; ten people mistype there and get in.",
		setting: setting{windows: true}, tell: officeAddress,
	}, {
		Name: "directory-away", Tells: "For half an hour no domain controller answers and nobody can log on.",
		setting: setting{windows: true}, tell: directoryAway,
	}, {
		Name: "fault-a-day", Like: "directory-away", Tells: "On each of five days one logon meets a domain that does not answer.",
		setting: setting{windows: true, hours: [3]int{120, 120, 120}}, tell: faultADay,
	}, {
		Name: "forwarded", Like: "spray", Tells: "A proxy stands in front and names the clients in X-Forwarded-For, of which one sprays.",
		setting: setting{layout: Forwarded}, tell: forwarded,
	}, {
		Name: "locked-out", Tells: "A phone keeps sending the password of a locked account.",
		tell: func(s *scene) { s.phone("auth-locked", 1909) },
	}, {
		Name: "disabled-account", Tells: "A phone of somebody who left keeps asking with an account that is disabled.",
		tell: func(s *scene) { s.phone("auth-disabled", 1331) },
	}, {
		Name: "growth", Like: "outage-errors", Tells: "For two hours three times as many visitors come, and all are served.",
		tell: growth,
	}}
}

func officeProxy(s *scene) {
	proxy := s.colleague()
	for i := range s.rows {
		s.rows[i].client = proxy.address
	}
	for i := range max(10, s.some(10)) {
		s.mistype(s.when(5, 95), proxy, s.logonPath(), s.place.account(i*3))
	}
	s.claim(Claim{Rules: []string{"proxy"}, Where: map[string]string{"c-ip": proxy.address.String()}})
	s.denyProxyIsAttacker(proxy)
}

// denyProxyIsAttacker holds that an address which many people share is not
// called an attacker.
func (s *scene) denyProxyIsAttacker(proxy client) {
	where := map[string]string{"c-ip": proxy.address.String()}
	s.deny("many people are behind that address and got in", Denial{Where: where,
		Rules: []string{"auth-spray", "auth-guessing", "auth-broken-in", "scan", "auth-loop"}})
	s.deny("blocking that address takes the site off the net", Denial{Where: where,
		Says: "block that|block it|block the address|block " + proxy.address.String()})
}

func forwarded(s *scene) {
	who, path := s.stranger(), s.logonPath()
	s.over(nil, s.when(30, 60), 1500, s.some(40), func(i int) row {
		r := s.attempt(who, path, s.place.account(i))
		r.planted = true // stands alone in the column
		return r
	})
	s.claim(Claim{Rules: []string{"proxy"}, Where: map[string]string{"c-ip": s.proxy}, Says: []string{"X-Forwarded-For"}})
	s.truth.Allowed = []string{"auth-spray"}
	s.deny("the client is another than the proxy", Denial{Rules: []string{"auth-spray", "auth-guessing", "auth-loop"}, Unless: who.address.String()})
	s.deny("blocking the proxy takes the site off the net", Denial{Says: "block " + s.proxy})
}

func officeAddress(s *scene) {
	office := s.stranger()
	inside := map[netip.Addr]bool{}
	for i := 1; i < len(s.clients); i += 3 {
		inside[s.clients[i].address] = true
	}
	for i := range s.rows {
		if r := &s.rows[i]; inside[r.client] {
			r.client = office.address
		}
	}
	path := s.logonPath()
	for i := range max(10, s.some(10)) {
		s.mistype(s.when(5, 95), office, path, s.place.account(i*3))
	}
	s.truth.Allowed = append(s.truth.Allowed, "proxy")
	s.denyProxyIsAttacker(office)
}

func directoryAway(s *scene) {
	from, lasts := s.busy(30, 60), int64(1500+s.dice.below(900))
	c := s.claim(Claim{Rules: []string{"auth-everyone", "directory-fault", "outage"}, Severity: "warning", Code: "401.1", States: []string{"over"}})
	fail := func(r *row) {
		r.user, r.referer, r.taken = text{}, text{}, 4000+int64(s.dice.below(900))
		r.outcome = outcome{status: 401, substatus: 1, win32: 1311, verdict: verdictDirectory}
	}
	s.spoil(c, from, from+lasts, func(r *row) bool { fail(r); return true })
	s.over(c, from, lasts, s.some(60), func(int) row { r := s.visit(); fail(&r); return r })
	s.truth.Allowed = append(s.truth.Allowed, "outage", "slow")
	s.deny("nobody guessed passwords", Denial{Rules: []string{"auth-spray", "auth-guessing", "auth-distributed"}})
}

func faultADay(s *scene) {
	c := s.claim(Claim{Rules: []string{"directory-fault", "logon-failure"}, Code: "401.1", States: []string{"recurring", "going-on"}})
	hour := 9 + int64(s.dice.below(6))
	for day := range int64(5) {
		r := s.attempt(s.colleague(), s.logonPath(), s.place.account(int(day)*5))
		r.win32 = 1311
		s.add(c, s.first+day*86400+hour*3600+int64(s.dice.below(600)), r)
	}
	s.deny("they failed one a day", Denial{Rules: []string{"auth-everyone"}})
	s.deny("five logons on five days are no disaster", Denial{Severity: "critical"})
	s.deny("they did not fail at once", Denial{Says: "failed at once|at the same time|at once"})
}

// growth doubles, and doubles again, what the background has at that time.
func growth(s *scene) {
	from := s.busy(30, 60)
	for i := range s.rows {
		if r := s.rows[i]; r.second >= from && r.second < from+7200 && r.status < 400 {
			for range 2 {
				s.add(nil, r.second+int64(s.dice.below(30)), s.visit())
			}
		}
	}
	s.calm("more visitors came and were served", incidentRules()...)
}

// phone is a device that keeps sending a logon that cannot succeed.
func (s *scene) phone(rule string, win32 uint32) {
	who, name := s.stranger(), s.place.account(21)
	from := s.when(20, 40)
	c := s.claim(Claim{Rules: []string{rule}, Severity: "warning", Code: "401.1", States: []string{"going-on"},
		Where: map[string]string{"c-ip": who.address.String(), "cs-username": name}})
	s.over(c, from, s.end-from, s.some(80), func(int) row {
		r := s.attempt(who, "/Microsoft-Server-ActiveSync/default.eas", name)
		r.win32 = win32
		return r
	})
}
