package parser

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// The reference reader's values: numbers by strconv, times by time.Parse.

// value returns what a row holds for a known field; the first of that name
// counts.
func (r *record) value(c Column) (string, bool) {
	for i, name := range r.Names {
		if known, ok := ColumnOf(name); ok && known == c {
			return r.Values[i], true
		}
	}
	return "", false
}

// refNumbers fills in the numbers, and reports false when one is unreadable.
func (r *record) refNumbers() bool {
	read := func(c Column, parse func(string) (int64, bool)) (int64, bool) {
		s, _ := r.value(c)
		return parse(s)
	}
	ok := make([]bool, 4)
	r.Status, ok[0] = read(Status, refStatus)
	r.Substatus, ok[1] = read(Substatus, refSubstatus)
	r.Win32, ok[2] = read(Win32, refWin32)
	r.Taken, ok[3] = read(Taken, refTaken)
	return ok[0] && ok[1] && ok[2] && ok[3]
}

// refNumber takes "-", nothing, and up to 18 digits.
func refNumber(s string) (int64, bool) {
	if s == "" || s == "-" {
		return None, true
	}
	if !allDigits(s) || len(s) > 18 {
		return None, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// refStatus takes 100 to 999; 0 means that there is none.
func refStatus(s string) (int64, bool) {
	n, ok := refNumber(s)
	if n >= 100 && n <= 999 {
		return n, true
	}
	return None, ok && n <= 0
}

func refSubstatus(s string) (int64, bool) {
	n, ok := refNumber(s)
	if n > 65534 {
		return None, false
	}
	return n, ok
}

// refWin32 turns negative numbers of 32 bits back.
func refWin32(s string) (int64, bool) {
	digits, negative := strings.CutPrefix(s, "-")
	if !negative || digits == "" {
		return refNumber(s)
	}
	n, ok := refNumber(digits)
	if !ok || n < 1 || n > 2147483648 {
		return None, false
	}
	return int64(uint32(int32(-n))), true
}

// refTaken takes ms, or seconds with a decimal point; 2^32-1000 and above is a
// negative number in disguise.
func refTaken(s string) (int64, bool) {
	whole, fraction, decimal := strings.Cut(s, ".")
	if !decimal {
		n, ok := refNumber(s)
		if n >= 4294966296 {
			return None, false
		}
		return n, ok
	}
	if !allDigits(whole) || !allDigits(fraction) || len(whole) > 18 || len(fraction) > 18 {
		return None, false
	}
	sec, _ := strconv.ParseInt(whole, 10, 64)
	ms, _ := strconv.ParseInt((fraction + "000")[:3], 10, 64)
	if sec > 4294966 {
		return None, false
	}
	return sec*1000 + ms, true
}

// refTime fills in the time, and reports false when it is unreadable.
func (r *record) refTime(day int64) bool {
	r.Second = NoTime
	date, dated := r.value(Date)
	clock, clocked := r.value(Time)
	if !dated && !clocked {
		date, clock, dated, clocked = r.otherTimes()
	}
	if at, _, ok := parseMoment([]byte(clock)); ok && !dated {
		r.Second = at
		return true
	}
	readDay, readClock := refDay, refClock
	if r.form != W3C {
		readDay = func(s string) (int64, bool) { return parseAnyDay([]byte(s)) }
		readClock = func(s string) (int64, bool) { return parseAnyClock([]byte(s)) }
	}
	sec, ok := int64(0), true
	if dated {
		if day, ok = readDay(date); !ok {
			return false
		}
	}
	if clocked {
		if sec, ok = readClock(clock); !ok {
			return false
		}
	}
	if day != NoTime && (dated || clocked) {
		r.Second = day + sec
	}
	return true
}

// otherTimes returns the time under the names of Advanced Logging and of exports.
func (r *record) otherTimes() (date, clock string, dated, clocked bool) {
	for i := len(r.Names) - 1; i >= 0; i-- {
		if moments[plain(r.Names[i])] {
			clock, clocked = r.Values[i], true
		}
	}
	if clocked {
		return "", clock, false, true
	}
	for i := len(r.Names) - 1; i >= 0; i-- {
		switch plain(r.Names[i]) {
		case "datelocal":
			date, dated = r.Values[i], true
		case "timelocal":
			clock, clocked = r.Values[i], true
		}
	}
	both := dated && clocked
	if !both {
		return "", "", false, false
	}
	return date, clock, true, true
}

// isMail reports whether a row is of SMTP or NNTP.
func (r *record) isMail() bool {
	at := func(c Column) int {
		return slices.IndexFunc(r.Names, func(name string) bool { known, ok := ColumnOf(name); return ok && known == c })
	}
	if at(Session) >= 0 || at(Reason) >= 0 || at(Substatus) >= 0 && (at(ClientIP) < 0 || at(ClientIP) >= at(Method)) {
		return false
	}
	site, _ := r.value(SiteName)
	version, _ := r.value(Version)
	site, version = strings.ToUpper(site), strings.ToUpper(version)
	if len(site) > 1 {
		return strings.HasPrefix(site, "SMTPSVC") || strings.HasPrefix(site, "NNTPSVC")
	}
	return version == "SMTP" || version == "ESMTP" || version == "NNTP"
}

func refDay(s string) (int64, bool) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil || t.Year() < 1900 || t.Year() == 9999 {
		return 0, false
	}
	return t.Unix(), true
}

// refClock rules out what time.Parse takes beyond the form of logs: hours of one
// digit, and fractions behind a comma.
func refClock(s string) (int64, bool) {
	t, err := time.Parse("15:04:05", s)
	if err != nil || s[2] != ':' || strings.Contains(s, ",") {
		return 0, false
	}
	return int64(t.Hour()*3600 + t.Minute()*60 + t.Second()), true
}
