package logtest

// fieldStories are about logs in which columns are missing.
func fieldStories() []Story {
	return []Story{{
		Name: "spray-without-substatus", Tells: "A spray in a log without substatus: the Win32 number says that passwords were wrong.",
		setting: setting{layout: noSubstatus}, tell: func(s *scene) {
			s.spray(false)
			s.claims[0].Code = "401"
			s.deny("sc-win32-status is logged", Denial{Says: "both columns|switch on sc-win32-status|add sc-win32-status"})
			s.deny("1326 explains them", Denial{Rules: []string{"unknown"}})
		},
	}, {
		Name: "brute-without-win32", Tells: "One address tries one name again and again in a log without Win32 numbers.",
		setting: setting{layout: "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus time-taken"},
		tell:    func(s *scene) { s.brute(false) },
	}, {
		Name: "six-columns", Tells: "A log of six columns, in which a scanner asks for what all scanners ask.",
		setting: setting{layout: "date time c-ip cs-method cs-uri-stem sc-status", bare: true}, tell: sixColumns,
	}, {
		Name: "no-substatus", Tells: "403 rows that nobody can explain, since neither substatus nor Win32 is logged.",
		setting: setting{layout: "date time s-ip cs-method cs-uri-stem s-port c-ip cs(User-Agent) sc-status time-taken", whole: true}, tell: missingSubstatus,
	}, {
		Name: "no-user", Like: "spray", Tells: "A machine fails its logon again and again in a log without user names.",
		setting: setting{layout: "date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken"}, tell: noUser,
	}, {
		Name: "no-referer", Like: "crawler-links", Tells: "A few pages are missing in a log without referers.",
		setting: setting{layout: "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken", whole: true}, tell: noReferer,
	}, {
		Name: "no-client", Tells: "One page fails in a log that does not say who asked.",
		setting: setting{layout: "date time s-ip cs-method cs-uri-stem cs-uri-query s-port sc-status sc-substatus sc-win32-status time-taken"}, tell: noClient,
	}, {
		Name: "healthy-six-columns", Like: "no-substatus", Tells: "A healthy site in a log of six columns: nothing is missing that somebody needs.",
		setting: setting{layout: "date time c-ip cs-method cs-uri-stem sc-status", bare: true}, tell: func(s *scene) {
			s.calm("all is well", "scan", "outage")
		},
	}}
}

func sixColumns(s *scene) {
	who := s.stranger()
	c := s.scan(who)
	c.Code, c.States = "404", []string{"over"}
	known := []string{"/.env", "/wp-login.php", "/.git/config", "/xmlrpc.php", "/phpmyadmin/index.php", "/wp-admin/setup-config.php", "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php"}
	s.over(c, s.when(30, 60), 90, s.some(20), func(i int) row { return s.miss(who, known[i%len(known)]) })
	s.deny("the paths explain them", Denial{Rules: []string{"unknown"}, Where: map[string]string{"c-ip": who.address.String()}})
}

func missingSubstatus(s *scene) {
	page := s.page()
	c := s.claim(Claim{Rules: []string{"missing-field", "unknown"}, Code: "403", Says: []string{"sc-substatus|substatus"}})
	s.over(c, s.busy(30, 60), 3600, s.some(80), func(i int) row {
		r := s.request(s.clients[(i*7)%len(s.clients)], "GET", page.stem)
		r.outcome, r.sent = outcome{status: 403, verdict: verdictDenied}, 1233
		return r
	})
}

func noUser(s *scene) {
	who, path := s.colleague(), s.logonPath()
	from := s.when(20, 30)
	c := s.claim(Claim{Rules: []string{"auth-loop", "auth-guessing", "logon-failure"}, Code: "401.1", States: []string{"going-on"},
		Where: map[string]string{"c-ip": who.address.String()}})
	s.over(c, from, s.end-from, s.some(80), func(i int) row { return s.attempt(who, path, "") })
	s.deny("the log has no names to spray", Denial{Rules: []string{"auth-spray", "auth-distributed", "auth-broken-in"}})
}

func noReferer(s *scene) {
	var gone []string
	for range 6 {
		gone = append(gone, s.place.oldPath(s.dice))
	}
	c := s.claim(Claim{Rules: []string{"not-found", "few-paths"}, Code: "404.0", States: []string{"going-on"}})
	s.over(c, s.first, s.end-s.first, s.some(90), func(i int) row { return s.miss(s.clients[(i*7)%len(s.clients)], gone[i%len(gone)]) })
	s.deny("cs(Referer) is not logged", Denial{Says: "read cs(Referer)|see cs(Referer)|look at cs(Referer)"})
	s.deny("no link is known without a referer", Denial{Rules: []string{"links"}})
}

func noClient(s *scene) {
	s.brokenPage().Severity = "warning"
}
