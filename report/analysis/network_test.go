package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNetworkOf(t *testing.T) {
	f := func(want string, addresses ...string) {
		t.Helper()
		assert.Equal(t, want, networkOf(addresses))
	}
	f("2001:db8:5:6::/64", "2001:db8:5:6:1::7", "2001:db8:5:6:ffff:1:2:3", "2001:db8:5:6::")
	f("", "2001:db8:5:6::1", "2001:db8:5:7::1")
	f("203.0.113.0/24", "203.0.113.9", "203.0.113.200", "::ffff:203.0.113.4")
	f("", "203.0.113.9", "203.0.114.9")
	f("", "203.0.113.9")
	f("", "203.0.113.9", "client-7")
	f("")
}
