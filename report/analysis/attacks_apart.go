package analysis

// Somebody who guesses comes back, days later: from the first refusal to the last it takes as
// long as a service that has an old password, which tries all the time, or at its hour.

const (
	attackPause = 2 * 3600 // seconds without a try end an attack
	mostAttacks = 3        // whoever tries more often, or without a pause, is a program at work
	attackApart = 60       // seconds between two tries of an attack on average, at most
	sameHour    = 30 * 60  // seconds of the clock: what comes back then is a job
)

// inAttacks reports whether refusals came in a few quick attacks, hours or days apart and at
// different times of the day. Where their seconds are not known, nothing is.
func (c crowd) inAttacks() bool {
	seconds := c.seconds()
	if int64(len(seconds)) != c.rows() || len(seconds) == 0 {
		return false
	}
	attacks, begins := 0, 0
	for i, second := range seconds {
		if i+1 < len(seconds) && seconds[i+1]-second <= attackPause {
			continue
		}
		tries, lasts := int64(i+1-begins), second-seconds[begins]
		if tries < fewLogons || lasts > attackApart*tries || lasts >= loopLasts || begins > 0 && isSameHour(seconds[0], seconds[begins]) {
			return false
		}
		attacks, begins = attacks+1, i+1
	}
	return attacks <= mostAttacks
}

// isSameHour reports whether two times are about the same by the clock.
func isSameHour(a, b int64) bool {
	apart := (b - a) % wholeDay
	return apart <= sameHour || apart >= wholeDay-sameHour
}
