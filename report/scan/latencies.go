package scan

import "github.com/HdrHistogram/hdrhistogram-go"

// latencies counts values of time-taken, up to two years, in three significant digits.
//
// Four rows of five take less than shortMS. Those are counted one by one here and
// handed to the histogram at the end: it takes three times as long for each.
type latencies struct {
	short   []int64 // by ms; nil before the first
	long    *hdrhistogram.Histogram
	slowest int64 // ms
}

const (
	shortMS     = 1 << 10
	maxTaken    = 1 << 36
	takenDigits = 3
)

func (l *latencies) add(ms int64) {
	if ms < shortMS && l.short != nil {
		l.short[ms]++
		l.slowest = max(l.slowest, ms)
		return
	}
	l.addTimes(ms, 1)
}

// addTimes counts n values alike. Within its range the histogram cannot fail.
func (l *latencies) addTimes(ms, n int64) {
	l.slowest = max(l.slowest, ms)
	if l.short == nil {
		l.short = make([]int64, shortMS)
		l.long = hdrhistogram.New(1, maxTaken, takenDigits)
	}
	_ = l.long.RecordValues(min(ms, maxTaken), n)
}

// merge adds what o counted.
func (l *latencies) merge(o *latencies) {
	if o.short == nil {
		return
	}
	o.flush()
	l.addTimes(0, 0)
	l.long.Merge(o.long)
	l.slowest = max(l.slowest, o.slowest)
}

// flush hands the short values to the histogram.
func (l *latencies) flush() {
	for ms, n := range l.short {
		if n > 0 {
			l.addTimes(int64(ms), n)
			l.short[ms] = 0
		}
	}
}

// Taken gives percentiles of time-taken, in ms, of the rows that hold one and are no
// 101: a WebSocket writes the length of its session. The zero value is none.
type Taken struct {
	Rows               int64
	P50, P95, P99, Max int64
}

// summary returns the percentiles.
func (l *latencies) summary() Taken {
	l.flush()
	if l.long == nil || l.long.TotalCount() == 0 {
		return Taken{}
	}
	at := func(q float64) int64 { return min(l.long.ValueAtQuantile(q), l.slowest) }
	return Taken{Rows: l.long.TotalCount(), P50: at(50), P95: at(95), P99: at(99), Max: l.slowest}
}
