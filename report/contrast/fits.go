package contrast

import (
	"net/netip"
	"slices"
	"strings"
)

// Fits reports whether a row with values of the dimensions, one each, has all of
// some attributes, as Explain names them.
func Fits(dimensions []Dimension, where []Attribute, values []string) bool {
	for _, a := range where {
		at := slices.IndexFunc(dimensions, func(d Dimension) bool { return d.Name == a.Dimension })
		if at < 0 || !fits(dimensions[at].Kind, a.Value, values[at]) {
			return false
		}
	}
	return true
}

// fits reports whether a value is what an attribute of its kind names: itself, an
// address of the network, a path in the folder or with the extension.
func fits(k Kind, name, value string) bool {
	switch {
	case name == value:
		return true
	case k == Address:
		return inNetwork(name, value)
	case k == Path:
		return inFolder(name, value) || hasExtension(name, value)
	}
	return false
}

func inNetwork(network, value string) bool {
	prefix, err := netip.ParsePrefix(network)
	if err != nil {
		return false
	}
	address, err := netip.ParseAddr(value)
	return err == nil && prefix.Contains(address.Unmap().WithZone("")) // networks have no zone
}

func inFolder(folder, path string) bool {
	start, ok := strings.CutSuffix(folder, "*")
	return ok && strings.HasSuffix(start, "/") && len(path) >= len(start) && strings.EqualFold(path[:len(start)], start)
}

func hasExtension(name, path string) bool {
	end, ok := strings.CutPrefix(name, "*")
	return ok && strings.HasPrefix(end, ".") && len(path) >= len(end) && strings.EqualFold(path[len(path)-len(end):], end)
}
