package render

import "github.com/iiswhy/iiswhy/report"

// listedFrom counts the results at the start that one question named together.
func listedFrom(all []report.Explanation) (n int) {
	for n < len(all) && all[n].Listed && all[n].Input == all[0].Input {
		n++
	}
	return n
}

// listed writes the codes that one question named, one line each.
func (p *page) listed(all []report.Explanation) {
	p.hang(title, 0, "", p.words.say("explain.listed", word("input", all[0].Input), count("n", int64(len(all)))))
	g := grid{give: []int{1, 2}}
	for _, e := range all {
		g.rows = append(g.rows, []string{p.subject(e), e.Name, p.kindOfEntry(e.Verdict)})
	}
	p.grid(g, margin, func(i int) tone { return p.toneOf(all[i].Verdict) })
}
