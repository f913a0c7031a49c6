package logtest

// goneStories are about what was served until some moment and is refused since.
func goneStories() []Story {
	return []Story{{
		Name: "path-gone", Tells: "A release forgets a page: it was served until then, and everybody who asks for it misses it.",
		tell: pathGone,
	}, {
		Name: "partner-certificate", Tells: "The certificate of a partner runs out: its program was served until then and is refused since.",
		tell: partnerCertificate,
	}, {
		Name: "old-script", Like: "path-gone", Tells: "A release replaces a script by one with another name; for some minutes pages that were open ask for the old one.",
		tell: oldScript,
	}, {
		Name: "page-of-one-server", Like: "path-gone", Tells: "A page is missing for some visitors and is served to others all the time.",
		tell: pageForSome,
	}, {
		Name: "script-missing", Tells: "A release lacks the script of all pages at first, which is put there half an hour later.",
		tell: scriptMissing,
	}, {
		Name: "script-missing-twice", Tells: "The script of all pages is missing for half an hour, and again some hours later.",
		tell: scriptMissingTwice,
	}, {
		Name: "records-by-turns", Like: "script-missing-twice", Tells: "Every other record that visitors ask an interface for is not there.",
		tell: recordsByTurns,
	}, {
		Name: "one-missing-one-gone", Tells: "A script is missing for half an hour; hours later a picture that is asked for far more often is gone for good.",
		tell: oneMissingOneGone,
	}, {
		Name: "release-lacks-files", Tells: "A release lacks some files of all pages from some moment on.",
		tell: releaseLacksFiles,
	}, {
		Name: "early-for-a-file", Like: "script-missing", Tells: "A program asks for a file of the day before that is made, and gets it after.",
		tell: earlyForFile,
	}, {
		Name: "folder-refused", Tells: "From some moment on nobody may read the pages of a folder.",
		tell: folderRefused,
	}, {
		Name: "folder-back", Tells: "A release takes the pictures of a folder away, which another one puts back half an hour later.",
		tell: folderBack,
	}, {
		Name: "partner-gives-up", Tells: "A partner's program is refused since some moment, and is switched off hours later.",
		tell: partnerGivesUp,
	}, {
		Name: "page-of-another", Like: "folder-refused", Tells: "A page is for its one user, who has logged off when a stranger tries it and is refused.",
		tell: pageOfAnother,
	}, {
		Name: "folder-with-gaps", Like: "folder-back", Tells: "Now and then a page of a folder is refused; most of the time each is served.",
		tell: folderWithGaps,
	}}
}

// askedUntil has visitors ask for a path all the time, and gives it another end from a moment on.
func (s *scene) askedUntil(c *Claim, path string, n int, broke int64, end outcome) {
	s.over(nil, s.first, broke-1-s.first, n, func(int) row { return s.request(s.clients[s.frequent.draw(s.dice)], "GET", path) })
	s.over(c, broke, s.end-broke, n, func(int) row {
		r := s.request(s.clients[s.frequent.draw(s.dice)], "GET", path)
		r.outcome = end
		return r
	})
}

func pathGone(s *scene) {
	path := "/api/" + pick(s.dice, pageNames()) + "/prices"
	c := s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "404.0", States: []string{"going-on"}, Says: []string{path}})
	s.askedUntil(c, path, s.some(60), s.when(40, 60), outcome{status: 404})
	s.deny("nobody scans", Denial{Rules: []string{"scan"}})
}

func partnerCertificate(s *scene) {
	who, path, broke := s.stranger(), "/partner/"+pick(s.dice, pageNames()), s.when(40, 60)
	who.agent = "PartnerSync/3.2"
	pace := [3]int64{120, 300, 600}[s.size]
	c := s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "403.17", States: []string{"going-on"},
		Where: map[string]string{"c-ip": who.address.String()}})
	for second := s.first + 7; second < s.end; second += pace {
		r := s.request(who, "POST", path)
		if second < broke {
			s.add(nil, second, r)
			continue
		}
		r.outcome = outcome{status: 403, substatus: 17, win32: 2148204801}
		s.add(c, second, r)
	}
}

func oldScript(s *scene) {
	release, path := s.when(40, 60), "/static/app.3f9c2a71.js"
	s.over(nil, s.first, release-s.first, s.some(300), func(int) row { return s.request(s.clients[s.frequent.draw(s.dice)], "GET", path) })
	s.over(nil, release+1, 2400, s.some(30), func(int) row {
		r := s.request(s.clients[s.frequent.draw(s.dice)], "GET", path)
		r.outcome = outcome{status: 404, win32: 2}
		return r
	})
	s.deny("the page has another script now", Denial{Rules: []string{"served-before"}})
}

func pageForSome(s *scene) {
	path, broke := "/"+pick(s.dice, pageNames())+"/plan", s.when(40, 60)
	s.askedUntil(nil, path, s.some(60), broke, outcome{status: 404})
	s.over(nil, broke, s.end-broke, s.some(40), func(int) row { return s.request(s.clients[s.frequent.draw(s.dice)], "GET", path) })
	s.deny("it is served to others", Denial{Rules: []string{"served-before"}})
}

// missedBetween has visitors ask for a path all the time, and gives it another end between two moments.
func (s *scene) missedBetween(c *Claim, path string, n int, broke, mended int64, end outcome) {
	s.over(nil, s.first, broke-1-s.first, n, func(int) row { return s.request(s.clients[s.frequent.draw(s.dice)], "GET", path) })
	s.over(c, broke, mended-1-broke, n, func(int) row {
		r := s.request(s.clients[s.frequent.draw(s.dice)], "GET", path)
		r.outcome = end
		return r
	})
	s.over(nil, mended, s.end-mended, n, func(int) row { return s.request(s.clients[s.frequent.draw(s.dice)], "GET", path) })
}

func scriptMissing(s *scene) {
	broke, path := s.when(40, 60), "/static/"+pick(s.dice, pageNames())+".5c01b7e2.js"
	c := s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "404.0", States: []string{"over"}, Says: []string{path, "again from"}})
	s.missedBetween(c, path, s.some(80), broke, broke+1800, outcome{status: 404, win32: 2})
	s.deny("the links are right", Denial{Rules: []string{"links", "issue"}, Severity: "warning"})
}

func scriptMissingTwice(s *scene) {
	path := "/static/" + pick(s.dice, pageNames()) + ".js"
	ask := func(int) row { return s.request(s.clients[s.frequent.draw(s.dice)], "GET", path) }
	miss := func(int) row { r := ask(0); r.outcome = outcome{status: 404, win32: 2}; return r }
	c := s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "404.0", States: []string{"over"}, Says: []string{path, "2 times"}})
	from := s.first
	for _, broke := range []int64{s.when(30, 40), s.when(60, 70)} {
		s.over(nil, from, broke-1-from, s.some(80), ask)
		s.over(c, broke, 1799, s.some(40), miss)
		from = broke + 1800
	}
	s.over(nil, from, s.end-from, s.some(80), ask)
	s.deny("the links are right", Denial{Rules: []string{"links", "issue"}, Severity: "warning"})
}

func recordsByTurns(s *scene) {
	path := "/api/" + pick(s.dice, pageNames()) + "/record"
	s.over(nil, s.first, s.end-s.first, s.some(300), func(i int) row {
		r := s.request(s.clients[s.frequent.draw(s.dice)], "GET", path)
		if s.dice.below(2) == 0 {
			r.outcome = outcome{status: 404}
		}
		return r
	})
	s.deny("others are there meanwhile", Denial{Rules: []string{"served-before"}})
}

func oneMissingOneGone(s *scene) {
	name, broke := pick(s.dice, pageNames()), s.when(30, 40)
	c := s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "404.0", States: []string{"over"}, Says: []string{"/static/" + name + ".js"}})
	s.missedBetween(c, "/static/"+name+".js", s.some(60), broke, broke+1800, outcome{status: 404, win32: 2})
	c = s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "404.0", States: []string{"going-on"}, Says: []string{"/img/" + name + ".jpg"}})
	s.askedUntil(c, "/img/"+name+".jpg", s.some(600), s.when(60, 70), outcome{status: 404, win32: 2})
}

func releaseLacksFiles(s *scene) {
	broke, name := s.when(40, 60), pick(s.dice, pageNames())
	c := s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "404.0", States: []string{"going-on"}, Says: []string{"3 paths", name}})
	for _, file := range []string{".js", ".css", "-map.js"} {
		s.askedUntil(c, "/assets/"+name+file, s.some(60), broke, outcome{status: 404, win32: 2})
	}
}

func earlyForFile(s *scene) {
	who, path, made := s.stranger(), "/export/"+pick(s.dice, pageNames())+".csv", s.when(40, 60)
	who.agent = "NightlyImport/1.9"
	for second := s.first + 11; second < s.end; second += 300 {
		r := s.request(who, "GET", path)
		if second > made && second < made+3*3600 {
			r.outcome = outcome{status: 404, win32: 2}
		}
		s.add(nil, second, r)
	}
	s.deny("one program is early", Denial{Rules: []string{"served-before"}})
}

// askForAny has visitors ask for pages of a folder.
func (s *scene) askForAny(c *Claim, folder, ending string, from, until int64, n int, end outcome) {
	s.over(c, from, until-from, n, func(i int) row {
		r := s.request(s.clients[s.frequent.draw(s.dice)], "GET", folder+"/"+pageNames()[i%len(pageNames())]+ending)
		if end.status != 0 {
			r.outcome = end
		}
		return r
	})
}

func folderRefused(s *scene) {
	folder, broke := "/"+pick(s.dice, []string{"reports", "docs", "plans"}), s.when(40, 60)
	s.askForAny(nil, folder, "", s.first, broke-1, s.some(400), outcome{})
	c := s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "401.3", States: []string{"going-on"}, Says: []string{folder, "paths"}})
	s.askForAny(c, folder, "", broke, s.end, s.some(400), outcome{status: 401, substatus: 3, win32: 5})
}

func folderBack(s *scene) {
	folder, broke := "/"+pick(s.dice, []string{"emblems", "badges", "flags"}), s.when(40, 60)
	s.askForAny(nil, folder, ".svg", s.first, broke-1, s.some(400), outcome{})
	c := s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "404.0", States: []string{"over"}, Says: []string{folder, "again from"}})
	s.askForAny(c, folder, ".svg", broke, broke+1800, s.some(150), outcome{status: 404, win32: 2})
	s.askForAny(nil, folder, ".svg", broke+1801, s.end, s.some(400), outcome{})
	s.deny("the links are right", Denial{Rules: []string{"links", "issue"}, Severity: "warning"})
}

func partnerGivesUp(s *scene) {
	who, path, broke := s.stranger(), "/partner/"+pick(s.dice, pageNames()), s.when(40, 45)
	who.agent = "PartnerSync/3.2"
	s.over(nil, s.first, broke-s.first-30, s.some(200), func(int) row { return s.request(who, "POST", path) })
	c := s.claim(Claim{Rules: []string{"served-before"}, Severity: "warning", Code: "403.7", States: []string{"over"},
		Where: map[string]string{"c-ip": who.address.String()}})
	s.over(c, broke, s.when(60, 65)-broke, s.some(200), func(int) row {
		r := s.request(who, "POST", path)
		r.outcome = outcome{status: 403, substatus: 7, win32: 5}
		return r
	})
}

func pageOfAnother(s *scene) {
	who, path, later := s.colleague(), "/admin/"+pick(s.dice, pageNames()), s.when(40, 60)
	s.over(nil, s.first, later-s.first-600, s.some(60), func(int) row { return s.request(who, "GET", path) })
	stranger := s.stranger()
	s.over(nil, later, s.end-later, s.some(60), func(int) row {
		r := s.request(stranger, "GET", path)
		r.outcome = outcome{status: 403, substatus: 6}
		return r
	})
	s.deny("the stranger never had it", Denial{Rules: []string{"served-before"}})
}

func folderWithGaps(s *scene) {
	folder, from := "/docs", s.when(40, 60)
	s.askForAny(nil, folder, "", s.first, s.end, s.some(1200), outcome{})
	s.askForAny(nil, folder, "", from, s.end, s.some(100), outcome{status: 404, win32: 2})
	s.deny("each is served meanwhile", Denial{Rules: []string{"served-before"}})
}
