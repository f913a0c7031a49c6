package logtest

import "time"

// spellStories are about times in which everything is slow, and that come again.
func spellStories() []Story {
	days := [3]int{96, 120, 168}
	steady := [3]int{1600, 9000, 95000}
	return []Story{{
		Name: "slow-leak", Tells: "Again and again every page takes longer and longer, until something is started anew and all is quick.",
		setting: setting{rows: steady}, tell: slowLeak,
	}, {
		Name: "slow-by-load", Like: "slow-leak", Tells: "Every page takes longer the more is asked for, in the middle of each half of the day; it gets quick as slowly.",
		setting: setting{rows: steady}, tell: slowByLoad,
	}, {
		Name: "slow-besides-nights", Tells: "While a backup runs each evening every page is slow; on one day all are for an hour in the morning as well.",
		setting: setting{hours: days, rows: steady}, tell: func(s *scene) { s.slowNights(true) },
	}, {
		Name: "slow-nights", Like: "slow-besides-nights", Tells: "While a backup runs each evening every page is slow.",
		setting: setting{hours: days, rows: steady}, tell: func(s *scene) { s.slowNights(false) },
	}}
}

// slower makes the rows of pages in a time take so many times as long.
func (s *scene) slower(c *Claim, from, until int64, times func(second int64) float64) {
	s.spoil(c, from, until, func(r *row) bool {
		if r.status != 200 || r.win32 != 0 {
			return false
		}
		r.taken = int64(float64(min(r.taken, 200)+20) * times(r.second))
		return true
	})
}

func slowLeak(s *scene) {
	period := (s.end - s.first) / (5 + int64(s.dice.below(3)))
	c := s.claim(Claim{Rules: []string{"slow"}, Severity: "warning", States: []string{"going-on", "over"}, Slack: 24 * time.Hour, Says: []string{"slower and slower"}})
	grows := func(second int64) float64 {
		part := float64((second-s.first)%period) / float64(period)
		return 1 + 60*part*part*part
	}
	for from := s.first; from < s.end; from += period {
		s.slower(nil, from, from+period*4/5, grows)
		s.slower(c, from+period*4/5, from+period, grows)
	}
}

func slowByLoad(s *scene) {
	const half = 6 * 3600
	s.slower(nil, s.first, s.end, func(second int64) float64 {
		part := float64(second%half)/half*2 - 1 // from -1 to 1
		return 1 + 40*(1-part*part)*(1-part*part)
	})
	s.deny("it gets quick as slowly as it got slow", Denial{Says: "slower and slower"})
	s.truth.Allowed = append(s.truth.Allowed, "slow")
}

func (s *scene) slowNights(besides bool) {
	thirty := func(int64) float64 { return 40 }
	if besides {
		from := s.busy(50, 60)/86400*86400 + 9*3600
		c := s.claim(Claim{Rules: []string{"slow"}, Severity: "warning", States: []string{"over"}, Slack: 45 * time.Minute})
		s.over(c, from, 3600, s.some(30), func(int) row { r := s.visit(); r.outcome = outcome{status: 200, verdict: verdictOK}; return r })
		for i := range s.rows {
			if r := &s.rows[i]; r.claim == c {
				r.taken = 900 + int64(s.dice.below(4000))
			}
		}
		s.slower(c, from, from+3600, thirty)
	}
	for day := s.first / 86400 * 86400; day < s.end; day += 86400 {
		s.slower(nil, day+18*3600, day+20*3600, thirty)
	}
	if !besides {
		s.truth.Allowed = append(s.truth.Allowed, "slow")
		s.deny("it comes each evening", Denial{Rules: []string{"slow"}, Says: "from about"})
	}
}
