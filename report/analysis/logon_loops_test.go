package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestManyLoopsAreOne: old passwords on the phones of many are one matter; on those of a few, and many names at one
// client, each is told with its name.
func TestManyLoopsAreOne(t *testing.T) {
	f := func(users, clients int, gotIn bool) (told []string) {
		t.Helper()
		var rows []string
		for u := range users {
			client, user := fmt.Sprintf("10.0.4.%d", u%clients+1), fmt.Sprintf("phone%d", u)
			if gotIn {
				rows = append(rows, row(3600+u, client, user, served))
			}
			rows = append(rows, repeat(40, 28800+u*7, 700, client, user, refused)...)
		}
		for _, said := range ruled(fileReport(t, options(t), pairFields, of(staff(), rows)), "auth-loop") {
			known := ""
			for _, e := range said.Evidence {
				if e.What == "looping" || e.What == "known" {
					known += fmt.Sprintf(" %s %.0f", e.What, e.Value)
				}
			}
			told = append(told, fmt.Sprintf("%d rows, %d users%s", said.Rows, said.Users, known))
		}
		return told
	}
	assert.Equal(t, []string{"600 rows, 15 users looping 15"}, f(15, 15, false))
	assert.Equal(t, []string{"600 rows, 15 users known 15 looping 15"}, f(15, 15, true))
	assert.Len(t, f(5, 5, false), 5)
	assert.Len(t, f(8, 1, false), 8)
}

// TestManyWhoHardlyTry: many addresses that try the same names a few times each are one attacker, and not one for each
// name; people at as many addresses who mistype their own names are none.
func TestManyWhoHardlyTry(t *testing.T) {
	f := func(name func(client, n int) string) string {
		t.Helper()
		var rows []string
		for c := range 40 {
			for n := range 4 + c%4 {
				rows = append(rows, row(3600+c*31+n*1700, fmt.Sprintf("203.0.113.%d", c+1), name(c, n), refused))
			}
		}
		return strings.Join(logonsSaid(fileReport(t, options(t), pairFields, of(staff(), rows))), ", ")
	}
	assert.Equal(t, "auth-guessing warning 220 over", f(func(c, n int) string { return fmt.Sprintf("box%d", (c+n*3)%12) }))
	assert.Equal(t, "logon-failure critical 220 over", f(func(c, _ int) string { return fmt.Sprintf("ann%d", c) }))
}
