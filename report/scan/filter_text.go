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
// name the same site differently. A row without a site fits nothing.
func sameSite(wanted string, site []byte) bool {
	id := siteID(site)
	return len(id) > 0 && sameOrGlob(siteID(wanted), id)
}

func siteID[T string | []byte](site T) T {
	for _, prefix := range []string{"W3SVC", "FTPSVC"} {
		if n := len(prefix); len(site) >= n && strings.EqualFold(string(site[:n]), prefix) {
			site = site[n:]
		}
	}
	return site
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
// paths. It takes len(glob)·len(value) steps at worst.
func globFold(glob string, value []byte) bool {
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

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
