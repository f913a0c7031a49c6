package logtest

import (
	"fmt"
	"strings"
	"time"
)

// place is whose site it is: names that differ from seed to seed.
type place struct {
	firm   string
	day    int64  // midnight before the log begins
	format string // of an account; %s is the name of the person
	people []string
	old    string // folder of the old links
}

func newPlace(d *dice) place {
	p := place{firm: pick(d, firms()), old: pick(d, []string{"archive", "old", "2019", "legacy", "v1", "classic"})}
	p.day = time.Date(2026, time.January, 1+int(d.below(300)), 0, 0, 0, 0, time.UTC).Unix()
	p.format = pick(d, []string{strings.ToUpper(p.firm) + `\%s`, "%s@" + p.firm + ".example", "%s"})
	for _, u := range users() {
		p.people = append(p.people, strings.TrimPrefix(u, domain))
	}
	for i := range p.people {
		at := int(d.below(uint64(len(p.people))))
		p.people[i], p.people[at] = p.people[at], p.people[i]
	}
	return p
}

func firms() []string {
	return strings.Fields("alder birchwood cobalt dunlin elmtree fernhill granite harrow ironbark juniper kestrel larkspur marlow northgate osprey pinecrest quarry rowan sorrel thornbury")
}

// account returns the account of person i; there are 900 people.
func (p place) account(i int) string { return fmt.Sprintf(p.format, p.people[i%len(p.people)]) }

// named returns a user name in the form of the house.
func (p place) named(name string) string { return fmt.Sprintf(p.format, name) }

// oldPath draws a page that was there once, many more than rows ask for one.
func (p place) oldPath(d *dice) string {
	return "/" + p.old + "/" + pick(d, pageNames()) + fmt.Sprintf("-%d.html", 1+d.below(9000))
}

// newSites draws the sites of each server, all of one server together.
func (p place) newSites(d *dice, s setting) []site {
	prefix, rack := pick(d, []string{"WEB", "IIS", "APP", "FRONT", "SRV-W", "NODE"}), d.below(250)
	number, subnet := 1+d.below(40), d.below(250)
	service := "W3SVC"
	if s.ftp {
		service = "FTPSVC"
	}
	ids := make([]uint64, s.sites)
	for i := range ids {
		ids[i] = uint64(i)*7 + 1 + d.below(7)
	}
	var list []site
	for server := range uint64(s.servers) {
		for i, id := range ids {
			list = append(list, site{
				name: fmt.Sprint(service, id), address: ipv4(10, subnet, rack, number+server*3).String(),
				host:     []string{"www", "shop", "portal", "api"}[i%4] + "." + p.firm + ".example",
				computer: fmt.Sprintf("%s%02d", prefix, number+server), queue: strings.ToUpper(p.firm[:1]) + p.firm[1:] + fmt.Sprint("Pool", id),
			})
		}
	}
	return list
}

// newScenePages draws n pages and files, the front page first.
func newScenePages(d *dice, n int) []page {
	ending := pick(d, []string{".aspx", "", ".html", "/"})
	sections := []string{"products", "catalog", "support", "news", "docs", "events", "careers", "about", "guides", "team", "services", "press"}
	assets := pick(d, []string{"/assets/", "/content/", "/static/", "/media/"})
	seen := map[string]bool{"/": true}
	list := []page{{"GET", "/", false, []string{"", "", "ref="}}}
	for len(list) < n {
		name := pick(d, pageNames())
		p := page{"GET", "/" + pick(d, sections) + "/" + name + ending, false, pick(d, [][]string{{""}, {"", "id="}, {"", "page="}})}
		switch d.below(10) {
		case 0, 1, 2:
			p = page{"GET", assets + name + pick(d, []string{".css", ".js", ".png", ".svg", ".woff2"}), true, nil}
		case 3:
			p = page{pick(d, []string{"GET", "GET", "POST"}), "/api/" + name, false, []string{"", "id="}}
		}
		if !seen[p.stem] {
			seen[p.stem] = true
			list = append(list, p)
		}
	}
	return list
}

// page draws a page that many people read; files are none.
func (s *scene) page() *page {
	for choice := uint64(9); ; choice = min(choice+1, uint64(len(s.pages)-1)) {
		if p := &s.pages[1+s.dice.below(choice)]; !p.static && p.method == "GET" {
			return p
		}
	}
}
