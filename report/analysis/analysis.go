package analysis

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/redact"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Options say how a result is told. The zero value of each is a sensible default,
// but for Book, which is needed.
type Options struct {
	Book  *codes.Book     // words and language
	Rules *codes.Rules    // those that judged the rows
	Noise *codes.Families // names of the families that claimed rows; nil for none

	Filters  []string       // those in force, as the flags that set them
	Paths    []string       // of the command line, for commands that are printed
	Engine   string         // that is asked in place of paths; "" for none
	Now      time.Time      // when the report is made; zero for no time
	Version  string         // of the program that makes it
	Top      int            // values of a table; 0 for 10
	Sort     string         // of the groups: one of scan.GroupSorts; "" for the first
	Bucket   time.Duration  // of timelines; 0 to choose one
	Location *time.Location // zone of days and timelines; nil for UTC
	Redact   redact.Kinds
	Losses   []scan.FilterLoss // of a filter that left no row
	// Unread are inputs that could not even be begun; a report that lacks them is
	// partial.
	Unread []report.Source
	// Apart are rows that are left out as they are dated years from all others.
	Apart []report.Apart
	// Sensitivity of the search for spikes is 1 by default, for zero; more finds
	// smaller rises, 0.1 to 10.
	Sensitivity float64
}

// Analysis tells what a result holds. Its methods may be called in any order; names
// that hide values are the same in all that one Analysis tells.
type Analysis struct {
	*scan.Result
	options Options
	names   *redact.Names
	folders []folder // of the sources
	rows    int64    // that are shown

	risesTold  *[]report.Spike   // see codeSpikes; nil while nobody asked
	slowTold   *[]slowTold       // see slow; the same
	floodsTold *[]report.Finding // see floods; the same

	// What is found when it is asked for, by any of the parts of a report that are made at once.
	linked     func() []linksOf       // of subjects, see followedLinks
	busy       func() *soFar          // see requestsSoFar
	custom     func() []string        // see customFields
	seconds    func() []activity      // of each outcome, see activityOf
	ownAddress func() string          // see findOwnAddress
	named      func() map[string]bool // queries, see findNamedQueries
	// fewTraffic is FewTraffic.
	fewTraffic func() []scan.SampledRow
	byClient   func() map[string][]scan.SampledRow // see trafficByClient
	cells      func() map[scan.Subject][]int32     // see cellsOf
	usual      usualValues

	pathRows *pathRows // see readPaths; nil while nobody asked

	looking sync.Mutex // one look at a time: each keeps all processors busy
}

// New returns the analysis of a result.
func New(r *scan.Result, o Options) *Analysis {
	a := &Analysis{Result: r, options: o, names: redact.NewNames(o.Redact, r.Users), folders: foldersOf(r), usual: usualValues{few: map[string]map[string]int64{}, shares: map[string]map[string]float64{}}}
	a.linked, a.busy, a.custom = sync.OnceValue(a.followedLinks), sync.OnceValue(a.requestsSoFar), sync.OnceValue(a.findCustomFields)
	a.seconds = sync.OnceValue(func() []activity { return secondsBy(&a.Minutes, len(a.Outcomes)) })
	a.named, a.fewTraffic, a.byClient = sync.OnceValue(a.findNamedQueries), sync.OnceValue(r.FewTraffic), sync.OnceValue(a.trafficByClient)
	a.ownAddress, a.cells = sync.OnceValue(a.findOwnAddress), sync.OnceValue(a.cellsBySubject)
	for i := range r.Outcomes {
		a.rows += r.Outcomes[i].Rows
	}
	return a
}

// Report tells what was returned, by class, what each code means, and what needs
// attention. It may look at some rows once more; when ctx ends, less is said of them.
func (a *Analysis) Report(ctx context.Context) *report.Report { return a.overview(ctx, "report") }

// Finish is what every report goes through before it leaves the program. Sources that
// turned out to be others on the way are told, and what must not be given away is taken
// out wherever it still stands.
func (a *Analysis) Finish(r *report.Report) {
	for _, s := range a.Changed() {
		r.Input.Partial = true
		for i := range r.Input.Sources {
			if r.Input.Sources[i].Name == s.Name {
				r.Input.Sources[i].Error = s.Reason()
			}
		}
	}
	a.names.Report(r, report.OwnWords)
}

// Text is a text as it may be shown, such as a message that names a file.
func (a *Analysis) Text(text string) string { return a.names.Text(text) }

func (a *Analysis) location() *time.Location {
	if a.options.Location == nil {
		return time.UTC
	}
	return a.options.Location
}

func (a *Analysis) top() int {
	if a.options.Top <= 0 {
		return 10
	}
	return a.options.Top
}

// share is the part of all rows that some are, 0 where there are none.
func (a *Analysis) share(rows int64) float64 {
	if a.rows == 0 {
		return 0
	}
	return float64(rows) / float64(a.rows)
}

// stamp is a second since 1970 as a time.
func stamp(second int64) time.Time { return time.Unix(second, 0).UTC() }

// floorDiv divides rounding down; times before 1970 are legal.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// intern returns the index of a value in a list, to which it is added when new.
func intern[T comparable](v T, index map[T]int, list *[]T) int {
	i, ok := index[v]
	if !ok {
		i = len(*list)
		index[v] = i
		*list = append(*list, v)
	}
	return i
}

// median returns the middle of some numbers, which it sorts; 0 of none.
func median(n []float64) float64 {
	if len(n) == 0 {
		return 0
	}
	slices.Sort(n)
	m := len(n) / 2
	if len(n)%2 == 1 {
		return n[m]
	}
	return (n[m-1] + n[m]) / 2
}
