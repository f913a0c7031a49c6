package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestGlobsMeant(t *testing.T) {
	values := map[string]int64{"/api/a": 1, "/api/b": 2, "/shop/api": 3, "Mozilla/5.0+Chrome/120": 4, "Mozilla/5.0+Chrome/121": 5}
	f := func(flag, typed string, want ...string) {
		t.Helper()
		assert.Equal(t, want, globsMeant(flag, []string{typed}, values), typed)
	}
	f("agent", "chrome", "*chrome*")
	f("uri", "/api/.*", "/api/*")
	f("uri", "^/api", "/api*")
	f("uri", "~^/api/.+$", "/api/*")
	f("uri", "api", "*api*")
	f("uri", "/shop") // of which one value has it: that itself is offered
	f("uri", "nothing")
	f("uri", "/x/*")
	f("uri", "/") // too short to be meant
	f("method", "api")
}
