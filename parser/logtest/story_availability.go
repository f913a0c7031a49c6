package logtest

import "time"

// availabilityStories are about times in which the site served nothing.
func availabilityStories() []Story {
	return []Story{{
		Name: "outage-errors", Tells: "For a quarter of an hour every request fails, with 500 and 503; then the site starts slowly.",
		setting: setting{hours: [3]int{4, 24, 72}}, tell: outageErrors,
	}, {
		Name: "anonymous-off", Tells: "For a quarter of an hour the pages of a public site ask everybody to log on.",
		setting: setting{hours: [3]int{4, 24, 72}}, tell: func(s *scene) {
			s.refusedAll(outcome{status: 401, substatus: 2, win32: 5, verdict: verdictChallenge}, "Everybody was asked to log on")
		},
	}, {
		Name: "logons-refused", Tells: "For a quarter of an hour all logons are refused, as no key of the server fits any more.",
		setting: setting{hours: [3]int{4, 24, 72}}, tell: func(s *scene) {
			s.refusedAll(outcome{status: 401, substatus: 1, win32: 2148074252, verdict: verdictLogon}, "Nobody could log on")
		},
	}, {
		Name: "guessers-alone", Like: "logons-refused", Tells: "For an hour nobody comes but thirty addresses that try passwords at some pages.",
		setting: setting{hours: [3]int{8, 24, 72}}, tell: guessersAlone,
	}, {
		Name: "some-challenged", Like: "anonymous-off", Tells: "For a quarter of an hour one request in three is asked to log on; the others are served.",
		setting: setting{hours: [3]int{4, 24, 72}}, tell: someChallenged,
	}, {
		Name: "outage-nothing", Tells: "In the middle of the day nothing is written for half an hour.",
		setting: setting{hours: [3]int{4, 24, 72}}, tell: outageNothing,
	}, {
		Name: "days-missing", Like: "outage-errors", Tells: "The logs of some days are missing; a page failed a few times before and after.",
		setting: setting{hours: [3]int{168, 168, 240}, whole: true}, tell: daysMissing,
	}, {
		Name: "some-errors", Like: "outage-errors", Tells: "For a quarter of an hour one request in three fails; the others are served.",
		setting: setting{hours: [3]int{4, 24, 72}}, tell: someErrors,
	}, {
		Name: "short-outages", Tells: "Five times of a day the application is out of service for half a minute.",
		setting: setting{hours: [3]int{12, 24, 72}}, tell: func(s *scene) { s.outOfService(1) },
	}, {
		Name: "short-troubles", Like: "short-outages", Tells: "Five times of a day one request in three fails for half a minute.",
		setting: setting{hours: [3]int{12, 24, 72}}, tell: func(s *scene) { s.outOfService(3) },
	}, {
		Name: "quiet-nights", Like: "outage-nothing", Tells: "Nobody comes at night, on any night.",
		setting: setting{hours: [3]int{72, 96, 168}, nights: true}, tell: func(s *scene) {
			s.calm("nobody ever comes at night", "outage", "silence")
		},
	}, {
		Name: "weekend", Like: "site-silent", Tells: "A site of an office is hardly asked on Saturday and Sunday and busy again on Monday.",
		setting: setting{hours: [3]int{240, 240, 240}, nights: true, monday: true}, tell: weekend,
	}}
}

// outOfService lets one of some requests fail for half a minute, five times.
func (s *scene) outOfService(of int) {
	var c *Claim
	if of == 1 {
		c = s.claim(Claim{Rules: []string{"short-outages"}, Severity: "warning", Code: "503.0", States: []string{"over"}, Says: []string{"5 times"}})
	}
	fail := outcome{status: 503, verdict: verdictCapacity}
	pages := []string{s.page().stem, s.page().stem, s.page().stem, s.page().stem}
	for part := range int64(5) {
		from := s.first + (s.end-s.first)/15*(2*part+1)
		s.drop(from-40, from+80, func(*row) bool { return true })
		s.over(nil, from-38, 37, 16, func(i int) row { return s.request(s.clients[i], "GET", pages[i%4]) })
		s.over(nil, from+31, 40, 16, func(i int) row { return s.request(s.clients[i], "GET", pages[i%4]) })
		s.over(c, from, 30, 12*of, func(i int) row {
			r := s.request(s.clients[i%len(s.clients)], "GET", pages[i%4])
			if i%of == 0 {
				r.outcome, r.sent = fail, 3420
			}
			return r
		})
	}
	if of > 1 {
		s.deny("others were served meanwhile", Denial{Rules: []string{"short-outages", "outage"}})
	}
}

func outageErrors(s *scene) {
	from, lasts := s.busy(30, 70), int64(720+s.dice.below(480))
	c := s.claim(Claim{Rules: []string{"outage"}, Severity: "critical", States: []string{"over"}})
	s.spoil(c, from, from+lasts, func(r *row) bool {
		r.outcome, r.sent = outcome{status: 500, verdict: verdictApplication}, 3420
		if s.dice.percent(30) {
			r.outcome, r.taken = outcome{status: 503, verdict: verdictCapacity}, 0
		}
		return true
	})
	for i := range int64(3) { // the first requests after it start the application
		r := s.visit()
		r.taken = 20000 - 5000*i
		s.add(nil, from+lasts+1+i, r)
	}
	s.truth.Allowed = []string{"slow"} // of the start
	s.deny("one outage is no fault of a query or a client", Denial{Rules: []string{"scan", "silence"}})
}

func outageNothing(s *scene) {
	from, lasts := s.busy(30, 70), int64(1800+s.dice.below(900))
	s.drop(from, from+lasts, func(*row) bool { return true })
	first, last := s.edges(from, from+lasts)
	s.claim(Claim{Rules: []string{"outage", "silence"}, Severity: "warning", Pause: true, First: at(first), Last: at(last), Slack: 3 * time.Minute})
}

// edges returns the last row before and the first row after a time without any.
// Rows of the background come in the order of their minutes.
func (s *scene) edges(from, to int64) (before, after int64) {
	before, after = s.first, s.end
	for i := range s.rows {
		second := s.rows[i].second
		if second < from {
			before = max(before, second)
		}
		if second >= to {
			after = min(after, second)
		}
	}
	return before, after
}

func daysMissing(s *scene) {
	from := (s.first/86400 + 3) * 86400
	until := from + 2*86400
	s.drop(from-1800, until+1800, func(*row) bool { return true })
	for _, second := range []int64{from - 900, until + 900} {
		for i := range 7 {
			r := s.request(s.clients[i], "GET", s.pages[i+1].stem)
			r.outcome, r.sent = broken(), 3420
			s.add(nil, second+int64(i), r)
		}
	}
	s.deny("nobody knows what was served on days without a log", Denial{Rules: []string{"outage", "silence"}})
}

func someErrors(s *scene) {
	from, lasts := s.busy(30, 70), int64(720+s.dice.below(480))
	c := s.claim(Claim{Rules: []string{"application"}, Code: "500.0", States: []string{"over"}})
	n := 0
	s.spoil(c, from, from+lasts, func(r *row) bool {
		if n++; n%3 > 0 {
			return false
		}
		r.outcome, r.sent = outcome{status: 500, verdict: verdictApplication}, 3420
		return true
	})
	s.deny("two of three requests were served", Denial{Rules: []string{"outage", "silence"}})
}

func weekend(s *scene) {
	s.drop(s.first, s.end, func(r *row) bool {
		day := (r.second/86400 + 4) % 7
		return (day == 0 || day == 6) && !s.dice.percent(3)
	})
	s.calm("an office works from Monday to Friday", "outage", "silence")
}

// refusedAll lets all requests end so for a quarter of an hour.
func (s *scene) refusedAll(end outcome, says string) {
	from, lasts := s.busy(30, 60), int64(900+s.dice.below(600))
	c := s.claim(Claim{Rules: []string{"outage", "auth-nobody"}, Severity: "critical", States: []string{"over"}, Says: []string{says}})
	fail := func(r *row) { r.user, r.outcome, r.sent = text{}, end, 1293 }
	s.spoil(c, from, from+lasts, func(r *row) bool { fail(r); return true })
	s.over(c, from, lasts, s.some(60), func(int) row { r := s.visit(); fail(&r); return r })
	s.deny("nobody guessed passwords", Denial{Rules: []string{"auth-spray", "auth-guessing", "auth-distributed"}})
}

func someChallenged(s *scene) {
	from, n := s.busy(30, 60), 0
	s.spoil(nil, from, from+1200, func(r *row) bool {
		if n++; n%3 == 0 {
			r.user, r.outcome, r.sent = text{}, outcome{status: 401, substatus: 2, win32: 5, verdict: verdictChallenge}, 1293
		}
		return n%3 == 0
	})
	s.deny("others were served meanwhile", Denial{Rules: []string{"outage", "auth-nobody"}})
}

func guessersAlone(s *scene) {
	from := s.busy(40, 60)
	s.drop(from-60, from+3660, func(*row) bool { return true })
	var guessers []client
	for range 30 {
		guessers = append(guessers, s.stranger())
	}
	pages := []string{s.page().stem, s.page().stem, s.page().stem, s.page().stem, s.page().stem}
	s.over(nil, from, 3600, 360, func(i int) row {
		r := s.attempt(guessers[i%30], pages[i%5], s.place.account(i%60))
		r.win32 = 1326
		return r
	})
	s.truth.Allowed = append(s.truth.Allowed, "auth-guessing", "auth-spray", "auth-distributed", "form-guessing", "logon-failure")
	s.deny("nobody else came", Denial{Rules: []string{"outage", "auth-nobody"}})
}
