package logtest

// callerStories are about single callers that fail while everybody else is served.
func callerStories() []Story {
	return []Story{{
		Name: "check-fails-now-and-then", Tells: "The check of a balancer is answered with 503 now and then and with 200 nearly always, and everybody is served.",
		setting: setting{hours: [3]int{6, 24, 72}}, tell: checkNowAndThen,
	}, {
		Name: "partner-since", Tells: "A partner's program is refused for want of TLS since it was changed; some old bookmarks are all the time.",
		tell: partnerSince,
	}, {
		Name: "partner-always", Like: "partner-since", Tells: "A partner's program is refused for want of TLS all the time, as some old bookmarks are.",
		tell: partnerAlways,
	}, {
		Name: "interface-refused", Tells: "An interface has one path; for an hour the certificates of all partners are refused.",
		setting: setting{alone: true}, tell: interfaceRefused,
	}, {
		Name: "partner-refused", Like: "interface-refused", Tells: "An interface has one path; for an hour the certificates of two partners are refused, and all others served.",
		setting: setting{alone: true}, tell: partnerRefused,
	}}
}

// partners post to the one path of an interface; between two seconds the certificates of the first
// few are not trusted.
func (s *scene) partners(c *Claim, from, until int64, refused int) {
	_, path := s.partner()
	const all = 9
	for i := range all {
		who := s.stranger()
		who.agent = "EDI-Gateway/7.2"
		for second := s.first + int64(7*i); second < s.end; second += []int64{120, 180, 240}[s.size] {
			r, of := s.request(who, "POST", path), (*Claim)(nil)
			if i < refused && second >= from && second < until {
				r.outcome, r.sent, of = outcome{status: 403, substatus: 16, win32: 2148204809, verdict: verdictBlocked}, 1400, c
			}
			s.add(of, second, r)
		}
	}
}

func interfaceRefused(s *scene) {
	from := s.busy(40, 60)
	c := s.claim(Claim{Rules: []string{"outage"}, Severity: "critical", States: []string{"over"}, Says: []string{"403.16"}, Next: []string{"Cert:"}})
	s.partners(c, from, from+3600, 9)
}

func partnerRefused(s *scene) {
	from := s.busy(40, 60)
	c := s.claim(Claim{Rules: []string{"blocked"}, Code: "403.16", States: []string{"over"}})
	s.partners(c, from, from+3600, 2)
	s.deny("seven of nine are served", Denial{Rules: []string{"outage"}})
}

func checkNowAndThen(s *scene) {
	balancer := s.colleague()
	balancer.agent = "LoadBalancer/2.0"
	path := pick(s.dice, []string{"/health", "/ping", "/status"})
	c := s.claim(Claim{Rules: []string{"capacity", "few-paths"}, Code: "503.0", Where: map[string]string{"c-ip": balancer.address.String()}})
	s.deny("nearly all checks are answered, and everybody is served", Denial{Rules: []string{"capacity", "few-paths", "outage"}, Severity: "critical"})
	n := 0
	for second := s.first; second < s.end; second += (s.end - s.first) / []int64{1500, 8000, 30000}[s.size] {
		r := s.request(balancer, "GET", path)
		var of *Claim
		if n++; n%100 == 37 {
			r.outcome, of = outcome{status: 503, verdict: verdictCapacity}, c
		}
		s.add(of, second, r)
	}
}

// plainHTTP is a request that is refused for want of TLS.
func (s *scene) plainHTTP(c client, method, path string) row {
	r := s.request(c, method, path)
	r.outcome, r.port, r.sent = outcome{status: 403, substatus: 4, win32: 5, verdict: verdictBlocked}, 80, 1400
	return r
}

// bookmarks are refused for want of TLS all the time.
func (s *scene) bookmarks() {
	s.over(nil, s.first+30, s.end-s.first-60, s.setting.rows[s.size]/200+8, func(int) row {
		return s.plainHTTP(s.clients[s.frequent.draw(s.dice)], "GET", s.page().stem)
	})
}

// partner draws who posts to an interface, and to which.
func (s *scene) partner() (client, string) {
	who := s.stranger()
	who.agent = "Axis/1.4"
	return who, "/" + pick(s.dice, []string{"edi", "b2b", "orders"}) + "/" + pick(s.dice, []string{"in.ashx", "receive", "post.asmx"})
}

func partnerSince(s *scene) {
	who, path := s.partner()
	from, n := s.when(30, 40), s.setting.rows[s.size]/8+20
	s.bookmarks()
	s.over(nil, s.first, from-s.first, n/2, func(int) row { return s.request(who, "POST", path) })
	c := s.claim(Claim{Rules: []string{"blocked", "served-before"}, Code: "403.4", Severity: "warning", States: []string{"going-on"},
		Where: map[string]string{"c-ip": who.address.String()}})
	s.over(c, from, s.end-from-30, n, func(int) row { return s.plainHTTP(who, "POST", path) })
}

func partnerAlways(s *scene) {
	who, path := s.partner()
	s.bookmarks()
	s.over(nil, s.first+20, s.end-s.first-60, s.setting.rows[s.size]/8+20, func(int) row { return s.plainHTTP(who, "POST", path) })
	s.deny("it never was otherwise", Denial{Says: "other requests? ended|other requests ended"})
}
