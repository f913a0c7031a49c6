package logtest

import (
	"fmt"
	"strings"
	"time"
)

// Tricky returns small logs, by name, in which a line depends on the lines before it,
// or is none: the columns change, a service crashed, times are nonsense, answers come
// before challenges. They are what chunks and workers must not be seen in. Most rows
// are of 14 November 2023, 22:13 and after.
func Tricky() map[string]string {
	const head = "#Fields: date time c-ip cs-username cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n"
	row := func(second int, rest string) string {
		return time.Unix(int64(1_700_000_000+second), 0).UTC().Format("2006-01-02 15:04:05 ") + rest + "\n"
	}
	rows := func(n int, rest func(int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(row(i, rest(i)))
		}
		return b.String()
	}
	ok := func(i int) string { return fmt.Sprintf("10.0.0.%d - /p%d agent 404 0 2 %d", i%7, i%5, i) }
	all := map[string]string{
		"fields change": head + rows(40, ok) +
			"#Fields: date time sc-status cs-uri-stem\n" + rows(40, func(i int) string { return fmt.Sprintf("50%d /x", i%4) }) +
			"#Software: Microsoft Internet Information Services 10.0\n" + head + rows(40, ok),
		"zero bytes": head + rows(20, ok) + strings.Repeat("\x00", 700) + "\n" + strings.Repeat("\x00", 90) + row(21, ok(21)) +
			row(22, "10.0.0.1 - /a\x00b agent 404 0 2 5") + strings.Repeat("\x00", 40) + head + rows(5, ok),
		"long lines": head + row(1, ok(1)) + row(2, "10.0.0.1 - /"+strings.Repeat("x", 70<<10)+" agent 404 0 2 5") +
			strings.Repeat("y", 1<<20+9) + "\n" + rows(30, ok),
		"headerless": rows(30, func(i int) string {
			return fmt.Sprintf("192.0.2.1 GET /p%d - 80 - 10.0.0.%d agent - 404 0 2 %d", i%3, i%5, i)
		}) + "what is this\n" + head + rows(20, ok),
		"bad times": head + rows(20, ok) + "2023-13-45 99:99:99 10.0.0.1 - /a agent 404 0 2 5\n- - 10.0.0.1 - /a agent 500 0 0 5\n" +
			rows(20, ok),
		"out of order": head + row(5000, ok(1)) + rows(60, func(i int) string { return ok(i) }) + row(-90_000, ok(2)) + row(86_400*900, ok(3)) + rows(20, ok),
		"malformed":    head + strings.Repeat("too few values\n"+row(1, ok(1))+row(2, ok(2)+" 9 9")+"\n \n", 12) + "2023-11-14 22:13:20 10.0.0.1 - /cut",
		"no times":     "#Fields: c-ip cs-username cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status\n" + negotiations("", "", 30),
		"legs":         head + negotiations("2023-11-14 22:13:20 ", " 5", 60),
		"ties": head + rows(240, func(i int) string {
			return fmt.Sprintf(`10.0.%d.%d D\u%d /p%d agent %s 9`, i%2, i%24, i/3%20, i%4, [...]string{
				"401 1 1326", "401 1 1331", "401 1 1909", "401 1 1311", "500 19 13", "500 19 33", "502 3 12002", "502 3 12029",
				"403 14 0", "403 18 0", "404 0 2", "404 0 3"}[i%12])
		}),
		"a thousand Win32 numbers": head + rows(3000, func(i int) string {
			return fmt.Sprintf(`10.0.%d.%d D\u%d /p%d agent %s %d 9`, i%2, i%24, i%20, i%4, [...]string{"401 1", "500 19", "502 3"}[i%3], 1300+i*7%1000)
		}),
		"numbers": head + rows(30, func(i int) string { return fmt.Sprintf("10.0.0.1 - /a agent %d %d %d x", 100+i*30, i*9, i) }),
	}
	all["httperr"] = trickyHTTPERR()
	all["ftp"] = trickyFTP()
	return all
}

// negotiations are triples, some without an end and some in an odd order.
func negotiations(before, after string, n int) string {
	var b strings.Builder
	for i := range n {
		who := fmt.Sprintf("%s10.0.0.%d %%s /p%d agent %%s%s\n", before, i%9, i%4, after)
		parts := []string{fmt.Sprintf(who, "-", "401 2 5"), fmt.Sprintf(who, "-", "401 1 2148074254"), fmt.Sprintf(who, `D\u`, "200 0 0")}
		switch i % 5 {
		case 0:
			parts = parts[:2]
		case 1:
			parts[0], parts[2] = parts[2], parts[0]
		case 2:
			parts = parts[1:]
		}
		b.WriteString(strings.Join(parts, ""))
	}
	return b.String()
}

func trickyHTTPERR() string {
	const head = "#Software: Microsoft HTTP API 2.0\n#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename\n"
	var b strings.Builder
	b.WriteString(head)
	// The same reason with and without a status: two verdicts.
	tails := []string{"503 1 N/A Pool", "- 1 N/A Pool", "400 - BadRequest -", "- - BadRequest -", "- 1 Timer_ConnectionIdle -",
		"503 1 QueueFull Pool", "400 - Hostname -", "505 - Version_N/S -", "400 - Own_Reason -"}
	for i := range 90 {
		fmt.Fprintf(&b, "2023-11-14 22:%02d:00 10.0.0.%d 5000 192.0.2.1 80 HTTP/1.1 GET /p?q=%d %s\n", i%60, i%3, i, tails[i*7%len(tails)])
	}
	return b.String()
}

func trickyFTP() string {
	const head = "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session x-fullpath\n"
	var b strings.Builder
	b.WriteString(head)
	tails := []string{"ControlChannelOpened - - 0 0", "USER bob 331 0 0", "PASS *** 530 1326 41", "PASS *** 230 0 0", "RETR a.txt 550 2 4", "ControlChannelClosed - - 0 0"}
	for i := range 60 {
		fmt.Fprintf(&b, "2023-11-14 22:%02d:00 10.0.0.1 - 192.0.2.1 21 %s 01234567-0123-0123-0123-0123456789ab /\n", i%60, tails[i%len(tails)])
	}
	return b.String()
}

// ManyPaths returns a log of n 404s, nearly each of a path of its own, two of them of
// many: "/popular/0" and "/popular/1". rows says how often each path and client is in
// it.
func ManyPaths(n int) (text string, rows map[string]int64) {
	var b strings.Builder
	b.WriteString("#Fields: date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status\n")
	rows = map[string]int64{}
	for i := range n {
		path := fmt.Sprintf("/rare/%d", i*2654435761%(1<<32))
		switch {
		case i%5 == 1:
			path = "/popular/0"
		case i%11 == 3:
			path = "/popular/1"
		}
		client := fmt.Sprintf("10.0.0.%d", i%3)
		rows[path]++
		rows[client]++
		fmt.Fprintf(&b, "2023-11-14 22:%02d:%02d %s %s 404 0 2\n", i/600%60, i/10%60, client, path)
	}
	return b.String(), rows
}
