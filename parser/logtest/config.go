package logtest

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Config says what log to write. At least one of Duration, Bytes and Rows must
// be set; the log ends with the first that is reached.
type Config struct {
	// Seed makes the log: the same Config writes the same bytes on every machine.
	Seed uint64
	// Start is the time of the first second, from 1970 on, cut to a whole second of
	// UTC. Zero: Monday, 2 November 2026, 00:00.
	Start time.Time
	// Duration ends the log at Start plus Duration. Zero: no such end.
	Duration time.Duration
	// Bytes ends the log before it grows beyond that size: up to a few kilobytes
	// are left free. Zero: no such end.
	Bytes int64
	// Rows ends the log after that many rows. Zero: no such end.
	Rows int64

	// Rate says how many requests arrive. A mean of zero: 20 a second.
	Rate Rate
	// Traffic is what happens when nothing is planted. Zero: Website. HTTPERR
	// layouts have a traffic of their own.
	Traffic Traffic
	// Layout is the columns. Zero: IIS10.
	Layout Layout
	// Sites are the values of s-sitename; requests spread over them. Zero: W3SVC1.
	Sites []string
	// Newline ends lines. Zero: CR LF, as IIS writes.
	Newline string
	// Restart repeats the directives each time so much log time has passed, as a
	// restarted service does. Zero: once, at the top.
	Restart time.Duration

	// Incidents are planted on top of the background.
	Incidents []Incident
}

// Traffic names a kind of background.
type Traffic int

// Traffics.
const (
	// Website is a public site with some Windows authentication: of 100 rows 88
	// are 200, 5 are 304, 3 are 404, 2 are legs of healthy NTLM handshakes, 1 is
	// a redirect, 1 is another error.
	Website Traffic = iota
	// Intranet has a user name in nearly every row; 5 of 100 rows are legs of
	// healthy Kerberos and NTLM handshakes. One row in 20,000 is a logon that was
	// really refused, one in 50,000 a challenge that nobody answered.
	Intranet
	// Crowd has a new path, client, user and agent in every row, and mostly
	// errors.
	Crowd
)

// check returns the Config with its zero values filled in.
func (c Config) check() (Config, error) {
	switch {
	case c.Duration < 0 || c.Bytes < 0 || c.Rows < 0:
		return c, fmt.Errorf("logtest: Duration, Bytes and Rows must not be negative, found %v, %d and %d",
			c.Duration, c.Bytes, c.Rows)
	case c.Duration == 0 && c.Bytes == 0 && c.Rows == 0:
		return c, fmt.Errorf("logtest: one of Duration, Bytes and Rows must say where the log ends, found none")
	case !c.Start.IsZero() && (c.Start.Unix() < 0 || c.Start.Year() > 9000):
		return c, fmt.Errorf("logtest: Start must be from 1970 to 9000, found %v", c.Start)
	case c.Traffic < Website || c.Traffic > Crowd:
		return c, fmt.Errorf("logtest: Traffic must be Website, Intranet or Crowd, found %d", c.Traffic)
	case c.Restart < 0:
		return c, fmt.Errorf("logtest: Restart must not be negative, found %v", c.Restart)
	}
	c = c.filled()
	return c, errors.Join(c.Rate.check(), c.checkText())
}

// checkText holds that values which are written as they are leave lines whole.
func (c Config) checkText() error {
	if c.Newline != "\r\n" && c.Newline != "\n" {
		return fmt.Errorf("logtest: Newline must be CR LF or LF, found %q", c.Newline)
	}
	if strings.ContainsAny(string(c.Layout), "\r\n") || strings.TrimSpace(string(c.Layout)) == "" {
		return fmt.Errorf("logtest: Layout must be names with blanks between, found %q", c.Layout)
	}
	for _, name := range c.Sites {
		if name == "" || strings.ContainsAny(name, " \t\r\n") {
			return fmt.Errorf("logtest: Sites must be names without blanks, found %q", name)
		}
	}
	return nil
}

func (c Config) filled() Config {
	if c.Start.IsZero() {
		c.Start = time.Date(2026, time.November, 2, 0, 0, 0, 0, time.UTC)
	}
	c.Start = c.Start.UTC().Truncate(time.Second)
	if c.Rate.PerSecond == 0 {
		c.Rate.PerSecond = 20
	}
	if c.Layout == "" {
		c.Layout = IIS10
	}
	if c.Newline == "" {
		c.Newline = "\r\n"
	}
	return c
}
