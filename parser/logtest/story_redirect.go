package logtest

// redirectStories are about clients that get nothing but redirects.
func redirectStories() []Story {
	return []Story{{
		Name: "redirect-loop", Tells: "After a change of cookies, visitors are sent from a page to the logon and back until their browsers give up.",
		tell: func(s *scene) { s.sendInCircles(2) },
	}, {
		Name: "redirect-to-itself", Tells: "Behind a new proxy a page sends whoever asks for it to itself.",
		tell: func(s *scene) { s.sendInCircles(1) },
	}, {
		Name: "redirect-stuck", Tells: "A page sends one visitor to itself until the browser gives up; he tries it again and again.",
		tell: redirectStuck,
	}, {
		Name: "redirect-poll", Tells: "A screen that asks for its figures every few seconds is sent to the logon each time from some moment on.",
		setting: setting{hours: [3]int{4, 24, 48}}, tell: redirectPoll,
	}, {
		Name: "poll-follows", Like: "redirect-poll", Tells: "A program asks for its figures every few seconds and is sent on to where they are each time, now and then it gets them at once; a monitor is content with a redirect.",
		setting: setting{hours: [3]int{4, 24, 48}, rows: [3]int{800, 9000, 90000}}, tell: pollFollows,
	}, {
		Name: "redirects-once", Like: "redirect-loop", Tells: "Visitors are sent to the logon and get their page, posters back to the list that they added to; monitors are content with a redirect, one of them each second.",
		tell: redirectsOnce,
	}, {
		Name: "redirects-elsewhere", Like: "redirect-to-itself", Tells: "Old addresses lead to new ones, links are counted on their way, pictures and downloads lie elsewhere.",
		tell: redirectsElsewhere,
	}}
}

// redirect is a row that sends its client elsewhere.
func (s *scene) redirect(c client, method, path, query string) row {
	r := s.request(c, method, path)
	r.query, r.status, r.sent = plain(query), 302, 412
	return r
}

// sendInCircles sends visitors through so many addresses again and again.
func (s *scene) sendInCircles(addresses int) {
	paths := []string{"/" + pick(s.dice, pageNames()) + "/", pick(s.dice, []string{"/signin-oidc", "/login.aspx", "/Account/Login"})}[:addresses]
	from, lasts := s.when(40, 60), (s.end-s.first)/8
	c := s.claim(Claim{Rules: []string{"redirect-loop"}, Severity: "warning", States: []string{"over"}})
	if addresses == 1 {
		c.Where = map[string]string{"cs-uri-stem": paths[0]}
	}
	for range s.some(12) {
		who, second := s.stranger(), from+int64(s.dice.below(uint64(lasts)))
		for turn := range 20 {
			path := paths[turn%addresses]
			query := ""
			if path == "/login.aspx" {
				query = "ReturnUrl=%2f" + stamp3339(at(second+int64(turn)))
			}
			s.add(c, second+int64(turn)/3, s.redirect(who, "GET", path, query))
		}
	}
	if addresses == 1 { // somebody looks whether it still does
		s.add(nil, from+lasts/2, s.redirect(s.colleague(), "GET", paths[0], ""))
	}
	s.deny("a loop is no attack", Denial{Rules: []string{"scan", "form-guessing", "auth-loop"}})
}

// redirectStuck has one visitor try a page that sends him to itself.
func redirectStuck(s *scene) {
	who, path, from := s.stranger(), "/"+pick(s.dice, pageNames())+"/", s.when(20, 70)
	who.agent = "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/130.0.0.0+Safari/537.36"
	c := s.claim(Claim{Rules: []string{"redirect-loop"}, States: []string{"over"}, Where: map[string]string{"c-ip": who.address.String(), "cs-uri-stem": path}})
	for try := range int64(3 + s.dice.below(6)) {
		for turn := range int64(20) {
			s.add(c, from+40*try+turn/7, s.redirect(who, "GET", path, ""))
		}
	}
}

// screen draws who asks for one thing all the time, and what for.
func (s *scene) screen() (client, string) {
	who := s.colleague()
	who.agent = "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/109.0.0.0+Safari/537.36"
	return who, "/" + pick(s.dice, pageNames()) + "/" + pick(s.dice, []string{"figures", "board", "tiles"})
}

func redirectPoll(s *scene) {
	who, path := s.screen()
	from, every := s.when(40, 55), (s.end-s.first)/2/[]int64{1080, 5000, 20000}[s.size]
	for second := s.first; second < from; second += 20 * every {
		s.add(nil, second, s.request(who, "GET", path))
	}
	c := s.claim(Claim{Rules: []string{"redirect-poll"}, Severity: "warning", States: []string{"going-on"},
		Where: map[string]string{"c-ip": who.address.String(), "cs-uri-stem": path}})
	for second := from; second < s.end-5; second += every {
		s.add(c, second, s.redirect(who, "GET", path, ""))
	}
	s.deny("it does not follow", Denial{Rules: []string{"redirect-loop", "scan", "auth-loop", "flood"}})
}

func pollFollows(s *scene) {
	who, path := s.screen()
	for second, n := s.first, 0; second < s.end-30 && n < []int{1050, 5000, 20000}[s.size]; second, n = second+13, n+1 {
		if n%40 == 0 {
			s.add(nil, second, s.request(who, "GET", path))
			continue
		}
		s.add(nil, second, s.redirect(who, "GET", path, ""))
		s.add(nil, second, s.request(who, "GET", path+"/now"))
	}
	monitor := s.colleague()
	monitor.agent = "check_http/v2.3"
	for second := s.first; second < s.end; second += 60 {
		s.add(nil, second, s.redirect(monitor, "GET", "/", ""))
	}
	s.calm("both get what they want", incidentRules()...)
}

func redirectsOnce(s *scene) {
	form, list := s.form(), "/"+pick(s.dice, pageNames())+"/list"
	for range s.some(20) {
		c, second := s.stranger(), s.when(5, 95)
		s.add(nil, second, s.redirect(c, "GET", list, ""))
		s.add(nil, second+1, s.request(c, "GET", form))
		s.add(nil, second+9, s.redirect(c, "POST", form, ""))
		s.add(nil, second+10, s.request(c, "GET", list))
		for i := range int64(11) {
			s.add(nil, second+20+2*i, s.redirect(c, "POST", list, ""))
			s.add(nil, second+21+2*i, s.request(c, "GET", list))
		}
	}
	monitor := s.colleague()
	monitor.agent = "HealthCheck/1.0"
	for second := s.first; second < s.end; second += 90 {
		s.add(nil, second, s.redirect(monitor, "GET", "/", ""))
	}
	balancer, from := s.colleague(), s.when(20, 70)
	balancer.agent = "LoadBalancer/2.0"
	for i := range int64(300) {
		s.add(nil, from+i, s.redirect(balancer, "GET", "/health", ""))
	}
	nodes, screen := s.colleague(), s.colleague()
	nodes.agent, screen.agent = "ELB-HealthChecker/2.0", "Mozilla/5.0+(X11;+Linux+x86_64;+rv:132.0)+Gecko/20100101+Firefox/132.0"
	for i := range int64(6) { // twenty at once each minute, and a screen on the wall each second
		for range 20 {
			s.add(nil, from+60*i, s.redirect(nodes, "GET", "/", ""))
		}
		s.over(nil, from+60*i, 60, 60, func(int) row { return s.redirect(screen, "GET", "/board/", "") })
	}
	s.calm("redirects lead somewhere", incidentRules()...)
}

func redirectsElsewhere(s *scene) {
	robot, reader, measure := s.stranger(), s.stranger(), s.colleague()
	from, n := s.when(20, 70), s.some(200)
	for i := range n {
		second := from + int64(i)/3
		s.add(nil, second, s.redirect(robot, "GET", "/old/"+pick(s.dice, pageNames())+"/"+stamp3339(at(second))[11:19]+".html", ""))
		s.add(nil, second, s.redirect(reader, "GET", "/avatar", "u="+stamp3339(at(int64(i%40)))))
	}
	for range 4 {
		loader, second := s.stranger(), s.when(10, 90)
		for piece := range int64(16) { // of one file, all at once
			s.add(nil, second+piece/9, s.redirect(loader, "GET", "/download/setup.msi", ""))
		}
	}
	measure.agent = "ApacheBench/2.3"
	for i := range n {
		s.add(nil, from+int64(i)/20, s.redirect(measure, "GET", "/", ""))
	}
	for i := range n {
		s.add(nil, s.when(5, 95), s.redirect(s.clients[i%7], "GET", "/out", "to="+pick(s.dice, pageNames())))
	}
	s.calm("each redirect leads somewhere else", incidentRules()...)
}
