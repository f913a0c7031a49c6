package render

import (
	"fmt"
	"io"

	"github.com/iiswhy/iiswhy/report"
)

// rowLog writes the rows as they were, below the #Fields that they had: a log that can
// be handed on, and read again.
type rowLog struct {
	out    io.Writer
	header string // of the row before
	day    string // of the #Date in force
	dated  bool   // the rows hold their date
}

func newRowLog(w io.Writer, _ report.RowList, _ RowOptions) (RowWriter, error) {
	_, err := io.WriteString(w, "#Software: iiswhy rows\n#Version: 1.0\n")
	return &rowLog{out: w}, err
}

// Write writes a row, and before it what must be known to read it.
func (l *rowLog) Write(r *report.Row) error {
	if r.Header != l.header {
		l.header, l.dated = r.Header, false
		for _, f := range r.Fields {
			l.dated = l.dated || f.Kind == report.DateField
		}
		if _, err := fmt.Fprintf(l.out, "#Fields: %s\n", r.Header); err != nil {
			return err
		}
	}
	if day := r.Time.UTC().Format("2006-01-02"); !l.dated && !r.Time.IsZero() && day != l.day {
		l.day = day
		if _, err := fmt.Fprintf(l.out, "#Date: %s 00:00:00\n", day); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(l.out, r.Text)
	return err
}

// Close writes nothing.
func (l *rowLog) Close() error { return nil }
