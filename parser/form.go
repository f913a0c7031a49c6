package parser

import "bytes"

// Form is the way in which the lines of a log hold their values.
type Form uint8

// The forms. All but W3C are read line by line without a #Fields: what their
// values are is fixed, or said by each line or by the first one.
const (
	W3C   Form = iota // between blanks, as the #Fields before it names them
	IIS               // the format that IIS calls its own: 15 values, each ended by a comma; local times
	NCSA              // the common format of NCSA
	CSV               // exports of Log Parser and of Log Analytics, their first line names the columns
	JSON              // an object a line, as App Service and Log Analytics export it
	Forms             // their number
)

var formNames = [Forms]string{"W3C", "IIS", "NCSA", "CSV", "JSON"}

// String returns the name that reports give.
func (f Form) String() string {
	if f < Forms {
		return formNames[f]
	}
	return "unknown form"
}

// other tries to read a line as a row of a form that is not W3C. It returns nil
// when the line is one.
func (s *Scanner) other(l *Layout, line []byte) *Fault {
	values, ok := s.row.values[:0], true
	switch l.Form {
	case IIS:
		values, ok = splitIIS(values, line)
	case NCSA:
		values, ok = splitNCSA(values, line)
	case CSV:
		values, ok = splitExport(values, line, l.delimiter)
	case JSON:
		l, values, ok = s.objects.read(values, line)
	}
	s.row.values = values
	if !ok {
		return &noFields
	}
	switch {
	case len(values) < len(l.Names):
		return &tooFew
	case len(values) > len(l.Names):
		return &tooMany
	}
	r := &s.row
	r.begin(l, line)
	r.sep, r.survey = 0, nil
	s.tally.Forms |= 1 << l.Form
	return nil
}

// none is what IIS writes for a value that there is not.
var none = []byte{'-'}

// hasService reports whether a value names an instance of a service, such as
// W3SVC1 or MSFTPSVC.
func hasService(value []byte, service string) bool {
	return len(value) >= len(service) && bytes.EqualFold(value[:len(service)], []byte(service))
}
