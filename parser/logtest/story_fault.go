package logtest

import (
	"fmt"
	"strconv"
)

func plainNumber(n int) string { return strconv.Itoa(n) }

// faultStories are about errors whose cause the log holds.
func faultStories() []Story {
	return []Story{{
		Name: "query-cause", Tells: "Pages fail whenever the query has one parameter, whatever the page.",
		tell: queryCause,
	}, {
		Name: "one-report", Tells: "One page shows many reports, by its query; one of them fails since some moment, whoever asks for it.",
		tell: func(s *scene) { s.reports(true) },
	}, {
		Name: "any-report", Like: "one-report", Tells: "One page shows many reports, by its query; any of them fails now and then, the favourite as often as it is asked for.",
		tell: func(s *scene) { s.reports(false) },
	}, {
		Name: "shared-query", Like: "query-cause", Tells: "All requests carry the same parameter; one page fails.",
		tell: sharedQuery,
	}, {
		Name: "check-among-others", Tells: "A health check fails for some hours and works again, while other pages fail now and then all the time.",
		tell: checkAmongOthers,
	}, {
		Name: "check-all-along", Like: "check-among-others", Tells: "A health check fails now and then all the time, as other pages do.",
		tell: checkAllAlong,
	}, {
		Name: "burst-among-others", Tells: "All pages of a site fail often for a few minutes, and now and then all the time.",
		tell: burstAmongOthers,
	}, {
		Name: "arr-upstream", Tells: "The server behind ARR answers with errors, and ARR writes so into the query.",
		tell: arrUpstream,
	}, {
		Name: "arr-healthy", Like: "arr-upstream", Tells: "ARR writes its ids into the query of requests that are served.",
		tell: arrHealthy,
	}, {
		Name: "php-library", Tells: "PHP does not start, since a DLL is missing: NTSTATUS 0xC0000135.",
		tell: phpLibrary,
	}, {
		Name: "asp-error", Tells: "A page of classic ASP fails and writes line, number and text into the query.",
		tell: aspError,
	}}
}

func queryCause(s *scene) {
	name := pick(s.dice, []string{"promo", "coupon", "campaign", "variant", "lng", "currency"}) + pick(s.dice, []string{"", "Code", "2"})
	from, lasts := s.busy(30, 60), int64(1800+s.dice.below(3600))
	c := s.claim(Claim{Rules: []string{"application"}, Severity: "warning", Code: "500.0", States: []string{"over"}, Says: []string{name + "="}})
	s.over(c, from, lasts, s.some(90), func(i int) row {
		r := s.request(s.clients[(i*7)%len(s.clients)], "GET", s.pages[s.dice.below(uint64(len(s.pages)))].stem)
		r.query, r.outcome, r.sent = text{head: name + "=", n: 1 + s.dice.below(900)}, broken(), 3420
		return r
	})
	s.over(nil, s.first, s.end-s.first, s.some(40), func(i int) row { return s.request(s.clients[i%len(s.clients)], "GET", s.page().stem) })
}

// reports asks a page for reports, one of them more often than the others: it fails since some
// moment, or any does.
func (s *scene) reports(one bool) {
	page := "/" + pick(s.dice, []string{"ReportServer/Pages/ReportViewer.aspx", "shop/article", "record.ashx"})
	names := pageNames()
	report := func(i int) text { return plain("id=" + names[i%len(names)] + "&part=1") }
	favourite, from := int(s.dice.below(uint64(len(names)))), s.when(40, 60)
	c := s.claim(Claim{Rules: []string{"application", "few-paths"}, Code: "500.0", States: []string{"going-on"}, Where: map[string]string{"cs-uri-stem": page}})
	if one {
		c.Says = []string{names[favourite]}
	} else {
		s.deny("any of them fails", Denial{Says: "id="})
		c.States = []string{"going-on", "over"}
	}
	n := s.some(900)
	for i := range n {
		second := s.first + 60 + (s.end-s.first-120)*int64(i)/int64(n)
		r, of := s.request(s.clients[(i*7)%len(s.clients)], "GET", page), (*Claim)(nil)
		which := int(s.dice.below(uint64(len(names))))
		if s.dice.percent(20) {
			which = favourite
		}
		r.query = report(which)
		if one && which == favourite && second >= from || !one && s.dice.percent(15) {
			r.outcome, r.sent, of = broken(), 3420, c
		}
		s.add(of, second, r)
	}
}

// nowAndThen has pages fail all the time.
func (s *scene) nowAndThen(n int) {
	s.over(nil, s.first, s.end-s.first, n, func(i int) row {
		r := s.request(s.clients[(i*5)%len(s.clients)], "GET", s.pages[s.dice.below(uint64(len(s.pages)))].stem)
		r.outcome, r.sent = broken(), 3420
		return r
	})
}

// check is a request of a monitor, and whether it fails.
func (s *scene) check(who client, path string, fails bool) row {
	r := s.request(who, "GET", path)
	if fails {
		r.outcome, r.sent = broken(), 320
	}
	return r
}

func checkAmongOthers(s *scene) {
	who, path := s.colleague(), "/"+pick(s.dice, []string{"healthz", "alive", "status/ping", "api/ready"})
	lasts := (s.end - s.first) / 6
	from := s.first + (s.end-s.first)*int64(25+s.dice.below(30))/100
	n := s.some(120)
	c := s.claim(Claim{Rules: []string{"application"}, Code: "500.0", States: []string{"over"}, Where: map[string]string{"cs-uri-stem": path}})
	for i := range 6 { // as often before and after
		s.over(nil, s.first+lasts*int64(i), lasts, n/2, func(int) row { return s.check(who, path, false) })
	}
	s.over(c, from, lasts, n, func(int) row { return s.check(who, path, true) })
	s.nowAndThen(s.some(60))
}

func checkAllAlong(s *scene) {
	who, path := s.colleague(), "/"+pick(s.dice, []string{"healthz", "alive", "status/ping", "api/ready"})
	s.over(nil, s.first, s.end-s.first, s.some(300), func(i int) row { return s.check(who, path, i%3 == 0) })
	s.nowAndThen(s.some(60))
	s.deny("it failed all along", Denial{Rules: []string{"application"}, Says: "other request"})
}

func burstAmongOthers(s *scene) {
	from := s.busy(30, 60)
	c := s.claim(Claim{Rules: []string{"application"}, Code: "500.0", States: []string{"over"}})
	s.over(c, from, 600, s.some(120), func(i int) row {
		r := s.request(s.clients[(i*7)%len(s.clients)], "GET", s.pages[s.dice.below(uint64(len(s.pages)))].stem)
		r.outcome, r.sent = broken(), 3420
		return r
	})
	s.nowAndThen(s.some(40))
}

func sharedQuery(s *scene) {
	value := pick(s.dice, []string{"site", "lang", "tenant"}) + "=" + s.place.firm
	s.brokenPage()
	for i := range s.rows {
		s.rows[i].query = plain(value)
	}
	s.deny("all requests carry that query", Denial{Says: value})
}

// arrQuery is what ARR adds to a query; status 0 is none from behind.
func (s *scene) arrQuery(status int) text {
	q := "X-ARR-CACHE-HIT=0&X-ARR-LOG-ID=" + s.guid()
	if status > 0 {
		q += fmt.Sprintf("&SERVER-STATUS=%d", status)
	}
	return plain(q)
}

func arrUpstream(s *scene) {
	path, status := "/"+s.place.firm+"/api/"+pick(s.dice, pageNames()), pick(s.dice, []int{500, 500, 404, 503})
	c := s.claim(Claim{Rules: []string{"upstream"}, Severity: "warning", States: []string{"over"}, Code: fmt.Sprint(status, ".0"), Verdict: "upstream",
		Where: map[string]string{"cs-uri-stem": path}, Next: []string{"behind|X-ARR-LOG-ID|back end|upstream"}})
	s.withARR(path)
	s.over(c, s.busy(30, 60), 3600, s.some(80), func(i int) row {
		r := s.request(s.clients[(i*7)%len(s.clients)], "POST", path)
		r.query, r.outcome, r.sent = s.arrQuery(status), outcome{status: status, verdict: verdictUpstream}, 1125
		return r
	})
	s.deny("the server behind ARR answered so", Denial{Rules: []string{"application", "capacity", "not-found"}, Where: map[string]string{"cs-uri-stem": path}})
}

func (s *scene) withARR(path string) {
	s.over(nil, s.first, s.end-s.first, s.some(150), func(i int) row {
		r := s.request(s.clients[(i*5)%len(s.clients)], "POST", path)
		r.query = s.arrQuery(200)
		return r
	})
}

func arrHealthy(s *scene) {
	s.withARR("/" + s.place.firm + "/api/" + pick(s.dice, pageNames()))
	s.calm("the server behind served", "upstream", "outage", "server")
}

func phpLibrary(s *scene) {
	path := "/" + pick(s.dice, []string{"info", "index", "start", "blog/index", "test"}) + ".php"
	who := s.colleague()
	c := s.claim(Claim{Rules: []string{"application", "configuration", "upstream", "few-paths"}, Code: "500.0", Where: map[string]string{"cs-uri-stem": path},
		Says: []string{"C0000135|3221225781|DLL"}, States: []string{"over"}})
	s.over(c, s.when(20, 50), 1800, s.some(16), func(i int) row {
		r := s.request(who, "GET", path)
		r.outcome = outcome{status: 500, win32: 3221225781, verdict: verdictApplication}
		return r
	})
	s.deny("PHP writes no events of .NET", Denial{Rules: []string{"application", "configuration"}, Says: "1309|.NET"})
}

func aspError(s *scene) {
	path, line := "/"+pick(s.dice, pageNames())+"/"+pick(s.dice, []string{"list", "order", "detail"})+".asp", 10+int(s.dice.below(300))
	texts := []string{"[Microsoft][ODBC_SQL_Server_Driver][SQL_Server]Invalid_column_name_'Price'.", "Type_mismatch:_'CInt'", "Object_required:_'rs'"}
	codes := []string{"80040e14", "800a000d", "800a01a8"}
	kind := int(s.dice.below(3))
	c := s.claim(Claim{Rules: []string{"application", "few-paths"}, Code: "500.0", Where: map[string]string{"cs-uri-stem": path}, States: []string{"over"},
		Says: []string{codes[kind]}})
	s.over(c, s.busy(30, 60), 3000, s.some(40), func(i int) row {
		r := s.request(s.clients[(i*7)%len(s.clients)], "GET", path)
		r.query = plain(fmt.Sprintf("id=%d|%d|%s|%s", 1+s.dice.below(900), line, codes[kind], texts[kind]))
		r.outcome, r.sent = broken(), 310
		return r
	})
	s.deny("visitors asked an ordinary page", Denial{Rules: []string{"attack-answered", "scan", "probe"}})
	s.deny("the log says why it failed", Denial{Rules: []string{"unknown"}})
}
