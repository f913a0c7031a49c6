package codes

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Without a substatus the Win32 number tells, where it means the same whatever the
// substatus is.
func TestNoSubstatus(t *testing.T) {
	r := openRules(t)
	f := func(want Verdict, status int, numbers ...int64) {
		t.Helper()
		for _, n := range numbers {
			assert.Equal(t, want.String(), r.Verdict(Outcome{Web, status, None, n, ""}).String(), "%d + %d", status, n)
		}
	}
	f(Unknown, 401, None, 0, 5, 2)
	f(LogonFailure, 401, 1326, 1330, 1331, 1907, 1909, 2148074252)
	f(DirectoryFault, 401, 1311, 1789, 2148074245)
	f(ChallengeUnanswered, 401, 2148074254)
	f(ClientLeft, 401, 64, 1236, 995)
	f(Unknown, 403, None, 0, 5)
	f(Blocked, 403, 2148204809, 2148204801)
	f(ClientLeft, 403, 64)
	f(Unknown, 404, None, 0)
	f(NotFound, 404, 2, 3)
	f(Configuration, 404, 50)
	f(ClientLeft, 404, 64, 1236)
	f(Unknown, 500, None)
	f(Application, 500, 0)
	f(Configuration, 500, 13, 126, 3221225781)
	f(Capacity, 500, 8)
	f(ClientLeft, 500, 64)
}

// What a number says without a substatus, it says with the usual one: the rules for
// logs that lack the column agree with those for logs that have it.
func TestNoSubstatusAgrees(t *testing.T) {
	b, r := open(t, English), openRules(t)
	usual := map[int][]int{401: {1}, 403: {0, 13, 16, 17}, 404: {0, 3, 4}, 500: {0, 19}}
	for status, substatuses := range usual {
		for _, w := range b.Win32s() {
			v := r.Verdict(Outcome{Web, status, None, int64(w.Number), ""})
			agrees := v == Unknown
			for _, sub := range substatuses {
				agrees = agrees || v == r.Verdict(Outcome{Web, status, sub, int64(w.Number), ""})
			}
			assert.True(t, agrees, "%d + %d: %s", status, w.Number, v)
		}
	}
}

// Modules log an error or the HRESULT around it; the verdict is the same.
func TestHRESULTIsItsLowWord(t *testing.T) {
	b, r := open(t, English), openRules(t)
	for _, w := range b.Win32s() {
		if w.Number > 0xFFFF {
			continue
		}
		for _, s := range b.Statuses() {
			o := Outcome{Web, s.Status, max(s.Substatus, 0), int64(w.Number), ""}
			wrapped := o
			wrapped.Win32 |= 0x80070000
			assert.Equal(t, r.Verdict(o).String(), r.Verdict(wrapped).String(), "%+v", o)
		}
	}
}
