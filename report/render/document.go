package render

import (
	"fmt"
	"slices"
	"time"
)

// A document is what a report, an explanation or a table says before it has a
// format: blocks, from top to bottom. It is built once (report.go, daily.go,
// spikes.go, explain.go, codes.go); a writer for each format turns the blocks
// into bytes (text*.go, markdown*.go, html*.go).
//
// Blocks hold words in the language of the report and numbers as they are. Their
// strings are sentences: values of a log stand between marks in them (spans.go),
// and each writer sets values apart and shortens them in its own way. What only
// some formats show is wrapped in only, or says so in a field In.
type document struct {
	times
	title  string   // of the window of a browser: nothing of the log is in it
	labels []string // words before details; text makes room for the widest of all
	blocks []block
}

// block is one part of a document: one of the types below.
type block any

// write hands the blocks to a writer, but for those that have nothing to show.
func (d document) write(w writer) ([]byte, error) {
	for _, b := range d.blocks {
		writeBlock(b, w)
	}
	return w.bytes()
}

func writeBlock(b block, w writer) {
	switch b := b.(type) {
	case only:
		if b.in.shows(w.medium()) {
			writeBlock(b.block, w)
		}
	case opening:
		w.opening(b)
	case paragraph:
		w.paragraph(b)
	case list:
		if len(b.Items) > 0 {
			w.list(b)
		}
	case cards:
		if len(b.Cards) > 0 {
			w.cards(b)
		}
	case table:
		if len(b.Rows) > 0 {
			w.table(b)
		}
	case chart:
		if len(b.Timeline.Tracks) > 0 {
			w.chart(b)
		}
	case spikes:
		w.spikes(b)
	case days:
		if len(b.Days) > 1 {
			w.days(b)
		}
	case answer:
		w.answer(b)
	case ledger:
		w.ledger(b)
	default:
		panic(fmt.Sprintf("no writer knows blocks like %T", b))
	}
}

// writer turns the blocks of a document into the bytes of one format, each block
// in a method of its own.
type writer interface {
	medium() medium
	opening(opening)
	paragraph(paragraph)
	list(list)
	cards(cards)
	table(table)
	chart(chart)
	spikes(spikes)
	days(days)
	answer(answer)
	ledger(ledger)
	bytes() ([]byte, error)
}

// medium is a set of formats for people.
type medium uint8

const (
	inText medium = 1 << iota
	inMarkdown
	inHTML
	written    = inText | inMarkdown // formats that cannot draw or fold
	everywhere = written | inHTML
	never      = 1 << 7 // a set that holds no format
)

// shows reports whether a part for the formats m, 0 for all, is for those of w.
func (m medium) shows(w medium) bool { return m == 0 || m&w != 0 }

// only is a block that not every format shows.
type only struct {
	in    medium
	block block
}

func onlyIn(in medium, blocks []block) []block {
	for i, b := range blocks {
		blocks[i] = only{in, b}
	}
	return blocks
}

// opening says what matters, whether it is the whole, and the frame of the numbers.
type opening struct {
	Headline string
	Tone     tone
	Warning  string // "" of a whole report
	Figures  []figure
	Facts    []fact
}

// figure is a number to be seen first, where it can be drawn large.
type figure struct {
	Label, Number  string
	Share, Compare string // "" for none
	Tone           tone
}

// fact is a sentence under a label.
type fact struct {
	Label, Text string
	In          medium
}

// factsIn are those that a format has.
func factsIn(m medium, all []fact) []fact {
	return slices.DeleteFunc(slices.Clone(all), func(f fact) bool { return !f.In.shows(m) })
}

// paragraph is a sentence of its own, and the command that it speaks of.
type paragraph struct {
	Tone          tone
	Text, Command string
}

// list is sentences under a heading.
type list struct {
	Title  string
	Ranked bool     // the first matters most
	Labels []string // that its items can have, where text writes them out; else it has signs
	Items  []item
	More   int    // items that were left out
	Note   string // what is said below them, "" for nothing
}

// link leads to another part of the document, in HTML.
type link struct{ To, Text string }

// item is one of them: how urgent it is, in a word and in colour.
type item struct {
	Tone    tone
	Label   string // "" for what needs nobody
	Text    string
	Check   string // what to do, "" for nothing
	InLine  bool   // text has a line for that, and cuts what is longer
	Command string // shows its rows, "" for none
	Curve   *curve // in text and Markdown
	ID      string // that links lead to, "" for none
	Links   []link
}

// curve is the rows around a spike.
type curve struct {
	Drawn, Span string // in cells, and from when to when
	Counts      []int64
	Said        string // what a bar is, and the highest
	First, Last string // the ends of the time
}

// detail is how much text and Markdown say of cards; HTML says all and folds it.
type detail uint8

const (
	asNames     detail = iota // a line; in Markdown with verdicts
	withVerdict               // a line with verdicts
	explained                 // all that is known
)

// cards are codes or reasons.
type cards struct {
	Title, TextTitle string // TextTitle is "" where text has the same
	Head             string // names the first column of a table
	Detail           detail
	Cards            []card
	Most             int // cards that text shows; 0 is all
}

// card is one code or reason.
type card struct {
	Label, Name string
	Rows        int64
	Share       float64
	Split       string // its verdicts: 134 refused logons, 3,978 handshake legs
	Mixed       bool   // they are several
	Tone        tone
	Open        bool   // unfolded from the start
	Note        string // that the tables do not know it, "" where they do
	Facts       []fact
	Seen        []seen
	ID          string // that links lead to
	Links       []link
}

// seen is what the rows of a code hold most: a table of texts and rows.
type seen struct {
	Label     string
	Values    bool // the texts are values of the log
	Estimated bool
	Rows      []seenRow
	More      int // rows left out
}

type seenRow struct {
	Text string
	Rows int64
}

// chart is the timeline: a line of counts for each class and for attention.
type chart struct {
	Title    string // with the period
	Name     string
	Caption  string // the period again, as HTML puts it below the name
	Timeline timeline
	Marks    []mark // of spikes
}

// mark is a spike on the timeline.
type mark struct {
	Number      int
	Tone        tone
	Label, When string
	From, Until time.Duration // since the timeline began
}

// spikes are unusual rises under a heading.
type spikes struct {
	Title  string
	Brief  bool // a sentence each
	Spikes []spike
	More   int // spikes that were left out
}

// spike is one of them. Those after the first few have but a sentence.
type spike struct {
	Number    int
	Tone      tone
	Name      string
	Text      string
	Explained bool // all below is said of it
	Curve     *curve
	Facts     []fact
	Causes    table
	Samples   []place
	Command   string
	Links     []link
}

// place is a line of a source.
type place struct {
	Source string
	Line   int64
	Byte   int64
	Text   string
}

// where names the line, SOURCE:LINE. A long source gives way in its middle, so
// that the number is always there.
func (p place) where(width int) string { return placeName(middle(p.Source, width), p.Line, p.Byte) }

// placeName is SOURCE:LINE, where the line is not known SOURCE:byte N.
func placeName(source string, line, byte int64) string {
	if line == 0 {
		return source + ":byte " + digits(byte)
	}
	return source + ":" + digits(line)
}

// answer is what is known of one code that somebody asked about, or of rows.
type answer struct {
	Tone          tone
	Subject, Kind string
	Name          string
	Facts         []fact
	Notes         []string
	NotesLabel    string
	Source        fact
}

// ledger accounts for every line that was read.
type ledger struct {
	Title   string
	Sums    []string
	Remarks []remark
	Sources table
}

// remark is what was wrong with lines, or odd about them, and the first of them.
type remark struct {
	Tone   tone
	Text   string
	Places []place
}
