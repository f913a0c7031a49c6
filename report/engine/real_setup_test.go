//go:build unix

package engine

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/stretchr/testify/require"
)

// clientOf asks a real engine.
func clientOf(t testing.TB, base string, tries int, timeout time.Duration) *Client {
	address, err := ParseAddress(base)
	require.NoError(t, err)
	c, err := NewClient(Config{Address: address, Timeout: timeout, Tries: tries, Wait: noWait, Random: func() float64 { return 0.5 }})
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

// shipTo ships as a machine.
func shipTo(t testing.TB, c *Client, machine string, at *clock, paths ...string) (*report.Shipment, error) {
	s, err := NewShipper(t.Context(), c, Options{Machine: machine, Judge: "test", Scan: judging(t), Now: at.now, Random: func() float64 { return 0.5 }})
	if err != nil {
		return nil, err
	}
	return s.Ship(t.Context(), sourcesOf(t, paths...), nil)
}

func create(t testing.TB, c *Client, s Schema) string {
	todo, err := c.Create(t.Context(), s)
	require.NoError(t, err)
	return todo
}

// storedIn are the rows that count, as expected gives them.
func storedIn(t testing.TB, c *Client, all string) []string {
	t.Helper()
	in := "IN"
	if all != "" {
		in = "GLOBAL IN"
	}
	var columns []string
	for _, one := range rowsTable.columns {
		expression := one.name
		if one.kind == text {
			expression = "CAST(" + one.name + " AS String)" // plain, on every version
		}
		if one.kind == moment {
			expression = "toUInt32(" + one.name + ")"
		}
		columns = append(columns, expression+" AS c_"+one.name)
	}
	answer, err := c.ask(t.Context(), fmt.Sprintf(
		"SELECT %s FROM %s WHERE (file, load) %s (SELECT file, argMax(load, (bytes, rows, load)) FROM %s GROUP BY file, block) FORMAT Native",
		strings.Join(columns, ", "), c.table(rowsTable)+all, in, c.table(loadsTable)+all))
	require.NoError(t, err)
	layouts := map[uint64][]any{}
	names, err := c.ask(t.Context(), "SELECT layout, names FROM "+c.table(layoutsTable)+all+" FORMAT Native")
	require.NoError(t, err)
	for _, l := range unpackNative(t, join([]packed{pack([]byte(names))})) {
		layouts[l["layout"].(uint64)] = l["names"].([]any)
	}
	var lines []string
	for _, raw := range unpackNative(t, join([]packed{pack([]byte(answer))})) {
		r := map[string]any{}
		for name, v := range raw {
			r[strings.TrimPrefix(name, "c_")] = v
		}
		second := int64(r["beyond"].(uint64))
		if second == 0 {
			second = int64(r["time"].(uint64))
		}
		lines = append(lines, fmt.Sprintf("%d %d %d %s %s", r["line"], second, r["offset"], r["verdict"], lineOf(layouts[r["layout"].(uint64)], r, second)))
	}
	sort.Strings(lines)
	return lines
}

// engines are the real engines that there are: Debian's, and that of an address in the
// environment, which .ci/run starts.
func engines(t *testing.T, test func(t *testing.T, base string)) {
	t.Run("18.16", func(t *testing.T) { test(t, cluster(t, 1)[0].url()) })
	t.Run("current", func(t *testing.T) {
		base := os.Getenv("IISWHY_TEST_ENGINE")
		if base == "" {
			t.Skip("needs the URL of a current ClickHouse in IISWHY_TEST_ENGINE")
		}
		test(t, base)
	})
}
