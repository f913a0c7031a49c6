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
