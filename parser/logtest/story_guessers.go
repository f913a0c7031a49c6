package logtest

// guesserStories are about many addresses that are each refused again and again.
func guesserStories() []Story {
	return []Story{{
		Name: "guessers", Tells: "Many addresses that never come otherwise each guess passwords of the same few names, many times.",
		setting: setting{windows: true}, tell: func(s *scene) { s.guessers(false) },
	}, {
		Name: "guessers-in", Tells: "Many addresses guess passwords of the same few names, and one of them gets in.",
		setting: setting{windows: true}, tell: func(s *scene) { s.guessers(true) },
	}, {
		Name: "own-names", Like: "guessers", Tells: "Many people on the own network are refused with their own names again and again, and let in hours later.",
		setting: setting{windows: true}, tell: ownNames,
	}}
}

func (s *scene) guessers(in bool) {
	path, n := s.logonPath(), max(8, s.some(30))
	names := []string{"admin", "administrator", "scan", "backup", "sales", "test"}[:3+s.dice.below(4)]
	from, lasts := s.when(30, 50), int64(2400+s.dice.below(4800))
	c := s.claim(Claim{Rules: []string{"auth-guessing"}, Severity: "warning", Code: "401.1", States: []string{"over"}})
	for i := range n {
		s.guess(c, from, lasts, s.stranger(), path, names, i)
	}
	s.deny("it is one attack", Denial{Rules: []string{"auth-distributed", "auth-spray", "auth-loop"}})
	if !in {
		s.deny("nobody got in", Denial{Rules: []string{"auth-broken-in"}})
		return
	}
	who := s.stranger()
	c.Says = []string{"but 1 other address"}
	entered := s.claim(Claim{Rules: []string{"auth-broken-in"}, Severity: "critical", Code: "401.1", Where: map[string]string{"c-ip": who.address.String()}})
	s.guess(entered, from, lasts, who, path, names, 1)
	s.wander(nil, from+lasts+8, who, s.place.named(names[1]))
}

// guess writes what one of the addresses tries: two of the names in turn.
func (s *scene) guess(c *Claim, from, lasts int64, who client, path string, names []string, i int) {
	s.over(c, from+int64(s.dice.below(300)), lasts, s.about(20), func(k int) row {
		return s.attempt(who, path, s.place.named(names[(i+k%2)%len(names)]))
	})
}

func ownNames(s *scene) {
	path, from := s.logonPath(), s.when(20, 40)
	for i := range max(8, s.some(20)) {
		who, name := s.colleague(), s.place.account(i)
		s.over(nil, from+int64(s.dice.below(300)), 2400, 10+int(s.dice.below(5)), func(int) row { return s.attempt(who, path, name) })
		who.user = name
		s.over(nil, from+3*3600, 1200, 4, func(int) row { return s.request(who, "GET", s.page().stem) })
	}
	s.deny("each tried his own name, and got in", Denial{Rules: []string{"auth-guessing", "auth-broken-in", "auth-spray", "auth-distributed", "auth-loop"}})
}
