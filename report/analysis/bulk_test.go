package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// bulkRow is a request of a log for the bulk of errors.
type bulkRow struct{ site, host, path, user, client, tenant, code string }

// bulkLog is a log of rows that are asked each minute of a day; n counts those of a minute.
func bulkLog(row func(minute, n int) bulkRow) string {
	text := new(strings.Builder)
	text.WriteString("#Fields: date time s-sitename cs-host cs-uri-stem cs-username c-ip tenant sc-status sc-substatus sc-win32-status\n")
	const aMinute = 20
	for minute := range 24 * 60 {
		for n := range aMinute {
			r := row(minute, n)
			fmt.Fprintf(text, "2026-01-10 %02d:%02d:%02d %s %s %s %s %s %s %s 0 0\n", minute/60, minute%60, n*3, r.site, r.host, r.path, r.user, r.client, r.tenant, r.code)
		}
	}
	return text.String()
}

// bulkOf is what the findings on a code say that most of its rows are of.
func bulkOf(t *testing.T, row func(minute, n int) bulkRow) (all string) {
	t.Helper()
	for _, f := range analysisOf(filesOf(t, bulkLog(row)), options(t)).Report(t.Context()).Findings {
		if of := evidenceOf(f, "mostly-of"); of != "" && f.Code == "500.0" {
			all += fmt.Sprintf("%s%s of %d are of %s, fewer than %s", evidenceOf(f, "mostly"), evidenceOf(f, "all-of"), f.Rows, of, evidenceOf(f, "usual-below"))
		}
	}
	return all
}

// TestBulkOfADay: what most errors of a day are of is told of the day.
func TestBulkOfADay(t *testing.T) {
	f := func(told bool, code func(k int) string) {
		t.Helper()
		text := bulkLog(func(minute, n int) bulkRow {
			r := anyOf(minute, n)
			r.code = code(minute*20 + n)
			return r
		})
		r := analysisOf(filesOf(t, text), options(t)).DayReport(t.Context(), 1)
		assert.Equal(t, told, len(r.Days) == 1 && len(r.Days[0].Findings) == 1)
	}
	f(true, func(k int) string {
		if k%50 == 14 && k%3 > 0 {
			return "500"
		}
		return "200"
	})
	f(false, func(k int) string {
		if k%47 == 14 {
			return "500"
		}
		return "200"
	})
}

// anyOf is a request as they all are: of one of 50 hosts and sites, some of which are served with 500.
func anyOf(minute, n int) bulkRow {
	k := minute*20 + n
	r := bulkRow{site: fmt.Sprintf("W3SVC%d", 1+k%7), host: fmt.Sprintf("t%02d.example.com", k%50), path: fmt.Sprintf("/app/%d.aspx", k%11), user: "-",
		client: fmt.Sprintf("%d.%d.7.%d", 60+k%23, k%29, 1+k%200), tenant: fmt.Sprint("n", k%40), code: "200"}
	if k%501 == 3 {
		r.code = "500"
	}
	return r
}

// tellsBulk holds that what findings say of a day's errors is what changed rows of anyOf are: of a
// value, with as many rows as are so; nothing for "".
func tellsBulk(t *testing.T, of, below string, change func(r *bulkRow, k int), is func(r bulkRow) bool) {
	t.Helper()
	own, all, want := 0, 0, ""
	told := bulkOf(t, func(minute, n int) bulkRow {
		r := anyOf(minute, n)
		if change(&r, minute*20+n); r.code == "500" {
			if all++; is(r) {
				own++
			}
		}
		return r
	})
	if of != "" {
		want = fmt.Sprintf("%d of %d are of %s, fewer than %s", own, all, of, below)
	}
	assert.Equal(t, want, told)
}

// TestBulkOfErrors: a host, a site, a user, a tenant, a network and an application that have most of the
// rows of a code, while few requests are of them, are told.
func TestBulkOfErrors(t *testing.T) {
	host := func(k int) string { return fmt.Sprintf("t%02d.example.com", k/50%50) }
	is := func(k int) bool { return k%50 == 14 && k%3 > 0 }
	f := func(of, below string, change func(r *bulkRow, k int), isOf func(r bulkRow) bool) {
		t.Helper()
		tellsBulk(t, of, below, change, isOf)
	}
	f("", "", func(*bulkRow, int) {}, func(bulkRow) bool { return false })
	f("t14.example.com", "5", func(r *bulkRow, k int) {
		if is(k) {
			r.code = "500"
		}
	}, func(r bulkRow) bool { return r.host == "t14.example.com" })
	f("t14.example.com, t28.example.com", "10", func(r *bulkRow, k int) {
		if is(k) || k%100 == 28 {
			r.code = "500"
		}
	}, func(r bulkRow) bool { return r.host == "t14.example.com" || r.host == "t28.example.com" })
	f("", "", func(r *bulkRow, k int) { // clients, each of a network of its own
		if n := k % 401; n < 4 {
			r.client = fmt.Sprintf("%d.1.1.1", 150+n)
			if k%3 > 0 {
				r.code = "500"
			}
		}
	}, func(bulkRow) bool { return false })
	f("W3SVC2", "20", func(r *bulkRow, k int) {
		if r.site == "W3SVC2" && k%3 > 0 && k%13 > 5 {
			r.code = "500"
		}
	}, func(r bulkRow) bool { return r.site == "W3SVC2" })
	f("n5", "10", func(r *bulkRow, _ int) {
		if r.tenant == "n5" {
			r.code = "500"
		}
	}, func(r bulkRow) bool { return r.tenant == "n5" })
	f(`CONTOSO\svc`, "5", func(r *bulkRow, k int) {
		if k%50 == 14 {
			r.host, r.user = host(k), `CONTOSO\svc`
		}
		if is(k) {
			r.code = "500"
		}
	}, func(r bulkRow) bool { return r.user != "-" })
	f("203.0.113.0/24", "5", func(r *bulkRow, k int) {
		if k%50 == 14 {
			r.host, r.client = host(k), fmt.Sprintf("203.0.113.%d", k/50%90)
		}
		if is(k) {
			r.code = "500"
		}
	}, func(r bulkRow) bool { return strings.HasPrefix(r.client, "203.0.113.") })
	f("/hr/*", "5", func(r *bulkRow, k int) {
		if k%50 == 14 {
			r.host, r.path = host(k), fmt.Sprintf("/hr/%d.aspx", k/50%19)
		}
		if is(k) {
			r.code = "500"
		}
	}, func(r bulkRow) bool { return strings.HasPrefix(r.path, "/hr/") })
}

// TestNoBulkOfErrors: a host that is merely big, and one that a single client asks for what fails are
// not at fault; of one that alone has the pages that fail these are told.
func TestNoBulkOfErrors(t *testing.T) {
	none := func(bulkRow) bool { return false }
	tellsBulk(t, "", "", func(r *bulkRow, k int) {
		if k%5 < 4 {
			r.host = "t14.example.com"
		}
		if k%47 == 0 {
			r.code = "500"
		}
	}, none)
	tellsBulk(t, "", "", func(r *bulkRow, k int) {
		if k%50 == 14 && k%3 > 0 {
			r.client, r.code = "203.0.113.9", "500"
		}
	}, none)
	tellsBulk(t, "/crm/*", "5", func(r *bulkRow, k int) {
		if k%50 == 14 {
			r.path = fmt.Sprintf("/crm/%d.aspx", k/50%9)
			if k%3 > 0 {
				r.code = "500"
			}
		}
	}, func(r bulkRow) bool { return strings.HasPrefix(r.path, "/crm/") })
}
