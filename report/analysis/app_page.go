package analysis

// appPage is what tells of an application that answers each path with its own page, as
// those do that run in the browser: then nothing answered the attack. The front page is
// such a page, and so is what several files have that never have the same size.
type appPage struct {
	fronts map[int64]bool            // bytes of the front page
	paths  map[int64]map[string]bool // different ones by bytes
}

const (
	// samePage is how many such files of one size are the same page.
	samePage      = 3
	mostSizes     = 1 << 14
	tellsAnything = 3 // families of probes that are served: where no size is logged
)

func newAppPage() appPage { return appPage{map[int64]bool{}, map[int64]map[string]bool{}} }

func (p *appPage) front(size int64) {
	if size > 0 && len(p.fronts) < mostSizes {
		p.fronts[size] = true
	}
}

// attack takes in an attack: secrets, repositories and backups differ in size. Several
// shells of one size may be the same shell.
func (p *appPage) attack(r attackRow) {
	if (r.family == "secret-files" || r.family == "backup-files") && r.ok {
		p.probe(r.path, r.size)
	}
}

func (p *appPage) probe(path string, size int64) {
	if size <= 0 || p.paths[size] == nil && len(p.paths) >= mostSizes {
		return
	}
	if p.paths[size] == nil {
		p.paths[size] = map[string]bool{}
	}
	if len(p.paths[size]) < samePage {
		p.paths[size][path] = true
	}
}

// isAnswer reports whether an attack got such a page. What stands in the query of a page
// is asked of that page.
func (p appPage) isAnswer(r attackRow) bool {
	return r.family != "injection" && r.ok && (p.fronts[r.size] || len(p.paths[r.size]) >= samePage)
}
