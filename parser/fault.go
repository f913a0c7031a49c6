package parser

// Fault is a way in which a line is wrong or odd. Its name is stable: reports
// give it as the reason of a problem.
type Fault uint8

// The faults. Lines of the first group are refused, those of the second are
// used and counted all the same.
const (
	TooFewValues  Fault = iota // fewer values than #Fields names
	TooManyValues              // more values than #Fields names
	NoFields                   // no #Fields before it, and of no known shape
	LineTooLong                // longer than MaxLine
	CutShort                   // last line of the source, without its end
	OtherService               // of the SMTP or NNTP service of IIS: no web server, no status of HTTP

	ZeroBytes        // a block of zero bytes, as a crash leaves it, was skipped
	FieldsGuessed    // no #Fields before it; its shape told the fields
	EmptyFields      // a #Fields that names no field
	UnreadableTime   // date or time is no date or time
	UnreadableNumber // status, substatus, Win32 or time-taken is no number
	Faults           // their number
)

var faultNames = [Faults]string{
	"too-few-values", "too-many-values", "no-fields", "line-too-long", "cut-short", "other-service",
	"zero-bytes", "fields-guessed", "empty-fields", "unreadable-time", "unreadable-number",
}

// String returns the stable name.
func (f Fault) String() string {
	if f < Faults {
		return faultNames[f]
	}
	return "unknown fault"
}

// Refused reports whether lines with this fault are not used.
func (f Fault) Refused() bool { return f < ZeroBytes }

// maxShown bounds the text of a line that is kept to show it.
const maxShown = 240

// maxPlaces is how many places of one fault a Tally keeps.
const maxPlaces = 3

// Place is a line with a fault.
type Place struct {
	Line   int64  // within the chunk, counted from 0
	Offset int64  // in the source, in bytes
	Text   string // its first bytes, as they are
}

// Tally counts what a Scanner met in one chunk. Lines is the sum of Rows,
// Refused, Directives and Blank.
type Tally struct {
	Lines, Rows, Refused, Directives, Blank int64

	// Forms are those other than W3C that rows were read in, as bits 1<<Form.
	Forms uint8

	Counts [Faults]int64
	First  [Faults][]Place // the first few of each, in order
}

func (t *Tally) note(f Fault, line, offset int64, text []byte) {
	t.Counts[f]++
	if len(t.First[f]) < maxPlaces {
		t.First[f] = append(t.First[f], Place{line, offset, string(text[:min(len(text), maxShown)])})
	}
}
