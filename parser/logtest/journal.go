package logtest

import (
	"io"
	"math"
	"strings"
	"time"
)

// Write writes the log that c describes and returns what it wrote. Memory does
// not grow with the log. The error is that of w, or says what is wrong with c.
func Write(w io.Writer, c Config) (Summary, error) {
	j, err := newJournal(w, c)
	if err != nil {
		return Summary{}, err
	}
	for j.now = j.first; !j.full() && j.now < j.end; j.now++ {
		j.writeSecond()
	}
	j.now--
	j.answerAll()
	j.flush()
	return j.summary(), j.err
}

// journal is a log being written.
//
// Time runs second by second. Each second a Poisson number of background
// requests arrives and is mixed with the planted requests that are due. A
// handshake writes its first leg at once and lines up the rest behind it, so
// that rows of others come between, as in real logs; nothing stays in line for
// longer than a second.
//
// Background, arrivals and each incident have dice of their own. So incidents
// that only add rows leave the rest of the log as it would be without them, to
// the byte.
type journal struct {
	Config
	out  io.Writer
	err  error
	buf  []byte
	size int64 // bytes before buf

	printer printer
	tally   tally

	first, end int64 // unix times
	now        int64
	earliest   int64 // no row is stamped before it
	restart    int64 // when the directives come again
	mean       float64

	dice    *dice
	arrival *dice
	sowing  *dice // where among the background planted rows stand
	curve   *curve
	traffic traffic
	waiting []row // later legs of handshakes, in the order in which they come
	plants  []*plant
	active  []*plant  // those whose time it is
	due     []planted // planted rows of this second, in random order
}

// traffic makes the background.
type traffic interface {
	// request writes one request, which takes one to three rows.
	request(j *journal)
	// visitor returns a served request that d draws, for an incident to spoil.
	visitor(d *dice) row
}

// lastSecond ends every log: the year 10000 does not fit into the columns.
const lastSecond = 253402300800

// bufferSize is the size of a write; longestRow keeps the log within Bytes.
const (
	bufferSize = 256 << 10
	longestRow = 1 << 10
)

func newJournal(w io.Writer, c Config) (*journal, error) {
	c, err := c.check()
	if err != nil {
		return nil, err
	}
	sites := sitesNamed(c.Sites)
	j := &journal{
		Config:  c,
		out:     w,
		buf:     make([]byte, 0, bufferSize+4*longestRow),
		printer: printer{columns: c.Layout.columns(), sites: sites, newline: c.Newline},
		tally:   newTally(),
		first:   c.Start.Unix(),
		end:     lastSecond,
		dice:    newDice(c.Seed, 1),
		arrival: newDice(c.Seed, 2),
		sowing:  newDice(c.Seed, 3),
		curve:   newCurve(c.Rate, newDice(c.Seed, 4)),
	}
	j.earliest = j.first
	if c.Duration > 0 {
		j.end = j.first + int64((c.Duration+time.Second-1)/time.Second)
	}
	j.traffic = newTraffic(c, sites, j.dice)
	j.plants, err = newPlants(c, sites)
	return j, err
}

func newTraffic(c Config, sites []site, d *dice) traffic {
	switch {
	case c.Layout.httperr():
		return newKernel(sites, d)
	case c.Traffic == Crowd:
		return newCrowd(len(sites))
	case c.Traffic == Intranet:
		return newIntranet(len(sites), c.Layout, d)
	}
	return newWebsite(len(sites), c.Layout, d)
}

// writeSecond writes everything that happens in the current second.
func (j *journal) writeSecond() {
	if j.now == j.first || j.now%60 == 0 {
		j.mean = j.curve.at(j.now)
	}
	j.answerAll()
	background := j.arrival.poisson(j.mean * j.turnPlants())
	for background+len(j.due) > 0 && !j.full() {
		if j.sowing.below(uint64(background+len(j.due))) < uint64(len(j.due)) {
			j.sow()
			continue
		}
		j.answerSome()
		j.traffic.request(j)
		background--
	}
}

// put writes one row. It carries the current second unless it was stamped.
func (j *journal) put(r *row) {
	if r.second == 0 {
		r.second = j.now
	}
	if j.tally.rows == 0 || j.Restart > 0 && j.now >= j.restart {
		j.directives(r.second)
	}
	j.buf = j.printer.line(j.buf, r)
	j.tally.count(r)
	if len(j.buf) >= bufferSize {
		j.flush()
	}
}

// late stamps a row a little before its time, as a long request may be that was
// logged after its neighbours.
func (j *journal) late(r *row) {
	if !r.planted && j.dice.oneIn(300) {
		r.second = max(j.earliest, j.now-1-int64(j.dice.below(3)))
	}
}

// wait lines r up behind the leg that was just written.
func (j *journal) wait(r row) { j.waiting = append(j.waiting, r) }

// answerSome may write the row that has waited longest.
func (j *journal) answerSome() {
	if len(j.waiting) > 0 && j.dice.oneIn(2) {
		j.put(&j.waiting[0])
		j.waiting = append(j.waiting[:0], j.waiting[1:]...)
	}
}

func (j *journal) answerAll() {
	for i := range j.waiting {
		j.put(&j.waiting[i])
	}
	j.waiting = j.waiting[:0]
}

// room returns how many rows still fit, those that wait included.
func (j *journal) room() int64 {
	room := int64(math.MaxInt64)
	if j.Rows > 0 {
		room = j.Rows - j.tally.rows
	}
	if j.Bytes > 0 {
		room = min(room, (j.Bytes-j.size-int64(len(j.buf)))/longestRow)
	}
	return room - int64(len(j.waiting))
}

func (j *journal) full() bool { return j.err != nil || j.room() <= 0 }

// directives writes the head of a log.
func (j *journal) directives(second int64) {
	head := []string{
		"#Software: " + j.Layout.software(),
		"#Version: 1.0",
		"#Date: " + stampOf(second),
		"#Fields: " + string(j.Layout),
	}
	j.buf = append(j.buf, strings.Join(head, j.Newline)+j.Newline...)
	j.tally.directives += int64(len(head))
	j.restart = j.now + int64(j.Restart/time.Second)
}

func (j *journal) flush() {
	if j.err != nil || len(j.buf) == 0 {
		return
	}
	n, err := j.out.Write(j.buf)
	j.size += int64(n)
	j.err = err
	j.buf = j.buf[:0]
}

func stampOf(second int64) string { return time.Unix(second, 0).UTC().Format(time.DateTime) }
