package spike

// calendar divides the buckets into blocks of about an hour. It says of each at
// which hour of which day it lies, by local time.
//
// A timeline of less than two days shows no seasonality. It has some 48 blocks of
// one day, and cell is their number.
type calendar struct {
	start, step int64
	offset      func(int64) int64
	buckets     int
	blocks      []block // in order of time, without holes between
	days, cells int     // a cell is an hour of the day
	weekday     []int   // of each day, 0 for Sunday
	seasonal    bool    // there are two days at least
}

// block is a run of buckets: from ≤ bucket < until.
type block struct{ from, until, day, cell int }

const (
	hour      = 3600
	day       = 86400
	fewBlocks = 48
)

func newCalendar(t *Timeline, buckets int) *calendar {
	c := &calendar{start: t.Start, step: t.Step, offset: t.Offset, buckets: buckets}
	if c.step <= 0 {
		c.step = 60
	}
	// Nonsense must not overflow.
	c.step = min(c.step, 1<<32)
	c.start = min(max(c.start, -1<<60), 1<<60)
	if c.step <= day && int64(buckets) >= 2*day/c.step {
		c.layDays()
	} else {
		c.layEven()
	}
	return c
}

// layEven lays blocks of equal length.
func (c *calendar) layEven() {
	size := max(1, (c.buckets+fewBlocks-1)/fewBlocks)
	for from := 0; from < c.buckets; from += size {
		c.blocks = append(c.blocks, block{from, min(from+size, c.buckets), 0, len(c.blocks)})
	}
	c.days, c.cells = 1, len(c.blocks)
	c.weekday = []int{0}
}

// layDays lays a block for each hour of each day, or for each bucket where those
// are longer. When the clocks go back, the block of the hour that comes twice is
// twice as long.
func (c *calendar) layDays() {
	c.seasonal = true
	length := max(hour, c.step)
	c.cells = int((day + length - 1) / length)
	first := floorDiv(c.local(0), day)
	key, quarter, ahead := int64(0), int64(0), int64(0)
	for i := range c.buckets {
		local := c.second(i)
		// Clocks change at quarters of an hour, and asking is expensive.
		if q := floorDiv(local, hour/4); i == 0 || q != quarter {
			quarter, ahead = q, c.ahead(local)
		}
		local += ahead
		if k := floorDiv(local, length); i == 0 || k != key {
			key = k
			d := floorDiv(local, day)
			c.blocks = append(c.blocks, block{i, i, max(0, int(d-first)), int((local - d*day) / length)})
		}
		c.blocks[len(c.blocks)-1].until = i + 1
	}
	for _, b := range c.blocks {
		c.days = max(c.days, b.day+1)
	}
	for d := range c.days {
		// 1970 began on a Thursday.
		c.weekday = append(c.weekday, int(((first+int64(d)+4)%7+7)%7))
	}
}

// second returns when a bucket begins, in seconds since 1970, UTC.
func (c *calendar) second(bucket int) int64 { return c.start + int64(bucket)*c.step }

// local returns the local time at which a bucket begins.
func (c *calendar) local(bucket int) int64 {
	s := c.second(bucket)
	return s + c.ahead(s)
}

// ahead returns how many seconds local time is ahead of UTC.
func (c *calendar) ahead(second int64) int64 {
	if c.offset == nil {
		return 0
	}
	return min(max(c.offset(second), -day), day)
}

// daysLater returns the bucket that begins at the same time of the day some days
// later, which may be outside the timeline.
func (c *calendar) daysLater(bucket, days int) int {
	s := c.second(bucket)
	later := s + int64(days)*day
	later += c.ahead(s) - c.ahead(later)
	return int(floorDiv(later-c.start, c.step))
}

// slot is the place of a block among those of all days.
func (c *calendar) slot(b block) int { return b.day*c.cells + b.cell }

// weekend reports whether a day is a Saturday or a Sunday.
func (c *calendar) weekend(d int) bool { return c.weekday[d] == 0 || c.weekday[d] == 6 }

// span returns how many buckets last so many seconds, at least one.
func (c *calendar) span(seconds int64) int { return int(max(1, seconds/c.step)) }

// floorDiv divides rounding down; times before 1970 are legal.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
