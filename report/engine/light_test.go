package engine

import (
	"encoding/binary"
	"testing"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCutAnswersOfValues cuts an answer with the values of a kind at each byte: none but the
// whole one is taken.
func TestCutAnswersOfValues(t *testing.T) {
	o := scan.LightOutcome{Status: 401, Substatus: 1, Win32: 5, Verdict: codes.LogonFailure}
	r := &Reader{client: &Client{}, kinds: newKinds()}
	number := kindOf(o, "")
	r.kinds.of[number], r.kinds.number[o] = o, number
	whole := nativeHead(nil, 6, 2)
	whole = nativeColumn(whole, column{name: "v", kind: text})
	for _, value := range []string{"192.0.2.1\nCORP\\jane", "2001:db8::1\n"} {
		whole = appendText(whole, append(binary.LittleEndian.AppendUint64(nil, number), value...))
	}
	whole = appendText(appendText(nativeColumn(whole, column{name: "k", kind: text}), "12345678"), "12345678")
	for _, c := range []column{{name: "n", kind: "UInt64"}, {name: "minute", kind: "UInt32"}, {name: "first", kind: "UInt32"}, {name: "last", kind: "UInt32"}} {
		whole = nativeColumn(whole, c)
		for n := range uint64(2) {
			whole = appendNumber(whole, c.kind, 7+n)
		}
	}
	var got, pairs []scan.LightValue
	for _, q := range r.valueQuestions(0, "FROM x WHERE ") {
		if q.columns != 6 {
			continue
		}
		for size := 1; size <= len(whole); size++ {
			got = nil
			err := q.show(&answerBuffer{data: whole[:size]}, func(c *scan.LightCounts) { got = append(got, c.Values...) })
			if size < len(whole) {
				require.Error(t, err, "%d bytes", size)
				require.Empty(t, got)
			} else {
				require.NoError(t, err)
			}
		}
		if got[0].Field == scan.FieldPair {
			pairs = got
		}
	}
	require.Len(t, pairs, 2)
	assert.Equal(t, scan.LightValue{Light: scan.Light{LightOutcome: o, Rows: 7, First: 7, Last: 7}, Field: scan.FieldPair, Text: []byte("192.0.2.1"), User: []byte("CORP\\jane")}, pairs[0])
	changed := append([]byte(nil), whole...)
	changed[10] ^= 1 // of the number of the kind
	q := r.valueQuestions(0, "FROM x WHERE ")[0]
	assert.Error(t, q.show(&answerBuffer{data: changed}, func(*scan.LightCounts) {}))
}

// TestAnswersOfOtherRows holds that counts which are not of the same rows are no report.
func TestAnswersOfOtherRows(t *testing.T) {
	minutes, sources := []scan.Light{{Rows: 5}}, []scan.LightSource{{Rows: 5, Shown: 4}}
	for _, c := range []struct {
		all scan.LightCounts
		ok  bool
	}{
		{scan.LightCounts{Minutes: minutes, Sources: sources, Taken: []scan.LightTaken{{Taken: 3, Rows: 4}}}, true},
		{scan.LightCounts{Minutes: minutes, Sources: sources}, true}, // no row has one
		{scan.LightCounts{Minutes: minutes}, false},
		{scan.LightCounts{Sources: sources}, false},
		{scan.LightCounts{Minutes: minutes, Sources: sources, Taken: []scan.LightTaken{{Taken: 3, Rows: 5}}}, false},
	} {
		var total lightTotal
		total.add(&c.all)
		assert.Equal(t, c.ok, total.check(false) == nil, "%+v", c.all)
		assert.Error(t, total.check(true), "no groups")
		total.add(&scan.LightCounts{Groups: []scan.LightGroup{{Rows: 3}, {Rows: 1}}})
		assert.Equal(t, c.ok && total.shown == 4, total.check(true) == nil, "%+v", c.all)
	}
}
