package render

import "github.com/iiswhy/iiswhy/report"

// groups is the table of --by: the fields, then the counts.
func (p *page) groups() {
	all := p.report.Groups
	if len(all) == 0 {
		return
	}
	fields := len(all[0].Key)
	g := grid{right: []int{fields, fields + 1, fields + 2}}
	for i, key := range all[0].Key {
		g.heads, g.give = append(g.heads, key.Field), append(g.give, i)
	}
	g.heads = append(g.heads, p.groupHeads()...)
	for _, group := range all {
		g.rows = append(g.rows, groupCells(group, fields))
	}
	p.section(p.words.say("groups.title"))
	p.grid(g, margin, func(i int) tone {
		if all[i].Attention > 0 {
			return plain
		}
		return healthy
	})
}

// groupHeads are the heads of the counts of a group.
func (p *page) groupHeads() []string {
	return []string{p.words.say("head.rows"), p.words.say("head.errors"), p.words.say("head.attention")}
}

// groupCells has a cell for each field, empty where the group lacks it.
func groupCells(group report.Group, fields int) []string {
	cells := make([]string, fields, fields+3)
	for i := range min(fields, len(group.Key)) {
		cells[i] = group.Key[i].Value
	}
	return append(cells, thousands(group.Rows), thousands(group.Errors), thousands(group.Attention))
}
