package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The name of a refused logon is that of the USER row of its session, wherever chunks
// are cut.
func TestFTPNames(t *testing.T) {
	const (
		fields = "date time c-ip cs-username cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session"
		old    = "date time c-ip cs-username cs-method cs-uri-stem sc-status sc-win32-status"
	)
	f := func(name, fields, rows, want string) {
		t.Helper()
		for _, cut := range cuts {
			o := options(t)
			o.Workers, o.ChunkSize = cut.workers, cut.chunk
			r := resultOf(t, o, logOf(fields, rows))
			var got []string
			for _, v := range r.Top(FieldPair, anySubject, 9).Values {
				got = append(got, fmt.Sprintf("%s %d", strings.ReplaceAll(v.Text, "\x00", " "), v.Count))
			}
			assert.Equal(t, want, strings.Join(got, ", "), "%s: %d workers, chunks of %d", name, cut.workers, cut.chunk)
			assert.Empty(t, r.Top(FieldPath, anySubject, 9).Values, "a password and a name are no paths")
		}
	}
	f("one session", fields, `
		0 192.0.2.3 - USER ada 331 0 0 s1
		1 192.0.2.3 - PASS *** 530 1326 41 s1`, "192.0.2.3 ada 1")
	f("two at a time", fields, `
		0 192.0.2.3 - USER ada 331 0 0 s1
		0 192.0.2.3 - USER bob 331 0 0 s2
		1 192.0.2.3 - PASS *** 530 1326 41 s1
		1 192.0.2.3 - PASS *** 530 1326 41 s2
		2 192.0.2.3 - USER cy 331 0 0 s1
		3 192.0.2.3 - PASS *** 530 1326 41 s1`, "192.0.2.3 ada 1, 192.0.2.3 bob 1, 192.0.2.3 cy 1")
	f("no name before it", fields, `
		1 192.0.2.3 - PASS *** 530 1326 41 s1
		2 192.0.2.3 - USER ada 331 0 0 s1`, "192.0.2.3  1")
	f("of IIS 6", old, `
		0 192.0.2.3 - [1]USER ada 331 0
		0 192.0.2.3 - [2]USER bob 331 0
		0 192.0.2.9 - [1]USER eve 331 0
		1 192.0.2.3 - [1]PASS - 530 1326
		1 192.0.2.3 - [2]PASS - 530 1326`, "192.0.2.3 ada 1, 192.0.2.3 bob 1")
	f("far behind", fields, "0 192.0.2.3 - USER ada 331 0 0 s1\n"+strings.Repeat("0 192.0.2.8 - PWD - 257 0 0 s9\n", 200)+
		"9 192.0.2.3 - PASS *** 530 1326 41 s1", "192.0.2.3 ada 1")
}

// A name that is given up to a place is good up to that place, and a filter that leaves
// out the rows of USER does not hide them.
func TestFTPNamesReach(t *testing.T) {
	const fields = "date time c-ip cs-username cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session"
	filler := strings.Repeat("0 192.0.2.8 - PWD "+strings.Repeat("x", 4000)+" 257 0 0 s9\n", 10)
	f := func(want string, fill int) {
		t.Helper()
		for _, chunk := range []int{64 << 10, 1 << 20, 4 << 20} {
			o := options(t)
			o.Workers, o.ChunkSize, o.Filter.Status = 2, chunk, []StatusPattern{{530, 530, anySubstatus}}
			r := resultOf(t, o, logOf(fields, "0 192.0.2.3 - USER ada 331 0 0 s1\n"+strings.Repeat(filler, fill)+"9 192.0.2.3 - PASS *** 530 1326 41 s1"))
			assert.Equal(t, want, r.Top(FieldPair, anySubject, 1).Values[0].Text, "chunks of %d", chunk)
		}
	}
	f("192.0.2.3\x00ada", 20)
	f("192.0.2.3\x00", 30)
}
