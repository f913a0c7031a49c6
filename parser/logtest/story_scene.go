package logtest

import (
	"cmp"
	"net/netip"
)

// setting is what a story needs around it. Zero values are filled in.
type setting struct {
	layout  Layout // zero: IIS10
	hours   [3]int // that the log covers, by size; zero: 8, 48 and 120
	rows    [3]int // of the background; zero: 800, 9,000 and 95,000
	sites   int    // zero: 1
	servers int    // zero: 1
	windows bool   // people log on with Windows authentication
	nights  bool   // nobody comes between 20 and 6
	merged  bool   // all servers write into one file
	bare    bool   // of the directives there is only #Fields
	ftp     bool   // a log of the FTP service
	alone   bool   // no background at all
	monday  bool   // the log begins on a Monday
	whole   bool   // the background misses nothing
}

// scene is the log of one story while it is made.
type scene struct {
	setting
	size       Size
	dice       *dice
	first, end int64 // unix times

	place    place
	sites    []site // one for each site of each server, the sites of a server together
	pages    []page
	clients  []client
	popular  *wheel // of pages
	frequent *wheel // of clients
	taken    map[netip.Addr]bool
	proxy    string // c-ip of all rows where the layout has X-Forwarded-For

	rows   []told
	claims []*Claim
	truth  StoryTruth
}

// told is a row and the claim it is counted to; nil for the background.
type told struct {
	row
	claim *Claim
}

func newScene(s Story, size Size, seed uint64) *scene {
	stream := uint64(1000 + int(size))
	for _, letter := range s.Name {
		stream = mixed(stream + uint64(letter))
	}
	c := &scene{setting: s.setting.filled(), size: size, dice: newDice(seed, stream), taken: map[netip.Addr]bool{}}
	c.place = newPlace(c.dice)
	c.first = c.place.day + int64(c.dice.below(2))*86400
	if c.monday {
		c.first -= (c.first/86400 + 3) % 7 * 86400 // 1970 began on a Thursday
	}
	if c.hours[size] < 24 {
		c.first += int64(7+c.dice.below(3))*3600 + int64(c.dice.below(1800))
	}
	c.end = c.first + int64(c.hours[size])*3600
	c.sites = c.place.newSites(c.dice, c.setting)
	c.pages = newScenePages(c.dice, [3]int{40, 160, 400}[size])
	c.clients = c.newVisitors([3]int{60, 400, 2000}[size])
	c.popular, c.frequent = newWheel(len(c.pages)), newWheel(len(c.clients))
	c.rows = make([]told, 0, c.setting.rows[size]*5/4)
	c.proxy = ipv4(10, c.dice.below(250), c.dice.below(250), 1+c.dice.below(200)).String()
	return c
}

func (s setting) filled() setting {
	s.layout = cmp.Or(s.layout, IIS10)
	s.hours = cmp.Or(s.hours, [3]int{8, 48, 120})
	s.rows = cmp.Or(s.rows, [3]int{800, 9000, 95000})
	s.sites, s.servers = max(s.sites, 1), max(s.servers, 1)
	return s
}

// newVisitors draws the clients of the background. One in ten is a program.
func (s *scene) newVisitors(n int) []client {
	list := newClients(s.dice, n)
	robots := robots()
	for i := range list {
		s.taken[list[i].address] = true
		list[i].user = ""
		if s.windows {
			list[i].user = s.place.account(i)
		}
		if i%10 == 7 && !s.windows {
			list[i].agent = pick(s.dice, robots)
		}
	}
	return list
}

// stranger draws a client that is not in the background.
func (s *scene) stranger() client {
	for {
		d := s.dice
		var a netip.Addr
		switch d.below(4) {
		case 0:
			a = ipv4(198, 51, 100, 1+d.below(254))
		case 1:
			a = ipv6(d.below(1 << 60))
		default:
			a = ipv4(203, 0, 113, 1+d.below(254))
		}
		if !s.taken[a] {
			s.taken[a] = true
			return client{address: a, agent: pick(d, append(agents()[:8], robots()[2:9]...))}
		}
	}
}

// colleague draws a client of the house that is not in the background.
func (s *scene) colleague() client {
	for {
		a := ipv4(10, 1+s.dice.below(200), s.dice.below(250), 1+s.dice.below(250))
		if !s.taken[a] {
			s.taken[a] = true
			return client{address: a, agent: pick(s.dice, agents()[:9])}
		}
	}
}

// some varies an amount with size and seed: n and a quarter more or less, twice
// that in a medium log and four times in a large one.
func (s *scene) some(n int) int {
	n *= [3]int{1, 2, 4}[s.size]
	return n - n/4 + int(s.dice.below(uint64(n/2+1)))
}

// about varies an amount with the seed alone.
func (s *scene) about(n int) int { return n - n/4 + int(s.dice.below(uint64(n/2+1))) }

// when draws a moment between two hundredths of the log.
func (s *scene) when(from, to int64) int64 {
	length := s.end - s.first
	low, high := s.first+length*from/100, s.first+length*to/100
	return low + int64(s.dice.below(uint64(high-low)))
}

// busy draws such a moment in the working hours, from 9 to 15, and further
// afield where these hundredths hold none.
func (s *scene) busy(from, to int64) int64 {
	for tries := int64(0); ; tries++ {
		wider := min(tries/50, 30)
		second := s.when(max(from-wider, 5), min(to+wider, 85))
		if hour := second / 3600 % 24; hour >= 9 && hour < 15 {
			return second
		}
	}
}

// claim notes what must be told. Its rows are those that are added for it.
func (s *scene) claim(c Claim) *Claim {
	s.claims = append(s.claims, &c)
	return &c
}

// deny notes what must not be told.
func (s *scene) deny(why string, d Denial) {
	d.Why = why
	s.truth.Denials = append(s.truth.Denials, d)
}

// calm notes that nothing needs attention, above all not these rules.
func (s *scene) calm(why string, rules ...string) {
	s.truth.Calm = true
	s.deny(why, Denial{Rules: rules})
}

// add writes a row at a second, cut to the time of the log.
func (s *scene) add(c *Claim, second int64, r row) {
	r.second = min(max(second, s.first), s.end-1)
	s.rows = append(s.rows, told{r, c})
}

// over writes n rows, evenly from a second on, each at a random moment of its
// part of the time.
func (s *scene) over(c *Claim, from, lasts int64, n int, draw func(i int) row) {
	for i := range n {
		part := lasts * int64(i) / int64(n)
		next := max(lasts*int64(i+1)/int64(n), part+1)
		s.add(c, from+part+int64(s.dice.below(uint64(next-part))), draw(i))
	}
}

// spoil gives rows of the background between two seconds to a claim, where
// change returns true; it may change them.
func (s *scene) spoil(c *Claim, from, to int64, change func(*row) bool) {
	for i := range s.rows {
		r := &s.rows[i]
		if r.claim == nil && r.second >= from && r.second < to && change(&r.row) {
			r.claim = c
		}
	}
}

// drop takes rows of the background away.
func (s *scene) drop(from, to int64, gone func(*row) bool) {
	kept := s.rows[:0]
	for i := range s.rows {
		if r := &s.rows[i]; r.second < from || r.second >= to || !gone(&r.row) {
			kept = append(kept, *r)
		}
	}
	s.rows = kept
}
