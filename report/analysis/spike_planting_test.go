package analysis_test

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// planting is a log as rows of text, to which the rows of an incident are added in
// the layout that the log has.
type planting struct {
	*rand.Rand
	fields []string
	rows   []plantedRow
	from   time.Time
	length time.Duration

	at      time.Time     // when the incident begins
	lasts   time.Duration // how long it lasts
	events  int           // its rows
	planted []plantedRow  // of the incident alone

	hiding      []plantedRow // planted as well, and nothing that must be told
	healthyRows []int        // of a published log: indexes of the rows that were served
	kernel      []string     // lines of a log of HTTP.sys that lies beside it
}

// plantedRow is a row by the second and its fields by name.
type plantedRow struct {
	at     time.Time
	values map[string]string

	// Of a published log: the row as it is written there, "" where it was changed, its
	// fields, and whether it was served.
	line    string
	fields  []string
	healthy bool
}

// set changes values: names and values in turn, with "code" for all three numbers.
func (r *plantedRow) set(changes ...string) {
	for i := 0; i < len(changes); i += 2 {
		if changes[i] == "code" {
			codes := strings.Fields(changes[i+1])
			r.values["sc-status"], r.values["sc-substatus"], r.values["sc-win32-status"] = codes[0], codes[1], codes[2]
			continue
		}
		r.values[changes[i]] = changes[i+1]
	}
}

// text is the row as its log has it.
func (r *plantedRow) text(fields []string) string {
	if r.line != "" {
		return r.line
	}
	values := make([]string, len(fields))
	for i, name := range fields {
		values[i] = r.values[name]
	}
	return strings.Join(values, " ")
}

// background is a kind of log in which nothing happens.
type background struct {
	name    string
	days    int
	second  float64 // requests
	traffic logtest.Traffic
	servers int
	sites   []string
}

var backgrounds = []background{
	{"a website of a day", 1, 0.15, logtest.Website, 1, nil},
	{"a website of six days on two servers", 6, 0.05, logtest.Website, 2, nil},
	{"an intranet of four days", 4, 0.06, logtest.Intranet, 1, nil},
	{"two sites, three days", 3, 0.08, logtest.Website, 2, []string{"W3SVC1", "W3SVC2"}},
}

// plant writes a background and takes its rows apart. Rows of one client go to one
// server.
func plant(t *testing.T, b background, seed uint64, incidents ...logtest.Incident) *planting {
	length := time.Duration(b.days) * 24 * time.Hour
	var text bytes.Buffer
	_, err := logtest.Write(&text, logtest.Config{
		Seed: seed, Duration: length, Traffic: b.traffic, Layout: logtest.AllFields, Sites: b.sites,
		Rate: logtest.Rate{PerSecond: b.second}, Newline: "\n", Incidents: incidents,
	})
	require.NoError(t, err)
	p := &planting{Rand: rand.New(rand.NewPCG(seed, 11)), length: length}
	for line := range strings.Lines(text.String()) {
		line = strings.TrimSuffix(line, "\n")
		if names, ok := strings.CutPrefix(line, "#Fields: "); ok {
			p.fields = strings.Fields(names)
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		words := strings.Split(line, " ")
		require.Len(t, words, len(p.fields))
		row := plantedRow{values: map[string]string{}}
		for i, name := range p.fields {
			row.values[name] = words[i]
		}
		row.at, err = time.Parse(time.DateTime, words[0]+" "+words[1])
		require.NoError(t, err)
		if b.servers > 1 {
			p.serve(&row, b.servers)
		}
		p.rows = append(p.rows, row)
	}
	p.from = p.rows[0].at.Truncate(24 * time.Hour)
	return p
}

// serve gives a row the server that serves its client.
func (p *planting) serve(row *plantedRow, servers int) {
	h := fnv.New32a()
	h.Write([]byte(row.values["c-ip"]))
	n := int(h.Sum32()) % servers
	row.values["s-computername"], row.values["s-ip"] = fmt.Sprintf("WEB%02d", n+1), fmt.Sprintf("10.0.0.%d", 11+n)
}

// healthy is a row of the background that was served.
func (p *planting) healthy() plantedRow {
	if len(p.healthyRows) > 0 {
		return p.rows[p.healthyRows[p.IntN(len(p.healthyRows))]]
	}
	for {
		if row := p.rows[p.IntN(len(p.rows))]; row.values["sc-status"] == "200" {
			return row
		}
	}
}

// add adds a row of the incident at some time of it: a healthy one with other
// values. Names without a value are not changed.
func (p *planting) add(changes ...string) { p.addAt(p.someTime(), changes...) }

func (p *planting) someTime() time.Time {
	return p.at.Add(time.Duration(p.Int64N(int64(p.lasts)))).Truncate(time.Second)
}

func (p *planting) addAt(at time.Time, changes ...string) {
	like := p.healthy()
	row := plantedRow{at: at, values: map[string]string{}, fields: like.fields}
	for name, value := range like.values {
		row.values[name] = value
	}
	row.values["cs-uri-query"] = "-"
	row.set(changes...)
	row.values["date"], row.values["time"] = at.Format(time.DateOnly), at.Format(time.TimeOnly)
	p.planted = append(p.planted, row)
}

// hideAt adds a row that comes with the incident and is none of its rows.
func (p *planting) hideAt(at time.Time, changes ...string) {
	p.addAt(at, changes...)
	last := len(p.planted) - 1
	p.hiding, p.planted = append(p.hiding, p.planted[last]), p.planted[:last]
}

// sortRows puts rows in order of time.
func sortRows(rows []plantedRow) {
	slices.SortStableFunc(rows, func(a, b plantedRow) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
}

// save writes the background with the incident to a file.
func (p *planting) save(t *testing.T) string {
	p.rows = slices.Concat(p.rows, p.hiding, p.planted)
	sortRows(p.rows)
	var b strings.Builder
	b.WriteString("#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n")
	said := ""
	for _, row := range p.rows {
		fields := row.fields
		if fields == nil {
			fields = p.fields
		}
		if names := strings.Join(fields, " "); names != said {
			b.WriteString("#Fields: " + names + "\n")
			said = names
		}
		b.WriteString(row.text(fields) + "\n")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "u_ex.log")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	if len(p.kernel) == 0 {
		return path
	}
	slices.Sort(p.kernel)
	text := "#Software: Microsoft HTTP API 2.0\n#Version: 1.0\n#Fields: " + kernelFields + "\n" + strings.Join(p.kernel, "\n") + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "httperr1.log"), []byte(text), 0o600))
	return dir
}

// kernelFields are those of a log of HTTP.sys.
const kernelFields = "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename"

// client is an address of nobody else.
func (p *planting) client() string { return fmt.Sprintf("203.0.113.%d", 1+p.IntN(250)) }

// path is a path of nobody else; in a published log one of its own.
func (p *planting) path() string {
	if len(p.healthyRows) > 0 {
		return p.ownPath()
	}
	words := []string{"/orders/", "/reports/", "/shop/", "/portal/", "/members/", "/api/v2/"}
	return words[p.IntN(len(words))] + fmt.Sprintf("%x.aspx", p.IntN(1<<20))
}

// sourcesAt are the sources of a path.
func sourcesAt(t testing.TB, path string) []input.Source {
	sources, _, errs := input.Find([]string{path}, nil)
	require.Empty(t, errs)
	return sources
}
