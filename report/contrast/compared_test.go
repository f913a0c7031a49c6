package contrast

// compared is a contrast whose rows are written as they are.
type compared struct {
	Dimensions                []Dimension
	Inside, Baseline, Traffic []Row
	Scale                     float64
	Max                       int
}

func (c compared) against(o *Others) Contrast {
	return Contrast{
		Others: o, Inside: c.Inside, Baseline: others(o, c.Baseline), Traffic: others(o, c.Traffic), Scale: c.Scale, Max: c.Max,
	}
}

func others(o *Others, rows []Row) (all []Other) {
	for _, r := range rows {
		all = append(all, o.Number(r))
	}
	return all
}

func explain(c compared) []Cause { return Explain(c.against(NewOthers(c.Dimensions))) }
