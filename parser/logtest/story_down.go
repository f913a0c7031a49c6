package logtest

import "time"

// downStories are about one site or one server that serves nothing while the others do.
func downStories() []Story {
	short := [3]int{4, 24, 72}
	return []Story{{
		Name: "site-down", Tells: "For a quarter of an hour one of three sites answers nothing but errors.",
		setting: setting{layout: AllFields, sites: 3, hours: short}, tell: func(s *scene) { s.down("s-sitename") },
	}, {
		Name: "site-down-folder", Tells: "The same where only the folders of the logs name the sites.",
		setting: setting{sites: 3, hours: short}, tell: func(s *scene) { s.down("s-sitename") },
	}, {
		Name: "server-down", Tells: "For a quarter of an hour one of three servers answers nothing but errors.",
		setting: setting{layout: AllFields, servers: 3, hours: short}, tell: func(s *scene) { s.down("s-computername") },
	}, {
		Name: "site-stops", Tells: "For an hour nothing is written of one of three sites.",
		setting: setting{layout: AllFields, sites: 3, hours: short}, tell: siteStops,
	}, {
		Name: "site-by-day", Like: "site-stops", Tells: "One of three sites is asked by day alone, the others at night as well.",
		setting: setting{layout: AllFields, sites: 3, hours: [3]int{72, 96, 168}}, tell: siteByDay,
	}, {
		Name: "server-taken-out", Like: "server-down", Tells: "One of three servers is taken out of its farm for an hour; the others serve everybody.",
		setting: setting{layout: AllFields, servers: 3, hours: short}, tell: serverTakenOut,
	}, {
		Name: "small-site", Like: "site-down", Tells: "One of three sites is asked for three pages, of which none is served.",
		setting: setting{layout: AllFields, sites: 3, hours: short}, tell: smallSite,
	}}
}

// down lets all rows of a site or a server fail for a while.
func (s *scene) down(field string) {
	bad := int(s.dice.below(3))
	name := map[string]string{"s-sitename": s.sites[bad].name, "s-computername": s.sites[bad].computer}[field]
	from, lasts := s.busy(30, 60), int64(1080+s.dice.below(480))
	c := s.claim(Claim{Rules: []string{"outage"}, Severity: "critical", States: []string{"over"}, Where: map[string]string{field: name},
		Says: []string{name}})
	fail := func(r *row) { r.outcome, r.sent = outcome{status: 503, verdict: verdictCapacity}, 3420 }
	s.spoil(c, from, from+lasts, func(r *row) bool {
		if r.site != bad {
			return false
		}
		fail(r)
		return true
	})
	s.over(c, from, lasts, s.some(16), func(int) row { r := s.visit(); r.site = bad; fail(&r); return r })
	s.over(nil, s.first, from-s.first-60, s.some(60), func(int) row { r := s.visit(); r.site = bad; return r })
	s.over(nil, from+lasts+60, s.end-from-lasts-120, s.some(60), func(int) row { r := s.visit(); r.site = bad; return r })
	s.deny("the others were served", Denial{Rules: []string{"outage", "silence"}, Unless: name})
}

func siteStops(s *scene) {
	quiet, from := int(s.dice.below(3)), s.busy(30, 55)
	lasts := int64(3000 + s.dice.below(900))
	s.drop(from, from+lasts, func(r *row) bool { return r.site == quiet })
	before, after := s.first, s.end
	for i := range s.rows {
		if r := &s.rows[i]; r.site == quiet && r.second < from {
			before = max(before, r.second)
		} else if r.site == quiet {
			after = min(after, r.second)
		}
	}
	s.claim(Claim{Rules: []string{"outage", "silence"}, Severity: "warning", Pause: true, First: at(before), Last: at(after), Slack: 3 * time.Minute,
		Where: map[string]string{"s-sitename": s.sites[quiet].name}})
}

func siteByDay(s *scene) {
	quiet := int(s.dice.below(3))
	s.drop(s.first, s.end, func(r *row) bool {
		hour := r.second / 3600 % 24
		return r.site == quiet && (hour < 7 || hour >= 19)
	})
	s.calm("nobody asks this site at night", "outage", "silence")
}

func serverTakenOut(s *scene) {
	out, from := int(s.dice.below(3)), s.busy(30, 55)
	s.spoil(nil, from, from+3600, func(r *row) bool {
		if r.site == out {
			r.site = (out + 1 + int(s.dice.below(2))) % 3
		}
		return false
	})
	s.calm("the others served its visitors", "outage", "silence", "server")
}

func smallSite(s *scene) {
	small := int(s.dice.below(3))
	s.drop(s.first, s.end, func(r *row) bool { return r.site == small })
	s.over(nil, s.when(40, 50), 600, 3, func(i int) row {
		r := s.request(s.clients[i], "GET", s.pages[i+1].stem)
		r.site, r.outcome, r.sent = small, broken(), 3420
		return r
	})
	s.deny("three requests are no outage", Denial{Rules: []string{"outage", "silence"}})
}
