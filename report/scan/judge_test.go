package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// judged holds what the verdicts of a log are, and which families were answered,
// for several ways of cutting it.
func judged(t *testing.T, name, fields, rows, want string) {
	t.Helper()
	for _, cut := range []struct{ workers, chunk int }{{1, 1 << 20}, {2, 64}, {8, 160}} {
		o := options(t)
		o.Workers, o.ChunkSize = cut.workers, cut.chunk
		r := resultOf(t, o, logOf(fields, rows))
		var answered []string
		for _, one := range r.Outcomes {
			if one.Attack && one.Rows > 0 {
				answered = append(answered, fmt.Sprintf("%s %d", o.Noise.Name(one.Family), one.Rows))
			}
		}
		got := verdictsOf(r)
		if len(answered) > 0 {
			got += "; answered: " + strings.Join(answered, ", ")
		}
		assert.Equal(t, want, got, "%s: %d workers, chunks of %d", name, cut.workers, cut.chunk)
	}
}

const judgedFields = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status"

// askedFor is a row of somebody unknown.
func askedFor(path, query, end string) string {
	return fmt.Sprintf("0 10.0.0.5 GET %s %s 443 - 192.0.2.7 Mozilla %s", path, query, end)
}

// What looks for what is not there is noise, with whatever code it was refused.
func TestNoiseOfEveryCode(t *testing.T) {
	f := func(want, path string, ends ...string) {
		t.Helper()
		for _, end := range ends {
			judged(t, path+" "+end, judgedFields, askedFor(path, "-", end), want)
		}
	}
	refused := []string{"400 0 0", "401 0 0", "401 2 5", "403 4 5", "403 14 0", "404 0 2", "404 3 50", "404 17 50", "404 8 0", "405 0 0", "404 - -", "401 - -", "403 - -"}
	f("probe 1", "/.git/HEAD", refused...)
	f("probe 1", "/wp-login.php", append(refused, "500 0 0", "500 - -", "503 0 0")...)
	f("automatic 1", "/favicon.ico", refused...)
	f("automatic 1", "/.well-known/gpc.json", "404 0 2", "404 3 50")

	// Lures: what is refused by what the client is or has, and what is a fault.
	f("blocked 1", "/wp-login.php", "403 501 0", "404 502 0")
	f("logon-failure 1", "/.git/HEAD", "401 1 1326")
	f("application 1", "/favicon.ico", "500 0 0")
	f("capacity 1", "/favicon.ico", "503 0 0")
	f("application 1", "/start.php", "500 0 0")
	f("configuration 1", "/info.php", "500 0 3221225781")
	f("not-found 1", "/report.aspx", "404 0 2")
	f("configuration 1", "/report.json", "404 3 50")
	judged(t, "somebody who had logged on", judgedFields, "0 10.0.0.5 GET /.git/HEAD - 443 ada 192.0.2.7 git 404 0 2", "not-found 1")
	// Where IIS asks everybody who he is, browsers name their user with all that they ask for.
	judged(t, "a browser's user", judgedFields, "0 10.0.0.5 GET /favicon.ico - 443 ada 192.0.2.7 Mozilla/5.0 404 0 2", "automatic 1")
	judged(t, "the Finder's user", judgedFields, "0 10.0.0.5 PROPFIND /docs/._plan.docx - 443 ada 192.0.2.7 WebDAVFS/3.0.0 404 0 2", "automatic 1")
	judged(t, "a user of a share", judgedFields, "0 10.0.0.5 PROPFIND /docs/plan.docx - 443 ada 192.0.2.7 WebDAVFS/3.0.0 404 0 2", "not-found 1")
	judged(t, "a user of the site", judgedFields, "0 10.0.0.5 GET /favicon.ico - 443 ada 192.0.2.7 Mozilla/5.0 500 0 0", "application 1")
}

// Attacks that were answered keep their verdict and are told apart.
func TestAnsweredAttacks(t *testing.T) {
	f := func(family, path, query string) {
		t.Helper()
		judged(t, path+" served", judgedFields, askedFor(path, query, "200 0 0"), "ok 1; answered: "+family+" 1")
		judged(t, path+" redirected", judgedFields, askedFor(path, query, "302 0 0"), "ok 1; answered: "+family+" 1")
		judged(t, path+" failed", judgedFields, askedFor(path, query, "500 0 0"), "application 1; answered: "+family+" 1")
		judged(t, path+" refused", judgedFields, askedFor(path, query, "404 0 2"), "probe 1")
	}
	f("web-shells", "/aspnet_client/shell.aspx", "cmd=whoami")
	f("web-shells", "/news/cmd.aspx", "-")
	f("microsoft-exploits", "/autodiscover/autodiscover.json", "@evil.example/mapi/nspi?&Email=autodiscover/autodiscover.json%3f@evil.example")
	f("microsoft-exploits", "/_layouts/15/spinstall0.aspx", "-")
	f("microsoft-exploits", "/_layouts/15/ToolPane.aspx", "DisplayMode=Edit&a=/ToolPane.aspx")
	f("product-exploits", "/human2.aspx", "-")
	f("product-exploits", "/moveitisapi/moveitisapi.dll", "action=m2")
	f("secret-files", "/.env", "-")
	f("secret-files", "/shop/.git/HEAD", "-")
	f("backup-files", "/backup.zip", "-")
	f("backup-files", "/data/customers.sql", "-")
	f("injection", "/product.aspx", "id=1+union+select+1,name+from+sysobjects--")
	f("injection", "/product.aspx", "id=1%27+or+%271%27=%271")
	f("injection", "/a/..%2f..%2f..%2fwindows/win.ini", "-")

	for _, lure := range [][2]string{
		{"/search.aspx", "q=union+of+workers"}, {"/search.aspx", "q=select+your+plan,+from+5+to+10"}, {"/files/backup-policy.pdf", "-"},
		{"/cmdlets/shell-upload.aspx", "-"}, {"/environment/gitlab.html", "-"}, {"/", "-"}, {"/index.html", "a=1&b=2"},
		{"/owa/auth/logon.aspx", "url=https%3a%2f%2fmail.example%2fowa%2f"}, {"/autodiscover/autodiscover.xml", "-"},
		{"/wwwroot/site.css", "v=2026.1"}, {"/orders/by/date", "order=asc&by=name"},
	} {
		judged(t, "healthy "+lure[0], judgedFields, askedFor(lure[0], lure[1], "200 0 0"), "ok 1")
	}
	judged(t, "before the application", judgedFields, askedFor("/.env", "-", "503 0 0"), "probe 1")
}

// What was answered is counted and sampled as a subject of its own.
func TestAnsweredAttacksAreSubjects(t *testing.T) {
	r := resultOf(t, options(t), logOf(judgedFields, askedFor("/", "-", "200 0 0")+"\n"+askedFor("/.env", "-", "200 0 0")))
	isAttack := func(s *Subject) bool { return s.Attack == "secret-files" }
	assert.Equal(t, []Value{untimed("/.env", 1)}, r.Top(FieldPath, isAttack, 5).Values)
	for i := range r.Subjects {
		if isAttack(&r.Subjects[i]) {
			assert.Equal(t, "/.env", string(r.SubjectRows[i][0].Row.Path()))
		} else {
			assert.Empty(t, r.SubjectRows[i])
		}
	}
}

// Where the glance at a row says no, the families say no as well: for every pattern of
// an attack, in the middle of healthy rows.
func TestServedAttacksAreSeenAmongHealthyRows(t *testing.T) {
	var b strings.Builder
	paths := []string{"/", "/a.aspx", "/images/logo.png", "/cmd.aspx", "/shop/item.aspx", "/.git/config", "/images/logo.png", "/cmd.aspx"}
	for i := range 400 {
		fmt.Fprintln(&b, askedFor(paths[i%len(paths)], "-", "200 0 0"))
	}
	judged(t, "many", judgedFields, b.String(), "ok 400; answered: secret-files 50, web-shells 100")
}

// ARR says in the query that the server behind it answered; UrlScan sends what it
// refuses to a path of its own.
func TestWhoAnswered(t *testing.T) {
	f := func(want, path, query string, ends ...string) {
		t.Helper()
		for _, end := range ends {
			judged(t, path+" "+query+" "+end, judgedFields, askedFor(path, query, end), want)
		}
	}
	const id = "X-ARR-CACHE-HIT=0&X-ARR-LOG-ID=a9f58676-4261"
	for _, status := range []string{"500", "503", "404", "401", "403", "405", "413", "502"} {
		f("upstream 1", "/api", id+"&SERVER-STATUS="+status, status+" 0 0", status+" - -")
	}
	f("upstream 1", "/api", "SERVER-STATUS=500&"+id, "500 0 0")
	f("application 1", "/api", id+"&SERVER-STATUS=200", "500 0 0") // a rule for answers failed here
	f("upstream 1", "/api", id, "404 0 0", "502 3 12029")
	f("ok 1", "/api", id+"&SERVER-STATUS=200", "200 0 0")
	f("client-left 1", "/api", id, "500 0 64")
	f("blocked 1", "/api", id, "404 8 0")
	f("probe 1", "/.env", id+"&SERVER-STATUS=404", "404 0 0")
	f("application 1", "/api", "arr=1&status=500", "500 0 0")

	f("blocked 1", "/<Rejected-By-UrlScan>", "~/orders/list.aspx", "404 0 2")
	f("probe 1", "/<Rejected-By-UrlScan>", "~/scripts/root.exe", "404 0 2")
	f("not-found 1", "/docs/Rejected-By-UrlScan", "~/a", "404 0 2")
}

// Exchange redirects phones with 451; elsewhere content is barred.
func TestRedirectsOfActiveSync(t *testing.T) {
	f := func(want, path string) {
		t.Helper()
		judged(t, path, judgedFields, askedFor(path, "Cmd=Sync", "451 0 0"), want)
	}
	f("automatic 1", "/Microsoft-Server-ActiveSync")
	f("automatic 1", "/microsoft-server-activesync/default.eas")
	f("blocked 1", "/docs/Microsoft-Server-ActiveSync.pdf")
	f("blocked 1", "/video/1")
}

// What only Web Deploy and the remote PowerShell of Exchange are asked for is theirs, and no file that a rule refuses:
// other paths, codes and methods are.
func TestAbsentServices(t *testing.T) {
	f := func(want, method, path, end string) {
		t.Helper()
		judged(t, path, judgedFields, fmt.Sprintf("0 10.0.0.5 %s %s - 8172 - 192.0.2.7 Mozilla %s", method, path, end), want)
	}
	f("configuration 1", "HEAD", "/msdeploy.axd", "404 7 0")
	f("configuration 1", "POST", "/MsDeploy.axd", "404 7 0")
	f("not-found 1", "HEAD", "/msdeploy.axd", "404 0 2")
	f("blocked 1", "GET", "/tools/msdeploy.axd", "404 7 0")
	f("blocked 1", "GET", "/a.axd", "404 7 0")
	f("configuration 1", "POST", "/PowerShell", "403 4 5")
	f("configuration 1", "POST", "/powershell/", "403 4 5")
	f("blocked 1", "GET", "/powershell", "403 4 5")
	f("blocked 1", "POST", "/powershell-course", "403 4 5")
	f("access-denied 1", "POST", "/powershell", "403 0 0")
}

// 500.19 with the number of an ended connection is a client that left while its answer
// was sent, or a share that was lost while web.config was read, which takes no time and
// sends an error page at most.
func TestClientOrShare(t *testing.T) {
	f := func(want, numbers string) {
		t.Helper()
		judged(t, numbers, "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status sc-bytes time-taken", "0 10.0.0.1 /a "+numbers, want)
	}
	for _, number := range []string{"64", "995", "1236", "2147942464", "2147943395", "2147943636"} {
		f("client-left 1", "500 19 "+number+" 0 17292")
		f("client-left 1", "500 19 "+number+" 678298 1")
		f("configuration 1", "500 19 "+number+" 0 1")
		f("configuration 1", "500 19 "+number+" 5512 15")
		f("configuration 1", "500 19 "+number+" - -")
	}
	f("configuration 1", "500 19 53 0 21043") // looking for a server takes its time
	f("configuration 1", "500 19 5 678298 17292")
	f("configuration 1", "500 21 64 678298 17292")
}

// Whom a 401 names has sent a name.
func TestRefusalsOfNamedUsers(t *testing.T) {
	f := func(want, fields string, rows ...string) {
		t.Helper()
		judged(t, rows[0], "date time c-ip cs-username cs-uri-stem cs(User-Agent) sc-status "+fields, strings.Join(rows, "\n"), want)
	}
	f("logon-failure 1", "sc-substatus", "0 10.0.0.1 ada /a ie 401 1")
	f("ok 1, logon-failure 1", "sc-substatus", "0 10.0.0.1 ada /a ie 401 1", "5 10.0.0.1 ada /a ie 200 0")
	f("unknown 1", "sc-substatus", "0 10.0.0.1 - /a ie 401 1")
	f("access-denied 1", "sc-win32-status", "0 10.0.0.1 ada /a ie 401 5")
	f("logon-failure 1", "sc-win32-status", "0 10.0.0.1 ada /a ie 401 1326")
	f("unknown 1", "sc-win32-status", "0 10.0.0.1 - /a ie 401 5")
	f("ok 1, handshake 1", "sc-win32-status", "0 10.0.0.1 - /a ie 401 5", "1 10.0.0.1 ada /a ie 200 0")
	f("ok 1, handshake 1", "sc-win32-status", "0 10.0.0.1 - /a ie 401 2148074254", "1 10.0.0.1 ada /a ie 200 0")
}

// Devices of the local network are told by the port, whatever HTTP.sys wrote.
func TestDevices(t *testing.T) {
	const fields = "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename"
	f := func(want, row string) {
		t.Helper()
		judged(t, row, fields, "0 192.0.2.4 52112 192.0.2.1 "+row, want)
	}
	f("automatic 1", "2869 HTTP/1.1 NOTIFY /upnp/eventing/x 503 - N/A -")
	f("automatic 1", "5357 HTTP/1.1 POST /11abc6a7-b92d-4dfe-8808-84d2aa2be72c 503 - N/A -")
	f("automatic 1", "2869 HTTP/1.1 GET /upnphost/udhisapi.dll?content=uuid:1 - - Connection_Abandoned_By_ReqQueue -")
	f("ok 1", "5357 - - - - - Timer_ConnectionIdle -")
	f("capacity 1", "443 HTTP/1.1 GET /shop 503 1 QueueFull Shop")
	f("capacity 1", "443 HTTP/1.1 GET /favicon.ico 503 1 QueueFull Shop")
	f("bad-request 1", "443 HTTP/1.1 GET /a 400 - SomethingNew -")
	f("capacity 1", "443 HTTP/1.1 GET /a 503 1 SomethingNew Shop")
	f("unknown 1", "443 HTTP/1.1 GET /a - 1 SomethingNew Shop")
}

// A challenge of an application is a handshake when whoever was asked is served then.
func TestChallengesOfApplications(t *testing.T) {
	f := func(want string, rows ...string) {
		t.Helper()
		judged(t, rows[0], pairFields, strings.Join(rows, "\n"), want)
	}
	leg := "10 10.0.0.1 - /feed nuget 401 0 0"
	f("ok 1, handshake 1", leg, "11 10.0.0.1 - /feed nuget 200 0 0")
	f("ok 1, handshake 1", leg, "11 10.0.0.1 ada /feed nuget 201 0 0")
	f("ok 1, handshake 2", leg, leg, "12 10.0.0.1 - /feed nuget 302 0 0")
	f("ok 1, handshake 1", "9 10.0.0.1 - /feed nuget 200 0 0", leg)
	// Lures: nothing follows, another client or path, too late, refused again, and
	// legs of IIS, which names whom it lets in.
	f("access-denied 1", leg)
	f("ok 1, access-denied 1", leg, "11 10.0.0.2 - /feed nuget 200 0 0")
	f("ok 1, access-denied 1", leg, "11 10.0.0.1 - /other nuget 200 0 0")
	f("ok 1, access-denied 1", leg, "200 10.0.0.1 - /feed nuget 200 0 0")
	f("access-denied 1, not-found 1", leg, "11 10.0.0.1 - /feed nuget 404 0 2")
	f("ok 1, challenge-unanswered 1", "10 10.0.0.1 - /feed nuget 401 2 5", "11 10.0.0.1 - /feed nuget 200 0 0")
	f("ok 1, access-denied 1", "10 10.0.0.1 ada /feed nuget 401 0 0", "11 10.0.0.1 ada /feed nuget 200 0 0")
}
