package logtest

import "time"

// silenceStories are about what used to come and came no more.
func silenceStories() []Story {
	return []Story{{
		Name: "most-stay-away", Tells: "From some hour of a working day on only programs that do not look at certificates come, one request in twenty.",
		setting: setting{hours: [3]int{100, 120, 120}, rows: [3]int{2600, 16000, 95000}, monday: true}, tell: mostStayAway,
	}, {
		Name: "office-closes-early", Like: "most-stay-away", Tells: "On Friday an office closes at noon, and hardly anybody comes until the log ends on Sunday.",
		setting: setting{hours: [3]int{165, 165, 165}, rows: [3]int{2600, 16000, 95000}, monday: true}, tell: officeClosesEarly,
	}, {
		Name: "heartbeat-stops", Tells: "A monitor asks every five minutes, and at some time no more.",
		setting: setting{hours: [3]int{48, 96, 168}}, tell: func(s *scene) { s.heartbeat(true, 240) },
	}, {
		Name: "heartbeat-stops-today", Tells: "A monitor asks every ten minutes, and from the afternoon of the only day of the log no more.",
		setting: setting{hours: [3]int{24, 24, 24}}, tell: func(s *scene) { s.heartbeat(true, 540) },
	}, {
		Name: "hourly-job-stops", Tells: "A job calls once an hour for days, and then no more.",
		setting: setting{hours: [3]int{168, 168, 240}}, tell: func(s *scene) { s.heartbeat(true, 3540) },
	}, {
		Name: "heartbeat-goes-on", Like: "heartbeat-stops", Tells: "A monitor asks every five minutes to the end, and misses one now and then.",
		setting: setting{hours: [3]int{48, 96, 168}}, tell: func(s *scene) { s.heartbeat(false, 240) },
	}, {
		Name: "monitor-moves", Like: "heartbeat-stops", Tells: "A monitor asks every five minutes, from the middle of the log on under another address.",
		setting: setting{hours: [3]int{48, 96, 168}}, tell: monitorMoves,
	}, {
		Name: "site-silent", Tells: "One of three sites gets no request any more; the others go on.",
		setting: setting{layout: AllFields, sites: 3, hours: [3]int{24, 72, 120}}, tell: siteSilent,
	}, {
		Name: "visitor-leaves", Like: "heartbeat-stops", Tells: "A visitor reads for two hours and goes home.",
		setting: setting{hours: [3]int{24, 72, 120}}, tell: visitorLeaves,
	}, {
		Name: "morning-job", Like: "heartbeat-stops", Tells: "A program asks every minute from eight to ten on each day.",
		setting: setting{hours: [3]int{96, 120, 168}}, tell: morningJob,
	}}
}

// heartbeat is a monitor that asks every so many seconds and up to two minutes more.
func (s *scene) heartbeat(stops bool, least int64) {
	who := s.colleague()
	who.agent = pick(s.dice, []string{"ExampleMonitor/3.1", "check_http/v2.3", "UptimeProbe/1.4", "Site24/2.0"})
	path := pick(s.dice, []string{"/health", "/ping.aspx", "/status", "/keepalive.txt"})
	every, end := least+int64(s.dice.below(120)), s.end
	if stops {
		end = s.when(45, 65)
	}
	last := int64(0)
	for second := s.first + 20; second < end; second += every {
		if s.dice.oneIn(60) {
			continue
		}
		last = second + int64(s.dice.below(4))
		s.add(nil, last, s.request(who, "GET", path))
	}
	if !stops {
		s.calm("the monitor goes on", "silence", "outage")
		return
	}
	s.claim(Claim{Rules: []string{"silence"}, Severity: "warning", Pause: true, First: at(last), Slack: 10 * time.Minute,
		Or: map[string]string{"c-ip": who.address.String(), "cs-uri-stem": path}})
}

func monitorMoves(s *scene) {
	who := s.colleague()
	who.agent = pick(s.dice, []string{"ExampleMonitor/3.1", "UptimeProbe/1.4"})
	path, moves := pick(s.dice, []string{"/health", "/ping.aspx"}), s.when(45, 65)
	for second := s.first + 20; second < s.end; second += 240 + int64(s.dice.below(120)) {
		if second >= moves {
			moves = s.end
			who.address = s.colleague().address
		}
		s.add(nil, second, s.request(who, "GET", path))
	}
	s.calm("the monitor goes on under another address", "silence", "outage")
}

func siteSilent(s *scene) {
	quiet, from := int(s.dice.below(3)), s.when(50, 65)
	s.drop(from, s.end, func(r *row) bool { return r.site == quiet })
	last := s.first
	for i := range s.rows {
		if r := &s.rows[i]; r.site == quiet {
			last = max(last, r.second)
		}
	}
	s.claim(Claim{Rules: []string{"silence", "outage"}, Severity: "warning", Pause: true, First: at(last), Slack: 30 * time.Minute,
		Where: map[string]string{"s-sitename": s.sites[quiet].name}})
}

func visitorLeaves(s *scene) {
	who := s.stranger()
	s.over(nil, s.busy(20, 50), 7200, s.some(60), func(int) row { return s.request(who, "GET", s.page().stem) })
	s.calm("visitors come and go", "silence", "outage")
}

func morningJob(s *scene) {
	who, path := s.colleague(), "/api/"+pick(s.dice, pageNames())+"/sync"
	for day := s.first / 86400; day*86400 < s.end; day++ {
		for minute := range int64(120) {
			if second := day*86400 + 8*3600 + minute*60; second >= s.first && second < s.end {
				s.add(nil, second+int64(s.dice.below(3)), s.request(who, "GET", path))
			}
		}
	}
	s.calm("the program comes back every morning", "silence", "outage")
}

// thinOut leaves one request in twenty of those between two seconds.
func (s *scene) thinOut(from, until int64) {
	s.drop(from, until, func(*row) bool { return !s.dice.percent(5) })
}

func mostStayAway(s *scene) {
	from := s.first/86400*86400 + 3*86400 + int64(9+s.dice.below(5))*3600
	s.thinOut(from, s.end)
	last := from
	for i := range s.rows {
		last = max(last, s.rows[i].second)
	}
	s.claim(Claim{Rules: []string{"fewer"}, Severity: "warning", Pause: true, First: at(from), Last: at(last), Slack: 70 * time.Minute})
}

func officeClosesEarly(s *scene) {
	day := s.first / 86400 * 86400
	for n := range int64(8) { // nobody is about at night
		s.drop(day+n*86400, day+n*86400+7*3600, func(*row) bool { return !s.dice.percent(5) })
		s.drop(day+n*86400+18*3600, day+(n+1)*86400, func(*row) bool { return !s.dice.percent(5) })
	}
	s.thinOut(day+4*86400+12*3600, s.end)
	s.calm("people are at home", incidentRules()...)
}
