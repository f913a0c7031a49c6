package report

import "time"

// Schema names the shape of the JSON; it changes when a name or a meaning does.
const Schema = "iiswhy/1"

// Report is what a scan found, as plain values: every renderer starts from it
// and computes nothing. Counts are rows, shares run from 0 to 1, durations are
// milliseconds, times are UTC. A number that the log does not hold is absent.
type Report struct {
	Schema   string `json:"schema"`
	Command  string `json:"command"`
	Lang     string `json:"lang"`
	Timezone string `json:"timezone"` // zone in which renderers show times

	Made    Made     `json:"made,omitzero"`
	Input   Input    `json:"input"`
	Filters []string `json:"filters,omitempty"` // the filters in force, as the flags that set them
	Period  Period   `json:"period,omitzero"`
	Read    Period   `json:"read,omitzero"` // of all rows in the time asked for, where filters left some of them out
	// DatesOnly says that rows have a date and no time: each time is the start of its day.
	DatesOnly bool           `json:"dates_only,omitempty"`
	Total     Total          `json:"total"`
	Classes   []ClassCount   `json:"classes"`
	Verdicts  []VerdictCount `json:"verdicts"`
	Codes     []Code         `json:"codes"`
	Reasons   []Reason       `json:"reasons"`
	Groups    []Group        `json:"groups,omitempty"` // with --by
	Noise     []Noise        `json:"noise,omitempty"`  // families of probes
	Links     []Link         `json:"links,omitempty"`  // broken ones of the site itself
	Timeline  *Timeline      `json:"timeline,omitempty"`
	Latency   *Latency       `json:"latency,omitempty"`
	Slow      []Slow         `json:"slow,omitempty"` // paths that took most of the time
	Findings  []Finding      `json:"findings"`       // all of them, the gravest first
	// MoreFindings is how many of the last a text of 80 columns leaves out that is not
	// asked for in full. The renderers count them.
	MoreFindings int `json:"more_findings"`
	// Spikes are set for the command spikes, in the order that matters; empty
	// when there is none.
	Spikes []Spike `json:"spikes,omitzero"`
	// Days are set for the command daily, the earliest first. Missing are the
	// days among them of which no row was read.
	Days    []Day    `json:"days,omitzero"`
	Missing []string `json:"missing_days,omitempty"`
	// Comparison is set for the command compare.
	Comparison *Comparison `json:"comparison,omitempty"`
}

// Made says of what a report was made, when and by what.
type Made struct {
	At      time.Time `json:"at,omitzero"`
	Version string    `json:"version,omitempty"`
	Paths   []string  `json:"paths,omitempty"` // that were asked for
	// Sites and Servers are those of most rows, at most a few, the one of most first.
	Sites   []string `json:"sites,omitempty"`
	Servers []string `json:"servers,omitempty"`
}

// Input is the ledger: what was read, what was used, and what was refused.
// Lines = Rows + Malformed + Filtered + Directives + Blank.
type Input struct {
	Files      int       `json:"files"`
	Bytes      int64     `json:"bytes"`             // that were read, after decompression
	Skipped    int64     `json:"skipped,omitempty"` // bytes that were not: by the order of their rows, of times that were not asked for
	Lines      int64     `json:"lines"`
	Rows       int64     `json:"rows"` // used in this report
	Filtered   int64     `json:"filtered,omitempty"`
	Malformed  int64     `json:"malformed"` // refused
	Directives int64     `json:"directives"`
	Blank      int64     `json:"blank,omitempty"`
	Coarse     int64     `json:"coarse,omitempty"` // rows counted without a substatus or Win32 number: there were too many different ones
	Partial    bool      `json:"partial"`
	Sources    []Source  `json:"sources"`
	Problems   []Problem `json:"problems"`
	Apart      []Apart   `json:"apart,omitempty"`
}

// Apart are rows that were left out, and count as filtered, as they are dated years before or
// behind all others.
type Apart struct {
	Rows  int64     `json:"rows"`
	First time.Time `json:"first"` // to the minute, as is Last
	Last  time.Time `json:"last"`
}

// Source is one file, archive entry or stream.
type Source struct {
	Name      string `json:"name"`
	Bytes     int64  `json:"bytes"`
	Skipped   int64  `json:"skipped,omitempty"` // as those of Input
	Rows      int64  `json:"rows"`
	Malformed int64  `json:"malformed"`
	// Forms are those other than W3C that rows were read in: IIS for the format that
	// IIS calls its own, NCSA, CSV for exports with the names of columns in their
	// first line, JSON for objects a line.
	Forms []string `json:"forms,omitempty"`
	// BeginsAs is a source before it that begins with the same rows: where one is a copy of the
	// other, packed or not, its rows count twice.
	BeginsAs string `json:"begins_as,omitempty"`
	Error    string `json:"error,omitempty"` // why it was not read to its end
}

// Problem is one kind of thing that was wrong with lines, or odd about them.
// Refused says that the lines were not used; otherwise they were, with care.
type Problem struct {
	Reason  string  `json:"reason"` // stable word, e.g. "too-few-values"
	Detail  string  `json:"detail"` // one sentence in the language of the report
	Refused bool    `json:"refused"`
	Count   int64   `json:"count"`
	First   []Place `json:"first"`
}

// Place is a line of a source, counted from 1, and the start of its text.
type Place struct {
	Source string `json:"source"`
	Line   int64  `json:"line,omitempty"` // counted from 1; absent behind what was skipped
	Byte   int64  `json:"byte,omitempty"` // how many bytes stand before it, where the line is absent
	Text   string `json:"text"`
}

// Period is the time from the earliest row to the latest.
type Period struct {
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
}

// Total sums the rows. Errors are rows of 4xx and 5xx.
type Total struct {
	Rows      int64 `json:"rows"`
	Errors    int64 `json:"errors"`
	Attention int64 `json:"attention"`
}

// ClassCount counts rows of one class: 1xx to 5xx, or "-" where the status is
// absent.
type ClassCount struct {
	Class string  `json:"class"`
	Count int64   `json:"count"`
	Share float64 `json:"share"`
}

// VerdictCount counts rows of one verdict.
type VerdictCount struct {
	Verdict   string  `json:"verdict"`
	Count     int64   `json:"count"`
	Share     float64 `json:"share"`
	Attention bool    `json:"attention"`
}

// Code is one status and substatus with its meaning and what was seen of it.
type Code struct {
	Code      string  `json:"code"`          // "401.1"; "401" where the substatus is not logged; "-"
	Log       string  `json:"log,omitempty"` // "ftp" for replies of the FTP service
	Status    int     `json:"status,omitempty"`
	Substatus *int    `json:"substatus,omitempty"`
	Class     string  `json:"class"`
	Count     int64   `json:"count"`
	Share     float64 `json:"share"`
	// First and Last are of the rows that need attention where any do, else of all.
	First time.Time `json:"first,omitzero"`
	Last  time.Time `json:"last,omitzero"`
	// AttentionFirst and AttentionLast are the same where any row needs attention.
	AttentionFirst time.Time `json:"attention_first,omitzero"`
	AttentionLast  time.Time `json:"attention_last,omitzero"`
	Name           string    `json:"name"`
	Meaning        string    `json:"meaning"`
	Cause          string    `json:"cause"`
	Check          string    `json:"check"`
	Source         string    `json:"source"`
	// Match says what the texts speak of: "exact", or, where the tables do not know the
	// code itself, an "other" substatus than those of IIS, the "status" or the "class".
	Match    string           `json:"match"`
	Verdicts map[string]int64 `json:"verdicts"`
	// Findings are the places in Findings, counted from 1, of those on its rows.
	Findings []int `json:"findings,omitempty"`
	// Win32 and Top, like First and Last, are of the rows that need attention where
	// any do, else of all.
	Win32     []Win32          `json:"win32"`
	Top       map[string][]Key `json:"top"`
	Estimated []string         `json:"estimated,omitempty"` // fields of Top beyond the exact cap
}

// Win32 is a Win32 status seen with a code.
type Win32 struct {
	Code    uint64 `json:"code"`
	Hex     string `json:"hex"`
	Symbol  string `json:"symbol,omitempty"`
	Meaning string `json:"meaning,omitempty"`
	Count   int64  `json:"count"`
}

// Key is one value of a field and the rows that hold it.
type Key struct {
	Key   string `json:"key"`
	Count int64  `json:"count"`
	Name  string `json:"name,omitempty"` // of an agent, as people call it: Chrome 128, Windows
}

// Reason is one reason of HTTP.sys, from HTTPERR logs.
type Reason struct {
	Reason  string    `json:"reason"`
	Count   int64     `json:"count"`
	Share   float64   `json:"share"`
	First   time.Time `json:"first,omitzero"`
	Last    time.Time `json:"last,omitzero"`
	Verdict string    `json:"verdict"`
	Name    string    `json:"name"`
	Meaning string    `json:"meaning"`
	Cause   string    `json:"cause"`
	Check   string    `json:"check"`
	Source  string    `json:"source"`
	// Findings are the places in Findings, counted from 1, of those on its rows.
	Findings []int `json:"findings,omitempty"`
}

// Group counts the rows that share the values of the fields of --by.
type Group struct {
	Key       []FieldValue `json:"key"`
	Rows      int64        `json:"rows"`
	Errors    int64        `json:"errors"`
	Attention int64        `json:"attention"`
	Bytes     int64        `json:"bytes,omitempty"` // sent, of the rows that say so
	// P50, P95 and Max are of time-taken in ms, right to 13 %; nil where no row has one.
	P50 *int64 `json:"p50_ms,omitempty"`
	P95 *int64 `json:"p95_ms,omitempty"`
	Max *int64 `json:"max_ms,omitempty"`
}

// Noise is one family of probes and the rows it claimed.
type Noise struct {
	Family  string `json:"family"`
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
	Check   string `json:"check"`
	Count   int64  `json:"count"`
}

// Timeline counts rows per bucket of equal length, the first one at Start.
// Every slice has one number a bucket; Classes lacks classes without rows.
type Timeline struct {
	BucketSeconds int64              `json:"bucket_s"`
	Start         time.Time          `json:"start"`
	Classes       map[string][]int64 `json:"classes"`
	Attention     []int64            `json:"attention"`
}

// Latency gives percentiles of time-taken, in ms, of rows that hold one and are
// no 101: a WebSocket writes the length of its session.
type Latency struct {
	Rows int64 `json:"rows"`
	P50  int64 `json:"p50_ms"`
	P95  int64 `json:"p95_ms"`
	P99  int64 `json:"p99_ms"`
	Max  int64 `json:"max_ms"`
}

// Slow is a path, and the time that its requests took. Requests of WebSockets are left
// out.
type Slow struct {
	Key       string  `json:"key"`
	Share     float64 `json:"share"` // of the time that all requests took
	Count     int64   `json:"count"`
	Errors    int64   `json:"errors"`
	Attention int64   `json:"attention"`
	Bytes     int64   `json:"bytes,omitempty"` // sent; 0 where that is not logged
	P50       int64   `json:"p50_ms"`
	P95       int64   `json:"p95_ms"`
	Max       int64   `json:"max_ms"`
	// Estimated says that some of its rows stand for others: all numbers are about so,
	// and Max is that of the rows that were kept.
	Estimated bool `json:"estimated,omitempty"`
}

// Severities of findings, gravest first.
const (
	Critical = "critical"
	Warning  = "warning"
	Note     = "info"
)

// States of findings: whether what they speak of still goes on.
const (
	GoingOn   = "going-on"  // the log ends in it, as far as it tells
	Over      = "over"      // the log goes on without such rows, for longer than they were apart
	Recurring = "recurring" // it comes back at the same time of other days
	Single    = "single"    // one row
)

// Finding is something that somebody should know, gravest first. The renderers word
// it: Rule names the sentence, Evidence fills it. All else is of the very rows that
// it speaks of.
type Finding struct {
	Rule     string  `json:"rule"`
	Severity string  `json:"severity"` // Critical, Warning or Note
	Title    string  `json:"title"`
	Check    string  `json:"check"`
	Rows     int64   `json:"rows,omitempty"`
	Share    float64 `json:"share,omitempty"` // of all rows that the report counts
	Code     string  `json:"code,omitempty"`
	Verdict  string  `json:"verdict,omitempty"`
	Reason   string  `json:"reason,omitempty"` // of HTTPERR
	// Codes are those of its rows that need attention, most rows first, where Code does not
	// tell: codes and reasons as their blocks are called.
	Codes []string `json:"codes,omitempty"`

	First time.Time `json:"first,omitzero"`
	Last  time.Time `json:"last,omitzero"`
	State string    `json:"state,omitempty"` // "" where no row has a time
	// Where is what nine of ten of the rows have in common and nine of ten of all rows
	// have not, the most telling first; Also is more of that, which the first implies.
	Where Values `json:"where,omitempty"`
	Also  Values `json:"also,omitempty"`
	// Clients, Users and Paths count different values; 0 where there were too many, of
	// which the evidence may tell more, or the log does not tell.
	Clients int64 `json:"clients,omitempty"`
	Users   int64 `json:"users,omitempty"`
	Paths   int64 `json:"paths,omitempty"`

	Evidence []Evidence `json:"evidence"`
	Command  string     `json:"command,omitempty"` // shows exactly the rows
	// Spike is the place in Spikes, counted from 1, of the rise that tells the same; 0
	// for none.
	Spike int `json:"spike,omitempty"`
}

// Link is a broken link on a page of the site itself.
type Link struct {
	Page  string `json:"page"` // as the client named it, host included
	Path  string `json:"path"` // what was not found
	Count int64  `json:"count"`
	// Estimated says that there were too many different links to count each.
	Estimated bool `json:"estimated,omitempty"`
}

// FieldValue is one value of a named field.
type FieldValue struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

// Explanations is what explain found: one result per code that was asked about,
// or, for rows, per code, Win32 number and verdict.
type Explanations struct {
	Schema  string        `json:"schema"`
	Command string        `json:"command"`
	Lang    string        `json:"lang"`
	Results []Explanation `json:"results"`
	Notes   []string      `json:"notes,omitempty"`   // about the lines as a whole; Remarks in words
	Partial bool          `json:"partial,omitempty"` // some input was not read to its end
	Made    Made          `json:"made,omitzero"`

	// Remarks are the notes before a renderer words them.
	Remarks []Finding `json:"-"`
}

// Explanation says what a code means, or what happened to some rows.
type Explanation struct {
	Input        string  `json:"input"`         // as asked; "" for rows
	Log          string  `json:"log,omitempty"` // "ftp" for replies of the FTP service
	Code         string  `json:"code,omitempty"`
	Win32        *uint64 `json:"win32,omitempty"`
	Hex          string  `json:"hex,omitempty"`    // of Win32
	Symbol       string  `json:"symbol,omitempty"` // of Win32
	Win32Meaning string  `json:"win32_meaning,omitempty"`
	Reason       string  `json:"reason,omitempty"`    // of HTTPERR
	Event        uint64  `json:"event,omitempty"`     // of the event log of Windows
	Provider     string  `json:"provider,omitempty"`  // who writes the event: WAS
	EventLog     string  `json:"event_log,omitempty"` // where: System, Application or Security
	Verdict      string  `json:"verdict"`
	Attention    bool    `json:"attention"`
	Confidence   string  `json:"confidence"` // certain, likely, possible
	Name         string  `json:"name"`
	Meaning      string  `json:"meaning"`
	Cause        string  `json:"cause"`
	Check        string  `json:"check"`
	Source       string  `json:"source"`
	// Match says what the texts speak of: "pair" for the code together with its
	// Win32 number, "win32" for the number alone where no substatus is logged, "case"
	// where other fields or rows decided, "exact", or what the tables know instead: an
	// "other" substatus than those of IIS, the "status", the "class", or "none".
	Match string `json:"match"`
	// Rows and Lines are 0 and empty where a code was asked about. Lines are
	// counted from 1, the first few; File is where they are, where several
	// sources were read.
	Rows  int64    `json:"rows,omitempty"`
	Lines []int64  `json:"lines,omitempty"`
	File  string   `json:"file,omitempty"`
	Notes []string `json:"notes"` // what neighbours and fields add; Remarks in words

	// Remarks are the notes before a renderer words them. Listed says that the
	// code is one of several that one question named, Plain that the rows are
	// healthy and there is nothing to say of them.
	Remarks       []Finding `json:"-"`
	Listed, Plain bool      `json:"-"`
}
