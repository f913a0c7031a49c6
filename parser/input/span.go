package input

import (
	"path"
	"strings"
	"time"
)

// Span is what the name of a log tells of the times of its rows: From ≤ time <
// Until. The zero Span says nothing.
type Span struct{ From, Until time.Time }

// Known reports whether the name told anything.
func (s Span) Known() bool { return !s.From.IsZero() }

// Overlaps reports whether rows between two times can be in the log. What tells
// nothing can hold anything.
func (s Span) Overlaps(from, until time.Time) bool {
	return !s.Known() || s.From.Before(until) && from.Before(s.Until)
}

// spanMargin is how far the zone of the server, in which names are written when
// IIS rolls over by local time, can be from UTC, in which rows are; either way.
const spanMargin = 14 * time.Hour

// Span returns the times that the rows of the source can have by its name:
//
//	u_ex26112114.log       hourly: yymmddhh
//	u_ex261121.log         daily: yymmdd; weekly where the last two are 01 to 05:
//	                       the week of the month, which cannot be told from a day
//	u_ex2611.log           monthly: yymm
//
// as IIS names the files of W3C (ex), IIS (in) and NCSA (nc) format, with or
// without u_, with _x where a field of its own was added, and with anything
// behind the digits that begins with a dot. Names by size (u_extend1.log), those
// of HTTPERR, and all others tell nothing.
func (s Source) Span() Span {
	name := strings.ReplaceAll(s.Name, `\`, "/")
	return spanOf(strings.ToLower(path.Base(name)))
}

func spanOf(name string) Span {
	name = strings.TrimPrefix(name, "u_")
	digits := ""
	for _, kind := range []string{"ex", "in", "nc"} {
		if rest, ok := strings.CutPrefix(name, kind); ok {
			digits = rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
			name = rest[len(digits):]
			break
		}
	}
	name = strings.TrimPrefix(name, "_x")
	if name != "" && name[0] != '.' && name[0] != '_' && name[0] != '-' {
		return Span{}
	}
	return spanOfDigits(digits)
}

// spanOfDigits reads the digits of a name; 69 to 99 are years of the last century.
func spanOfDigits(digits string) Span {
	layout, ok := map[int]string{4: "0601", 6: "060102", 8: "06010215"}[len(digits)]
	if !ok {
		return Span{}
	}
	from, err := time.Parse(layout, digits)
	if err != nil {
		return Span{}
	}
	until := from
	switch len(digits) {
	case 4:
		until = from.AddDate(0, 1, 0)
	case 8:
		until = from.Add(time.Hour)
	case 6:
		until = from.AddDate(0, 0, 1)
		if week := from.Day(); week <= 5 {
			first := from.AddDate(0, 0, 1-week)
			from = earlier(from, weekOf(first, week))
			until = later(until, weekOf(first, week+1))
		}
	}
	return Span{from.Add(-spanMargin), until.Add(spanMargin)}
}

// weekOf returns the start of a week of a month, counted from 1: weeks begin on
// Sundays, and the first and the last are cut by the month.
func weekOf(first time.Time, week int) time.Time {
	if week == 1 {
		return first
	}
	start := first.AddDate(0, 0, 7*(week-1)-int(first.Weekday()))
	return earlier(start, first.AddDate(0, 1, 0))
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
