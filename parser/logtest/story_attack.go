package logtest

import "time"

// attackStories are about attacks that were answered, and words that only look
// like one.
func attackStories() []Story {
	answered := func(name, tells string) Story {
		return Story{Name: name, Tells: tells, tell: func(s *scene) { s.answer(name) }}
	}
	return []Story{
		answered("webshell", "Somebody finds nothing for a while, then runs commands in a shell that is there."),
		answered("proxyshell", "Exchange answers requests of ProxyShell."),
		answered("proxylogon", "Exchange answers requests of ProxyLogon."),
		answered("toolpane", "SharePoint answers requests of ToolShell and hands out its machine keys."),
		answered("moveit", "MOVEit answers an upload and the shell that it brought."),
		answered("telerik", "The upload handler of Telerik answers what an exploit posts to it."),
		answered("secret", "A file of settings, a repository and an archive are handed out."),
		answered("injection", "A page answers requests with injected SQL as it answers others."),
		{Name: "one-page-app", Like: "secret", Tells: "An application of one page answers whatever path a scanner asks with that page.",
			setting: setting{layout: AllFields}, tell: func(s *scene) { s.onePage(); s.calm("nothing but its page was handed out", "attack-answered") }},
		{Name: "one-page-app-unsized", Like: "secret", Tells: "The same where no sizes are logged, so that it can only be supposed.",
			tell: onePageUnsized},
		{Name: "shells-of-one-size", Tells: "A stranger runs commands in three copies of a shell, whose answers have one size.",
			setting: setting{layout: AllFields}, tell: shellsOfOneSize},
		{Name: "telerik-uploads", Like: "telerik", Tells: "People upload files on a page with the upload handler of Telerik; a program without referer fetches its script.",
			tell: telerikUploads},
		{Name: "innocent-words", Like: "injection", Tells: "Visitors search for words and fetch files whose names only sound like an attack.", tell: innocentWords},
		{Name: "own-upload", Like: "webshell", Tells: "Editors post files and pages whose names hold cmd, shell or upload.", tell: ownUpload},
	}
}

// answer lets a client look around, then try exploits that are answered.
func (s *scene) answer(family string) {
	who, list := s.stranger(), exploitsOf(s.dice, family)
	from := s.when(30, 70)
	s.over(nil, from-300, 200, 6, func(int) row { return s.miss(who, s.madeUp()) })
	c := s.claim(Claim{Rules: []string{"attack-answered"}, Severity: "critical", States: []string{"over", "single"},
		Where: map[string]string{"c-ip": who.address.String()}, Slack: 10 * time.Minute})
	page := s.page().stem
	n := max(len(list), s.about(8))
	c.Most = n + 12
	s.over(c, from, 200+int64(s.dice.below(400)), n, func(i int) row {
		e := list[i%len(list)]
		if e.path == "" {
			e.path = page
		}
		r := s.request(who, e.method, e.path)
		r.query, r.referer = plain(e.query), plain(e.referer)
		if e.family == "toolpane" && e.method == "POST" {
			r.status = 302
		}
		if family == "injection" && i%3 == 2 {
			r.outcome = broken()
		}
		return r
	})
	for i := range s.rows { // a page of MOVEit that its users post to every day
		if r := &s.rows[i]; r.claim == c && r.stem.head == "/guestaccess.aspx" {
			r.claim = nil
		}
	}
	if path := list[0].path; path != "" {
		c.Says = []string{path}
	}
	s.truth.Allowed = append(s.truth.Allowed, "scan")
}

func innocentWords(s *scene) {
	queries := []string{"q=union+of+workers", "q=select+a+chair", "q=drop+table+lamp", "q=order+by+phone", "q=1+or+2+rooms", "q=exec+chairs",
		"q=insert+into+envelope", "q=passwd+reset+help", "id=12--13"}
	files := []string{"/docs/backup-policy.pdf", "/docs/shell-script-guide.html", "/guides/environment.html", "/docs/git-tutorial.pdf",
		"/images/seashell.png", "/news/admin-council-meets.html", "/downloads/archive-2025.pdf", "/docs/web.config-explained.html", "/blog/php-or-aspnet"}
	search := pick(s.dice, []string{"/search", "/search.aspx", "/find"})
	s.over(nil, s.first, s.end-s.first, s.some(120), func(i int) row {
		c := s.clients[(i*23)%len(s.clients)]
		if i%2 == 0 {
			return s.request(c, "GET", pick(s.dice, files))
		}
		r := s.request(c, "GET", search)
		r.query = plain(pick(s.dice, queries))
		return r
	})
	s.calm("visitors used words", "attack-answered", "scan", "probe")
}

// onePage lets a scanner ask an application of one page for all that scanners ask.
func (s *scene) onePage() client {
	who, size := s.stranger(), 900+int64(s.dice.below(4000))
	for i := range s.rows {
		if r := &s.rows[i]; r.stem.head == "/" && r.status == 200 {
			r.sent = size
		}
	}
	asked := []string{"/wp-login.php", "/phpmyadmin/index.php", "/manager/html", "/boaform/admin/formLogin", "/actuator/health", "/remote/login"}
	for _, e := range allExploits(s.dice) {
		if e.path != "" && e.family != "telerik" {
			asked = append(asked, e.path)
		}
	}
	s.over(nil, s.when(20, 70), 120, s.some(60), func(i int) row {
		r := s.request(who, "GET", asked[i%len(asked)])
		r.sent = size
		return r
	})
	return who
}

func onePageUnsized(s *scene) {
	who := s.onePage()
	s.truth.Allowed = []string{"attack-answered"}
	s.deny("it may be the page of the application", Denial{Rules: []string{"attack-answered"}, Severity: "critical"})
	s.deny("it may be the page of the application", Denial{Rules: []string{"attack-answered"}, Where: map[string]string{"c-ip": who.address.String()}, Unless: "may"})
}

func shellsOfOneSize(s *scene) {
	who, size := s.stranger(), 250+int64(s.dice.below(900))
	c := s.claim(Claim{Rules: []string{"attack-answered"}, Severity: "critical", States: []string{"over"},
		Where: map[string]string{"c-ip": who.address.String()}})
	shells := []string{"/aspnet_client/shell.aspx", "/uploads/cmd.aspx", "/images/c99.php"}
	s.over(c, s.when(30, 70), 300, s.about(12), func(i int) row {
		r := s.request(who, "POST", shells[i%len(shells)])
		r.sent = size
		return r
	})
}

func telerikUploads(s *scene) {
	const handler = "/Telerik.Web.UI.WebResource.axd"
	form, robot := s.page().stem, s.stranger()
	people := []client{s.colleague(), s.colleague(), s.stranger(), s.stranger()}
	for i := range s.some(40) {
		second := s.when(2, 95)
		s.add(nil, second, s.request(people[i%4], "GET", form))
		upload := s.request(people[i%4], "POST", handler)
		upload.query = plain("type=rau")
		if s.dice.percent(60) {
			upload.referer = plain("https://" + s.sites[0].host + form)
		}
		s.add(nil, second+20+int64(s.dice.below(60)), upload)
	}
	s.over(nil, s.first, s.end-s.first, s.some(10), func(int) row {
		r := s.request(robot, "GET", handler)
		r.query = plain("type=rau")
		return r
	})
	s.calm("people uploaded files", "attack-answered", "scan", "probe", "form-guessing")
}

func ownUpload(s *scene) {
	paths := []string{"/editor/upload.ashx", "/api/cmd/list", "/app/shell.html", "/cms/uploadimage.aspx", "/shell/main.js", "/files/upload"}
	var editors []client
	for range 6 {
		editors = append(editors, s.colleague())
	}
	s.over(nil, s.first, s.end-s.first, s.some(120), func(i int) row {
		r := s.request(pick(s.dice, editors), []string{"GET", "POST"}[i%2], paths[i%len(paths)])
		r.query = plain(pick(s.dice, []string{"", "", "cmd=list", "folder=press"}))
		if i%10 == 0 {
			r.method, r.stem, r.query = "GET", plain("/Telerik.Web.UI.WebResource.axd"), plain("_TSM_HiddenField_=ctl00&compress=1")
		}
		return r
	})
	s.calm("editors used the site's own pages", "attack-answered", "scan", "probe", "form-guessing")
}
