package report

import "time"

// Row is one row of a log, and what it is. Texts are redacted where that was asked
// for; "" where the log does not tell.
type Row struct {
	Source string // as in Input.Sources
	Line   int64  // in it, counted from 1; 0 behind what was skipped
	Byte   int64  // how many bytes of it stand before the row

	Time      time.Time // zero where the row has none
	Code      string    // "401.1"; "401" where the substatus is not logged; "-"
	Class     string
	Reason    string // of HTTPERR
	Verdict   string
	Attention bool
	Family    string // of noise, that claimed the row
	Name      string // of the code, or of the code with its Win32 number, or of the reason
	Site      string
	Server    string

	Client, User, Method, Path, Query string
	Taken                             *int64 // ms

	// Fields are the values of the row in their order, "-" where the server wrote none.
	Fields []RowField
	Header string // names of the fields, between blanks
	Text   string // the row as it stands in the log
}

// RowList says what rows have in common, before the first of them.
type RowList struct {
	Lang    string
	Period  Period      // zero where no row has a time
	Fields  []string    // that the rows have, each once
	Kinds   []FieldKind // of Fields
	Reasons bool        // some are of HTTPERR
	// DatesOnly says that rows have a date and no time, as in Report.
	DatesOnly bool
	Partial   bool // not all was read: there may be more rows
}

// RowField is a value of a row.
type RowField struct {
	Name, Value string // name as the log writes it
	Kind        FieldKind
}

// FieldKind says what the values of a field are.
type FieldKind int

// The kinds of fields.
const (
	TextField FieldKind = iota
	NumberField
	DateField // with that of TimeField, Row.Time
	TimeField
)
