package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestQueryShape(t *testing.T) {
	f := func(query, want string) {
		t.Helper()
		assert.Equal(t, want, queryShape([]byte(query)))
	}
	f("-", "")
	f("", "")
	f("id=17&page=2", "id=…&page=…")
	f("token", "…")
	f("|12|800a0009|Subscript", "|12|800a0009|Subscript")
	f("a=%27OR+1", "a=…")
}
