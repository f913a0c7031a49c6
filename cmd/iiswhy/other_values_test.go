package main

import (
	"io"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
)

// What is suggested for a value is one that its flag takes.
func TestOtherValuesAreTaken(t *testing.T) {
	for flag, table := range otherValues {
		for _, line := range table {
			var err error
			switch flag {
			case "verdict":
				_, err = codes.ParseVerdict(line[0])
			case "by":
				_, err = scan.ParseField(line[0])
			case "sort":
				assert.Contains(t, scan.GroupSorts, line[0])
			case "client":
				_, err = netip.ParseAddr(strings.Split(line[0], ",")[0])
			case "color", "bucket":
				assert.NotEqual(t, exitUsage, run(t.Context(), []string{"--" + flag, line[0], "../../testdata/logs/intranet.log"}, nil, io.Discard, io.Discard), line[0])
			case "tz":
				_, err = parseZone(line[0])
			case "status", "format", "rows --sort":
				args := map[string][]string{"status": {"--status", line[0]}, "format": {"-f", line[0][:min(len(line[0]), 4)]}, "rows --sort": {"rows", "--sort", line[0]}}[flag]
				if line[0] == "csv --bom" {
					args = []string{"-f", "csv", "--bom"}
				}
				assert.NotEqual(t, exitUsage, run(t.Context(), append(args, "../../testdata/logs/intranet.log"), nil, io.Discard, io.Discard), line[0])
			default:
				t.Errorf("no test for %s", flag)
			}
			assert.NoError(t, err, line[0])
		}
	}
}

func TestNetworkBetween(t *testing.T) {
	f := func(s, want string) {
		t.Helper()
		assert.Equal(t, want, networkBetween(s), s)
	}
	f("10.1.0.0-10.1.0.255", "10.1.0.0/24")
	f("10.0.0.0 - 10.255.255.255", "10.0.0.0/8")
	f("10.1.2.3-10.1.2.3", "10.1.2.3/32")
	f("2001:db8::-2001:db8::ffff", "2001:db8::/112")
	f("10.1.0.0-10.1.0.200", "")
	f("10.1.0.255-10.1.0.0", "")
	f("10.1.0.0-2001:db8::", "")
	f("10.1.0.0", "")
	f("a-b", "")
}
