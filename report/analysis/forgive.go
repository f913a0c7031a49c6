package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// forgive makes a finding on refused logons a note where most of them were followed by
// one that was let in: people mistype. Where Windows says that it was no wrong password, they
// did not.
func forgive(f *report.Finding, left crowd, did conducts) {
	if did == nil || len(left) == 0 || !left.mayBeMistyped() {
		return
	}
	back := did.back(left)
	if 2*back <= f.Rows {
		return
	}
	f.Severity, f.Check = report.Note, "" // there is nothing to do
	f.Evidence = append(f.Evidence, report.Evidence{What: "back", Value: float64(back), Unit: "rows"},
		report.Evidence{What: "back-share", Value: float64(back) / float64(f.Rows), Unit: "share"})
}

// mayBeMistyped reports whether the numbers of most rows may stand for a wrong name or password.
func (c crowd) mayBeMistyped() bool {
	var rows int64
	for _, r := range c {
		if number, _ := r.of.mostWin32(); slices.Contains(mistypings, number) {
			rows += r.rows
		}
	}
	return 2*rows > c.rows()
}

// mistypings are the Win32 numbers of a wrong password or name, and those that say nothing.
var mistypings = []int64{codes.None, 0, 5, 86, 1326, 1317, 2148074252, 2148074254}

// back is after how many rows of refusals the same client was let in with the name moments later.
func (all conducts) back(c crowd) (rows int64) {
	for _, r := range c {
		rows += all.returned(r)
	}
	return rows
}

// returned is after how many refused rows the client was let in with the name moments
// later.
func (all conducts) returned(r *refusal) (rows int64) {
	c := all[r.client]
	if c == nil || r.user == "" {
		return 0
	}
	in := slices.Sorted(slices.Values(c.in[account(r.user)]))
	for _, second := range r.seconds {
		at, _ := slices.BinarySearch(in, second)
		if at < len(in) && in[at]-second <= mistyped {
			rows++
		}
	}
	return rows
}

// of are the refusals of an issue.
func (c crowd) of(i *issue) (mine crowd) {
	for _, r := range c {
		if r.of == i {
			mine = append(mine, r)
		}
	}
	return mine
}
