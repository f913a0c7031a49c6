package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// visits writes a log: what its lines ask for, second by second. A line is "CLIENT USER METHOD PATH
// QUERY PAGE STATUS", where PAGE is what cs(Referer) has.
func visits(lines ...string) string {
	text := "#Fields: date time cs-method cs-uri-stem cs-uri-query cs-username c-ip cs(Referer) sc-status sc-substatus sc-win32-status\n"
	for i, line := range lines {
		f := strings.Fields(line)
		text += fmt.Sprintf("2026-01-10 10:%02d:%02d %s %s %s %s %s %s %s 0 0\n", i/60, i%60, f[2], f[3], f[4], f[1], f[0], f[5], f[6])
	}
	return text
}

// withVisitors puts lines among those of a site that is visited: its pages name it.
func withVisitors(lines ...string) []string {
	var all []string
	for i := range 20 {
		client := fmt.Sprintf("198.51.100.%d", i)
		all = append(all, client+" - GET /shop.aspx - http://www.example.com/ 200", client+" - GET /site.css - http://www.example.com/shop.aspx 200")
	}
	return append(all, lines...)
}

// ofEach repeats a line for some clients: a %d in it is the number of the client.
func ofEach(n int, lines ...string) (all []string) {
	for i := range n {
		for _, line := range lines {
			all = append(all, strings.ReplaceAll(line, "%d", fmt.Sprint(i+1)))
		}
	}
	return all
}

// TestOwnPagesAreNoAttacks: names that attackers look for, too, are the site's own where its
// pages send visitors to them, or where somebody had logged on to fetch a file. Beside each
// stands the attack that looks like it.
func TestOwnPagesAreNoAttacks(t *testing.T) {
	f := func(told bool, lines ...string) {
		t.Helper()
		assert.Equal(t, told, isTold(t, "attack-answered", visits(withVisitors(lines...)...)), "%q", lines)
	}
	const page = "http://www.example.com/downloads.aspx"
	// Downloads of the site.
	f(false, ofEach(5, "192.0.2.%d - GET /files/northwind.bak - "+page+" 200")...)
	f(false, ofEach(1, "192.0.2.%d - GET /files/northwind.bak - "+page+" 200")...)
	const visit, front = "192.0.2.%d - GET /shop.aspx - - 200", "192.0.2.%d - GET /files/northwind.bak - http://www.example.com/ 200"
	f(false, ofEach(4, visit, visit, front)...)
	f(false, ofEach(1, visit, visit, front)...)
	f(true, ofEach(4, front)...)
	f(true, ofEach(4, front, front, front)...)
	f(true, ofEach(1, "192.0.2.%d - GET /.env - http://www.example.com/ 200", "192.0.2.%d - GET /.git/config - http://www.example.com/ 200")...)
	f(true, ofEach(5, "192.0.2.%d - GET /files/northwind.bak - - 200")...)
	f(true, ofEach(5, "192.0.2.%d - GET /files/northwind.bak - http://elsewhere.example/ 200")...)
	f(true, "192.0.2.1 - GET /files/northwind.bak - http://www.example.com/ 200", "192.0.2.1 - GET /.env - http://www.example.com/ 404", "192.0.2.1 - GET /wp-login.php - - 404")
	// A repository that is shown, and an API.
	f(false, "192.0.2.1 - GET /code/src/main/.gitignore - http://www.example.com/code 200", "192.0.2.1 - GET /code/src/main/web.config - http://www.example.com/code 200")
	f(true, "192.0.2.1 - GET /.git/config - - 200")
	// The same on a host that few pages name: they come from the folder above.
	f(false, ofEach(3, "192.0.2.%d - GET /team/code/src/main/.gitignore - https://git.example.net/team/code 200")...)
	f(true, ofEach(1, "192.0.2.%d - GET /team/code/src/main/.gitignore - https://git.example.net/team/code 200")...)
	f(true, ofEach(3, "192.0.2.%d - GET /code/.env - https://git.example.net/ 200")...)
	f(true, ofEach(3, "192.0.2.%d - GET /code/.env - https://git.example.net/code 200")...)
	f(true, ofEach(3, "192.0.2.%d - GET /upload/files/shell.aspx - https://git.example.net/upload/files/ 200")...)
	f(false, `192.0.2.1 CORP\ada GET /users/7/credentials.json - - 200`)
	f(false, `192.0.2.1 CORP\deploy PUT /web.config - - 204`, `192.0.2.1 CORP\deploy GET /web.config - - 200`)
	f(true, `192.0.2.1 CORP\ada GET /web.config.bak - - 200`, "192.0.2.1 - GET /.env - - 404")
	// A page that has the name of a shell: a shell sends to itself.
	f(false, ofEach(2, visit, visit, "192.0.2.%d - GET /app/shell.aspx - http://www.example.com/ 200", "192.0.2.%d - POST /app/shell.aspx - http://www.example.com/home.aspx 200")...)
	f(true, "192.0.2.1 - GET /app/shell.aspx - - 200", "192.0.2.1 - POST /app/shell.aspx - http://www.example.com/app/shell.aspx 200")
	f(true, `192.0.2.1 CORP\svc POST /app/shell.aspx - - 200`)
	f(false, ofEach(3, `192.0.2.%d CORP\user%d GET /app/shell.aspx - - 200`)...)
	f(true, ofEach(3, `192.0.2.%d CORP\svc GET /app/shell.aspx - - 200`)...)
	// Two users of an office read it, whom the front page sent; a shell is given commands.
	f(false, ofEach(2, `10.1.2.%d CORP\user%d GET /app/shell.aspx - http://www.example.com/ 200`)...)
	f(true, ofEach(2, `10.1.2.%d CORP\user%d GET /app/shell.aspx - http://www.example.com/ 200`, `10.1.2.%d CORP\user%d POST /app/shell.aspx - http://www.example.com/ 200`)...)
	f(true, ofEach(2, `10.1.2.%d CORP\user%d GET /app/shell.aspx c=dir http://www.example.com/ 200`)...)
	f(true, ofEach(2, `192.0.2.%d CORP\user%d GET /app/shell.aspx - http://www.example.com/ 200`)...)
	f(true, ofEach(2, `10.1.2.%d - GET /app/shell.aspx - http://www.example.com/ 200`)...)
	f(true, ofEach(2, `10.1.2.%d CORP\user%d GET /app/shell.aspx - - 200`)...)
	f(true, ofEach(3, `192.0.2.%d CORP\user%d GET /_layouts/15/spinstall0.aspx - - 200`)...)
	// What stands in a query is an attack whoever sends it, but where a page makes many send it.
	const sql = "id=1+union+select+1,2"
	f(false, ofEach(4, "192.0.2.%d - GET /report.aspx "+sql+" http://www.example.com/reports.aspx 200")...)
	f(true, ofEach(2, "192.0.2.%d - GET /report.aspx "+sql+" http://www.example.com/reports.aspx 200")...)
	f(true, ofEach(4, "192.0.2.%d - GET /report.aspx "+sql+" http://www.example.com/ 200")...)
	f(true, append(ofEach(4, "192.0.2.%d - GET /report.aspx "+sql+" http://www.example.com/reports.aspx 200"), "203.0.113.9 - GET /report.aspx id=1+union+all+select+null - 200")...)
}

// TestJobsFetchBackups: a machine of the own network that fetches a backup day by day is a job.
func TestJobsFetchBackups(t *testing.T) {
	f := func(told bool, days int, client string, paths ...string) {
		t.Helper()
		lines := ""
		for day := range days {
			for i, path := range paths {
				lines += fmt.Sprintf("%d %s %s 200 0 0\n", day*86400+7200+i, client, path)
			}
			lines += everyTenSeconds(day*86400+30000, day*86400+30600, fine)
		}
		assert.Equal(t, told, isTold(t, "attack-answered", logOf(t, servedFields, lines)), "%s: %q", client, paths)
	}
	f(false, 4, "10.0.0.99", "/export/backup.zip")
	f(true, 2, "10.0.0.99", "/export/backup.zip")
	f(true, 4, "203.0.113.9", "/export/backup.zip")
	f(true, 4, "10.0.0.99", "/export/backup.zip", "/.git/config")
	f(true, 4, "10.0.0.99", "/app/shell.aspx")
}

// TestVisitorsWithoutReferers: where the log has none, many who read the site make a name its
// own; those who come for nothing else do not.
func TestVisitorsWithoutReferers(t *testing.T) {
	f := func(told bool, clients int, lines ...string) {
		t.Helper()
		text := visits(withVisitors(ofEach(clients, lines...)...)...)
		text = strings.Replace(text, " cs(Referer)", " x-page", 1)
		assert.Equal(t, told, isTold(t, "attack-answered", text), "%d: %q", clients, lines)
	}
	visit := []string{"192.0.2.%d - GET /shop.aspx - - 200", "192.0.2.%d - GET /site.css - - 200", "192.0.2.%d - GET /files/northwind.bak - - 200"}
	f(false, 6, visit...)
	f(true, 2, visit...)
	f(true, 6, visit[2])
	f(true, 6, append(visit, "192.0.2.%d - GET /wp-login.php - - 404")...)
}

// TestLeaksAreToldOnce: what many clients fetch is one story, and who did more is another.
func TestLeaksAreToldOnce(t *testing.T) {
	lines := ofEach(6, "203.0.113.%d - GET /.git/config - - 200")
	lines = append(lines, "192.0.2.9 - GET /.git/config - - 200", "192.0.2.9 - GET /backup.zip - - 200")
	r := analysisOf(filesOf(t, visits(withVisitors(lines...)...)), options(t)).Report(t.Context())
	var clients []int64
	for _, f := range ruled(r, "attack-answered") {
		clients = append(clients, f.Clients)
	}
	assert.Equal(t, []int64{6, 1}, clients)
}
