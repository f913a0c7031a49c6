package codes

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCodeText(t *testing.T) {
	for _, c := range []struct {
		code               Code
		text, label, class string
	}{
		{Code{Status: 401, Substatus: 1}, "401.1", "401.1", "4xx"},
		{Code{Status: 401, Substatus: None}, "401", "401", "4xx"},
		{Code{Status: 200, Substatus: 0}, "200.0", "200.0", "2xx"},
		{Code{Status: 5, Substatus: None}, "5xx", "5xx", "5xx"},
		{Code{Status: None, Substatus: None}, "-", "-", "-"},
		{Code{Status: None, Substatus: 41, FTP: true}, "x.41", "FTP x.41", "-"},
		{Code{Status: 530, Substatus: 41, FTP: true}, "530.41", "FTP 530.41", "5xx"},
		{Code{Status: 100, Substatus: None}, "100", "100", "1xx"},
		{Code{Status: 599, Substatus: 1018}, "599.1018", "599.1018", "5xx"},
		{Code{Status: 600, Substatus: None}, "600", "600", "-"},
		{Code{Status: 701, Substatus: None}, "701", "701", "-"},
		{Code{Status: 999, Substatus: 0}, "999.0", "999.0", "-"},
	} {
		assert.Equal(t, c.text, c.code.String())
		assert.Equal(t, c.label, c.code.Label())
		assert.Equal(t, c.class, c.code.Class(), c.text)
	}
}

func TestParseCode(t *testing.T) {
	for _, text := range []string{"401.1", "401", "5xx", "404.0", "999.65535"} {
		c, err := ParseCode(text)
		require.NoError(t, err)
		assert.Equal(t, text, c.String())
	}
	for _, text := range []string{"", "-", "41", "1000", "401.", "401.x", "401.1.2", "6xx", "4xx.1", "401.-1", "+401", "401.65536"} {
		_, err := ParseCode(text)
		assert.Error(t, err, text)
	}
}

func TestCodesInOrder(t *testing.T) {
	all := []Code{{530, 41, true}, {530, 41, false}, {401, 2, false}, {401, None, false}, {None, None, false}}
	slices.SortFunc(all, Code.Compare)
	assert.Equal(t, []Code{{None, None, false}, {401, None, false}, {401, 2, false}, {530, 41, false}, {530, 41, true}}, all)
}

func TestParseWin32Number(t *testing.T) {
	for text, want := range map[string]uint32{
		"1326": 1326, "0": 0, "0x8009030E": 0x8009030E, "0X8009030e": 0x8009030E, "-2146893042": 0x8009030E, "2148074254": 0x8009030E,
	} {
		n, err := ParseWin32(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, n, text)
	}
	for _, text := range []string{"", "-", "0x", "4294967296", "0x1FFFFFFFF", "-2147483649", "8009030E", "1.5"} {
		_, err := ParseWin32(text)
		assert.Error(t, err, text)
	}
	assert.Equal(t, "0x8009030E", Hex(0x8009030E))
	assert.Equal(t, "0x0000052E", Hex(1326))
}
