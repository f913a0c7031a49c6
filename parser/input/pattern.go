package input

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	// maxAlternatives bounds what the braces of a glob may stand for, where there
	// are directories in them.
	maxAlternatives = 1000
	// maxGlob bounds a glob, in bytes: no path is longer.
	maxGlob = 32 << 10
)

// segment is what one name of a path must match: **, a name, or a pattern.
type segment struct {
	anyDepth bool           // **, any number of directories
	literal  string         // a name without pattern, "" if it is none
	match    *regexp.Regexp // else; takes time that is linear in the name
}

func (s *segment) matches(name string) bool {
	if s.match != nil {
		return s.match.MatchString(name)
	}
	return name == s.literal
}

// parseGlob returns the ways in which a path, with slashes, can match: more than
// one where braces hold slashes. The error is a fault of the pattern.
func parseGlob(pattern string) (ways [][]segment, err error) {
	if len(pattern) > maxGlob {
		return nil, fault(fmt.Sprintf("one of more than %d bytes", maxGlob))
	}
	alternatives, err := alternativesOf(pattern)
	if err != nil {
		return nil, err
	}
	for _, alternative := range alternatives {
		var way []segment
		for _, part := range splitTop(alternative, '/') {
			s, err := parseSegment(part)
			if err != nil {
				return nil, err
			}
			if s.anyDepth && len(way) > 0 && way[len(way)-1].anyDepth {
				continue // ** after ** says nothing new
			}
			way = append(way, s)
		}
		ways = append(ways, way)
	}
	return ways, nil
}

// alternativesOf spells out the braces that hold slashes: a segment has none.
func alternativesOf(pattern string) ([]string, error) {
	open, end, err := slashedBraces(pattern)
	if err != nil || open < 0 {
		return []string{pattern}, err
	}
	var all []string
	for _, choice := range splitTop(pattern[open+1:end], ',') {
		more, err := alternativesOf(pattern[:open] + choice + pattern[end+1:])
		if err != nil {
			return nil, err
		}
		if all = append(all, more...); len(all) > maxAlternatives {
			return nil, fault(fmt.Sprintf("braces that stand for more than %d paths", maxAlternatives))
		}
	}
	return all, nil
}

// slashedBraces finds the first outer braces that hold a slash; open is -1 if
// there are none.
func slashedBraces(pattern string) (open, end int, err error) {
	for i := 0; i < len(pattern); {
		n, err := tokenLength(pattern[i:])
		if err != nil {
			return 0, 0, err
		}
		if pattern[i] == '{' && strings.Contains(pattern[i:i+n], "/") {
			return i, i + n - 1, nil
		}
		i += n
	}
	return -1, 0, nil
}

// splitTop splits at a byte that is in no brackets, braces or escape.
func splitTop(pattern string, at byte) (parts []string) {
	begin := 0
	for i := 0; i < len(pattern); {
		if pattern[i] == at {
			parts, begin = append(parts, pattern[begin:i]), i+1
		}
		n, err := tokenLength(pattern[i:])
		if err != nil {
			break
		}
		i += n
	}
	return append(parts, pattern[begin:])
}

// tokenLength returns the length of the character, the escape, the brackets or the
// braces with which a pattern begins.
func tokenLength(pattern string) (int, error) {
	switch {
	case pattern[0] == '[':
		return bracketsLength(pattern)
	case pattern[0] == '{':
		for i := 1; i < len(pattern); {
			if pattern[i] == '}' {
				return i + 1, nil
			}
			n, err := tokenLength(pattern[i:])
			if err != nil {
				return 0, err
			}
			i += n
		}
		return 0, fault("a brace that is not closed")
	case pattern[0] == '\\' && !onWindows && len(pattern) > 1:
		return 2, nil
	}
	_, n := utf8.DecodeRuneInString(pattern)
	return n, nil
}

// bracketsLength returns the length of [abc], [a-z], [^a] or [!a]. A bracket that
// closes stands for itself in the first place.
func bracketsLength(pattern string) (int, error) {
	i := 1
	if strings.HasPrefix(pattern[i:], "^") || strings.HasPrefix(pattern[i:], "!") {
		i++
	}
	end := -1
	if i < len(pattern) {
		end = strings.IndexByte(pattern[i+1:], ']')
	}
	if end < 0 {
		return 0, fault("a bracket that is not closed")
	}
	return i + 1 + end + 1, nil
}

func parseSegment(pattern string) (segment, error) {
	if pattern == "**" {
		return segment{anyDepth: true}, nil
	}
	if !isGlob(pattern) && !strings.Contains(pattern, `\`) && !onWindows {
		return segment{literal: pattern}, nil
	}
	var b strings.Builder
	b.WriteString(`(?s`)
	if onWindows {
		b.WriteString("i")
	}
	b.WriteString(`)\A`)
	if err := writeExpression(&b, pattern); err != nil {
		return segment{}, err
	}
	b.WriteString(`\z`)
	match, err := regexp.Compile(b.String())
	if err != nil {
		return segment{}, fault("brackets with a range that runs backwards, or a pattern that is too long")
	}
	return segment{match: match}, nil
}

// writeExpression writes a segment as a regular expression. These are matched in
// time that is linear in the name, however many stars there are.
func writeExpression(b *strings.Builder, pattern string) error {
	for len(pattern) > 0 {
		n, err := tokenLength(pattern)
		if err != nil {
			return err
		}
		token := pattern[:n]
		pattern = pattern[n:]
		switch {
		case token == "*":
			b.WriteString(".*")
			pattern = strings.TrimLeft(pattern, "*")
		case token == "?":
			b.WriteString(".")
		case token[0] == '[':
			writeBrackets(b, token[1:n-1])
		case token[0] == '{':
			if err := writeBraces(b, token[1:n-1]); err != nil {
				return err
			}
		default:
			b.WriteString(regexp.QuoteMeta(strings.TrimPrefix(token, escape)))
		}
	}
	return nil
}

func writeBrackets(b *strings.Builder, set string) {
	b.WriteString("[")
	if set[0] == '^' || set[0] == '!' {
		b.WriteString("^")
		set = set[1:]
	}
	for i, r := range set {
		if r == '-' && i > 0 && i < len(set)-1 {
			b.WriteString("-")
		} else {
			fmt.Fprintf(b, `\x{%X}`, r)
		}
	}
	b.WriteString("]")
}

func writeBraces(b *strings.Builder, choices string) error {
	for i, choice := range splitTop(choices, ',') {
		b.WriteString([]string{"(?:", "|"}[min(i, 1)])
		if err := writeExpression(b, choice); err != nil {
			return err
		}
	}
	b.WriteString(")")
	return nil
}
