package main

import (
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/schollz/progressbar/v3"
)

// progressBar shows how far reading is, on a terminal: bytes, rate and the time
// that is left. It returns what reading calls and what ends the bar; both do
// nothing where no bar is wanted.
func (a *app) progressBar(s *settings, sources []input.Source) (add func(int64), end func()) {
	wanted := s.progress == "always" || s.progress == "auto" && !s.quiet && isTerminal(a.stderr)
	if !wanted {
		return nil, func() {}
	}
	bar := progressbar.NewOptions64(totalSize(sources),
		progressbar.OptionSetWriter(a.stderr),
		progressbar.OptionSetDescription("reading"),
		progressbar.OptionShowBytes(true),
		progressbar.OptionUseIECUnits(true),
		progressbar.OptionSetWidth(24),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionClearOnFinish(),
	)
	return func(n int64) { _ = bar.Add64(n) }, func() { _ = bar.Finish() }
}

// totalSize is the sum of the sizes, -1 when one is not known.
func totalSize(sources []input.Source) int64 {
	var sum int64
	for _, s := range sources {
		if s.Size < 0 {
			return -1
		}
		sum += s.Size
	}
	return sum
}
