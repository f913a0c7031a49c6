package codes

import (
	"fmt"
	"strconv"
	"strings"
)

// Code is what a log writes for how a request ended: a status, and a substatus
// where that is logged. It is comparable, so that it can be the key of a map.
type Code struct {
	// Status is 100 to 999 as logged, 1 to 5 for a class as a whole, or None where
	// the log holds none.
	Status int
	// Substatus is None where the log holds none.
	Substatus int
	// FTP says that both are those of the FTP service.
	FTP bool
}

// webCode returns a code of a web log.
func webCode(status, substatus int) Code { return Code{Status: status, Substatus: substatus} }

// String returns the code as logs and people write it: 401.1, 401, 4xx for a
// class, x.41 for a substatus of FTP alone, "-" where nothing is known.
func (c Code) String() string {
	switch {
	case c.Status == None && c.Substatus <= 0:
		return "-"
	case c.Status == None:
		return "x." + strconv.Itoa(c.Substatus)
	case 0 < c.Status && c.Status < 10:
		return strconv.Itoa(c.Status) + "xx"
	case c.Substatus < 0:
		return strconv.Itoa(c.Status)
	}
	return strconv.Itoa(c.Status) + "." + strconv.Itoa(c.Substatus)
}

// Label is the code as a sentence names it: those of FTP look like others.
func (c Code) Label() string {
	if c.FTP {
		return "FTP " + c.String()
	}
	return c.String()
}

// Class returns the class of the status, 1xx to 5xx; "-" where it is in none.
func (c Code) Class() string {
	switch {
	case 100 <= c.Status && c.Status <= 599:
		return strconv.Itoa(c.Status/100) + "xx"
	case 1 <= c.Status && c.Status <= 5:
		return c.String()
	}
	return "-"
}

// IsError reports whether the status is of 4xx or 5xx.
func (c Code) IsError() bool { return c.Status >= 400 && c.Status <= 599 }

// Compare orders codes by status, then by substatus, those of FTP last.
func (c Code) Compare(o Code) int {
	order := func(x, y int) int { return min(1, max(-1, x-y)) }
	switch {
	case c.Status != o.Status:
		return order(c.Status, o.Status)
	case c.Substatus != o.Substatus:
		return order(c.Substatus, o.Substatus)
	case c.FTP == o.FTP:
		return 0
	case o.FTP:
		return -1
	}
	return 1
}

// ParseCode reads a code of a web log as String writes it: 401.1, 401 or 4xx. It
// fails on anything else, and on a status below 100.
func ParseCode(s string) (Code, error) {
	fail := fmt.Errorf("expected a code like 401.1, 404 or 5xx, found %q", s)
	status, substatus, dotted := strings.Cut(s, ".")
	if class, ok := strings.CutSuffix(strings.ToLower(status), "xx"); ok && !dotted {
		n, err := strconv.Atoi(class)
		if err != nil || n < 1 || n > 5 {
			return Code{}, fail
		}
		return Code{Status: n, Substatus: None}, nil
	}
	c := Code{Substatus: None}
	n, err := strconv.ParseUint(status, 10, 16)
	if c.Status = int(n); err != nil || n < 100 || n > 999 {
		return Code{}, fail
	}
	if dotted {
		n, err = strconv.ParseUint(substatus, 10, 16)
		if c.Substatus = int(n); err != nil {
			return Code{}, fail
		}
	}
	return c, nil
}

// ParseWin32 reads a Win32 status or HRESULT: as logs write it, unsigned; as .NET
// shows it, below zero; or in hexadecimal with its 0x.
func ParseWin32(s string) (uint32, error) {
	fail := fmt.Errorf("expected a number like 1326 or 0x8009030E, found %q", s)
	if digits, ok := strings.CutPrefix(strings.ToLower(s), "0x"); ok {
		n, err := strconv.ParseUint(digits, 16, 32)
		if err != nil {
			return 0, fail
		}
		return uint32(n), nil
	}
	if n, err := strconv.ParseInt(s, 10, 32); err == nil && n < 0 {
		return uint32(n), nil
	}
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return 0, fail
	}
	return uint32(n), nil
}

// Hex writes a Win32 status or HRESULT as documents do: 0x8009030E.
func Hex(n uint64) string { return fmt.Sprintf("0x%08X", n) }
