package logtest

// ownPathStories are about misses of what is the site's own, or nobody's.
func ownPathStories() []Story {
	return []Story{{
		Name: "own-pages-fail", Like: "slow-scan", Tells: "Pages that scanners like to ask are the site's own; for an hour they are not found.",
		setting: setting{whole: true}, tell: ownPagesFail,
	}, {
		Name: "own-wordpress", Like: "secrets-refused", Tells: "Somebody builds a site of WordPress and calls interfaces of it that are not there.",
		setting: setting{whole: true}, tell: ownWordPress,
	}, {
		Name: "browser-files", Like: "dirbust", Tells: "Browsers ask for icons that the site does not have; one style sheet is missing as well.",
		setting: setting{whole: true}, tell: browserFiles,
	}, {
		Name: "few-paths", Tells: "Pages link four files that are not there: thousands of misses of hundreds of visitors.",
		setting: setting{whole: true}, tell: fewPaths,
	}, {
		Name: "many-paths", Like: "few-paths", Tells: "A moved folder leaves hundreds of addresses without a page, each asked once or twice.",
		setting: setting{whole: true}, tell: manyPaths,
	}}
}

func ownPagesFail(s *scene) {
	own := []string{"/wp-admin/admin-ajax.php", "/index.php", "/wp-content/themes/" + s.place.firm + "/style.css", "/wp-login.php"}
	host := "https://" + s.sites[0].host + "/"
	s.over(nil, s.first, s.end-s.first, s.some(300), func(i int) row { return s.request(s.clients[i%len(s.clients)], "GET", own[i%len(own)]) })
	from, lasts := s.busy(30, 70), int64(2400+s.dice.below(2400))
	s.drop(from, from+lasts, func(r *row) bool { return len(r.stem.head) > 3 && (r.stem.head[:3] == "/wp" || r.stem.head == own[1]) })
	c := s.claim(Claim{Rules: []string{"not-found", "few-paths", "links", "served-before"}, Code: "404.0", Verdict: "not-found", States: []string{"over"}})
	s.over(c, from, lasts, s.some(90), func(i int) row {
		r := s.miss(s.clients[(i*7)%len(s.clients)], own[i%len(own)])
		r.referer = plain(host)
		return r
	})
	s.deny("the site serves these paths to others", Denial{Rules: []string{"scan", "probe", "attack-answered"}})
}

func ownWordPress(s *scene) {
	who, folder := s.colleague(), "/"+s.place.firm
	var pages []string
	for i := range 12 {
		pages = append(pages, folder+pick(s.dice, []string{"/wp-admin/", "/wp-includes/js/", "/wp-content/plugins/forms/"})+pick(s.dice, pageNames())+plainNumber(i)+".php")
	}
	from := s.when(30, 60)
	s.over(nil, from-3600, 6000, s.some(90), func(i int) row { return s.request(who, "GET", pages[i%len(pages)]) })
	c := s.claim(Claim{Rules: []string{"not-found"}, Code: "404.0", Where: map[string]string{"c-ip": who.address.String()}, States: []string{"over", "going-on"}})
	s.over(c, from, 1800, s.about(9), func(i int) row {
		return s.miss(who, folder+"/wp-json/wc/v3/"+pick(s.dice, pageNames())+plainNumber(i))
	})
	s.deny("the site runs WordPress, and this is who builds it", Denial{Rules: []string{"scan", "probe"}})
}

func browserFiles(s *scene) {
	host := "https://" + s.sites[0].host + "/"
	icons := []string{"/favicon.ico", "/favicon.ico", "/apple-touch-icon.png", "/apple-touch-icon-precomposed.png", "/browserconfig.xml"}
	s.over(nil, s.first, s.end-s.first, s.some(80), func(i int) row {
		r := s.miss(s.clients[(i*11)%len(s.clients)], pick(s.dice, icons))
		r.referer = plain(host)
		return r
	})
	sheet := "/assets/" + pick(s.dice, pageNames()) + "-" + s.place.firm + ".css"
	c := s.claim(Claim{Rules: []string{"not-found", "few-paths", "links"}, Code: "404.0", Where: map[string]string{"cs-uri-stem": sheet}})
	s.over(c, s.first, s.end-s.first, s.some(40), func(i int) row {
		r := s.miss(s.clients[(i*13)%len(s.clients)], sheet)
		r.referer = plain(host)
		return r
	})
	s.deny("browsers ask for icons on their own", Denial{Rules: []string{"scan", "probe"}})
	s.deny("no icon needs attention", Denial{Severity: "warning", Where: map[string]string{"cs-uri-stem": "/favicon.ico"}})
}

func fewPaths(s *scene) {
	host := "https://" + s.sites[0].host + "/"
	var files []string
	for i := range 4 {
		files = append(files, "/images/"+pick(s.dice, pageNames())+"-"+s.place.firm+[]string{".gif", ".jpg", ".js", ".css"}[i])
	}
	c := s.claim(Claim{Rules: []string{"few-paths", "links"}, Severity: "warning", Code: "404.0", States: []string{"going-on"}, Says: []string{files[0]}})
	s.over(c, s.first, s.end-s.first, s.some(400), func(i int) row {
		r := s.miss(s.clients[(i*17)%len(s.clients)], files[i%4])
		r.referer = plain(host)
		return r
	})
	s.deny("visitors ask what the pages name", Denial{Rules: []string{"scan", "probe"}})
}

// manyPaths: other sites still link to the folder; each visitor asks one page.
func manyPaths(s *scene) {
	folder := "/" + pick(s.dice, pageNames()) + "-" + s.place.firm + "/"
	from := s.when(30, 50)
	c := s.claim(Claim{Rules: []string{"not-found", "links"}, Code: "404.0", States: []string{"going-on"}})
	s.over(c, from, s.end-from, s.some(100), func(i int) row {
		r := s.miss(s.clients[(i*19)%len(s.clients)], folder+pick(s.dice, pageNames())+plainNumber(i))
		r.referer = plain("https://search.example.net/")
		return r
	})
	s.deny("no few paths are behind it", Denial{Rules: []string{"few-paths"}})
	s.deny("each visitor asked for one page that used to be there", Denial{Rules: []string{"scan", "probe"}})
}
