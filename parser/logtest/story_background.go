package logtest

// background writes a healthy site: of 1,000 rows about 930 are served, 45 are
// not modified, 20 are redirects, three are old links of other sites that find
// nothing and two clients leave early.
func (s *scene) background() {
	if s.alone {
		return
	}
	c := newCurve(s.rate(), nil)
	sum := 0.0
	for minute := s.first; minute < s.end; minute += 60 {
		sum += c.at(minute)
	}
	wanted := float64(s.setting.rows[s.size])
	for minute := s.first; minute < s.end; minute += 60 {
		length := min(60, s.end-minute)
		for range s.dice.poisson(c.at(minute) / sum * wanted) {
			s.arrive(minute + int64(s.dice.below(uint64(length))))
		}
	}
}

func (s *scene) rate() Rate {
	r := Rate{PerSecond: 1, Days: Flat(1).Days}
	if s.nights {
		for hour := 6; hour < 20; hour++ {
			r.Hours[hour] = officeHours()[hour]
		}
	}
	return r
}

// arrive writes one request of the background.
func (s *scene) arrive(second int64) {
	switch {
	case s.layout.httperr():
		s.add(nil, second, s.idle())
		return
	case s.ftp:
		s.transfer(second)
		return
	}
	r := s.visit()
	s.vary(&r)
	if s.windows && r.status == 200 && s.dice.percent(2) {
		s.handshake(second, r)
		return
	}
	s.add(nil, second, r)
}

// visit draws a served request of a visitor.
func (s *scene) visit() row {
	p := &s.pages[s.popular.draw(s.dice)]
	r := s.request(s.clients[s.frequent.draw(s.dice)], p.method, p.stem)
	r.query = p.query(s.dice)
	if p.static {
		r.taken, r.sent = s.dice.logNormal(5, 5), s.dice.logNormal(14000, 6)
	}
	if p.static || s.dice.percent(30) {
		r.referer = plain("https://" + s.sites[r.site].host + s.pages[s.popular.draw(s.dice)].visible())
	}
	return r
}

// request returns a served request of somebody.
func (s *scene) request(c client, method, stem string) row {
	return row{
		site: int(s.dice.below(uint64(len(s.sites)))), method: method, stem: plain(stem), port: 443,
		client: c.address, agent: plain(c.agent), user: plain(c.user), outcome: served(),
		taken: s.dice.logNormal(38, 5), sent: s.dice.logNormal(9000, 5), received: 280 + int64(s.dice.below(900)),
	}
}

// vary gives a request of the background the usual share of other answers.
func (s *scene) vary(r *row) {
	switch n := s.dice.below(1000); {
	case n < 45:
		r.method, r.outcome, r.sent, r.taken = "GET", outcome{status: 304, verdict: verdictOK}, 143, int64(s.dice.below(6))
	case n < 65:
		r.outcome, r.sent = outcome{status: 302, verdict: verdictOK}, 512
	case n < 68 && !s.whole:
		r.outcome, r.method, r.query = outcome{status: 404, win32: 2, verdict: verdictNotFound}, "GET", text{}
		r.stem, r.referer, r.user = plain(s.place.oldPath(s.dice)), plain("https://search.example.net/"), text{}
	case n >= 68 && n < 70:
		r.win32, r.verdict, r.taken = 64, verdictClientLeft, 500+s.dice.logNormal(4000, 6)
	}
}

// handshake writes the two legs of NTLM before a request that is served.
func (s *scene) handshake(second int64, r row) {
	for _, o := range legsOf(s.layout) {
		leg := r
		leg.user, leg.outcome, leg.sent, leg.taken = text{}, o, 1509, int64(s.dice.below(5))
		s.add(nil, second, leg)
	}
	s.add(nil, second, r)
}
