package logtest

// serverStories are about one of several servers or sites.
func serverStories() []Story {
	return []Story{{
		Name: "one-server", Tells: "One of three servers fails one request in three for an hour, whatever the path; each writes its own log.",
		setting: setting{layout: AllFields, servers: 3}, tell: func(s *scene) { s.failingServer("s-computername") },
	}, {
		Name: "one-server-ip", Tells: "One of three servers fails, and only its address is logged.",
		setting: setting{servers: 3, merged: true}, tell: func(s *scene) { s.failingServer("s-ip") },
	}, {
		Name: "all-servers", Like: "one-server", Tells: "All three servers fail alike for an hour, on one page.",
		setting: setting{layout: AllFields, servers: 3}, tell: allServers,
	}, {
		Name: "one-site", Tells: "One of three sites of a server fails after a change and goes on failing.",
		setting: setting{layout: AllFields, sites: 3}, tell: oneSite,
	}, {
		Name: "one-site-folder", Tells: "One of three sites fails for an hour; only the folders of the logs name the sites.",
		setting: setting{sites: 3}, tell: oneSiteFolder,
	}, {
		Name: "at-the-server", Like: "one-server", Tells: "Somebody works at one of two servers, under an address that asks no other, on a page that fails for him.",
		setting: setting{servers: 2, merged: true, whole: true}, tell: atTheServer,
	}, {
		Name: "busy-server", Like: "one-server", Tells: "One of three servers gets three times the requests; all serve them.",
		setting: setting{layout: AllFields, servers: 3}, tell: busyServer,
	}}
}

// broken is an error of the application.
func broken() outcome { return outcome{status: 500, verdict: verdictApplication} }

func (s *scene) failingServer(field string) {
	bad := int(s.dice.below(3))
	from, lasts := s.busy(30, 60), int64(3600+s.dice.below(1800))
	names := map[string]string{"s-computername": s.sites[bad].computer, "s-ip": s.sites[bad].address}
	c := s.claim(Claim{Rules: []string{"server"}, Severity: "warning", States: []string{"over"}, Or: map[string]string{field: names[field], "s-ip": names["s-ip"]}})
	s.spoil(c, from, from+lasts, func(r *row) bool {
		if r.site != bad || s.dice.percent(60) {
			return false
		}
		r.outcome, r.sent = broken(), 3420
		return true
	})
	s.over(c, from, lasts, s.some(30), func(int) row {
		r := s.visit()
		r.site, r.outcome, r.sent = bad, broken(), 3420
		return r
	})
}

func allServers(s *scene) {
	s.brokenPage()
	s.deny("all three fail alike", Denial{Rules: []string{"server"}})
	for _, at := range s.sites {
		s.deny("no server is the cause", Denial{Rules: []string{"application"}, Where: map[string]string{"s-computername": at.computer}})
	}
}

func oneSite(s *scene) {
	bad, from := int(s.dice.below(3)), s.when(40, 60)
	c := s.claim(Claim{Rules: []string{"configuration", "server", "few-paths"}, Severity: "warning", Code: "500.19", States: []string{"going-on"},
		Where: map[string]string{"s-sitename": s.sites[bad].name}})
	s.spoil(c, from, s.end, func(r *row) bool {
		if r.site != bad || s.dice.percent(30) {
			return false
		}
		r.outcome, r.taken, r.sent = outcome{status: 500, substatus: 19, win32: 13, verdict: verdictConfiguration}, 1, 1250
		return true
	})
}

func oneSiteFolder(s *scene) {
	bad, from := int(s.dice.below(3)), s.busy(30, 60)
	name := s.sites[bad].name
	c := s.claim(Claim{Rules: []string{"application", "server"}, Severity: "warning", States: []string{"over"},
		Or: map[string]string{"site": name, "s-sitename": name}})
	s.over(c, from, 3600, s.some(60), func(int) row {
		r := s.visit()
		r.site, r.outcome, r.sent = bad, broken(), 3420
		return r
	})
}

func atTheServer(s *scene) {
	who, at := s.colleague(), int(s.dice.below(2))
	path := s.page().stem
	s.over(nil, s.first, s.end-s.first, s.some(60), func(int) row {
		r := s.request(who, "GET", s.page().stem)
		r.site = at
		return r
	})
	c := s.claim(Claim{Rules: []string{"application"}, Code: "500.0", States: []string{"over"}, Where: map[string]string{"c-ip": who.address.String()}})
	s.over(c, s.busy(30, 60), 1800, s.some(40), func(int) row {
		r := s.request(who, "POST", path)
		r.site, r.outcome, r.sent = at, broken(), 3420
		return r
	})
	s.deny("it may be the client as well", Denial{Rules: []string{"server"}})
}

func busyServer(s *scene) {
	more := int(s.dice.below(3))
	s.spoil(nil, s.first, s.end, func(r *row) bool {
		if r.status != 404 && s.dice.percent(40) {
			r.site = more
		}
		return false
	})
	s.calm("all servers serve", "server", "slow", "outage", "silence")
}
