package report

import "time"

// Day is what was counted on one day of the zone of the report, against the days
// before it. A day of a change of clocks has 23 or 25 hours.
type Day struct {
	Date      string    `json:"date"`  // 2026-11-21
	Start     time.Time `json:"start"` // Start ≤ time < End
	End       time.Time `json:"end"`
	First     time.Time `json:"first,omitzero"` // of its rows, as Last; to the minute where days were not known before reading
	Last      time.Time `json:"last,omitzero"`
	Rows      int64     `json:"rows"`
	Errors    int64     `json:"errors"` // of 4xx and 5xx
	Attention int64     `json:"attention"`

	// From and Until are set for a day that the log holds a part of: the times of
	// the clock, such as 14:25, between which it and the days before it are
	// compared. A day is so because it was not over when its log was read, or with
	// Gap because a piece of the log is not there, or nothing was served.
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
	Gap   bool   `json:"gap,omitempty"`
	// Against names the days that Typical is the median of, the latest first.
	// SameWeekday says that they are all of the same day of the week. Both are
	// empty when no earlier day was read.
	Against     []string `json:"against,omitempty"`
	SameWeekday bool     `json:"same_weekday,omitempty"`
	// Partial are earlier days, the latest first, with which nothing is compared, as
	// the log holds pieces of them. With Against and Partial empty there is no earlier
	// day.
	Partial []string `json:"partial,omitempty"`
	// Previous are the sums of the day before, Typical the medians of the days
	// Against; nil where there are none.
	Previous *Sums `json:"previous,omitempty"`
	Typical  *Sums `json:"typical,omitempty"`

	// Worse and Better name the codes and reasons of Codes that are so: 401.1, FTP
	// 530, QueueFull; those with the most rows that need attention first. Both are
	// empty when there is no day to compare with.
	Worse  []string `json:"worse"`
	Better []string `json:"better"`
	// Trend says how Attention stands to that of Typical, "" where there is none: one
	// of the words Trend… .
	Trend string `json:"trend,omitempty"`
	// Unusual says that something that needs attention is worse than usual: a code
	// that is new or worse, a spike, or the rows of the day. It is false when there is
	// no day to compare with.
	Unusual bool `json:"unusual,omitempty"`

	Classes  []ClassCount   `json:"classes"`
	Verdicts []VerdictCount `json:"verdicts"`
	Codes    []DayCode      `json:"codes"` // those of the day by count, then those that are gone
	Spikes   []Spike        `json:"spikes"`
	// Findings are the numbers, from 1, of those findings of the report that tell what
	// happened on the day: an attack, an outage, what was slow or fell silent. The gravest
	// comes first.
	Findings []int `json:"findings,omitempty"`
	// Timeline is of the last day only: those of a year would be long.
	Timeline *Timeline `json:"timeline,omitempty"`
}

// How the rows of a day that need attention stand to the usual number. Counts
// differ by more than chance when they do so by three standard deviations and a
// fifth.
const (
	TrendNew   = "new"   // usually none do
	TrendUsual = "usual" // about as many: within a fifth
	TrendNear  = "near"  // another number, but no more than chance makes
	TrendAbove = "above" // more
	TrendBusy  = "busy"  // more, but no larger a share of what was asked
	TrendBelow = "below" // fewer
)

// Sums are the totals of a day, or of a median day.
type Sums struct {
	Rows      float64 `json:"rows"`
	Errors    float64 `json:"errors"`
	Attention float64 `json:"attention"`
}

// DayCode is a code, or a reason of HTTPERR, on one day. Previous, Typical and
// Change are absent when there is no day to compare with.
type DayCode struct {
	Code      string   `json:"code"`
	Log       string   `json:"log,omitempty"`
	Reason    string   `json:"reason,omitempty"`
	Class     string   `json:"class"`
	Count     int64    `json:"count"`
	Attention int64    `json:"attention"` // of Count, rows that need attention
	Previous  *int64   `json:"previous,omitempty"`
	Typical   *float64 `json:"typical,omitempty"`
	Change    *float64 `json:"change,omitempty"` // (Count - Typical) / Typical; absent where Typical is 0
	// Recent is the median of up to seven days before, where Typical is that of one day
	// of the week: a job that fails since Monday is no news on Sunday.
	Recent *float64 `json:"recent,omitempty"`
	// New says that none of the days before had it; Since is then when it came
	// first. Gone says that it is usual and did not come.
	New   bool      `json:"new"`
	Gone  bool      `json:"gone,omitempty"`
	Since time.Time `json:"since,omitzero"`
	// Worse says that it needs attention and came more often than is typical, than on the
	// day before and than in the days before, by more than chance and than there was more
	// traffic: what came yesterday too is no news. Better says that it is a fault and came less often, or is gone.
	Worse  bool `json:"worse,omitempty"`
	Better bool `json:"better,omitempty"`
	// Beyond is how many rows that need attention came beyond the usual ones, if
	// these are shared like all rows of the code.
	Beyond float64 `json:"beyond,omitempty"`

	Name    string           `json:"name"`
	Meaning string           `json:"meaning"`
	Check   string           `json:"check"`
	Verdict string           `json:"verdict"`       // of most of its rows
	Top     map[string][]Key `json:"top,omitempty"` // as in Code, of this day
}
