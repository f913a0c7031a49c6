package analysis

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestShortPaths(t *testing.T) {
	many := func(format string, n int) (all []string) {
		for i := range n {
			all = append(all, fmt.Sprintf(format, i))
		}
		return all
	}
	f := func(want string, paths ...string) {
		t.Helper()
		assert.Equal(t, []string{want}, shortPaths(paths))
	}
	f("logs/u_ex2611*.log", many("logs/u_ex2611%02d.log", 12)...)
	f("/var/logs/W3SVC*/u_ex261101.log", many("/var/logs/W3SVC%d/u_ex261101.log", 12)...)
	f(`C:\logs\u_ex26110*.log`, many(`C:\logs\u_ex2611%02d.log`, 9)...)
	f("logs", append(many("logs/a/u_ex2611%02d.log", 9), "logs/u.log")...)
	f(".", append(many("a/u_ex2611%02d.log", 9), "u.log")...)
	f("*", many("%d", 9)...)
	f("1*1", "11", "121", "131", "141", "151", "161")

	few := many("logs/%d.log", 5)
	assert.Equal(t, few, shortPaths(few))
	piped := append(many("logs/%d.log", 9), "-")
	assert.Equal(t, piped, shortPaths(piped))
}
