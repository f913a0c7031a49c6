package scan

// waitingValues are the values of the rows that were counted last, which are put into the
// tables together: a table that tells thousands of values apart fits no near cache, and
// where the slots of some rows are touched one behind the other, the processor waits for
// the memory of all of them once. Rows that failed took a fifth of their time waiting so.
//
// The values stand in the text of the rows, which is good as long as its chunk or its block
// of legs is: who gives that up calls settle before.
type waitingValues struct {
	rows   [mostWaiting]rowValues
	count  int
	joined []byte // holds what is put together
	// touched is of no use but that the compiler does not leave out what touch reads.
	touched valueSlot
}

// mostWaiting is for how many rows there is room: what they have fits the nearest cache.
const mostWaiting = 32

// next returns the place of the values of a row.
func (w *waitingValues) next(subject int, second int64) *rowValues {
	v := &w.rows[w.count]
	w.count++
	v.subject, v.second = subject, second
	return v
}

func (w *waitingValues) isFull() bool { return w.count == mostWaiting }

// settle makes use of all that waits, so that the text of the rows may be given up.
func (c *counts) settle() {
	c.addWaiting()
	c.rows.settle()
}

// addWaiting puts the values that wait into the tables.
func (c *counts) addWaiting() {
	rows := c.waiting.rows[:c.waiting.count]
	c.touch(rows)
	for i := range rows {
		c.addRow(&rows[i])
		c.fitTables()
	}
	c.waiting.count = 0
}

// touch reads the slots that rows will be counted in.
func (c *counts) touch(rows []rowValues) {
	sum := valueSlot(0)
	for i := range rows {
		v := &rows[i]
		tables := &c.values[v.subject]
		for f := range tables {
			if slots := tables[f].slots; len(slots) > 0 {
				sum += slots[int(v.hash[f])&(len(slots)-1)]
			}
		}
	}
	c.waiting.touched = sum
}

// addRow counts the values of a row.
func (c *counts) addRow(v *rowValues) {
	tables := &c.values[v.subject]
	for f := range NumFields {
		if !v.has(f) {
			continue
		}
		t := &tables[f]
		if t.over {
			t.longest = max(t.longest, v.size(f))
			continue
		}
		at := c.addValue(t, v, f, 1)
		if f.hasTimes() {
			t.widenTo(at, v.second)
		}
	}
}

// addValue counts a value of so many rows, and returns its index as valueTable.add does.
func (c *counts) addValue(t *valueTable, v *rowValues, f Field, rows int64) int {
	if at := t.again(v.hash[f], rows); at >= 0 {
		return at
	}
	return t.insert(v.hash[f], c.valueOf(v, f), rows)
}

// valueOf returns a value of a row. A pair is good until the next one.
func (c *counts) valueOf(v *rowValues, f Field) []byte {
	if f != FieldPair {
		return v.text[f]
	}
	c.waiting.joined = v.appendValue(c.waiting.joined[:0], f)
	return c.waiting.joined
}
