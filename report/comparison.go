package report

import "time"

// Comparison sets two periods side by side, or each value of a field and the others.
// Rates are per 10,000 requests of their side, whatever --status and --verdict leave out:
// twice the traffic is nothing worse.
type Comparison struct {
	Mode  string `json:"mode"`            // one of Mode…
	Field string `json:"field,omitempty"` // of ModeBetween: a word of --by, or the name of a field
	// At is the moment of ModeAt, ShiftSeconds how much earlier the other period of
	// ModeWith is.
	At           time.Time `json:"at,omitzero"`
	ShiftSeconds int64     `json:"shift_s,omitempty"`

	Trend string `json:"trend"` // of the periods; of several values the gravest
	// Pairs are one for two periods, This the later of them. For the values of a field
	// there is one for each, what got worse first, Other being all other values.
	Pairs []Pair `json:"pairs"`
	// Values is how many values the field has, of which those with few rows have no
	// pair. Nameless are requests that have none.
	Values   int   `json:"values,omitempty"`
	Nameless int64 `json:"nameless,omitempty"`
}

// The kinds of comparisons.
const (
	ModeAt      = "at"      // after a moment, against the same span before it
	ModeWith    = "with"    // a period, against one that is so much earlier
	ModeBetween = "between" // values of a field
)

// Trends of a comparison, the gravest first.
const (
	TrendWorse   = "worse"   // more of the requests need attention, path by path
	TrendPartly  = "partly"  // no more in all, but something that needs attention is new or worse
	TrendMixed   = "mixed"   // the same, though fewer need attention in all
	TrendSlower  = "slower"  // no worse, but some paths take longer
	TrendOther   = "other"   // more need attention as other paths were asked for, not as any got worse
	TrendBetter  = "better"  // fewer need attention, or some paths are faster
	TrendSame    = "same"    // no more differs than chance makes
	TrendFew     = "few"     // too few requests to tell
	TrendNothing = "nothing" // one side has no request
)

// Trends of a change.
const (
	ChangeNew    = "new"  // the other side has none
	ChangeGone   = "gone" // this side has none, though as many as there would be news
	ChangeWorse  = "worse"
	ChangeBetter = "better"
	ChangeSlower = "slower"
	ChangeFaster = "faster"
	ChangeFew    = "few" // on one side only, and too few for news
	ChangeSame   = "same"
)

// Pair is two sides and how This differs from Other.
type Pair struct {
	Value string `json:"value,omitempty"` // of ModeBetween
	This  Side   `json:"this"`
	Other Side   `json:"other"`
	Trend string `json:"trend"`
	// Expected is how many rows of This would need attention if both sides were alike: its
	// part, path by path, of those of both.
	Expected float64 `json:"expected"`
	// Shared is the part of the requests of This that ask for paths which the other side
	// was asked for as well.
	Shared float64 `json:"shared"`
	// Changes are what is new, worse, slower, better, faster or gone, the weightiest of each
	// first.
	Changes []Change `json:"changes"`
	// Codes are all codes and verdicts of the two, most rows that need attention first.
	Codes []CodeChange `json:"codes"`
	// Paths are those that only one side was asked for, most requests first. MorePaths is
	// how many more there are.
	Paths     []PathChange `json:"paths"`
	MorePaths int          `json:"more_paths,omitempty"`
	// Steps count both sides by time, each since it began.
	Steps       []Step `json:"steps"`
	StepSeconds int64  `json:"step_s,omitempty"`
}

// Side is one side of a pair.
type Side struct {
	From  time.Time `json:"from,omitzero"` // the period asked for: From ≤ time < Until
	Until time.Time `json:"until,omitzero"`
	First time.Time `json:"first,omitzero"` // of its rows, whatever the filter, to the minute
	Last  time.Time `json:"last,omitzero"`
	// SilentFrom and SilentUntil are the longest part of the period in which nothing was
	// logged at all, where that is a fifth of it.
	SilentFrom  time.Time `json:"silent_from,omitzero"`
	SilentUntil time.Time `json:"silent_until,omitzero"`

	Rows      int64 `json:"rows"`
	Errors    int64 `json:"errors"`
	Attention int64 `json:"attention"`
	// P50 and P95 are of the time-taken of what was served, in ms, right to 13 %; nil
	// where it is not logged.
	P50 *int64 `json:"p50_ms,omitempty"`
	P95 *int64 `json:"p95_ms,omitempty"`
}

// Span is from when to when the side is: as was asked, and where that has no bound, its first
// or last row. A bound is zero where neither is known.
func (s *Side) Span() (from, until time.Time) {
	if from = s.From; from.IsZero() {
		from = s.First
	}
	if until = s.Until; until.IsZero() {
		until = s.Last
	}
	return from, until
}

// CodeChange is a code with a verdict, or a reason of HTTPERR, on both sides.
type CodeChange struct {
	Code      string  `json:"code"`
	Log       string  `json:"log,omitempty"`
	Reason    string  `json:"reason,omitempty"`
	Win32     *uint64 `json:"win32,omitempty"` // where that tells matters apart
	Class     string  `json:"class"`
	Verdict   string  `json:"verdict,omitempty"` // "" where the sides log too unlike fields to tell
	Attention bool    `json:"attention"`
	Name      string  `json:"name"`
	Trend     string  `json:"trend"`
	Count     int64   `json:"count"`
	Other     int64   `json:"other"`      // on the other side
	Rate      float64 `json:"rate"`       // per 10,000 requests
	OtherRate float64 `json:"other_rate"` // the same
}

// Change is one thing that differs by more than chance makes.
type Change struct {
	CodeChange        // of what got slower or faster without a code
	Path       string `json:"path,omitempty"` // where it is of that path alone: all numbers, rates too
	// Expected is how many of the rows of both sides would be of this one if they were
	// alike, path by path, and Score how far off that is, like a number of standard deviations.
	Expected float64 `json:"expected"`
	Score    float64 `json:"score"`
	// First, Last and State are those of its rows, as in Finding; of what is gone, those of the
	// other side.
	First time.Time    `json:"first,omitzero"`
	Last  time.Time    `json:"last,omitzero"`
	State string       `json:"state,omitempty"`
	Paths []PathChange `json:"paths,omitempty"` // where its rows are, or were, most of them first
	Check string       `json:"check,omitempty"`
	// Clients are the one, two or three that four of five of its rows came from, most first, of
	// what is new or worse; none where there are more such clients, where most of all
	// requests come from one of these, or where it is not known.
	Clients []Key `json:"clients,omitempty"`
	// P50 and P95 are in ms, of what got slower or faster.
	P50      *int64 `json:"p50_ms,omitempty"`
	P95      *int64 `json:"p95_ms,omitempty"`
	OtherP50 *int64 `json:"other_p50_ms,omitempty"`
	OtherP95 *int64 `json:"other_p95_ms,omitempty"`
	// Command shows exactly the rows of Count, OtherCommand those of Other; "" where there
	// are none, or no flag chooses them.
	Command      string `json:"command,omitempty"`
	OtherCommand string `json:"other_command,omitempty"`
}

// PathChange counts the requests of a path, or those of a change at it. A '*' stands for
// numbers.
type PathChange struct {
	Path    string `json:"path"`
	Trend   string `json:"trend,omitempty"` // new or gone
	Count   int64  `json:"count"`
	Other   int64  `json:"other"`
	Command string `json:"command,omitempty"`
}

// Step is a stretch of time of both sides. One that has no counterpart, as the other
// period is shorter, has its own numbers alone.
type Step struct {
	Start          time.Time `json:"start"`
	Rows           int64     `json:"rows"`
	Attention      int64     `json:"attention"`
	OtherStart     time.Time `json:"other_start,omitzero"`
	OtherRows      int64     `json:"other_rows"`
	OtherAttention int64     `json:"other_attention"`
}
