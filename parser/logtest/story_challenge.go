package logtest

// challengeStories are about 401 rows that belong to authentication at work,
// and those that do not.
func challengeStories() []Story {
	return []Story{{
		Name: "app-challenge", Like: "app-refused", Tells: "Programs ask an application twice: without a token, refused with 401.0, then with it.",
		tell: appChallenge,
	}, {
		Name: "app-refused", Tells: "A program sends a token that the application refuses, again and again, and is never served.",
		tell: appRefused,
	}, {
		Name: "handshakes", Like: "brute-fails", Tells: "NTLM handshakes in a log without substatus, each followed by the served request.",
		setting: setting{windows: true, layout: noSubstatus}, tell: bareHandshakes,
	}, {
		Name: "unanswered", Tells: "A program without credentials is challenged all day and never answers.",
		setting: setting{windows: true}, tell: unanswered,
	}}
}

// noSubstatus is a log from before somebody ticked sc-substatus.
const noSubstatus Layout = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-win32-status time-taken"

func appChallenge(s *scene) {
	feed := pick(s.dice, []string{"/nuget/v3/", "/git/", "/feeds/", "/wcf/"})
	programs := []string{"NuGet+.NET+Core+MSBuild+Task/6.%d", "git/2.%d", "Microsoft-WF/1.%d", "MSFrontEnd/3.%d"}
	agent := pick(s.dice, programs)
	var clients []client
	for range s.about(20) {
		c := s.colleague()
		c.agent = agent[:len(agent)-2] + "4"
		clients = append(clients, c)
	}
	named := s.dice.percent(50)
	for range s.some(120) {
		c := pick(s.dice, clients)
		r := s.request(c, pick(s.dice, []string{"GET", "GET", "PUT"}), feed+pick(s.dice, pageNames()))
		second, leg := s.when(2, 98), r
		leg.outcome, leg.sent = outcome{status: 401, verdict: verdictHandshake}, 287
		s.add(nil, second, leg)
		if named {
			r.user = plain(s.place.account(3))
		}
		s.add(nil, second+int64(s.dice.below(3)), r)
	}
	s.calm("each challenge was answered and served", "access-denied", "challenge-unanswered", "logon-failure", "auth-everyone")
}

func appRefused(s *scene) {
	who := s.colleague()
	who.agent = pick(s.dice, robots()[2:9])
	path := "/api/" + pick(s.dice, pageNames()) + "/token"
	from := s.when(20, 40)
	c := s.claim(Claim{Rules: []string{"access-denied", "auth-loop", "auth-guessing", "logon-failure"}, Code: "401.0",
		Where: map[string]string{"cs-uri-stem": path}, States: []string{"going-on"}})
	s.over(c, from, s.end-from, s.some(80), func(int) row {
		r := s.request(who, "POST", path)
		r.outcome, r.sent = outcome{status: 401, verdict: verdictDenied}, 287
		return r
	})
	s.deny("nothing was served after the refusals", Denial{Rules: []string{"auth-broken-in", "handshake"}})
}

func bareHandshakes(s *scene) {
	for i := range s.some(60) {
		c := s.clients[i%len(s.clients)]
		s.handshake(s.when(2, 98), s.request(c, "GET", s.page().stem))
	}
	s.calm("each handshake ended in a served request", "logon-failure", "challenge-unanswered", "auth-guessing", "auth-spray", "unknown")
}

func unanswered(s *scene) {
	who := s.colleague()
	who.agent = pick(s.dice, robots()[2:9])
	path := "/api/" + pick(s.dice, pageNames()) + "/export"
	c := s.claim(Claim{Rules: []string{"challenge-unanswered"}, Code: "401.2", States: []string{"going-on"},
		Where: map[string]string{"c-ip": who.address.String()}})
	s.over(c, s.first, s.end-s.first, s.some(100), func(int) row {
		r := s.request(who, "GET", path)
		r.outcome, r.sent = outcome{status: 401, substatus: 2, win32: 5, verdict: verdictChallenge}, 1509
		return r
	})
	s.deny("no credentials were sent", Denial{Rules: []string{"auth-guessing", "auth-spray", "auth-loop", "logon-failure"}})
}
