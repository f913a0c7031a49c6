package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFloods: many times as many requests as usual are told with who sent them, and what they
// asked for; not where a site goes live, where a file is loaded in pieces, and where a job
// comes at the same time of two days.
func TestFloods(t *testing.T) {
	const day, hour = 86400, 3600
	var b strings.Builder
	usual := func(proxy string) {
		b.Reset()
		for s := 0; s < 3*day; s += 20 {
			client := proxy
			if client == "" {
				client = fmt.Sprintf("10.0.0.%d", 1+s/20%200)
			}
			fmt.Fprintf(&b, "%d %s /page%d 200 0 0\n", s, client, s/20%9)
		}
	}
	burst := func(from, n int, client, path string, status int) {
		for i := range n {
			fmt.Fprintf(&b, "%d %s %s %d 0 0\n", from+i/10, client, path, status)
		}
	}
	f := func(want string) {
		t.Helper()
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, logOf(t, servedFields, b.String())), options(t)).Report(t.Context()), "flood") {
			got = append(got, fmt.Sprintf("%d rows%v", f.Rows, f.Where))
		}
		assert.Equal(t, want, strings.Join(got, "; "))
	}
	usual("")
	burst(day+3*hour, 6000, "203.0.113.7", "/price", 200)
	f("6000 rows[{c-ip 203.0.113.7} {cs-uri-stem /price}]")
	usual("10.9.9.9") // all of it comes through a proxy
	burst(day+3*hour, 6000, "10.9.9.9", "/price", 200)
	f("6030 rows[{cs-uri-stem /price}]")
	usual("")
	burst(day+3*hour, 6000, "203.0.113.7", "/big.iso", 206)
	f("")
	usual("")
	burst(day+3*hour, 6000, "203.0.113.7", "/price", 200)
	burst(2*day+3*hour+600, 6000, "203.0.113.7", "/price", 200)
	f("")
	usual("") // a job each four hours of a day, and three times as it happens
	for i := range 3 {
		burst(day+(3+4*i)*hour, 3000, "203.0.113.7", "/export", 200)
	}
	f("")
	usual("")
	for _, at := range []int{3, 5, 12} {
		burst(day+at*hour, 3000, "203.0.113.7", "/export", 200)
	}
	f("3000 rows[{c-ip 203.0.113.7} {cs-uri-stem /export}]; 3000 rows[{c-ip 203.0.113.7} {cs-uri-stem /export}]; 3000 rows[{c-ip 203.0.113.7} {cs-uri-stem /export}]")
	b.Reset()
	for s := range 3 * day / 60 { // monitors alone, and visitors from the third day on
		fmt.Fprintf(&b, "%d 10.0.0.9 /health 200 0 0\n", 60*s)
		for i := range 120 * max(0, s-2*day/60-1000) / max(1, s-2*day/60-1000) {
			fmt.Fprintf(&b, "%d 203.0.113.%d /page%d 200 0 0\n", 60*s+i/2, 1+(s*7+i)%200, i%9)
		}
	}
	f("")
}

// TestFloodsOfOwnPages: one browser that opens a page of very many pictures is a note; the same
// requests without that page, or named as of another site's, are a warning, and so is what makes
// requests take longer.
func TestFloodsOfOwnPages(t *testing.T) {
	severity := func(page string, taken int) string {
		var b strings.Builder
		for s := 0; s < 6*3600; s += 10 {
			fmt.Fprintf(&b, "%d GET /page%d - https://shop.example/ 198.51.100.%d 200 0 0 %d\n", s, s/10%9, 1+s/10%100, 20+s/10%30)
		}
		for i := range 3000 {
			fmt.Fprintf(&b, "%d GET /thumbs/%d.jpg - %s 203.0.113.7 200 0 0 %d\n", 3*3600+i/30, i, page, taken+i%30)
		}
		log := logOf(t, "date time cs-method cs-uri-stem cs-uri-query cs(Referer) c-ip sc-status sc-substatus sc-win32-status time-taken", b.String())
		found := ruled(analysisOf(filesOf(t, log), options(t)).Report(t.Context()), "flood")
		require.Len(t, found, 1, page)
		return string(found[0].Severity)
	}
	assert.Equal(t, "info", severity("https://shop.example/gallery", 20))
	assert.Equal(t, "warning", severity("-", 20))
	assert.Equal(t, "warning", severity("https://rank.example/", 20))
	assert.Equal(t, "warning", severity("https://shop.example/gallery", 2000))
}

// TestFloodOfABegunLog: what a site or a server gets whose log begins and ends with it is no flood;
// the same of a site that is asked at other times is.
func TestFloodOfABegunLog(t *testing.T) {
	f := func(want int, place string, busy func(hour int) bool) {
		t.Helper()
		var b strings.Builder
		for second := 0; second < 86400; second += 20 {
			fmt.Fprintf(&b, "%d W3SVC1 WEB01 10.0.0.%d /page%d 200\n", second, 1+second/20%200, second/20%9)
			if busy(second / 3600) {
				for i := range 200 {
					fmt.Fprintf(&b, "%d %s 10.%d.%d.9 /page%d 200\n", second+i/10, place, i, second/20%250, i%9)
				}
			}
		}
		text := logOf(t, "date time s-sitename s-computername c-ip cs-uri-stem sc-status", b.String())
		assert.Len(t, ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "flood"), want, place)
	}
	eleven := func(hour int) bool { return hour == 11 }
	f(1, "W3SVC1 WEB01", eleven)
	f(0, "W3SVC7 WEB01", eleven)
	f(0, "W3SVC1 WEB02", eleven)
}
