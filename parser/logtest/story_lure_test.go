package logtest

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// looks says, for each lure, which rows make it look like something, and how
// many there must be at least.
var looks = map[string]struct {
	least int
	row   func(storedLine) bool
}{
	"monday-morning":       {30, is401(1326)},
	"own-names":            {80, is401(1326)},
	"mistyped-twice":       {6, is401(1326)},
	"old-password":         {18, is401(1326)},
	"office-proxy":         {10, is401(1326)},
	"forwarded":            {30, is401(1326)},
	"proxy-and-attacker":   {30, is401(1326)},
	"growth":               {600, hasStatus("200")},
	"office-address":       {10, is401(1326)},
	"fault-a-day":          {5, is401(1311)},
	"app-challenge":        {60, hasStatus("401")},
	"handshakes":           {60, hasStatus("401")},
	"ftp-mistyped":         {2, hasStatus("530")},
	"api-polled":           {300, isPost("200")},
	"form-breaks":          {100, isPost("200")},
	"form-fails-for-many":  {100, both(hasStatus("500"), pathHas("login", "Login", "signin", "LogOn", "auth"))},
	"apps-log-on":          {150, isPost("200")},
	"office-logs-on":       {18, isPost("302")},
	"exploits-refused":     {12, pathHas("shell", "autodiscover.json", "ToolPane", ".env", "c99", "cmd.aspx", "wso")},
	"crawler-links":        {70, hasStatus("404")},
	"crawler-gone":         {35, hasStatus("404")},
	"crawler":              {4, hasStatus("404")},
	"own-pages-fail":       {15, both(hasStatus("404"), pathHas("/wp-"))},
	"site-by-day":          {100, hasStatus("200")},
	"server-taken-out":     {100, hasStatus("200")},
	"small-site":           {3, hasStatus("500")},
	"browser-files":        {50, pathHas("favicon", "apple-touch", "browserconfig")},
	"many-paths":           {60, hasStatus("404")},
	"innocent-words":       {20, queryHas("union", "select", "drop+table", "exec", "insert")},
	"own-upload":           {50, pathHas("upload", "cmd", "shell")},
	"own-wordpress":        {6, both(hasStatus("404"), pathHas("/wp-json"))},
	"wordpress-scan":       {30, both(hasStatus("404"), pathHas("/wp-content"))},
	"now-and-then-slow":    {40, takesMore(1700)},
	"days-missing":         {14, hasStatus("500")},
	"at-the-server":        {30, hasStatus("500")},
	"one-page-app":         {30, pathHas("/.env", "/.git", ".zip", "shell", "cmd", "c99", "wso", "autodiscover", "ecp", "ToolPane", "spinstall", "moveit", "human2", "wp-login", "phpmyadmin")},
	"one-page-app-unsized": {30, pathHas("/.env", "/.git", ".zip", "shell", "cmd", "c99", "wso", "autodiscover", "ecp", "ToolPane", "spinstall", "moveit", "human2", "wp-login", "phpmyadmin")},
	"telerik-uploads":      {30, queryHas("type=rau")},
	"some-errors":          {10, hasStatus("500")},
	"some-challenged":      {10, is401(5)},
	"guessers-alone":       {300, is401(1326)},
	"page-of-another":      {40, hasStatus("403")},
	"folder-with-gaps":     {60, both(hasStatus("404"), pathHas("/docs"))},
	"quiet-nights":         {100, hasStatus("200")},
	"weekend":              {100, hasStatus("200")},
	"monitor-moves":        {300, pathHas("/health", "/ping")},
	"heartbeat-goes-on":    {300, pathHas("/health", "/ping", "/status", "/keepalive")},
	"visitor-leaves":       {100, hasStatus("200")},
	"morning-job":          {400, pathHas("/sync")},
	"all-servers":          {45, hasStatus("500")},
	"busy-server":          {300, hasStatus("200")},
	"long-by-nature":       {60, takesMore(20000)},
	"big-downloads":        {40, takesMore(20000)},
	"cold-start":           {3, takesMore(20000)},
	"hang-ups":             {30, isWin32("64", "995", "1236")},
	"shared-query":         {100, queryHas("=")},
	"check-all-along":      {100, hasStatus("500")},
	"arr-healthy":          {100, queryHas("SERVER-STATUS=200")},
	"device-chatter":       {100, hasStatus("503")},
	"idle-connections":     {300, reasonHas("Timer_ConnectionIdle")},
	"no-user":              {50, is401(1326)},
	"no-referer":           {60, hasStatus("404")},
	"healthy-six-columns":  {300, hasStatus("200")},
	"burst-again":          {150, hasStatus("500")},
	"certificate-a-day":    {6, both(hasStatus("403"), isWin32("5"))},
	"redirects-once":       {150, hasStatus("302")},
	"redirects-elsewhere":  {150, hasStatus("302")},
	"partner-always":       {100, hasStatus("403")},
	"poll-follows":         {1000, hasStatus("302")},
	"office-closes-early":  {300, hasStatus("200")},
	"mirror-job":           {2000, hasStatus("200")},
	"sessions-break":       {150, hasStatus("401")},
	"token-ends":           {100, hasStatus("401")},
	"old-script":           {20, hasStatus("404")},
	"page-of-one-server":   {40, hasStatus("404")},
	"early-for-a-file":     {20, hasStatus("404")},
	"short-troubles":       {20, hasStatus("503")},
	"records-by-turns":     {40, hasStatus("404")},
	"branches-refused":     {120, is401(1326)},
	"exchange-logs-on":     {300, isPost("302")},
	"app-mistyped":         {25, both(hasStatus("401"), pathHas("login", "authenticate", "session"))},
	"fails-twice":          {28, hasStatus("503")},
	"slow-distributed":     {280, is401(1326)},
	"export-on-two-days":   {2400, hasStatus("200")},
	"crawler-reads-all":    {2000, hasStatus("200")},
	"campaign":             {400, hasStatus("200")},
	"healthy":              {300, hasStatus("200")},
	"slow-by-load":         {100, takesMore(500)},
	"slow-nights":          {40, takesMore(500)},
	"any-report":           {60, hasStatus("500")},
	"partner-refused":      {50, hasStatus("403")},
}

func TestEachLureLooksLikeIt(t *testing.T) {
	for _, s := range Stories() {
		if !s.Lure() {
			continue
		}
		look, ok := looks[s.Name]
		if !assert.True(t, ok, "%s: nothing says what it looks like", s.Name) {
			continue
		}
		for seed := range uint64(4) {
			tale, n := s.Write(Small, 30+seed), 0
			for _, l := range tale.stored() {
				if look.row(l) {
					n++
				}
			}
			assert.GreaterOrEqual(t, n, look.least, s.Name)
			assert.True(t, tale.Truth.Calm || len(tale.Truth.Denials) > 0, "%s: nothing is denied", s.Name)
		}
	}
	assert.Len(t, looks, countLures(), "each of them is a lure")
}

func countLures() (n int) {
	for _, s := range Stories() {
		if s.Lure() {
			n++
		}
	}
	return n
}

func (l storedLine) value(field string) string { v, _ := l.get(field); return v }

func hasStatus(want string) func(storedLine) bool {
	return func(l storedLine) bool { return l.value("sc-status") == want }
}

func is401(win32 int) func(storedLine) bool {
	return both(hasStatus("401"), isWin32(strconv.Itoa(win32)))
}

func isWin32(numbers ...string) func(storedLine) bool {
	return func(l storedLine) bool {
		return holdsOne(" "+l.value("sc-win32-status")+" ", " "+strings.Join(numbers, " , ")+" ")
	}
}

func isPost(status string) func(storedLine) bool {
	return both(hasStatus(status), func(l storedLine) bool { return l.value("cs-method") == "POST" })
}

func pathHas(parts ...string) func(storedLine) bool {
	return func(l storedLine) bool { return holdsOne(l.value("cs-uri-stem"), strings.Join(parts, ",")) }
}

func queryHas(parts ...string) func(storedLine) bool {
	return func(l storedLine) bool { return holdsOne(l.value("cs-uri-query"), strings.Join(parts, ",")) }
}

func reasonHas(part string) func(storedLine) bool {
	return func(l storedLine) bool { return holdsOne(l.value("s-reason"), part) }
}

func takesMore(ms int) func(storedLine) bool {
	return func(l storedLine) bool { n, err := strconv.Atoi(l.value("time-taken")); return err == nil && n > ms }
}

func both(a, b func(storedLine) bool) func(storedLine) bool {
	return func(l storedLine) bool { return a(l) && b(l) }
}

// holdsOne reports whether s holds one of the parts between commas.
func holdsOne(s, parts string) bool {
	for part := range strings.SplitSeq(parts, ",") {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}
