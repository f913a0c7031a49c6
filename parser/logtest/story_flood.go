package logtest

// floodStories are about far more requests than usual, nearly all of which are served.
func floodStories() []Story {
	return []Story{{
		Name: "flood", Tells: "One program asks for pages for some minutes, hundreds of times as often as all visitors together, and is served.",
		tell: func(s *scene) { s.flood(1) },
	}, {
		Name: "flood-crowd", Tells: "Hundreds of addresses ask for one page again and again with another query each time, and are served.",
		tell: func(s *scene) { s.flood(400) },
	}, {
		Name: "mirror-job", Like: "flood", Tells: "A program of the house copies the site, at the same time of each day.",
		setting: setting{hours: [3]int{48, 96, 120}}, tell: mirrorJob,
	}, {
		Name: "campaign", Like: "flood-crowd", Tells: "After a letter to all customers five times as many visitors come for an hour or two, and load what belongs to the pages.",
		tell: campaign,
	}}
}

// flood sends requests of so many addresses that are all served.
func (s *scene) flood(addresses int) {
	from, lasts := s.when(20, 70)/60*60, int64(5+s.dice.below(6))*60
	n := max(s.setting.rows[s.size]/2, 2000)
	path := s.page().stem
	c := s.claim(Claim{Rules: []string{"flood"}, Severity: "warning", States: []string{"over"}})
	var who []client
	for range addresses {
		one := s.stranger()
		who = append(who, client{address: one.address, agent: one.agent})
	}
	if addresses == 1 {
		c.Where = map[string]string{"c-ip": who[0].address.String()}
	} else {
		c.Where = map[string]string{"cs-uri-stem": path}
		s.drop(from, from+lasts, func(*row) bool { return true }) // nobody else gets through
	}
	s.over(c, from, lasts, n, func(i int) row {
		asked := path
		if addresses == 1 {
			asked = s.page().stem
		}
		r := s.request(who[i%len(who)], "GET", asked)
		r.query = plain("r=" + stamp3339(at(int64(i)))[11:19])
		return r
	})
	s.deny("all of it was served", Denial{Rules: []string{"scan", "outage", "attack-answered"}})
}

func mirrorJob(s *scene) {
	job, hour := s.colleague(), int64(1+s.dice.below(4))*3600
	job.agent = "Wget/1.21"
	for day := s.first/86400*86400 + hour; day < s.end-1800; day += 86400 {
		if day >= s.first {
			s.over(nil, day, 600, max(s.setting.rows[s.size]/8, 1100), func(int) row { return s.request(job, "GET", s.page().stem) })
		}
	}
	s.calm("it comes every day", incidentRules()...)
}

func campaign(s *scene) {
	from, lasts := s.busy(30, 60), int64(3600+s.dice.below(3600))
	hours := int64(s.hours[s.size])
	n := int(int64(s.setting.rows[s.size]) * 5 * lasts / 3600 / hours)
	s.over(nil, from, lasts, n/4, func(int) row {
		who, second := s.clients[s.frequent.draw(s.dice)], from+int64(s.dice.below(uint64(lasts)))
		for range 3 {
			s.add(nil, second, s.request(who, "GET", s.page().stem))
		}
		return s.request(who, "GET", "/")
	})
	s.calm("people do that", incidentRules()...)
}
