package analysis_test

import (
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
)

// realLog is a published log in which incidents are planted: a file or a folder.
type realLog struct {
	name string
	path string
}

// realLogs are those published logs that are here: the longer ones of the corpora, and
// each folder below IISWHY_BACKGROUNDS, where that is set.
func realLogs(t *testing.T) (all []realLog) {
	for _, path := range []string{
		"MattHedgcorth__iis-log-analyzer/sample__u_ex250125.log",
		"mrsalmon1976__IISLogReader/source__Test.IISLogReader__TestAssets__LogFile.log",
		"tstack__lnav/test__logfile_w3c_big.0",
		"markwoodhall__fenemies/samples__iis.log",
		"theodorejb__iis-log-parser/tests__files__u_ex230505.log",
	} {
		if _, err := os.Stat(filepath.Join(corpora, path)); err == nil {
			name, _, _ := strings.Cut(path, "__")
			all = append(all, realLog{name, filepath.Join(corpora, path)})
		}
	}
	if more := os.Getenv("IISWHY_BACKGROUNDS"); more != "" {
		folders, err := os.ReadDir(more)
		require.NoError(t, err)
		for _, folder := range folders {
			all = append(all, realLog{folder.Name(), filepath.Join(more, folder.Name())})
		}
	}
	return all
}

// calmLog is a published log taken apart, and what is said of it as it is. Each row keeps
// the layout that it was written in.
type calmLog struct {
	realLog
	rows     []plantedRow
	served   []int // rows that incidents are made of
	spikes   []report.Spike
	findings []report.Finding
	nearly   []report.Spike // what is told, and what nearly was: other rows may decide that
}

func newCalmLog(t *testing.T, log realLog) *calmLog {
	c := &calmLog{realLog: log, rows: rowsOf(t, log.path)}
	for i, row := range c.rows {
		if status := row.values["sc-status"]; row.healthy && (status == "200" || status == "304") {
			c.served = append(c.served, i)
		}
	}
	require.NotEmpty(t, c.served, log.name)
	path := c.planting(1).save(t)
	r := spikesIn(t, options(t), path)
	c.spikes, c.findings = r.Spikes, r.Findings
	o := options(t)
	o.Sensitivity = 1.3
	c.nearly = spikesIn(t, o, path).Spikes
	return c
}

// planting is the log, to plant in.
func (c *calmLog) planting(seed uint64) *planting {
	p := &planting{Rand: rand.New(rand.NewPCG(seed, 11)), rows: slices.Clone(c.rows), healthyRows: c.served}
	p.from = p.rows[0].at
	p.length = p.rows[len(p.rows)-1].at.Sub(p.from)
	p.fields = p.rows[c.served[0]].fields
	return p
}

// rowsOf reads a published log, in order of time.
func rowsOf(t *testing.T, path string) (rows []plantedRow) {
	o := options(t)
	o.Workers = 1
	layouts := map[string][]string{}
	o.Each = func(_ int, r *parser.Row, v codes.Verdict) {
		if r.Second == parser.NoTime {
			return
		}
		row := plantedRow{at: stampOf(r.Second), values: map[string]string{}, line: string(r.Line), healthy: v == codes.OK}
		key := strings.Join(r.Layout.Names, " ")
		if layouts[key] == nil {
			layouts[key] = strings.Fields(key)
		}
		row.fields = layouts[key]
		for i, name := range row.fields {
			row.values[name] = string(r.At(i))
		}
		rows = append(rows, row)
	}
	analysisOf(sourcesAt(t, path), o)
	sortRows(rows)
	return rows
}

func stampOf(second int64) time.Time { return time.Unix(second, 0).UTC() }

// has reports whether the log has the columns.
func (p *planting) has(fields ...string) bool {
	for _, name := range fields {
		if _, ok := p.rows[p.healthyRows[0]].values[name]; !ok {
			return false
		}
	}
	return true
}

// serveByTwo gives half of the clients of the log another server.
func (p *planting) serveByTwo() (field, other string) {
	field, other = "s-ip", "10.255.0.12"
	if p.has("s-computername") {
		field, other = "s-computername", "WEB02"
	}
	for i := range p.rows {
		h := fnv.New32a()
		h.Write([]byte(p.rows[i].values["c-ip"] + p.rows[i].values["cs-uri-stem"]))
		if _, ok := p.rows[i].values[field]; ok && h.Sum32()%2 == 0 {
			p.rows[i] = p.rows[i].changed(field, other)
		}
	}
	return field, other
}

// busiest is the path that is served most often.
func (p *planting) busiest() (path string, rows int) {
	counts := map[string]int{}
	for _, i := range p.healthyRows {
		stem := p.rows[i].values["cs-uri-stem"]
		if counts[stem]++; counts[stem] > rows || counts[stem] == rows && stem < path {
			path, rows = stem, counts[stem]
		}
	}
	return path, rows
}

// isIn reports whether a time is one of the incident.
func (p *planting) isIn(at time.Time) bool { return !at.Before(p.at) && at.Before(p.at.Add(p.lasts)) }

// codeOf is a code as this log tells it: without a substatus where it has none.
func (p *planting) codeOf(code string) string {
	if status, _, ok := strings.Cut(code, "."); ok && !p.has("sc-substatus") {
		return status
	}
	return code
}

// changed is a row with other values.
func (r plantedRow) changed(changes ...string) plantedRow {
	r.values, r.line = maps.Clone(r.values), ""
	r.set(changes...)
	return r
}
