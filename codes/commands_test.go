package codes

import (
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// commandStart finds the places in a check where a command begins.
var commandStart = regexp.MustCompile(`\b(?:(?:Get|Set|Test|Install|Start|Find|Resolve|Clear|Unlock|Where|Enable|Disable|Restart|Stop|New|Add|Remove|Import|Export|Invoke)-[A-Z]\w+|` +
	`appcmd|netsh|certutil|setspn|nltest|klist|w32tm|procdump|icacls|curl\.exe|net (?:user|stop|start|config|accounts|use)|sc\.exe|dotnet(?:-dump)?|psexec|php-cgi\.exe -v|node\.exe --version|` +
	`reg query|nslookup|tracert|route print|netstat|winver|openssl|attrib -|handle\.exe|dumpbin|runas|fsutil|wevtutil|netdom|dcdiag|whoami|poolmon|gpupdate|chkdsk|pktmon|dir /|regsvr32|ipconfig|ping |iisreset|` +
	`\w+\.msc|inetmgr)`)

// Documents that the commands were checked against.
const (
	iisDocs    = "MicrosoftDocs/iis-docs, getting-started-with-appcmdexe and its samples"
	shellDocs  = "MicrosoftDocs/windows-powershell-docs, docset/winserver2016-ps"
	coreShell  = "PowerShell reference of the cmdlet"
	windowsDoc = "MicrosoftDocs/windowsserverdocs, windows-commands"
	windows    = "usage of the program on Windows (/?)"
	sysTools   = "Sysinternals, page of the tool"
	dotnetDocs = "dotnet/docs and AspNetCore.Docs"
	curlDocs   = "curl manual"
	consoles   = "management console of Windows"
)

// commands are all commands that checks name, as patterns with placeholders in
// capitals, and what each was checked against.
var commands = []struct{ pattern, document string }{
	{`appcmd list config (?:SITE(?:/FOLDER)? )?/section:\w+ /config:\*`, iisDocs},
	{`appcmd list config SITE/APP /config:\*`, iisDocs},
	{`appcmd list requests /elapsed:10000`, iisDocs},
	{`appcmd list modules?`, iisDocs},
	{`appcmd list vdir SITE/ /text:physicalPath`, iisDocs},
	{`appcmd list vdir(?: /text:\*)?`, iisDocs},
	{`appcmd list apppool POOL /text:enable32BitAppOnWin64`, iisDocs},
	{`appcmd list apppool`, iisDocs},
	{`appcmd list app\b`, iisDocs},
	{`appcmd list site SITE /text:limits\.maxConnections`, iisDocs},
	{`appcmd list site`, iisDocs},
	{`appcmd list wp`, iisDocs},
	{`appcmd list backup`, iisDocs},
	{`appcmd unlock config /section:NAME`, iisDocs},
	{`appcmd migrate config(?: SITE/(?:APP)?)?`, "MicrosoftDocs/iis-docs, aspnet-20-breaking-changes-on-iis"},
	{`appcmd set site SITE /limits\.maxUrlSegments:64`, "MicrosoftDocs/iis-docs, sites/site/limits"},
	{`appcmd set config SITE /section:serverRuntime /uploadReadAheadSize:BYTES /commit:apphost`, "MicrosoftDocs/iis-docs, serverRuntime"},
	{`netsh http show (?:sslcert|urlacl|servicestate)`, windowsDoc + "/netsh-http"},
	{`netsh http\b`, windowsDoc + "/netsh-http"},
	{`netsh winhttp show proxy`, windows},
	{`netsh int(?:erface)? ipv4 show excludedportrange protocol=tcp`, windows},
	{`netsh interface ipv4 show dynamicport tcp`, windows},
	{`netsh trace start scenario=InternetClient capture=yes`, windows},
	{`netsh trace stop`, windows},
	{`certutil (?:-f )?(?:-verify|-urlfetch|-verify -urlfetch|-urlfetch -verify)\b`, windowsDoc + "/certutil"},
	{`certutil -dump (?:client\.cer|CERTFILE)`, windowsDoc + "/certutil"},
	{`certutil -store (?:My|root|Disallowed)`, windowsDoc + "/certutil"},
	{`certutil -viewstore -enterprise NTAuth`, windowsDoc + "/certutil"},
	{`certutil -addstore CA (?:CERTFILE|issuer\.crl)`, windowsDoc + "/certutil"},
	{`certutil -repairstore My THUMBPRINT`, windowsDoc + "/certutil"},
	{`setspn (?:-Q HTTP/HOST|-X(?: -F)?|-L ACCOUNT|-S HTTP/HOST ACCOUNT|-S)`, windowsDoc + "/setspn"},
	{`nltest /(?:dsgetdc:DOMAIN(?: /kdc)?|dclist:DOMAIN|sc_query:DOMAIN|sc_verify:DOMAIN|domain_trusts)`, windows},
	{`klist(?: purge)?`, windowsDoc + "/klist"},
	{`w32tm /(?:stripchart /computer:DC /samples:3|resync|query /status)`, windows},
	{`procdump -ma(?: -e -w w3wp\.exe| -e PID| PID)?`, sysTools},
	{`psexec -s`, sysTools},
	{`handle\.exe PATH`, sysTools},
	{`icacls`, windowsDoc + "/icacls"},
	{`curl\.exe (?:-sIL|-IL|-I|-i|-v|-D|-H Accept|-v --http1\.1|--raw -v|-i -X OPTIONS URL)`, curlDocs},
	{`net user NAME /domain`, windows},
	{`net accounts /domain`, windows},
	{`net config server`, windows},
	{`net stop was /y`, "AspNetCore.Docs azure-iis-errors-reference"},
	{`net start w3svc`, "AspNetCore.Docs azure-iis-errors-reference"},
	{`sc\.exe (?:query|start) (?:null|NAME)`, windowsDoc + "/sc-query"},
	{`dotnet (?:APP\.dll|--list-runtimes)`, dotnetDocs},
	{`dotnet-dump collect`, dotnetDocs},
	{`dotnet\b`, dotnetDocs + " (the process)"},
	{`php-cgi\.exe -v`, "PHP manual, command line options"},
	{`node\.exe --version`, "Node.js manual, command line options"},
	{`reg query HKLM`, windowsDoc + "/reg-query"},
	{`nslookup|tracert|route print|netstat -ano|netstat -anob|winver|chkdsk|pktmon|regsvr32|whoami /groups|gpupdate /force|attrib -h FILE|dir /(?:x|al)`, windowsDoc},
	{`openssl s_client -connect BACKEND:443`, "OpenSSL manual"},
	{`dumpbin /dependents`, "Visual Studio documentation"},
	{`runas /user:ACCOUNT cmd`, windows},
	{`fsutil 8dot3name query`, windowsDoc + "/fsutil-8dot3name"},
	{`wevtutil gli Security`, windowsDoc + "/wevtutil"},
	{`netdom trust THISDOMAIN /domain:OTHERDOMAIN /verify`, windowsDoc + "/netdom-trust"},
	{`dcdiag`, windowsDoc + "/dcdiag"},
	{`poolmon`, "Windows Driver Kit, PoolMon"},
	{`(?:secpol|certlm|certmgr|services|azman)\.msc`, consoles},
	{`Get-WinEvent -(?:ProviderName|LogName)`, coreShell},
	{`Get-(?:Service|Process|ChildItem|Item|Date)\b`, coreShell},
	{`Get-PSDrive -PSProvider FileSystem`, coreShell},
	{`(?:Start-Service|Set-Service -StartupType|Set-Service|Test-Path|Where-Object)`, coreShell},
	{`Test-ComputerSecureChannel(?: -Verbose| -Repair)?`, coreShell},
	{`Test-NetConnection(?: \w+)?(?: -Port| -TraceRoute)?`, shellDocs + "/NetTCPIP"},
	{`Get-NetTCPConnection -State`, shellDocs + "/NetTCPIP"},
	{`Find-NetRoute -RemoteIPAddress`, shellDocs + "/NetTCPIP"},
	{`(?:Resolve-DnsName|Clear-DnsClientCache)`, shellDocs + "/DnsClient"},
	{`Get-Smb(?:Connection|ShareAccess|Share|Session|ClientConfiguration)`, shellDocs + "/SmbShare"},
	{`Get-FsrmQuota`, shellDocs + "/FileServerResourceManager"},
	{`Get-MpThreatDetection`, shellDocs + "/Defender"},
	{`(?:Get-ADUser|Set-ADUser NAME -ChangePasswordAtLogon|Unlock-ADAccount)`, shellDocs + "/ActiveDirectory"},
	{`(?:Install|Get)-WindowsFeature Web-`, shellDocs + "/ServerManager"},
	{`Get-TlsCipherSuite`, shellDocs + "/TLS"},
	{`Get-(?:PhysicalDisk|Disk|Volume)\b`, shellDocs + "/Storage"},
	{`Get-MobileDeviceStatistics -Mailbox NAME`, "MicrosoftDocs/office-docs-powershell, Exchange"},
	{`Get-ActiveSyncVirtualDirectory`, "MicrosoftDocs/office-docs-powershell, Exchange"},
}

// headers look like cmdlets and are none.
var headers = []string{"Set-Cookie"}

// checks returns the checks of all tables in a language by table and line, which are
// the same in every language.
func checks(t *testing.T, lang Lang) map[string]string {
	all := map[string]string{}
	put := func(table string, rows []row) {
		for _, r := range rows {
			all[table+":"+strconv.Itoa(r.line)] = r.cells[len(r.cells)-1]
		}
	}
	for i, s := range shapes {
		put(s.name, texts(t, i, lang))
	}
	put("pair", pairTexts(t, lang))
	rows, err := builtIn("noise."+string(lang)+".tsv", "family", "name", "meaning", "check")
	require.NoError(t, err)
	put("noise", rows)
	return all
}

// commandsIn returns the commands of a check, each as far as the longest pattern
// reaches, and the places where one begins that no pattern knows. used counts the
// patterns.
func commandsIn(check string, patterns []*regexp.Regexp, used []int) (known, unknown []string) {
	for _, at := range commandStart.FindAllStringIndex(check, -1) {
		best, which := "", -1
		for i, p := range patterns {
			if found := p.FindString(check[at[0]:]); len(found) > len(best) {
				best, which = found, i
			}
		}
		switch {
		case which >= 0:
			known = append(known, best)
			used[which]++
		case !slices.Contains(headers, check[at[0]:at[1]]):
			unknown = append(unknown, check[at[0]:])
		}
	}
	return known, unknown
}

// Every command of every check is in the table, with its switches, and the check says
// the same in every language.
func TestCommandsOfChecks(t *testing.T) {
	var patterns []*regexp.Regexp
	for _, c := range commands {
		assert.NotEmpty(t, c.document, c.pattern)
		patterns = append(patterns, regexp.MustCompile(`^(?:`+c.pattern+`)`))
	}
	used := make([]int, len(patterns))
	english, chinese := checks(t, English), checks(t, Chinese)
	for place, check := range english {
		known, unknown := commandsIn(check, patterns, used)
		assert.Empty(t, unknown, "%s: a command that is not in the table", place)
		other, unknown := commandsIn(chinese[place], patterns, used)
		assert.Empty(t, unknown, "%s: a command that is not in the table", place)
		assert.ElementsMatch(t, known, other, "%s: the languages name other commands: %s %s", place, check, chinese[place])
	}
	for i, c := range commands {
		assert.Positive(t, used[i], "no check has %s", c.pattern)
	}
}

// appcmd prints what is at its default only when it is told to, and nobody can log
// on as a pool identity.
func TestChecksCanBeDone(t *testing.T) {
	listing := regexp.MustCompile(`appcmd list config[^,，;；。]*`)
	for _, lang := range Langs() {
		for place, check := range checks(t, lang) {
			for _, command := range listing.FindAllString(check, -1) {
				assert.Contains(t, command, "/config:*", place)
			}
			assert.NotContains(t, check, "as the pool identity", place)
			assert.NotContains(t, check, "以应用程序池标识", place)
		}
	}
}
