package scan

import (
	"bytes"
	"context"
	"io"
	"math"
	"time"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// glimpseBytes is how much of the beginning and of the end of a source a glimpse reads.
const glimpseBytes = 64 << 10

// Glimpse returns the seconds of the earliest and the latest row that the first and the
// last few KiB of a source hold, and false where they hold none with a time. The end of
// what is packed, or of UTF-16, is not looked at: that is thought to hold the rest of the
// day of UTC in which it begins. It is a guess at the period of the source, whose other
// rows may be earlier or later, and costs next to nothing.
func Glimpse(ctx context.Context, source input.Source, zone *time.Location) (first, last int64, ok bool) {
	text, whole, err := beginningAndEnd(ctx, source)
	if err != nil {
		return 0, 0, false
	}
	first, last = math.MaxInt64, math.MinInt64
	cutter, scanner, buf := parser.NewCutter(bytes.NewReader(text)), parser.Scanner{Zone: zone}, make([]byte, 0, len(text)+1)
	for chunk, err := cutter.Next(buf); err == nil; chunk, err = cutter.Next(buf) {
		for scanner.Reset(chunk); scanner.Scan(); {
			if second := scanner.Row().Second; second != parser.NoTime {
				first, last = min(first, second), max(last, second)
			}
		}
	}
	if !whole && first <= last {
		last = time.Unix(last, 0).UTC().Truncate(day).Add(day).Unix() - 1
	}
	return first, last, first <= last
}

const day = 24 * time.Hour

// beginningAndEnd reads the whole lines of both, so that the directives of the beginning
// are in force. whole says that nothing is known to follow.
func beginningAndEnd(ctx context.Context, source input.Source) (text []byte, whole bool, err error) {
	stream, err := source.OpenWithin(ctx, nil)
	if err != nil {
		return nil, false, err
	}
	defer stream.Close()
	text, err = io.ReadAll(io.LimitReader(stream, glimpseBytes))
	if err != nil || len(text) < glimpseBytes || !stream.SkipsFree() {
		return text, len(text) < glimpseBytes, err
	}
	between := max(0, source.Size-2*glimpseBytes)
	if err := stream.Skip(between); err != nil {
		return nil, false, err
	}
	end, err := io.ReadAll(io.LimitReader(stream, glimpseBytes))
	if between > 0 {
		text, end = text[:bytes.LastIndexByte(text, '\n')+1], end[bytes.IndexByte(end, '\n')+1:]
	}
	return append(text, end...), true, err
}
