package parser

import (
	"encoding/binary"
	"math"
	"time"
)

// NoTime stands for a time that a row or a directive does not give.
const NoTime = math.MinInt64

// The time parser. A log holds one form, 2006-01-02 and 15:04:05 with or
// without a fraction, so it is read by place; time.Parse takes 15 times as long
// and is the reference in the tests.

// parseDay returns the seconds from 1970 to the start of a day written as
// 2006-01-02.
func parseDay(b []byte) (int64, bool) {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' {
		return 0, false
	}
	y1, ok1 := twoDigits(b[0], b[1])
	y2, ok2 := twoDigits(b[2], b[3])
	m, ok3 := twoDigits(b[5], b[6])
	d, ok4 := twoDigits(b[8], b[9])
	y := y1*100 + y2
	if !ok1 || !ok2 || !ok3 || !ok4 || y < firstYear || y > lastYear || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Unix(), true
}

// The years that a day may be of. What programs write for no time at all is of before: 0001-01-01
// and 1601-01-01, which would make a log of hours one of ages. In some time zone the last
// hour of the year 9999 belongs to a year that has no four digits.
const firstYear, lastYear = 1900, 9998

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// parseClock returns the seconds into the day of a time written as 15:04:05,
// with or without a fraction, which is dropped.
func parseClock(b []byte) (int64, bool) {
	if len(b) < 8 || b[2] != ':' || b[5] != ':' {
		return 0, false
	}
	if len(b) > 8 && !isFraction(b[8:]) {
		return 0, false
	}
	h, ok1 := twoDigits(b[0], b[1])
	m, ok2 := twoDigits(b[3], b[4])
	s, ok3 := twoDigits(b[6], b[7])
	if !ok1 || !ok2 || !ok3 || h > 23 || m > 59 || s > 59 {
		return 0, false
	}
	return int64(h*3600 + m*60 + s), true
}

func isFraction(b []byte) bool {
	if len(b) < 2 || b[0] != '.' {
		return false
	}
	for _, c := range b[1:] {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func twoDigits(a, b byte) (int, bool) {
	a -= '0'
	b -= '0'
	return int(a)*10 + int(b), a <= 9 && b <= 9
}

var le = binary.LittleEndian

// stampSize is the length of a date and a time with their separators.
const stampSize = 20

// clock reads the time of each row, and remembers the row before: rows of the
// same second, and then of the same minute, are the common case. Its stamp,
// "2006-01-02 15:04:05" and a separator, is kept as three words, which compare in
// a third of the time of 19 bytes.
type clock struct {
	head, middle uint64 // "2006-01-", "02 15:04"
	tail         uint32 // ":05 "
	second       int64  // its time

	alone   uint64 // "15:04:05" of a row without a date; 0 before the first
	seconds int64  // its seconds into the day
}

// ofDay returns the seconds into the day of a row that starts with a time of day and the
// row's separator.
func (c *clock) ofDay(line []byte, sep byte) (int64, bool) {
	if len(line) <= 8 || line[8] != sep {
		return 0, false
	}
	if text := le.Uint64(line); text != c.alone {
		sec, ok := parseClock(line[:8])
		if !ok {
			return 0, false
		}
		c.alone, c.seconds = text, sec
	}
	return c.seconds, true
}

// again is at of a row of the second of the row before, with blanks between: of nearly all.
func (c *clock) again(line []byte) (int64, bool) {
	return c.second, le.Uint64(line) == c.head && le.Uint64(line[8:]) == c.middle && le.Uint32(line[16:]) == c.tail && line[stampSize-1] == ' '
}

// at returns the seconds since 1970 of a row that starts with a stamp, date and
// time each followed by the row's separator.
func (c *clock) at(line []byte, sep byte) (int64, bool) {
	if len(line) < stampSize || line[10] != sep {
		return NoTime, false
	}
	if le.Uint64(line) == c.head && le.Uint64(line[8:]) == c.middle {
		tail := le.Uint32(line[16:])
		if tail == c.tail {
			return c.second, true
		}
		if s, ok := twoDigits(line[17], line[18]); ok && s <= 59 && line[16] == ':' && line[19] == sep {
			old, _ := twoDigits(byte(c.tail>>8), byte(c.tail>>16))
			c.second += int64(s - old)
			c.tail = tail
			return c.second, true
		}
	}
	return c.full(line, sep)
}

// full reads a stamp that differs from the one before in more than its second.
func (c *clock) full(line []byte, sep byte) (int64, bool) {
	end := 19
	for end < len(line) && line[end] != sep {
		end++
	}
	day, ok1 := parseDay(line[:10])
	sec, ok2 := parseClock(line[11:end])
	if !ok1 || !ok2 {
		return NoTime, false
	}
	if end == 19 {
		c.head, c.middle, c.tail, c.second = le.Uint64(line), le.Uint64(line[8:]), le.Uint32(line[16:]), day+sec
	}
	return day + sec, true
}
