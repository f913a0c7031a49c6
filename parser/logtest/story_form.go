package logtest

import "time"

// formStories are about forms in which people log on: IIS sees a POST and 200
// whatever was typed.
func formStories() []Story {
	return []Story{{
		Name: "form-guessed", Tells: "One client posts a login form hundreds of times and is let in at last.",
		tell: func(s *scene) { s.guessForm(true) },
	}, {
		Name: "form-fails", Tells: "One client posts a login form hundreds of times and is never let in.",
		tell: func(s *scene) { s.guessForm(false) },
	}, {
		Name: "form-sprayed", Tells: "Hundreds of addresses post a login form a few times each, and do nothing else; others log on with it.",
		tell: func(s *scene) { s.sprayForm(false, 0) },
	}, {
		Name: "form-sprayed-in", Tells: "Hundreds of addresses post a login form a few times each, and some of them are let in at last.",
		tell: func(s *scene) { s.sprayForm(false, 3) },
	}, {
		Name: "api-guessed", Tells: "One client posts to an interface for logons that answers 400 hundreds of times, and is served at last.",
		tell: apiGuessed,
	}, {
		Name: "form-sent-back", Tells: "Hundreds of addresses post a login form that redirects whoever posts it, and ask for the form again; others log on with it.",
		tell: func(s *scene) { s.sprayForm(true, 0) },
	}, {
		Name: "exchange-guessed", Tells: "One client posts the form of Outlook on the web hundreds of times and is sent back to it each time, as Exchange does.",
		tell: exchangeGuessed,
	}, {
		Name: "exchange-logs-on", Like: "exchange-guessed", Tells: "In the morning everybody logs on with the form of Outlook on the web, many at machines that are shared; some mistype.",
		tell: exchangeLogsOn,
	}, {
		Name: "api-sprayed", Tells: "Hundreds of addresses post once or twice to an interface for logons that refuses them, and ask for nothing else; others log on.",
		tell: func(s *scene) { s.sprayAPI(0) },
	}, {
		Name: "api-sprayed-in", Tells: "The same, some more often, and a few of them are let in at last.",
		tell: func(s *scene) { s.sprayAPI(3) },
	}, {
		Name: "app-mistyped", Like: "api-sprayed", Tells: "People log on with an app at such an interface: some are refused first and give up, most get in.",
		tell: appMistyped,
	}, {
		Name: "form-breaks", Like: "form-sprayed", Tells: "A login form lets nobody in for an hour: visitors read the page and try a few times.",
		tell: formBreaks,
	}, {
		Name: "form-fails-for-many", Like: "form-sprayed", Tells: "An old program on many machines posts a login form, and the server refuses what it sends.",
		tell: formFailsForMany,
	}, {
		Name: "apps-log-on", Like: "form-sprayed", Tells: "Hundreds of phones post to an interface to log on and go on elsewhere; it answers all of them with 200.",
		tell: appsLogOn,
	}, {
		Name: "api-polled", Like: "form-fails", Tells: "Programs post to an interface every few seconds and are served.",
		tell: apiPolled,
	}, {
		Name: "office-logs-on", Like: "form-guessed", Tells: "In the morning an office behind one address logs on with the form; some mistype.",
		tell: officeLogsOn,
	}}
}

func (s *scene) form() string {
	return pick(s.dice, []string{"/Account/Login", "/login.aspx", "/user/signin", "/Home/LogOn", "/auth/login.php", "/umbraco/login", "/owa/auth.owa"})
}

func (s *scene) guessForm(in bool) {
	who, form, n := s.stranger(), s.form(), s.some(180)
	from, lasts := s.when(30, 60), int64(400+s.dice.below(800))
	for i := range 12 { // other people use the form
		c := s.clients[i]
		s.add(nil, s.when(5, 95), s.request(c, "GET", form))
		r := s.request(c, "POST", form)
		r.status = 302
		s.add(nil, s.when(5, 95), r)
	}
	c := s.claim(Claim{Rules: []string{"form-guessing"}, Severity: "warning", States: []string{"over"}, Most: n + 12,
		Where: map[string]string{"c-ip": who.address.String(), "cs-uri-stem": form}})
	s.over(c, from, lasts, n, func(int) row { return s.request(who, "POST", form) })
	if !in {
		s.deny("it never got in", Denial{Rules: []string{"auth-broken-in"}})
		return
	}
	r := s.request(who, "POST", form)
	r.status, r.sent = 302, 512
	s.add(c, from+lasts+2, r)
	s.over(nil, from+lasts+4, 120, 8, func(int) row { return s.request(who, "GET", s.page().stem) })
	c.Says, c.Slack = []string{"302|let in|got in|redirect"}, 10*time.Minute
	s.truth.Allowed = append(s.truth.Allowed, "auth-broken-in")
}

// logOn has a visitor log on with a form and read on.
func (s *scene) logOn(second int64, c client, form string) {
	s.add(nil, second-9, s.request(c, "GET", form))
	r := s.request(c, "POST", form)
	r.status = 302
	s.add(nil, second, r)
	s.over(nil, second+1, 300, 4, func(int) row { return s.request(c, "GET", s.page().stem) })
}

// apiGuessed has one client guess at an interface that answers wrong passwords with 4xx.
func apiGuessed(s *scene) {
	who, path, n := s.stranger(), pick(s.dice, []string{"/api/authenticate", "/rest/v1/login", "/umbraco/backoffice/UmbracoApi/Authentication/PostLogin"}), s.some(150)
	from, lasts := s.when(30, 60), int64(400+s.dice.below(800))
	c := s.claim(Claim{Rules: []string{"form-guessing"}, Severity: "critical", States: []string{"over"}, Says: []string{"200"},
		Where: map[string]string{"c-ip": who.address.String(), "cs-uri-stem": path}})
	s.over(c, from, lasts, n, func(int) row {
		r := s.request(who, "POST", path)
		r.outcome = outcome{status: 400, verdict: verdictBadRequest}
		return r
	})
	s.add(c, from+lasts+2, s.request(who, "POST", path))
	s.over(nil, from+lasts+4, 120, 8, func(int) row { return s.request(who, "GET", s.page().stem) })
}

// mistypeForm has two visitors mistype a few times at the form, and log on.
func (s *scene) mistypeForm(from, lasts int64, form string) {
	for i := range 2 {
		c, second := s.clients[len(s.clients)-1-i], from+int64(s.dice.below(uint64(lasts)))
		for k := range int64(4) {
			s.add(nil, second+9*k, s.request(c, "POST", form))
		}
		s.logOn(second+50, c, form)
	}
}

// sprayForm has strangers post a form, all but a few of them in vain.
func (s *scene) sprayForm(back bool, in int) {
	form, from := s.form(), s.when(25, 50)
	lasts, each := (s.end-s.first)/8, 3+int64(s.dice.below(3))
	for range s.some(30) {
		s.logOn(s.when(10, 90), s.clients[s.dice.below(uint64(len(s.clients)))], form)
	}
	c := s.claim(Claim{Rules: []string{"form-guessing"}, Severity: "warning", States: []string{"over"}, Where: map[string]string{"cs-uri-stem": form}})
	s.mistypeForm(from, lasts, form)
	if in > 0 {
		c.Severity = "critical"
	} else {
		s.deny("nobody that guessed was let in", Denial{Rules: []string{"form-guessing"}, Severity: "critical"})
	}
	strangers := s.some(60)
	if back {
		strangers = min(strangers, 45) // so many a command can name
	}
	for i := range strangers + in {
		who, of := s.stranger(), c
		if i >= strangers { // those that are let in are told apart
			of = nil
			r := s.request(who, "POST", form)
			r.status = 302
			s.add(nil, from+lasts+5, r)
			s.add(nil, from+lasts+6, s.request(who, "GET", s.page().stem))
		}
		for range each {
			second := from + int64(s.dice.below(uint64(lasts)))
			r := s.request(who, "POST", form)
			if back {
				r.status = 302
			}
			s.add(of, second, r)
			if back {
				s.add(nil, second+1, s.request(who, "GET", form))
			}
		}
	}
}

// exchangeForm draws the form of Outlook on the web as people write it.
func (s *scene) exchangeForm() string {
	return pick(s.dice, []string{"/owa/auth.owa", "/OWA/auth.owa"})
}

// postExchange writes a post to the form of Exchange, and what follows.
func (s *scene) postExchange(c *Claim, second int64, who client, form string, in bool) {
	post := s.request(who, "POST", form)
	post.status, post.sent = 302, 812
	s.add(c, second, post)
	next := s.request(who, "GET", "/owa/")
	if !in {
		next = s.request(who, "GET", "/owa/auth/logon.aspx")
		next.query = plain("url=https%3a%2f%2fmail%2fowa%2f&reason=2")
	}
	s.add(nil, second+1, next)
}

func exchangeGuessed(s *scene) {
	who, from, n, form := s.stranger(), s.when(30, 60), s.some(120), s.exchangeForm()
	for i := range s.some(40) {
		s.postExchange(nil, s.when(5, 95), s.clients[i%len(s.clients)], form, !s.dice.percent(8))
	}
	c := s.claim(Claim{Rules: []string{"form-guessing"}, Severity: "warning", States: []string{"over"},
		Where: map[string]string{"c-ip": who.address.String(), "cs-uri-stem": form}})
	for i := range n {
		s.postExchange(c, from+4*int64(i), who, form, false)
	}
	s.deny("it never got in", Denial{Rules: []string{"form-guessing", "auth-broken-in"}, Severity: "critical"})
}

func exchangeLogsOn(s *scene) {
	room, from, form := s.colleague(), s.busy(20, 60), s.exchangeForm()
	for i := range 300 {
		who := s.clients[i%len(s.clients)]
		if i%3 == 0 {
			who = room
		}
		s.postExchange(nil, from+int64(i)*9, who, form, !s.dice.percent(8))
		s.over(nil, from+int64(i)*9+2, 600, 3, func(int) row { return s.request(who, "GET", "/owa/service.svc") })
	}
	s.truth.Allowed = append(s.truth.Allowed, "proxy")
	s.deny("people logged on", Denial{Rules: []string{"form-guessing", "auth-broken-in"}})
}

// postAPI writes a logon at an interface: refused, or served and followed by more.
func (s *scene) postAPI(c *Claim, second int64, who client, path string, in bool) {
	r := s.request(who, "POST", path)
	if in {
		s.over(nil, second+1, 300, 4, func(int) row { return s.request(who, "GET", s.page().stem) })
	} else {
		r.outcome, r.sent = outcome{status: 401, verdict: verdictDenied}, 310
	}
	s.add(c, second, r)
}

// sprayAPI has strangers try at an interface, all but some in vain; meanwhile two people mistype.
func (s *scene) sprayAPI(in int) {
	path, from := pick(s.dice, []string{"/api/auth/login", "/v1/authenticate", "/api/session"}), s.when(25, 50)
	for range s.some(40) {
		s.postAPI(nil, s.when(5, 95), s.clients[s.dice.below(uint64(len(s.clients)))], path, true)
	}
	c := s.claim(Claim{Rules: []string{"form-guessing"}, Severity: "warning", States: []string{"over"}, Where: map[string]string{"cs-uri-stem": path}})
	for range s.some(200) {
		s.postAPI(c, from+int64(s.dice.below(2400)), s.stranger(), path, false)
	}
	tryOften := func(who client, let bool) {
		second, of := from+60+int64(s.dice.below(1500)), c
		if let { // those that are let in are told apart
			of = nil
		}
		for k := range 6 + int64(s.dice.below(4)) {
			s.postAPI(of, second+40*k, who, path, false)
		}
		if let {
			s.add(nil, second+500, s.request(who, "POST", path))
			s.add(nil, second+501, s.request(who, "GET", "/api/me"))
		}
	}
	if in > 0 {
		c.Severity, c.Says = "critical", []string{"let in"}
		for i := range s.some(30) + in {
			tryOften(s.stranger(), i < in)
		}
	} else {
		s.deny("two people mistyped", Denial{Rules: []string{"form-guessing"}, Severity: "critical"})
	}
	for i := range 2 {
		who, second := s.clients[len(s.clients)-1-i], from+300+int64(s.dice.below(900))
		for k := range int64(3) {
			s.postAPI(nil, second+9*k, who, path, false)
		}
		s.add(nil, second+40, s.request(who, "POST", path))
	}
	s.truth.Allowed = append(s.truth.Allowed, "access-denied")
}

func appMistyped(s *scene) {
	path := pick(s.dice, []string{"/api/auth/login", "/v1/authenticate", "/api/session"})
	for range s.some(150) {
		who, second := s.stranger(), s.when(5, 95)
		s.postAPI(nil, second, who, path, s.dice.percent(70))
	}
	s.deny("most get in", Denial{Rules: []string{"form-guessing"}})
}

func formBreaks(s *scene) {
	form, from := s.form(), s.busy(30, 60)
	for range s.some(30) {
		s.logOn(s.when(5, 25), s.clients[s.dice.below(uint64(len(s.clients)))], form)
	}
	for range s.some(50) {
		who, second := s.stranger(), from+int64(s.dice.below(3000))
		s.over(nil, second-60, 50, 4, func(int) row { return s.request(who, "GET", s.page().stem) })
		s.over(nil, second, 90, 3, func(int) row { return s.request(who, "POST", form) })
	}
	s.deny("visitors cannot log on", Denial{Rules: []string{"form-guessing"}})
}

func formFailsForMany(s *scene) {
	form := s.form()
	for range s.some(30) {
		s.logOn(s.when(10, 90), s.clients[s.dice.below(uint64(len(s.clients)))], form)
	}
	for range s.some(60) {
		who := s.stranger()
		s.over(nil, s.when(30, 60), 1800, 3, func(int) row {
			r := s.request(who, "POST", form)
			r.outcome, r.sent = broken(), 310
			return r
		})
	}
	s.deny("nothing was served to them", Denial{Rules: []string{"form-guessing"}})
}

func appsLogOn(s *scene) {
	path := pick(s.dice, []string{"/api/v2/authenticate", "/mobile/login", "/api/session", "/app/auth"})
	for range s.some(120) {
		who := s.stranger()
		s.over(nil, s.when(5, 40), 7200, 2, func(int) row { return s.request(who, "POST", path) })
	}
	s.calm("each of them logged on", "form-guessing", "auth-guessing", "scan")
}

func apiPolled(s *scene) {
	path := pick(s.dice, []string{"/api/telemetry", "/signalr/poll", "/session/keepalive", "/api/auth/refresh", "/hub/negotiate"})
	for range 3 {
		who := s.colleague()
		s.over(nil, s.first, s.end-s.first, s.some(200), func(int) row { return s.request(who, "POST", path) })
	}
	s.calm("programs were served what they asked for", "form-guessing", "auth-guessing", "scan")
}

func officeLogsOn(s *scene) {
	office, form := s.stranger(), s.form()
	from := s.busy(20, 70)
	for range s.some(24) {
		second := from + int64(s.dice.below(3600))
		office.agent = pick(s.dice, agents()[:9])
		s.add(nil, second-9, s.request(office, "GET", form))
		if s.dice.percent(20) {
			s.add(nil, second-4, s.request(office, "POST", form))
		}
		r := s.request(office, "POST", form)
		r.status = 302
		s.add(nil, second, r)
		s.over(nil, second+1, 600, 5, func(int) row { return s.request(office, "GET", s.page().stem) })
	}
	s.truth.Allowed = append(s.truth.Allowed, "proxy")
	s.deny("people of one office logged on", Denial{Rules: []string{"form-guessing", "auth-broken-in"}})
}
