package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
)

func TestParseStatus(t *testing.T) {
	f := func(text string, want StatusPattern) {
		t.Helper()
		got, err := ParseStatus(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	f("401", StatusPattern{401, 401, anySubstatus})
	f("401.1", StatusPattern{401, 401, 1})
	f("401.0", StatusPattern{401, 401, 0})
	f("403.x", StatusPattern{403, 403, anySubstatus})
	f("403.X", StatusPattern{403, 403, anySubstatus})
	f("403.*", StatusPattern{403, 403, anySubstatus})
	f("5xx", StatusPattern{500, 599, anySubstatus})
	f(" 4XX ", StatusPattern{400, 499, anySubstatus})
	f("500.1013", StatusPattern{500, 500, 1013})
	for _, bad := range []string{"", "x", "40", "4010", "0xx", "6xx", "9xx", "40x", "xx", "401.", "401.y", "401.-1", "401.1.2", "401.70000",
		"+401", "-401", "401,403", "401 1", "٤٠١"} {
		_, err := ParseStatus(bad)
		assert.ErrorContains(t, err, "expected a status like 401.1", "%q", bad)
	}
}

func TestStatusPatternFits(t *testing.T) {
	f := func(text string, status, sub int, want bool) {
		t.Helper()
		p, err := ParseStatus(text)
		require.NoError(t, err)
		assert.Equal(t, want, p.Fits(codes.Code{Status: status, Substatus: sub}), "%s and %d.%d", text, status, sub)
	}
	f("401", 401, 1, true)
	f("401", 401, codes.None, true)
	f("401.x", 401, codes.None, true)
	f("401.1", 401, codes.None, false)
	f("401.1", 401, 1, true)
	f("401.1", 401, 2, false)
	f("4xx", 499, 0, true)
	f("4xx", 500, 0, false)
	f("4xx", codes.None, codes.None, false)
}
