package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// hourOf is a log of a server with rows of an hour, one each other second.
func hourOf(server string, hour, rows int) string {
	var b strings.Builder
	b.WriteString("#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2026-11-20 00:00:00\n#Fields: date time s-ip cs-uri-stem sc-status\n")
	for i := range rows {
		fmt.Fprintf(&b, "2026-11-20 %02d:%02d:%02d %s /page/%d 200\n", hour, 2*i/60%60, 2*i%60, server, i)
	}
	return b.String()
}

// TestTwins: a copy is told, also one that was made while the log grew, that lacks its headers or
// has other ends of lines; what has the same header, or follows, is none. How the sources are cut
// makes no difference.
func TestTwins(t *testing.T) {
	log := hourOf("10.0.0.1", 8, 400)
	grown := log + strings.SplitAfterN(hourOf("10.0.0.1", 9, 40), "\n", 5)[4]
	bare := "#Fields: date time s-ip cs-uri-stem sc-status\n" + strings.SplitAfterN(log, "\n", 5)[4]
	small := hourOf("10.0.0.9", 8, beginningRows)
	tiny := hourOf("10.0.0.8", 8, beginningRows-1)
	for _, cut := range cuts {
		o := options(t)
		o.Workers, o.ChunkSize = cut.workers, cut.chunk
		copies := resultOf(t, o, log, small, grown, bare, strings.ReplaceAll(log, "\n", "\r\n"), small)
		assert.Equal(t, []Twins{{0, 2}, {0, 3}, {0, 4}, {1, 5}}, copies.Twins())
		alike := resultOf(t, o, log, hourOf("10.0.0.2", 8, 400), hourOf("10.0.0.1", 9, 400), hourOf("", 8, 0), hourOf("", 8, 0), tiny, tiny, small)
		assert.Empty(t, alike.Twins())
	}
}
