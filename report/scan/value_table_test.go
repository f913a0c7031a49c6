package scan

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func tableOf(values ...string) *valueTable {
	k := &valueTable{}
	for _, v := range values {
		k.add(seed, []byte(v), 1)
	}
	return k
}

func TestValueTable(t *testing.T) {
	k := tableOf("b", "a", "b", "c", "a", "b")
	assert.Equal(t, []Value{untimed("b", 3), untimed("a", 2)}, k.top(2))
	assert.Equal(t, []Value{untimed("b", 3), untimed("a", 2), untimed("c", 1)}, k.top(10))
	assert.Equal(t, []Value{untimed("a", 1), untimed("b", 1), untimed("c", 1)}, tableOf("c", "b", "a").top(3), "of equal ones by name")
	assert.Empty(t, (&valueTable{}).top(5))
}

// A value belongs to the table, not to the row it came from.
func TestValueTableKeepsValues(t *testing.T) {
	k, buf := &valueTable{}, []byte("first")
	k.add(seed, buf, 1)
	copy(buf, "other")
	assert.Equal(t, []Value{untimed("first", 1)}, k.top(1))
}

func TestValueTableIsBounded(t *testing.T) {
	k := &valueTable{}
	for i := range maxValues {
		k.add(seed, fmt.Append(nil, i), 1)
	}
	require.False(t, k.over)
	k.add(seed, []byte("0"), 1)
	require.False(t, k.over, "a known value takes no room")
	k.add(seed, []byte("one more"), 1)
	assert.True(t, k.over)
	k.add(seed, []byte("0"), 1)
	assert.Empty(t, k.top(3))

	long := &valueTable{}
	for i := range maxValueBytes / maxLength {
		long.add(seed, fmt.Appendf(nil, "%0*d", maxLength, i), 1)
	}
	assert.False(t, long.over)
	long.add(seed, []byte("x"), 1)
	assert.True(t, long.over, "too many bytes")
}

// A table overflows by what it is to hold, not by the order or the parts in
// which that comes.
func TestValueTableMerge(t *testing.T) {
	f := func(name string, distinct int, over bool) {
		t.Helper()
		random := rand.New(rand.NewPCG(uint64(distinct), 5))
		want, parts := &valueTable{}, []*valueTable{{}, {}, {}, {}}
		for _, i := range random.Perm(3 * distinct) {
			value := fmt.Append(nil, "key ", i%distinct)
			want.add(seed, value, int64(i))
			parts[random.IntN(len(parts))].add(seed, value, int64(i))
		}
		parts[3].merge(parts[0])
		parts[2].merge(parts[1])
		parts[2].merge(parts[3])
		assert.Equal(t, over, want.over, name)
		assert.Equal(t, over, parts[2].over, name)
		assert.Equal(t, want.top(50), parts[2].top(50), name)
	}
	f("few", 100, false)
	f("as many as there is room for", maxValues, false)
	f("one more", maxValues+1, true)
	f("many", 3*maxValues, true)

	a, b := tableOf("a"), &valueTable{over: true}
	a.merge(b)
	assert.True(t, a.over)
	b = &valueTable{over: true}
	b.merge(tableOf("a"))
	assert.True(t, b.over)
	assert.Empty(t, b.top(1))
}

// When a value came is known of the fields of those who asked, whatever the order of
// the rows and however many read them.
func TestTimesOfValues(t *testing.T) {
	text := logOf("date time c-ip cs-username cs-uri-stem sc-status sc-substatus sc-win32-status", `
		50 192.0.2.1 ada /a 401 1 1326
		10 192.0.2.1 ada /a 401 1 1326
		90 192.0.2.1 bob /a 401 1 1326
		30 192.0.2.2 ada /a 401 1 1326`) + "- - 192.0.2.3 eve /a 401 1 1326\n"
	at := func(text string, count, first, last int64) Value {
		return Value{text, count, midnight.Unix() + first, midnight.Unix() + last}
	}
	for _, workers := range []int{1, 2, 8} {
		o := options(t)
		o.Workers, o.ChunkSize = workers, 64
		r := resultOf(t, o, text)
		assert.Equal(t, []Value{at("192.0.2.1", 3, 10, 90), at("192.0.2.2", 1, 30, 30), untimed("192.0.2.3", 1)},
			r.Top(FieldClient, anySubject, 9).Values, "%d workers", workers)
		assert.Equal(t, []Value{
			at("192.0.2.1\x00ada", 2, 10, 50), at("192.0.2.1\x00bob", 1, 90, 90), at("192.0.2.2\x00ada", 1, 30, 30), untimed("192.0.2.3\x00eve", 1),
		}, r.Top(FieldPair, anySubject, 9).Values, "%d workers", workers)
		assert.Equal(t, []Value{untimed("/a", 5)}, r.Top(FieldPath, anySubject, 9).Values, "nobody asks when a path came")
	}
}

// Of a table that was given up there are more values than it says, whether it held too
// many or too long ones.
func TestTopOfTooManyValues(t *testing.T) {
	f := func(values, length int, estimated bool, distinct int) {
		t.Helper()
		var b strings.Builder
		for i := range values {
			fmt.Fprintf(&b, "%d /%s%d 404 0 2\n", i/100, strings.Repeat("x", length-6), 10_000+i)
		}
		for _, workers := range []int{1, 3} {
			o := options(t)
			o.Workers, o.ChunkSize = workers, 256<<10
			r := resultOf(t, o, logOf("date time cs-uri-stem sc-status sc-substatus sc-win32-status", b.String()))
			top := r.Top(FieldPath, func(*Subject) bool { return true }, 1)
			assert.Equal(t, estimated, top.Estimated, "%d values of %d bytes", values, length)
			assert.Equal(t, distinct, top.Distinct, "%d values of %d bytes", values, length)
		}
	}
	f(maxValues, 20, false, maxValues)
	f(maxValues+1, 20, true, maxValues)
	f(4000, 500, false, 4000)
	f(5000, 500, true, maxValueBytes/500)
}

// What comes when all tables of a subject but that of pairs were given up is counted no less:
// how long values are, who was sent by a page, and rows of other subjects with the same values.
func TestValuesBehindTablesGivenUp(t *testing.T) {
	long := strings.Repeat("x", 400)
	f := func(name string, rows func(different string) string) {
		t.Helper()
		var different strings.Builder
		for i := range maxValues + 100 {
			fmt.Fprintf(&different, "%d 2001:db8::%x u%d /%d agent%d - 404 0 2\n", i/500, i, i, i, i)
		}
		for _, workers := range []int{1, 3} {
			o := options(t)
			o.Workers, o.ChunkSize = workers, 256<<10
			r := resultOf(t, o, logOf("date time c-ip cs-username cs-uri-stem cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status", rows(different.String())))
			missing := func(s *Subject) bool { return s.Code.Status == 404 }
			for _, field := range []Field{FieldPath, FieldAgent} {
				top := r.Top(field, missing, 1)
				assert.True(t, top.Estimated, "%s, %v", name, field)
				assert.Equal(t, maxValueBytes/len("/"+long), top.Distinct, "%s, %v, %d workers", name, field, workers)
			}
			assert.True(t, r.Top(FieldClient, missing, 1).Estimated, name)
			sent := r.Top(FieldPair, missing, 9)
			assert.False(t, sent.Estimated, name)
			assert.Len(t, sent.Values, 1, name)
			assert.Equal(t, "https://a.example/p\x00/"+long, sent.Values[0].Text, name)
			assert.EqualValues(t, 3, sent.Values[0].Count, name)
			failed := func(s *Subject) bool { return s.Code.Status == 500 }
			assert.Equal(t, []Value{untimed("/7", 2)}, r.Top(FieldPath, failed, 9).Values, name)
			assert.Equal(t, []Value{untimed("u7", 2)}, r.Top(FieldUser, failed, 9).Values, name)
		}
	}
	sent := strings.Repeat(fmt.Sprintf("40 192.0.2.1 u1 /%s a%s https://a.example/p 404 0 2\n", long, long), 3)
	failed := strings.Repeat("40 192.0.2.7 u7 /7 agent7 - 500 0 0\n", 2)
	f("behind", func(different string) string { return different + sent + failed })
	f("before", func(different string) string { return sent + failed + different })
}
