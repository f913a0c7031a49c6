package scan

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

// StatusPattern fits a set of codes.
type StatusPattern struct {
	Low, High int32 // statuses
	Substatus int32 // anySubstatus for all
}

const anySubstatus = -2

// ParseStatus reads a code as --status takes it: 401.1, 401, 403.x or 5xx.
func ParseStatus(s string) (StatusPattern, error) {
	fail := fmt.Errorf("expected a status like 401.1, 403.x, 404 or 5xx, found %q", s)
	status, sub, hasSub := strings.Cut(strings.ToLower(strings.TrimSpace(s)), ".")
	p := StatusPattern{Substatus: anySubstatus}
	switch n, err := strconv.Atoi(status); {
	case len(status) == 3 && status[1:] == "xx" && status[0] >= '1' && status[0] <= '5':
		p.Low = int32(status[0]-'0') * 100
		p.High = p.Low + 99
	case err == nil && len(status) == 3 && n >= 100:
		p.Low, p.High = int32(n), int32(n)
	default:
		return p, fail
	}
	if !hasSub || sub == "x" || sub == "*" {
		return p, nil
	}
	n, err := strconv.ParseUint(sub, 10, 16)
	if err != nil {
		return p, fail
	}
	p.Substatus = int32(n)
	return p, nil
}

// AnySubstatus reports whether the substatus does not matter.
func (p StatusPattern) AnySubstatus() bool { return p.Substatus == anySubstatus }

// Fits reports whether a code is in the set.
func (p StatusPattern) Fits(c codes.Code) bool { return p.fits(int32(c.Status), int32(c.Substatus)) }

func (p StatusPattern) fits(status, substatus int32) bool {
	return p.Low <= status && status <= p.High &&
		(p.Substatus == anySubstatus || p.Substatus == substatus)
}
