package explain

import (
	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
)

// What families of noise say of rows.

// probes says who asks whom for what is noise.
func (n *neighbours) probes(g *group) []report.Finding {
	if g.verdict != codes.Probe && g.verdict != codes.Automatic {
		return nil
	}
	clients := countValues(g.rows, n.client)
	servers := countValues(g.rows, func(r *keptRow) string { return n.shown(r, parser.ServerIP) })
	evidence := []report.Evidence{amount("rows", g.count, "rows")}
	if len(clients) > 0 && len(servers) > 0 {
		evidence = append(evidence, amount("clients", int64(len(clients)), "clients"),
			text("list", firstFew(clients)), text("server", servers[0].Key))
	}
	return append(n.mixedNoise(g), note("probe-clients", evidence...))
}

// mixedNoise names the families of noise where there are several. Where there is
// one, setNoiseTexts names it.
func (n *neighbours) mixedNoise(g *group) (all []report.Finding) {
	found := n.families(g)
	if len(found) == 1 {
		return nil
	}
	for _, f := range found[:min(noiseShown, len(found))] {
		texts, _ := n.options.Book.Noise(f.Key)
		evidence := []report.Evidence{text("family", texts.Name)}
		if texts.Meaning != "" {
			evidence = append(evidence, text("meaning", texts.Meaning))
		}
		all = append(all, note("probe-family", evidence...))
	}
	return all
}

// families lists the families of noise that the rows of a group belong to.
func (n *neighbours) families(g *group) []report.Key {
	if n.options.Noise == nil {
		return nil
	}
	return countValues(g.rows, func(r *keptRow) string {
		family, _ := n.options.Noise.Match(r.Field(parser.Method), r.path(), r.Row.Query(), r.Field(parser.UserAgent))
		return n.options.Noise.Name(family)
	})
}

// setNoiseTexts puts in the texts of the family of noise that all rows of a group
// belong to: they say more than those of the code.
func (n *neighbours) setNoiseTexts(g *group, e *report.Explanation) {
	if g.verdict != codes.Probe && g.verdict != codes.Automatic {
		return
	}
	if found := n.families(g); len(found) == 1 {
		if texts, ok := n.options.Book.Noise(found[0].Key); ok {
			e.Name, e.Meaning, e.Cause, e.Check = texts.Name, texts.Meaning, "", texts.Check
		}
	}
}

// noiseShown is how many families of noise are named for one kind of row.
const noiseShown = 4
