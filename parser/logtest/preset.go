package logtest

import "time"

// Bench returns the log that speed is measured on: size bytes of a public site,
// about 229 bytes a row and 2.6 days a gigabyte, with the default columns.
func Bench(size int64) Config {
	return Config{Seed: 1, Bytes: size, Traffic: Website, Rate: Rate{PerSecond: 20}}
}

// Auth returns a log of size bytes in which one row in twenty is the leg of a
// healthy handshake, and very few are logons that were refused.
func Auth(size int64) Config {
	return Config{Seed: 1, Bytes: size, Traffic: Intranet, Rate: Rate{PerSecond: 20}}
}

// Hostile returns a log of size bytes in which no path, client, user or agent
// comes twice.
func Hostile(size int64) Config {
	return Config{Seed: 1, Bytes: size, Traffic: Crowd, Rate: Flat(20)}
}

// Quiet returns a log of four weeks, about size bytes long, in which nothing
// happens: a report should find nothing to say.
func Quiet(size int64) Config {
	const weeks, bytesPerRow = 4, 229
	perSecond := float64(size) / bytesPerRow / (weeks * 7 * 86400)
	return Config{Seed: 1, Duration: weeks * week, Traffic: Website, Rate: Rate{PerSecond: perSecond}, Restart: day}
}

// Planted returns the log of Quiet with one incident of each kind that a log of
// sites can show, two of them at once, and what is no incident. Two begin a day,
// from the second week on, when there is something to compare with.
func Planted(size int64) Config {
	c := Quiet(size)
	hours := []time.Duration{9 * time.Hour, 15 * time.Hour}
	slot := 0
	at := func() time.Duration {
		slot++
		return time.Duration(7+slot/2)*day + hours[slot%2]
	}
	for _, kind := range brief() {
		c.Incidents = append(c.Incidents, Incident{Kind: kind, At: at()})
	}
	c.Incidents = append(c.Incidents, Together(at())...)
	return c.with(
		Incident{Kind: Gap, At: 19*day + 2*time.Hour},
		Incident{Kind: SlowBurn, At: 20 * day},
		Incident{Kind: Recurring, At: 21*day + 2*time.Hour + 15*time.Minute})
}

// with returns c with more incidents.
func (c Config) with(more ...Incident) Config {
	c.Incidents = append(c.Incidents, more...)
	return c
}

const (
	day  = 24 * time.Hour
	week = 7 * day
)

// brief returns the kinds that are over within hours.
func brief() []Kind {
	return []Kind{
		BruteForce, BrokenPage, PasswordSpray, UpstreamDown, ExpiredAccount, DefaultDocument,
		LockedAccount, BadConfiguration, DisabledAccount, NetworkDenied, DirectoryAway, Scanner,
		ACLChange, RateLimit, AddressDenied, UpstreamSlow, ClientCertificates, PoolStopped,
		HTTPSRequired, ShortBurst, Growth,
	}
}
