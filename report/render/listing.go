package render

// listing is a table of values and how many rows hold them.
type listing struct {
	title string // key of its message
	plainTable
}

// listings are those that a report has rows for: broken links of the site's own
// pages, and the families of probes.
func (p *page) listings() (all []listing) {
	for _, l := range []listing{p.links(), p.noise()} {
		if len(l.Rows) > 0 {
			all = append(all, l)
		}
	}
	return all
}

func (p *page) links() listing {
	l := listing{title: "links.title", plainTable: plainTable{
		Heads: []string{p.words.say("head.page"), p.words.say("head.missing"), p.words.say("head.rows")}, Right: 2,
	}}
	for _, link := range p.report.Links {
		rows := thousands(link.Count)
		if link.Estimated {
			rows = "~" + rows
		}
		l.Rows = append(l.Rows, []string{p.middle(link.Page, valueWidth), p.middle(link.Path, valueWidth), rows})
	}
	return l
}

func (p *page) noise() listing {
	l := listing{title: "noise.title", plainTable: plainTable{
		Heads: []string{p.words.say("head.family"), p.words.say("head.name"), p.words.say("head.rows")}, Right: 2,
	}}
	for _, n := range p.report.Noise {
		l.Rows = append(l.Rows, []string{n.Family, n.Name, thousands(n.Count)})
	}
	return l
}

// listingGrids writes the listings into the text report.
func (p *page) listingGrids() {
	for _, l := range p.listings() {
		p.section(p.words.say(l.title))
		p.grid(grid{heads: l.Heads, right: []int{l.Right}, give: []int{0, 1}, rows: l.Rows}, margin,
			func(int) tone { return plain })
	}
}

// listingTables writes the listings into the Markdown report.
func (d *document) listingTables() {
	for _, l := range d.listings() {
		d.heading(l.title)
		rows := make([][]string, len(l.Rows))
		for i, cells := range l.Rows {
			rows[i] = []string{quote(cells[0]), quote(cells[1]), cells[2]}
		}
		d.table(l.Heads, l.Right, rows)
	}
}

// listingSections are the listings of the HTML report, under their titles.
func (p *page) listingSections() (all []section) {
	for _, l := range p.listings() {
		all = append(all, section{p.words.say(l.title), &l.plainTable})
	}
	return all
}

// section is a table under a heading.
type section struct {
	Heading string
	Table   *plainTable
}
