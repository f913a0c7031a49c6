package parser

import (
	"bytes"
	"slices"
)

// maxTail is how many values a row's tail may hold. IIS writes the numbers that
// every report needs among the last seven; eight fit a 256-bit register's worth
// of positions and leave one to spare.
const maxTail = 8

// Layout is one #Fields directive, made ready for reading rows. It does not
// change after NewLayout and is safe for concurrent use.
type Layout struct {
	// Names are the fields as written, in order.
	Names []string
	// Guessed says that no directive named the fields: the row's shape did.
	Guessed bool
	// Form is the way in which lines hold their values.
	Form Form
	// Local says that the times of rows are those of clocks in some time zone that
	// the log does not name: the Scanner's Zone says which.
	Local bool

	index [Columns]int16 // place of each known field, -1 where absent

	// stamped says that date and time are the first two fields, so that a row
	// starts with 19 bytes of known form.
	stamped bool
	// tail is how many values, counted from the end of the row, hold all of
	// status, substatus, Win32 and time-taken; 0 when they are too far apart.
	tail int
	// tailOf maps a value, counted from the end, to what it is.
	tailOf [maxTail]tailValue
	// usual says that the tail is status, substatus and Win32, or the first of these, and
	// behind them time-taken, if takes is set, with so many other values before that, such
	// as bytes, and at the end.
	usual, takes    bool
	between, behind int
	codes           int  // how many of status, substatus and Win32 there are
	codesShift      uint // leaves of eight bytes the last ones: the codes, of one digit each but the status, and the blank before them
	// brief says that rows which are usual say enough as Usual.
	brief bool
	// lead is how many bytes date and time take at the start of rows, with their separators.
	lead int
	// asked is which blank stands before the path, counted from 1, behind date and time
	// where rows start with those, and where the query stands behind the path or there
	// is none; 0 elsewhere.
	asked int
	// alone says that rows hold a path and no query.
	alone       bool
	askedValues int // path and query, or the path alone
	// caller is which blank stands before the client's address, counted from that behind what
	// is asked for as 1; 0 where it stands before that, or at the end of the row.
	caller int
	// timed says that rows start with a time of day and have no date.
	timed bool
	// blanks is how many blanks a row holds that is read the fast way, none where
	// rows are not.
	blanks int
	// mail says that the values of a row tell whether it is of SMTP or NNTP.
	mail bool
	// delimiter stands between the values of an export.
	delimiter byte
	// ftpOrder and oldFTP say that the method of a row tells whether it is FTP.
	ftpOrder, oldFTP bool
	// sessions says that x-session is that of FTP: a site may log a field of that name as well.
	sessions bool
}

// tailValue says which number of a Row a value of the tail is.
type tailValue uint8

const (
	tailOther tailValue = iota
	tailStatus
	tailSubstatus
	tailWin32
	tailTaken
)

// NewLayout returns the layout of rows of W3C with those fields. Where a name
// comes twice, the first one counts.
func NewLayout(names []string) *Layout { return newLayout(W3C, names) }

func newLayout(f Form, names []string) *Layout {
	l := &Layout{Names: names, Form: f}
	for c := range l.index {
		l.index[c] = -1
	}
	for i, name := range names {
		if c, ok := ColumnOf(name); ok && l.index[c] < 0 && i < 1<<15 {
			l.index[c] = int16(i)
		}
	}
	l.planTime()
	l.planTail()
	l.planAsked()
	l.planFTP()
	l.planMail()
	l.blanks = len(names) - 1
	if f != W3C || l.mail {
		l.blanks = never
	}
	l.brief = l.usual && l.blanks != never && (l.stamped || l.timed)
	return l
}

// never is no number of blanks, counted or not.
const never = -2

// planTime finds the time of rows where no field is called so: one that holds date
// and time in one, or those of the server's clock.
func (l *Layout) planTime() {
	l.Local = l.Form == IIS
	if !l.Has(Date) && !l.Has(Time) {
		for i, name := range l.Names {
			if moments[plain(name)] && i < 1<<15 {
				l.index[Time] = int16(i)
				return
			}
		}
		day, clock := l.Lookup("date-local"), l.Lookup("time-local")
		if l.Local = day >= 0 && clock >= 0 && max(day, clock) < 1<<15; l.Local {
			l.index[Date], l.index[Time] = int16(day), int16(clock)
		}
	}
	l.stamped = !l.Local && l.Form == W3C && l.index[Date] == 0 && l.index[Time] == 1
	l.timed = !l.Local && l.Form == W3C && !l.Has(Date) && l.index[Time] == 0
}

func (l *Layout) planAsked() {
	i, query := int(l.index[Stem]), int(l.index[Query])
	l.alone = query < 0 && !l.Has(URI)
	behind := i + 1 // the last of what is asked, and one value more, so that a blank follows
	if !l.alone {
		behind++
	}
	if i < 1 || !l.alone && query != i+1 || behind >= len(l.Names) {
		return
	}
	l.askedValues = 2
	if l.alone {
		l.askedValues = 1
	}
	if l.asked = i; l.stamped {
		l.asked, l.lead = max(0, i-2), stampSize
	}
	if c := int(l.index[ClientIP]); c < len(l.Names)-1 {
		l.caller = max(0, c-i-l.askedValues+1)
	}
}

func (l *Layout) planTail() {
	for c, v := range map[Column]tailValue{
		Status: tailStatus, Substatus: tailSubstatus, Win32: tailWin32, Taken: tailTaken,
	} {
		i := int(l.index[c])
		if i < 0 {
			continue
		}
		fromEnd := len(l.Names) - 1 - i
		if fromEnd >= maxTail {
			l.tail = 0
			return
		}
		l.tailOf[fromEnd] = v
		l.tail = max(l.tail, fromEnd+1)
	}
	l.planUsual()
}

// planUsual finds out whether the tail is a usual one.
func (l *Layout) planUsual() {
	of := l.tailOf[:l.tail]
	for len(of) > 0 && of[0] == tailOther {
		of, l.behind = of[1:], l.behind+1
	}
	if len(of) > 0 && of[0] == tailTaken {
		l.takes = true
		for of = of[1:]; len(of) > 0 && of[0] == tailOther; of = of[1:] {
			l.between++
		}
	}
	codes := []tailValue{tailWin32, tailSubstatus, tailStatus}
	l.codes = len(of)
	l.usual = 0 < l.codes && l.codes <= len(codes) && slices.Equal(of, codes[len(codes)-l.codes:])
	l.codesShift = uint(8 * len(" 0") * max(0, len(codes)-l.codes))
}

// joinMoments makes one value of a date and a time where the layout has one field
// for both, and a blank between them made two.
func (l *Layout) joinMoments(values [][]byte) [][]byte {
	for i := 0; i < len(l.Names) && i+1 < len(values); i++ {
		if !moments[plain(l.Names[i])] || !checks[Date](values[i]) || !checks[Time](values[i+1]) {
			continue
		}
		values[i] = bytes.Join(values[i:i+2], blank)
		values = slices.Delete(values, i+1, i+2)
	}
	return values
}

// Has reports whether rows hold that field.
func (l *Layout) Has(c Column) bool { return l.index[c] >= 0 }

// Index returns the place of a known field, -1 where rows do not hold it.
func (l *Layout) Index(c Column) int { return int(l.index[c]) }

// Lookup returns the place of the field of any name, known or not, -1 where
// rows do not hold it.
func (l *Layout) Lookup(name string) int {
	p := plain(name)
	for i, n := range l.Names {
		if plain(n) == p {
			return i
		}
	}
	if c, ok := ColumnOf(name); ok {
		return l.Index(c)
	}
	return -1
}

// IsHTTPERR reports whether rows come from HTTP.sys itself: they give a reason.
func (l *Layout) IsHTTPERR() bool { return l.Has(Reason) }

// parseFields returns the layout that the value of a #Fields directive names,
// or nil when it names none. Names stand between blanks.
func parseFields(value []byte) *Layout {
	words := bytes.FieldsFunc(value, isBlankRune)
	if len(words) == 0 {
		return nil
	}
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = string(w)
	}
	return NewLayout(names)
}

func isBlankRune(r rune) bool { return r == ' ' || r == '\t' }
