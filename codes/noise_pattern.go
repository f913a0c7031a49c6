package codes

import (
	"strconv"
	"strings"
)

func noiseColumns() []string { return []string{"family", "kind", "pattern"} }

// noisePattern is a row of the table of noise.
type noisePattern struct {
	family int // index into Families.names
	kind   string
	text   string
}

// noisePattern reads the kind and the pattern of a row, and sees that the family
// is a word.
func (r row) noisePattern() (noisePattern, error) {
	if err := r.tidy(); err != nil {
		return noisePattern{}, err
	}
	family, kind, text := r.cells[0], r.cells[1], r.cells[2]
	if family == "" || strings.Trim(family, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return noisePattern{}, r.errorf("expected a family of small letters, digits and hyphens, found %q", family)
	}
	least, ok := 2, true // a single letter would be in every request
	switch kind {
	case "path":
		ok = strings.HasPrefix(text, "/") || strings.HasPrefix(text, "*")
	case "segment":
		ok = !strings.Contains(text, "/")
	case "part", "agent":
	case "code":
		ok = hasSign([]byte(strings.ReplaceAll(text, "#", "")))
	case "is":
		ok = text == "probe" || text == "automatic" || text == "attack" || text == "own" || text == "page" || text == "stranger"
	case "method":
		ok = !strings.HasPrefix(text, "*")
	case "port":
		port, err := strconv.ParseUint(text, 10, 16)
		ok = err == nil && port > 0
	case "off":
		least, ok = 0, text == "-"
	default:
		return noisePattern{}, r.errorf("expected the kind path, segment, part, code, agent, method, port, is or off, found %q", kind)
	}
	if !ok || len(strings.Trim(text, "*")) < least {
		return noisePattern{}, r.errorf("expected a pattern of kind %s, such as %s, found %q", kind, example(kind), text)
	}
	return noisePattern{kind: kind, text: text}, nil
}

// example returns a pattern of a kind, for messages.
func example(kind string) string {
	switch kind {
	case "path":
		return "/favicon.ico, /manager/* or *.bak"
	case "segment":
		return ".git or phpmyadmin*"
	case "part":
		return "union+select"
	case "code":
		return "order+by+#--"
	case "port":
		return "5357"
	case "is":
		return "automatic, probe, attack, stranger, page or own"
	case "agent":
		return "nikto"
	case "method":
		return "TRACK"
	}
	return "-"
}

// port returns the port of a pattern of that kind.
func (p noisePattern) port() int {
	port, _ := strconv.Atoi(p.text) // noisePattern of row has seen to it
	return port
}

// place is a field of a request that patterns are looked for in.
type place uint32

const (
	inPath place = iota
	inQuery
	inAgent
	inMethod
	inPlain
	places
)

func (p noisePattern) places() []place {
	switch p.kind {
	case "part":
		return []place{inPath, inQuery}
	case "code":
		return []place{inPlain}
	case "agent":
		return []place{inAgent}
	case "method":
		return []place{inMethod}
	}
	return []place{inPath}
}

// Within the texts that the automaton looks for, these bytes stand for the start
// and the end of a field. Patterns hold no control characters.
const (
	fieldStart = "\x02"
	fieldEnd   = "\x03"
)

// sought returns the texts to look for, of which any will do.
func (p noisePattern) sought() []string {
	switch p.kind {
	case "path":
		return spread(fieldStart, p.text, fieldEnd, "/"+fieldEnd)
	case "segment":
		return spread("/", p.text, fieldEnd, "/")
	case "method":
		return spread(fieldStart, p.text, fieldEnd)
	}
	return []string{p.text}
}

// spread puts a lead before a text and each of the tails behind it; a * of the
// text stands in for either.
func spread(lead, text string, tails ...string) []string {
	text, openStart := strings.CutPrefix(text, "*")
	text, openEnd := strings.CutSuffix(text, "*")
	if openStart {
		lead = ""
	}
	if openEnd {
		return []string{lead + text}
	}
	all := make([]string, len(tails))
	for i, tail := range tails {
		all[i] = lead + text + tail
	}
	return all
}
