package main

import (
	"io"
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
	late := &lateWriter{w: a.stderr}
	if s.progress == "auto" {
		late.from = time.Now().Add(patience)
	}
	bar := progressbar.NewOptions64(totalSize(sources),
		progressbar.OptionSetWriter(late),
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

// patience is how long reading goes on before its bar is shown: of what is over at once nobody
// needs one, and the rate of the first bytes is none.
const patience = 300 * time.Millisecond

// lateWriter writes from a time on. What comes before is not written, and is no error.
type lateWriter struct {
	w    io.Writer
	from time.Time
}

func (l *lateWriter) Write(p []byte) (int, error) {
	if time.Now().Before(l.from) {
		return len(p), nil
	}
	return l.w.Write(p)
}
