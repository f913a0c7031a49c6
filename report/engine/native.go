package engine

import (
	"encoding/binary"
	"fmt"
)

// Rows are sent in ClickHouse's Native format: column by column, each with its name and
// type. No value is escaped, so that none can be more than a value; columns pack well; and
// a block of rows can be put together of parts that were packed by themselves. So the numbers
// of an attempt are packed anew, and everything else once.

// nativeHead is the start of a block of rows.
func nativeHead(to []byte, columns, rows int) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(to, uint64(columns)), uint64(rows))
}

// nativeColumn is the start of a column.
func nativeColumn(to []byte, c column) []byte {
	return appendText(appendText(to, c.name), c.kind)
}

func appendText[T string | []byte](to []byte, v T) []byte {
	return append(binary.AppendUvarint(to, uint64(len(v))), v...)
}

// encode makes some rows of a table one packed block. The values of a row are in the order
// of the columns: string, int64, uint64, []string or []int64.
func (t table) encode(rows [][]any) []byte {
	out := nativeHead(nil, len(t.columns), len(rows))
	for i, c := range t.columns {
		out = nativeColumn(out, c)
		out = appendSizes(out, rows, i)
		for _, row := range rows {
			out = appendValue(out, c.kind, row[i])
		}
	}
	return join([]packed{pack(out)})
}

// appendSizes appends where each array of a column ends; nothing for other columns.
func appendSizes(to []byte, rows [][]any, i int) []byte {
	end := 0
	for _, row := range rows {
		switch v := row[i].(type) {
		case []string:
			end += len(v)
		case []int64:
			end += len(v)
		default:
			return to
		}
		to = binary.LittleEndian.AppendUint64(to, uint64(end))
	}
	return to
}

func appendValue(to []byte, kind string, value any) []byte {
	switch v := value.(type) {
	case string:
		return appendText(to, v)
	case []string:
		for _, one := range v {
			to = appendText(to, one)
		}
		return to
	case []int64:
		for _, one := range v {
			to = binary.LittleEndian.AppendUint64(to, uint64(one))
		}
		return to
	case int64:
		return appendNumber(to, kind, uint64(v))
	case uint64:
		return appendNumber(to, kind, v)
	}
	panic(fmt.Sprintf("engine: no value of a column: %T", value))
}

// appendNumber appends a number as a column of that type holds it.
func appendNumber(to []byte, kind string, v uint64) []byte {
	switch kind {
	case "UInt8":
		return append(to, byte(v))
	case "Int16":
		return binary.LittleEndian.AppendUint16(to, uint16(v))
	case "UInt32", "Int32", moment:
		return binary.LittleEndian.AppendUint32(to, uint32(v))
	}
	return binary.LittleEndian.AppendUint64(to, v)
}

// flag is a bool as a column of UInt8 holds it.
func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// clamped is a second as a column of times holds it: 0 where it does not fit.
func clamped(second int64) uint64 {
	if fits(second) {
		return uint64(second)
	}
	return 0
}

// fits reports whether a column of times holds a second.
func fits(second int64) bool { return second > 0 && second <= 1<<32-1 }
