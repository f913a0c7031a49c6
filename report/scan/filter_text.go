package scan

import (
	"bytes"
	"strings"
)

// sameFold reports whether a value is what was asked for, in any case.
func sameFold(wanted string, value []byte) bool {
	return len(wanted) == len(value) && strings.EqualFold(wanted, string(value))
}

// sameOrGlob reports whether a value is what was asked for, in any case, or fits
// it as a glob.
func sameOrGlob(wanted string, value []byte) bool {
	return sameFold(wanted, value) || globFold(wanted, value)
}

// sameSite takes W3SVC1 for 1 and the other way round: site logs and HTTPERR
// name the same site differently. FTPSVC1 is the FTP of site 1 and no log of its web. A row
// without a site fits nothing.
func sameSite(wanted string, site []byte) bool {
	service, id := siteID(site)
	asked, number := siteID(wanted)
	return len(id) > 0 && sameOrGlob(number, id) && (service == "" || asked == "" || service == asked)
}

// siteID parts the name of a site into the service and the number that IIS makes it of. The
// service of another name is "".
func siteID[T string | []byte](site T) (service string, id T) {
	for _, prefix := range []string{"W3SVC", "FTPSVC"} {
		if n := len(prefix); len(site) >= n && strings.EqualFold(string(site[:n]), prefix) {
			return prefix, site[n:]
		}
	}
	return "", site
}

// sameHost takes a host with its port or without.
func sameHost(wanted string, host []byte) bool {
	if i := bytes.LastIndexByte(host, ':'); i > 0 && !bytes.HasSuffix(host, []byte{']'}) && sameOrGlob(wanted, host[:i]) {
		return true
	}
	return sameOrGlob(wanted, host)
}

// globFold reports whether a value fits a glob in which '*' stands for any bytes
// and '?' for one, without regard to the case of ASCII letters, as IIS compares
// paths. It takes len(glob)·len(value) steps at worst; a long glob, len(glob)+len(value)
// where it has no '?'.
func globFold(glob string, value []byte) bool {
	if len(glob) > longGlob {
		return globParts(strings.Split(string(lowered([]byte(glob))), "*"), lowered(value))
	}
	g, v, star, mark := 0, 0, -1, 0
	for v < len(value) {
		switch {
		case g < len(glob) && glob[g] == '*':
			star, mark = g, v
			g++
		case g < len(glob) && (glob[g] == '?' || lower(glob[g]) == lower(value[v])):
			g++
			v++
		case star >= 0:
			mark++
			g, v = star+1, mark
		default:
			return false
		}
	}
	for g < len(glob) && glob[g] == '*' {
		g++
	}
	return g == len(glob)
}

// FitsGlob reports whether a text fits a glob, as the values of filter flags do.
func FitsGlob(glob, text string) bool { return globFold(glob, []byte(text)) }

// longGlob is how long a glob is that is worth to be taken apart for each value.
const longGlob = 128

// globParts reports whether a value fits a glob of those parts, between which any bytes
// may stand. Of each the first place that fits is as good as any.
func globParts(parts []string, value []byte) bool {
	first, last := parts[0], parts[len(parts)-1]
	if len(value) < len(first) || !fitsAt(first, value) {
		return false
	}
	value = value[len(first):]
	if len(parts) == 1 {
		return len(value) == 0
	}
	for _, part := range parts[1 : len(parts)-1] {
		at := indexOf(part, value)
		if at < 0 {
			return false
		}
		value = value[at+len(part):]
	}
	return len(value) >= len(last) && fitsAt(last, value[len(value)-len(last):])
}

// indexOf is the first place where a part fits, -1 for none.
func indexOf(part string, value []byte) int {
	if !strings.Contains(part, "?") {
		return bytes.Index(value, []byte(part))
	}
	for at := 0; at+len(part) <= len(value); at++ {
		if fitsAt(part, value[at:]) {
			return at
		}
	}
	return -1
}

// fitsAt reports whether a value that is long enough begins as a part says.
func fitsAt(part string, value []byte) bool {
	for i := range len(part) {
		if part[i] != '?' && part[i] != value[i] {
			return false
		}
	}
	return true
}

func lowered(text []byte) []byte {
	out := make([]byte, len(text))
	for i, c := range text {
		out[i] = lower(c)
	}
	return out
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
