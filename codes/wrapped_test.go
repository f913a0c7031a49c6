package codes

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An error is the same in each form: what it is called, what it means with a code, and the
// verdict.
func TestErrorsInOtherForms(t *testing.T) {
	b, err := Open(English)
	require.NoError(t, err)
	rules, err := OpenRules()
	require.NoError(t, err)
	f := func(number int64, want uint32, verdict Verdict) {
		t.Helper()
		w, ok := b.Win32(uint64(number))
		assert.True(t, ok, "0x%X", number)
		assert.Equal(t, want, w.Number, "0x%X", number)
		p, ok := b.Pair(Code{Status: 401, Substatus: 1}, number)
		assert.True(t, ok, "0x%X", number)
		assert.Equal(t, int64(want), p.Win32, "0x%X", number)
		got := rules.Verdict(Outcome{Status: 401, Substatus: None, Win32: number})
		assert.Equal(t, verdict, got, "0x%X", number)
	}
	f(0x8007052E, 1326, LogonFailure)
	f(0xC000006D, 1326, LogonFailure)
	f(0xC000006A, 1326, LogonFailure)
	f(0xC0000234, 1909, LogonFailure)
	f(0xC000005E, 1311, DirectoryFault)
	f(0xC000018D, 1789, DirectoryFault)
	for _, number := range []uint64{0xC0000001, 0xC0010064, 0x80090064} {
		_, ok := b.Win32(number)
		assert.False(t, ok, "0x%X", number)
	}
	own, _ := b.Win32(0xC0000005) // an access violation, and no Win32 5
	assert.Equal(t, uint32(0xC0000005), own.Number)
}

// What is looked up by another number is in the table, and has no entry of its own.
func TestNumbersInOtherForms(t *testing.T) {
	b, err := Open(English)
	require.NoError(t, err)
	for digits, win32 := range ofNTSTATUS {
		w, ok := b.Win32(uint64(0xC0000000 + digits))
		assert.True(t, ok, "0x%X", digits)
		assert.Equal(t, win32, int64(w.Number), "0x%X", digits)
	}
}
