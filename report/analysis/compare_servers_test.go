package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// takenBy are n rows of a server in one of the two hours that take a time, in turn.
func takenBy(n, hour int, server, path string, taken ...int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d %s 192.0.2.%d %s 200 0 0 %d\n", hour*hourLong+i*hourLong/n, server, i%200, path, taken[i%len(taken)])
	}
	return b.String()
}

// TestServerThatGotSlower: where one server of a farm got slower it is named, with its times and
// those of the others.
func TestServerThatGotSlower(t *testing.T) {
	farm := func(hour int, one ...int) (rows string) {
		for _, path := range []string{"/shop", "/cart/12"} {
			rows += takenBy(300, hour, "WEB01", path, 20, 30) + takenBy(300, hour, "WEB02", path, one...) + takenBy(300, hour, "WEB03", path, 20, 30)
		}
		return rows
	}
	told := func(rows string) (all []string) {
		for _, f := range comparedAt(t, nil, logOf(t, comparedFields, rows)).Findings {
			if strings.HasPrefix(f.Rule, "compare-server") {
				one := []string{f.Rule, f.Where[0].Field, f.Where[0].Value}
				for _, what := range []string{"after", "before", "others", "others-before"} {
					one = append(one, evidenceOf(f, what))
				}
				all = append(all, strings.Join(one, " "))
			}
		}
		return all
	}
	usual := farm(0, 20, 30)
	assert.Equal(t, []string{"compare-server s-computername WEB02 910 21 30 21"}, told(usual+farm(1, 900, 910)))
	often := []int{20, 30, 20, 30, 3000}
	assert.Equal(t, []string{"compare-server-tail s-computername WEB02 3000 30 30 30"}, told(usual+farm(1, often...)))
	ips := strings.NewReplacer("WEB01", "10.0.0.1", "WEB02", "10.0.0.2", "WEB03", "10.0.0.3")
	fields := strings.ReplaceAll(comparedFields, "s-computername", "s-ip")
	r := comparedAt(t, nil, logOf(t, fields, ips.Replace(usual+farm(1, 900, 910))))
	assert.Equal(t, "10.0.0.2", findingOf(r, "compare-server").Where[0].Value)

	assert.Empty(t, told(usual+strings.ReplaceAll(farm(1, 900, 910), " 30\n", " 890\n")), "all got slower")
	assert.Empty(t, told(farm(0, 900, 910)+farm(1, 900, 910)), "a server that always was slow")
	assert.Empty(t, told(farm(0, 900, 910)+farm(1, 900, 910)+takenBy(2000, 1, "WEB02", "/shop", 900)), "more are sent to that one")
	assert.Empty(t, told(takenBy(600, 0, "WEB02", "/shop", 20)+takenBy(600, 1, "WEB02", "/shop", 900)), "there is no other server")
}
