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
}

// plantedRow is a row by the second and its fields by name.
type plantedRow struct {
	at     time.Time
	values map[string]string
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
	row := plantedRow{at, map[string]string{}}
	for name, value := range p.healthy().values {
		row.values[name] = value
	}
	row.values["cs-uri-query"] = "-"
	for i := 0; i < len(changes); i += 2 {
		if changes[i] == "code" {
			codes := strings.Fields(changes[i+1])
			row.values["sc-status"], row.values["sc-substatus"], row.values["sc-win32-status"] = codes[0], codes[1], codes[2]
			continue
		}
		row.values[changes[i]] = changes[i+1]
	}
	row.values["date"], row.values["time"] = at.Format(time.DateOnly), at.Format(time.TimeOnly)
	p.planted = append(p.planted, row)
}

// save writes the background with the incident to a file.
func (p *planting) save(t *testing.T) string {
	all := slices.Concat(p.rows, p.planted)
	slices.SortStableFunc(all, func(a, b plantedRow) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
	var b strings.Builder
	b.WriteString("#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Fields: " + strings.Join(p.fields, " ") + "\n")
	for _, row := range all {
		for i, name := range p.fields {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(row.values[name])
		}
		b.WriteByte('\n')
	}
	path := filepath.Join(t.TempDir(), "u_ex.log")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	return path
}

// client is an address of nobody else.
func (p *planting) client() string { return fmt.Sprintf("203.0.113.%d", 1+p.IntN(250)) }

// path is a path of nobody else.
func (p *planting) path() string {
	words := []string{"/orders/", "/reports/", "/shop/", "/portal/", "/members/", "/api/v2/"}
	return words[p.IntN(len(words))] + fmt.Sprintf("%x.aspx", p.IntN(1<<20))
}

// sourcesAt are the sources of a path.
func sourcesAt(t testing.TB, path string) []input.Source {
	sources, _, errs := input.Find([]string{path}, nil)
	require.Empty(t, errs)
	return sources
}
