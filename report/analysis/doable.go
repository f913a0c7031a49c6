package analysis

import "strings"

// askedColumns are the columns that checks send people to and that administrators leave
// out of logs.
var askedColumns = []string{"cs(Referer)", "cs(User-Agent)", "cs-username", "cs-uri-query", "cs-host", "s-port", "time-taken"}

// doable is a check without the steps that look into a column that the log does not
// have: each language sets steps apart with a comma or a semicolon. The first step
// always stays.
func (a *Analysis) doable(check string) string {
	for _, column := range askedColumns {
		at := strings.Index(check, column)
		if at < 0 || a.logs(column) {
			continue
		}
		end, full := -1, "."
		for _, apart := range []string{"; ", ", ", ": ", "；", "，", "："} {
			if i := strings.LastIndex(check[:at], apart); i > end {
				end = i
			}
		}
		if end < 0 {
			continue
		}
		if strings.HasSuffix(check, "。") {
			full = "。"
		}
		check = check[:end] + full
	}
	return check
}

// logs reports whether some rows have a column, as far as a sample of them tells.
func (a *Analysis) logs(column string) bool {
	for i, row := range a.Traffic {
		if i > 0 && row.Row.Layout == a.Traffic[i-1].Row.Layout {
			continue
		}
		if row.Row.Layout.Lookup(column) >= 0 {
			return true
		}
	}
	return len(a.Traffic) == 0
}
