package analysis

import "strings"

// askedColumns are the columns that checks send people to and that administrators leave
// out of logs.
var askedColumns = []string{"cs(Referer)", "cs(User-Agent)", "cs-username", "cs-uri-query", "cs-host", "s-port", "time-taken"}

// doable is a check without the steps that look into a column that the log does not
// have: each language sets steps apart with a comma or a semicolon. The first step
// always stays. What is said for the case that a column is logged is said outright
// where it is.
func (a *Analysis) doable(check string) string {
	for _, column := range askedColumns {
		at := strings.Index(check, column)
		if at < 0 {
			continue
		}
		if a.logs(column) {
			check = outright(check, column)
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

// conditions are how each language says that something holds where a column is logged,
// and the words that then stand for the column.
var conditions = []struct{ where, logged, it, before, after string }{
	{"where ", " is logged,", " it ", " ", " "},
	{"如果记录了 ", "，", "从中", "从 ", " "},
}

// outright is a check without the condition that a column is logged.
func outright(check, column string) string {
	for _, c := range conditions {
		if before, after, ok := strings.Cut(check, c.where+column+c.logged); ok {
			return strings.TrimRight(before, " ") + strings.Replace(after, c.it, c.before+column+c.after, 1)
		}
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
