package logtest

import "strings"

// page is one address of a site and the queries it is asked with.
type page struct {
	method string
	stem   string
	static bool
	// queries are heads that a number follows; an empty head asks without.
	queries []string
}

// pages returns several hundred addresses, the most popular first.
func pages() []page {
	list := frontPages()
	var rest []page
	for _, section := range []string{"products", "catalog", "support", "news", "docs", "events", "careers", "about"} {
		for _, name := range pageNames() {
			rest = append(rest, page{"GET", "/" + section + "/" + name + ".aspx", false, queriesOf(section)})
		}
	}
	for i, name := range pageNames() {
		size := []string{"64", "128", "256", "large"}[i%4]
		rest = append(rest,
			page{"GET", "/images/" + name + "-" + size + ".png", true, nil},
			page{"GET", "/content/icons/" + name + ".svg", true, []string{"v=38271"}},
			page{"GET", "/scripts/modules/" + name + ".min.js", true, []string{"v=6c1f09aa2b7"}},
			page{"GET", "/api/v1/" + name, false, []string{"", "id=", "from=2026-01-01&page="}})
	}
	const stride = 211 // prime: mixes the families over all ranks
	for i := range rest {
		list = append(list, rest[i*stride%len(rest)])
	}
	return list
}

func frontPages() []page {
	return []page{
		{"GET", "/", false, []string{"", "", "", "utm_source=newsletter&utm_campaign="}},
		{"GET", "/content/site.min.css", true, []string{"v=7n95mJcoE9tVcdjbEUwG1-urp8oL9Yf2"}},
		{"GET", "/scripts/app.min.js", true, []string{"v=inCVuEFe6J4Q07A0AcRsbJic"}},
		{"GET", "/shop/checkout.aspx", false, []string{"cart=", "cart="}},
		{"GET", "/reports/monthly.aspx", false, []string{"id=", "period=2026-10&unit="}},
		{"GET", "/api/v1/orders", false, []string{"", "page=", "customer="}},
		{"GET", "/images/logo.svg", true, nil},
		{"GET", "/portal/default.aspx", false, []string{"", "tab="}},
		{"POST", "/api/v1/cart", false, nil},
		{"GET", "/search.aspx", false, []string{"q=garden+chair&page=", "q=lamp&page=", "q=r%C3%A9gulateur&sort=price&page="}},
		{"GET", "/scripts/jquery-3.7.1.min.js", true, nil},
		{"GET", "/portal/tasks.aspx", false, []string{"list=", ""}},
		{"GET", "/shop/item.aspx", false, []string{"id=", "id=", "ref=home&id="}},
		{"POST", "/account/login.aspx", false, []string{"ReturnUrl=%2Fshop%2Fcheckout.aspx%3Fcart%3D"}},
		{"GET", "/api/v1/stock", false, []string{"sku=", "sku="}},
		{"GET", "/content/fonts/inter-regular.woff2", true, nil},
		{"GET", "/partner/orders", false, []string{"", "since="}},
		{"GET", "/default.aspx", false, []string{""}},
		{"HEAD", "/", false, []string{""}},
		{"OPTIONS", "/api/v1/orders", false, nil},
		{"PUT", "/api/v1/profile", false, nil},
		{"DELETE", "/api/v1/cart", false, []string{"line="}},
	}
}

func pageNames() []string {
	return strings.Fields(`overview details pricing contact history gallery archive summary
		index compare reviews delivery returns warranty manuals downloads partners team
		offers spring summer autumn winter garden kitchen office outdoor lighting storage
		textiles tools paint flooring bathroom bedroom children heating security electrical
		plumbing doors windows roofing insulation`)
}

func queriesOf(section string) []string {
	switch section {
	case "products", "catalog":
		return []string{"", "id=", "category=12&sort=price&page="}
	case "news", "events":
		return []string{"", "article="}
	}
	return []string{"", "", "lang=en&ref="}
}

// visible returns the address as a page that links to others: files are linked
// from the front page.
func (p *page) visible() string {
	if p.static {
		return "/"
	}
	return p.stem
}

// query draws one of the queries.
func (p *page) query(d *dice) text {
	if len(p.queries) == 0 {
		return text{}
	}
	head := pick(d, p.queries)
	if head == "" || head[len(head)-1] != '=' {
		return plain(head)
	}
	return text{head: head, n: 1 + d.below(40000)}
}
