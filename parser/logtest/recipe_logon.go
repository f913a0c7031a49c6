package logtest

import "time"

// logonRecipes are incidents in which Windows refuses to log somebody on.
func logonRecipes() []recipe {
	refused := func(win32 uint32) outcome {
		return outcome{status: 401, substatus: 1, win32: win32, verdict: verdictLogon}
	}
	list := []recipe{{
		kind: BruteForce, outcome: refused(1326), lasts: 20 * time.Minute, requests: 600,
		where: []is{{"c-ip", "203.0.113.7"}, {"cs-username", "administrator"},
			{"cs-uri-stem", "/EWS/Exchange.asmx"}, {"cs-method", "POST"}, {"cs(User-Agent)", "okhttp/3.9.0"}},
	}, {
		kind: PasswordSpray, outcome: refused(1326), lasts: time.Hour, requests: 500,
		where: []is{{"c-ip", "203.0.113.21"}, {"cs-uri-stem", "/autodiscover/autodiscover.xml"},
			{"cs-method", "POST"}, {"cs(User-Agent)", "Microsoft+Office/14.0"}},
		vary: anyUser,
	}, {
		kind: SlowBurn, outcome: refused(1326), lasts: 4 * 24 * time.Hour, requests: 480,
		where: []is{{"c-ip", "203.0.113.45"}, {"cs-uri-stem", "/portal/default.aspx"},
			{"cs-method", "GET"}, {"cs(User-Agent)", "curl/7.88.1"}},
		vary: anyUser,
	}, {
		kind: Recurring, outcome: refused(1326), lasts: 10 * time.Minute, requests: 90, daily: true,
		where: []is{{"c-ip", "10.20.30.41"}, {"cs-username", domain + "svc-export"},
			{"cs-uri-stem", "/api/v1/stock"}, {"cs-method", "GET"}, {"cs(User-Agent)", "ExportJob/2.4"}},
	}}
	return append(list, accountRecipes(refused)...)
}

// accountRecipes are incidents in which the password may be right and the
// account, or the domain, is not.
func accountRecipes(refused func(uint32) outcome) []recipe {
	return []recipe{{
		kind: ExpiredAccount, outcome: refused(1330), lasts: 2 * time.Hour, requests: 720,
		where: []is{{"c-ip", "10.20.30.40"}, {"cs-username", domain + "svc-backup"},
			{"cs-uri-stem", "/api/v1/archive"}, {"cs-method", "PUT"}, {"cs(User-Agent)", "BackupAgent/4.2"}},
	}, {
		kind: LockedAccount, outcome: refused(1909), lasts: 3 * time.Hour, requests: 540,
		where: []is{{"c-ip", "203.0.113.60"}, {"cs-username", "noa.lindt@example.com"},
			{"cs-uri-stem", "/Microsoft-Server-ActiveSync/default.eas"}, {"cs-method", "POST"},
			{"cs(User-Agent)", "Apple-iPhone14C5/2107.67"}},
	}, {
		kind: DisabledAccount, outcome: refused(1331), lasts: 4 * time.Hour, requests: 400,
		where: []is{{"c-ip", "203.0.113.82"}, {"cs-username", domain + "former.clerk"},
			{"cs-uri-stem", "/EWS/Exchange.asmx"}, {"cs-method", "POST"},
			{"cs(User-Agent)", "MacOutlook/16.77.23091703"}},
	}, {
		kind: DirectoryAway, lasts: time.Hour, requests: 1500, taken: 4200,
		outcome: outcome{status: 401, substatus: 1, win32: 1311, verdict: verdictDirectory},
		where:   []is{{"sc-win32-status", "1311"}},
		vary:    func(_ *dice, r *row) { r.user = text{} },
		spoils:  namedUser,
	}}
}

// anyUser draws the name that is tried.
func anyUser(d *dice, r *row) { r.user = text{head: domain + "employee", n: 1 + d.below(900)} }

// namedUser takes the name off a request that has one: nobody can be named
// while the domain is away.
func namedUser(r *row) bool {
	named := r.user.head != ""
	r.user = text{}
	return named
}
