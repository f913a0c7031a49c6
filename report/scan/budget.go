package scan

import "runtime"

// What a scan may hold in memory, whatever a log holds, besides what grows with the number
// of its files. A table that would hold more is given up, or tells less apart: by all
// workers or by none, so that a result is the same for any number of them. A part of a log
// never has more of anything than the whole, so each judge asks for its own part alone.
//
//	tableBudget    values of all subjects, a judge     then the tables with most are estimated
//	maxOutcomes    outcomes                            then numbers are not told apart: grain
//	maxCells       rows per minute and outcome         then buckets are longer: timeBuckets
//	maxGroups      groups of --by                      then they go to a temporary file
//	sampledRows …  rows that are kept whole            a fair choice of them: bottomK, where a
//	                                                   row counts as one for each unitBytes
//	judgesHold     what judges counted, where          then they merge it: handed_over.go
//	               there are more than two
//	reachBytes     legs that wait for an answer        then nothing answers them
//	endBytes       those at the ends of all sources    then only those wait that stand nearer: ends
const (
	// mostWorkers is how many workers read, since each has a buffer and what it needs to
	// scan: at what one scans, some 0.4 GB/s, eight take more than most disks give.
	mostWorkers = 8
	// mostJudges is how many count what was read, since each holds tables of its own: at what
	// one counts, some 0.8 GB/s of a plain log, four take what the fastest disks give.
	mostJudges = 4
	// chunkBytes is how long a chunk is, for any number of workers: how much a second look would
	// read goes by chunks, and whether it may is to be the same on every machine.
	chunkBytes = 512 << 10
	// tableBudget is what the tables of values of one judge take, in bytes: of each up
	// to what it may have at most.
	tableBudget = 20 << 20
	// groupBytes is what the values of the groups take that one judge holds, and those of
	// a result.
	groupBytes = 24 << 20
)

// workers is how many workers read.
func (o *Options) workers() int { return min(max(1, o.Workers), mostWorkers) }

// judges is how many count what the workers read: no more than can run at a time, since
// each holds tables of its own.
func (o *Options) judges() int { return min(o.workers(), runtime.GOMAXPROCS(0), mostJudges) }

// chunk is how long chunks are, in bytes: a result does not depend on it.
func (o *Options) chunk() int {
	if o.ChunkSize > 0 {
		return o.ChunkSize
	}
	return chunkBytes
}

// tableSizes is how much the tables of values of a judge hold, and how much one of them
// may: half as much with each level, until they fit.
type tableSizes struct {
	level uint
	used  int // of each table its bytes, or as many as it may have where it was given up
}

// overhead is what a value takes besides its text.
const overhead = 48

// most is what a table may hold at a level.
func (s *tableSizes) most() (values, text int) {
	if s == nil {
		return maxValues, maxValueBytes
	}
	return maxValues >> s.level, maxValueBytes >> s.level
}

// size is what counts of a table.
func (s *tableSizes) size(t *valueTable) int {
	if t.over {
		values, text := s.most()
		return values*overhead + text
	}
	return len(t.ends)*overhead + t.bytes
}

// fitTables gives up the largest tables until all fit.
func (c *counts) fitTables() {
	for c.sizes.used > tableBudget {
		c.giveUpTables(c.sizes.level + 1)
	}
}

// giveUpTables gives up the tables that hold more than a level allows.
func (c *counts) giveUpTables(level uint) {
	c.sizes.level, c.sizes.used = level, 0
	values, text := c.sizes.most()
	for i := range c.values {
		for f := range c.values[i] {
			t := &c.values[i][f]
			if !t.over && (len(t.ends) > values || t.bytes > text) {
				*t = valueTable{over: true, sizes: t.sizes, longest: t.longest}
			}
			if t.over || len(t.ends) > 0 {
				c.sizes.used += c.sizes.size(t)
			}
		}
	}
}
