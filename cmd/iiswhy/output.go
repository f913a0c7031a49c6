package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// write writes a result to standard output, or to the file of --output: whole or
// not at all.
func (a *app) write(ctx context.Context, s *settings, render func(io.Writer) error) error {
	writing := func(w io.Writer) error { return buffered(leavingWriter{ctx, w}, render) }
	if s.output == "" {
		return a.writeOut(writing)
	}
	if s.mkdir {
		if err := os.MkdirAll(filepath.Dir(s.output), 0o755); err != nil {
			return &failure{exitPartial, fmt.Errorf("--mkdir: expected to create the directory of %s: %w", s.output, err)}
		}
	}
	if err := writeFile(s.output, writing); err != nil {
		return &failure{exitPartial, fmt.Errorf("--output %s: expected to write the report, %w", s.output, err)}
	}
	a.note(s, "wrote %s", s.output)
	return nil
}

// writeOut writes to standard output. Who stops reading it has what they want, as head
// does.
func (a *app) writeOut(render func(io.Writer) error) error {
	err := render(a.stdout)
	if a.unread = isClosedPipe(err); a.unread || err == nil {
		return nil
	}
	return &failure{exitPartial, fmt.Errorf("standard output: expected to write the report: %w", err)}
}

// noteNobody says that the report is for nobody, where standard output is closed and
// nothing else was asked for. It is no error: other programs that start this one and drop
// what it writes give it the same.
func (a *app) noteNobody(s *settings) {
	statusIsAsked := s.quiet || s.strict || len(s.failOn) > 0
	if s.output == "" && !statusIsAsked && isClosed(a.stdout) {
		a.note(s, "standard output is closed or dropped, so nobody sees the report; --output writes it into a file")
	}
}

const outBuffer = 64 << 10

// buffered writes through a buffer to the end.
func buffered(w io.Writer, render func(io.Writer) error) error {
	out := bufio.NewWriterSize(w, outBuffer)
	if err := render(out); err != nil {
		return err
	}
	return out.Flush()
}

// helpWriter is where help, version and completion go. It remembers that they could not be written,
// which their writers do not say.
type helpWriter struct {
	io.Writer
	err error
}

func (h *helpWriter) Write(p []byte) (int, error) {
	n, err := h.Writer.Write(p)
	if h.err == nil && !isClosedPipe(err) {
		h.err = err
	}
	return n, err
}
