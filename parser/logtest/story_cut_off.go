package logtest

import "time"

// cutOffStories are about clients that give up.
func cutOffStories() []Story {
	return []Story{{
		Name: "cut-off", Tells: "A proxy hangs up after the same time whenever a page takes longer.",
		tell: cutOff,
	}, {
		Name: "hang-ups", Like: "cut-off", Tells: "Visitors leave at all kinds of times, more of them than usual.",
		tell: hangUps,
	}}
}

func cutOff(s *scene) {
	page, limit := s.page(), pick(s.dice, []int64{30, 60, 100, 120, 230})
	from := s.when(15, 30)
	c := s.claim(Claim{Rules: []string{"cut-off"}, Severity: "warning", States: []string{"over", "going-on"}, Slack: 20 * time.Minute,
		Where: map[string]string{"cs-uri-stem": page.stem}, Says: []string{limitWords(limit)}})
	s.over(c, from, (s.end-from)*8/10, s.some(120), func(i int) row {
		r := s.request(s.clients[(i*3)%len(s.clients)], "GET", page.stem)
		r.win32, r.verdict, r.taken = 64, verdictClientLeft, limit*1000+int64(s.dice.below(40))
		return r
	})
	s.over(nil, from, (s.end-from)*8/10, s.some(60), func(i int) row { // quicker ones are served
		r := s.request(s.clients[(i*5)%len(s.clients)], "GET", page.stem)
		r.taken = limit * 1000 * int64(30+s.dice.below(60)) / 100
		return r
	})
	s.truth.Allowed = []string{"slow"}
}

// limitWords are the ways to write a time of that many seconds.
func limitWords(seconds int64) string {
	n := plainNumber(int(seconds))
	words := n + " s|" + n + "s|" + n + " seconds|" + n + "000|" + n + ",000|" + n + ".0"
	if seconds%60 == 0 {
		m := plainNumber(int(seconds / 60))
		words += "|" + m + " min|" + m + "m|" + m + " m"
	}
	if seconds > 60 && seconds%60 > 0 {
		words += "|" + plainNumber(int(seconds/60)) + " min|" + plainNumber(int(seconds/60)) + "m"
	}
	return words
}

func hangUps(s *scene) {
	s.over(nil, s.first, s.end-s.first, s.some(60), func(i int) row {
		r := s.visit()
		r.outcome, r.taken = outcome{status: 200, win32: pick(s.dice, []uint32{64, 64, 995, 1236}), verdict: verdictClientLeft}, 200+s.dice.logNormal(9000, 8)
		return r
	})
	s.calm("visitors leave when they like", "cut-off", "slow", "outage")
}
