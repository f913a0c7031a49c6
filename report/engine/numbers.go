package engine

import (
	"bytes"
	"strconv"
	"time"

	"github.com/iiswhy/iiswhy/parser"
)

// numbers are the values of a row that are kept as numbers.
type numbers struct {
	sent, received   int64
	port, clientPort int64

	second int64 // that stamp is of
	stamp  []byte
	buf    [24]byte
}

// read reads the numbers that the parser leaves as text.
func (n *numbers) read(r *parser.Row) {
	n.sent, n.received = count(r.Field(parser.SentBytes)), count(r.Field(parser.ReceivedBytes))
	n.port, n.clientPort = port(r.Field(parser.ServerPort)), port(r.Field(parser.ClientPort))
}

// tells reports whether a value is what its number is written as.
func (n *numbers) tells(c parser.Column, value []byte, r *parser.Row) bool {
	switch c {
	case parser.Date:
		return len(value) == 10 && bytes.Equal(n.stampOf(r.Second)[:10], value)
	case parser.Time:
		return len(value) == 8 && bytes.Equal(n.stampOf(r.Second)[11:], value)
	case parser.Status:
		return n.is(int64(r.Status), value)
	case parser.Substatus:
		return n.is(int64(r.Substatus), value)
	case parser.Win32:
		return n.is(r.Win32, value)
	case parser.Taken:
		return n.is(r.Taken, value)
	case parser.SentBytes:
		return n.is(n.sent, value)
	case parser.ReceivedBytes:
		return n.is(n.received, value)
	case parser.ServerPort:
		return n.is(n.port, value)
	}
	return n.is(n.clientPort, value)
}

// is reports whether a value is a number as servers write it: "-" for none.
func (n *numbers) is(number int64, value []byte) bool {
	if number < 0 {
		return len(value) == 1 && value[0] == '-'
	}
	return bytes.Equal(strconv.AppendInt(n.buf[:0], number, 10), value)
}

// stampOf is a second as date and time. Rows come in long runs of the same second.
func (n *numbers) stampOf(second int64) []byte {
	if n.stamp == nil || n.second != second {
		n.second, n.stamp = second, time.Unix(second, 0).UTC().AppendFormat(n.stamp[:0], time.DateTime)
		if len(n.stamp) < len(time.DateTime) {
			n.stamp = append(n.stamp, make([]byte, len(time.DateTime))...)
		}
	}
	return n.stamp
}

// count reads a number of bytes, -1 where there is none that is one.
func count(v []byte) (n int64) {
	if len(v) == 0 || len(v) > 18 {
		return -1
	}
	for _, b := range v {
		if b < '0' || b > '9' {
			return -1
		}
		n = 10*n + int64(b-'0')
	}
	return n
}

// port reads the number of a port, -1 where there is none.
func port(v []byte) int64 {
	if n := count(v); n <= 1<<31-1 {
		return n
	}
	return -1
}
