package logtest

import "fmt"

// Rate says how many requests arrive: a mean, bent by the hour of the day and
// the day of the week. Around it, arrivals are independent (Poisson).
type Rate struct {
	// PerSecond is the mean over a week, in requests a second, above 0.
	PerSecond float64
	// Hours weigh the hours of the day in UTC, Days the days of the week from
	// Sunday on; only their proportions count, and the curve between two hours is
	// a straight line. All zero: offices, busy from 8 to 17 and calm at weekends.
	Hours [24]float64
	Days  [7]float64
	// Swing makes traffic rougher than chance alone: each quarter of an hour has
	// a factor of its own between 1-Swing and 1+Swing. 0 to 1; zero: no factor.
	Swing float64
}

// Flat returns a rate that knows neither hour nor weekday.
func Flat(perSecond float64) Rate {
	r := Rate{PerSecond: perSecond}
	for i := range r.Hours {
		r.Hours[i] = 1
	}
	for i := range r.Days {
		r.Days[i] = 1
	}
	return r
}

func officeHours() [24]float64 {
	return [24]float64{
		0.25, 0.20, 0.18, 0.17, 0.20, 0.32, 0.60, 1.10, 1.75, 2.05, 2.10, 1.95,
		1.60, 1.75, 2.00, 1.90, 1.60, 1.25, 0.95, 0.85, 0.75, 0.62, 0.47, 0.34,
	}
}

func officeDays() [7]float64 { return [7]float64{0.45, 1.15, 1.25, 1.25, 1.20, 1.10, 0.60} }

// check holds that the numbers can be worked with.
func (r Rate) check() error {
	if !(r.PerSecond > 0 && r.PerSecond <= 1e6) {
		return fmt.Errorf("logtest: Rate.PerSecond must be above 0 and at most 1e6, found %v", r.PerSecond)
	}
	if !(r.Swing >= 0 && r.Swing <= 1) {
		return fmt.Errorf("logtest: Rate.Swing must be from 0 to 1, found %v", r.Swing)
	}
	for _, w := range append(r.Hours[:], r.Days[:]...) {
		if !(w >= 0 && w <= 1e6) {
			return fmt.Errorf("logtest: Rate.Hours and Rate.Days must be from 0 to 1e6, found %v", w)
		}
	}
	return nil
}

// curve is a Rate with its weights brought to a mean of one.
type curve struct {
	Rate
	dice    *dice
	quarter int64
	factor  float64
}

func newCurve(r Rate, d *dice) *curve {
	if r.Hours == [24]float64{} {
		r.Hours = officeHours()
	}
	if r.Days == [7]float64{} {
		r.Days = officeDays()
	}
	toMeanOne(r.Hours[:])
	toMeanOne(r.Days[:])
	return &curve{Rate: r, dice: d, factor: 1}
}

func toMeanOne(weights []float64) {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	for i := range weights {
		weights[i] = weights[i] / sum * float64(len(weights))
	}
}

// at returns the mean number of requests in the second that starts at unix time
// second. Seconds must be asked for in order.
func (c *curve) at(second int64) float64 {
	hour := second / 3600 % 24
	from, to := c.Hours[hour], c.Hours[(hour+1)%24]
	within := float64(second%3600) / 3600
	weight := from + float64((to-from)*within)
	day := (second/86400 + 4) % 7 // 1970 began on a Thursday
	return c.PerSecond * weight * c.Days[day] * c.swing(second)
}

func (c *curve) swing(second int64) float64 {
	if c.Swing == 0 {
		return 1
	}
	if quarter := second / 900; quarter != c.quarter {
		c.quarter = quarter
		c.factor = 1 + float64(c.Swing*(2*c.dice.unit()-1))
	}
	return c.factor
}
