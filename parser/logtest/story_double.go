package logtest

// doubleStories are about two matters that share a log or a time, each of which
// must be told by itself.
func doubleStories() []Story {
	return []Story{{
		Name: "expired-in-spray", Tells: "A service fails with an expired password while a stranger sprays.",
		setting: setting{hours: [3]int{14, 48, 120}},
		tell:    func(s *scene) { s.spray(false); s.expired() },
	}, {
		Name: "scan-and-page", Tells: "One client looks for made-up names while a page of the site fails for everybody.",
		tell: func(s *scene) { dirbust(s); s.brokenPage() },
	}, {
		Name: "two-sprays", Tells: "Two strangers spray, one after the other.",
		tell: func(s *scene) { s.spray(false); s.spray(false) },
	}, {
		Name: "proxy-and-attacker", Like: "office-proxy", Tells: "An office behind one address mistypes, and a stranger sprays: only one of them is to be blocked.",
		setting: setting{windows: true}, tell: func(s *scene) { officeAddress(s); s.spray(false) },
	}}
}

// brokenPage is a page that fails for an hour, whoever asks.
func (s *scene) brokenPage() *Claim {
	page := s.page()
	c := s.claim(Claim{Rules: []string{"application", "few-paths"}, Code: "500.0", States: []string{"over"}, Where: map[string]string{"cs-uri-stem": page.stem}})
	s.over(c, s.busy(30, 60), 3600, s.some(70), func(i int) row {
		r := s.request(s.clients[(i*7)%len(s.clients)], "GET", page.stem)
		r.site, r.outcome, r.sent = i%len(s.sites), broken(), 3420
		return r
	})
	return c
}
