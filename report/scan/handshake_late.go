package scan

import (
	"math"

	"github.com/iiswhy/iiswhy/parser"
)

// earliest are the times of the earliest rows of a source, one for each section of it: so many
// bytes. A leg waits for AnswerWithin, which of most logs are some hundred kilobytes, and rows
// are out of order by less than a section: where all rows of one are too late for a leg before
// it, no row behind it answers that leg. So few legs wait at a time, not those of reachBytes.
//
// Where sections begin does not depend on how a source is cut into chunks. The zero value has
// seen no row.
type earliest struct {
	first int64   // number of the first section
	times []int64 // of each from there on; noRow where none was seen
	until int64   // where the section ends of the row that was seen last
}

const (
	sectionBytes = 512 << 10
	noRow        = math.MaxInt64
)

// see takes in a row of a place. Rows of the same second and section need not be seen again.
func (e *earliest) see(offset, second int64) {
	section := offset / sectionBytes
	e.note(section, second)
	e.until = (section + 1) * sectionBytes
}

// note notes the time of a row of a section. Sections come in order.
func (e *earliest) note(section, second int64) {
	if e.times == nil {
		e.first = section
	}
	for section-e.first >= int64(len(e.times)) {
		e.times = append(e.times, noRow)
	}
	at := &e.times[section-e.first]
	*at = min(*at, second)
}

// merge takes in what was seen of the chunk that comes next.
func (e *earliest) merge(o *earliest) {
	for i, second := range o.times {
		e.note(o.first+int64(i), second)
	}
}

// areLate reports whether all rows of a section between a leg and a place are too late for it.
func (e *earliest) areLate(one *leg, place int64) bool {
	from, until := one.Offset/sectionBytes+1, place/sectionBytes
	if until <= from || one.Second == parser.NoTime {
		return false
	}
	for at := from - e.first; at < min(until-e.first, int64(len(e.times))); at++ {
		if second := e.times[at]; second != noRow && second > one.Second+AnswerWithin {
			return true
		}
	}
	return false
}
