package analysis_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEvalRealBackgrounds plants each kind of incident into published logs, in three sizes,
// and holds what spikes and findings say against the rows. With -v it plants all of them
// and prints a table; IISWHY_KIND chooses a kind, IISWHY_BACKGROUNDS names a folder with
// more logs, and IISWHY_KEEP one in which the planted ones are left.
func TestEvalRealBackgrounds(t *testing.T) {
	if testing.Short() {
		t.Skip("plants and reads hundreds of logs")
	}
	logs := realLogs(t)
	if len(logs) == 0 {
		t.Skip("the published sample logs are not here")
	}
	var calm []*calmLog
	for _, log := range logs {
		calm = append(calm, newCalmLog(t, log))
	}
	var all realScore
	for _, c := range calm {
		all.untrue += c.judge(t)
	}
	bySize := make([]realScore, len(sizes))
	for at, k := range realKinds {
		if only := os.Getenv("IISWHY_KIND"); only != "" && !strings.Contains(k.name, only) {
			continue
		}
		var sum realScore
		for l := range logs {
			for size := range sizes {
				// A fifth of all: a test should not take minutes. All of them with -v.
				if !testing.Verbose() && (at+l+2*size)%5 != 0 || k.many && sizes[size].events < 50 {
					continue
				}
				e := evaluateReal(t, k, calm[l], size, uint64(1+at*1000+l*10+size))
				sum.add(e)
				bySize[size].add(e)
				all.add(e)
			}
		}
		t.Logf("%-42s %s", k.name, &sum)
	}
	for size := range sizes {
		t.Logf("%-42s %s", sizes[size].name, &bySize[size])
	}
	t.Logf("%-42s %s", "all", &all)
	assert.GreaterOrEqual(t, float64(all.found), 0.98*float64(all.planted), "found")
	assert.GreaterOrEqual(t, float64(all.named), 0.98*float64(all.planted), "named")
	assert.Zero(t, all.untrue, "false sentences")
	assert.Zero(t, all.alarms, "alarms that the log without the incident has not")
}

// realScore counts what became of incidents planted in published logs.
type realScore struct{ planted, found, inSpikes, named, untrue, alarms int }

func (e *realScore) add(o realScore) {
	e.planted, e.found, e.inSpikes = e.planted+o.planted, e.found+o.found, e.inSpikes+o.inSpikes
	e.named, e.untrue, e.alarms = e.named+o.named, e.untrue+o.untrue, e.alarms+o.alarms
}

func (e *realScore) String() string {
	return fmt.Sprintf("%3d planted, %3d found (%3d by spikes), %3d named, %2d false, %2d new alarms", e.planted, e.found, e.inSpikes, e.named, e.untrue, e.alarms)
}

// judge counts what is false in what is said of the log as it is.
func (c *calmLog) judge(t *testing.T) (untrue int) {
	p := c.planting(1)
	path := p.save(t)
	j := realJudge{T: t, p: p, path: path, rows: judgedRows(t, path)}
	r := spikesIn(t, options(t), path)
	j.findings(r.Findings)
	for _, said := range slices.Concat(judge(t, path, j.rows, r.Spikes), j.said) {
		untrue++
		t.Logf("%s: false: %s", c.name, said)
	}
	return untrue
}

// evaluateReal plants one incident and judges what is said.
func evaluateReal(t *testing.T, k kind, calm *calmLog, size int, seed uint64) (e realScore) {
	p := calm.planting(seed)
	p.events, p.lasts = sizes[size].events, min(sizes[size].lasts, p.length/3)
	p.at = p.from.Add(time.Duration((0.3 + 0.4*p.Float64()) * float64(p.length))).Truncate(time.Second)
	truths := k.happen(p)
	if len(truths) == 0 {
		return e
	}
	want, ok := p.tells(truths[0])
	if !ok {
		return e
	}
	path := p.save(t)
	keepLog(t, path, fmt.Sprint(seed))
	r := spikesIn(t, options(t), path)
	j := realJudge{T: t, p: p, path: path, rows: judgedRows(t, path), want: want, what: fmt.Sprintf("%s, %s, %s, seed %d", k.name, calm.name, sizes[size].name, seed)}
	j.findPlanted()
	e.planted = 1
	j.calm = calm
	bySpike, named := j.spikes(r.Spikes)
	byFinding, alsoNamed := j.findings(r.Findings)
	if bySpike || byFinding {
		e.found = 1
	}
	if bySpike {
		e.inSpikes = 1
	}
	if named || alsoNamed {
		e.named = 1
	}
	if e.found+e.named < 2 {
		t.Logf("%s: found %v, named %v: %s", j.what, e.found, e.named, brief(r.Spikes))
		for _, f := range r.Findings {
			t.Logf("    | %s %s %s %d rows %v also %v, %s to %s", f.Severity, f.Rule, f.Code, f.Rows, f.Where, f.Also, f.First.Format(time.DateTime), f.Last.Format(time.DateTime))
		}
	}
	for _, said := range slices.Concat(judge(t, path, j.rows, calm.newSpikes(r.Spikes)), j.said) {
		e.untrue++
		t.Logf("%s: false: %s", j.what, said)
	}
	for _, said := range j.newAlarms(calm, r) {
		e.alarms++
		t.Logf("%s: new alarm: %s", j.what, said)
	}
	return e
}

// keepLog copies what was written to the folder IISWHY_KEEP, where that is set.
func keepLog(t *testing.T, path, name string) {
	folder := os.Getenv("IISWHY_KEEP")
	if folder == "" {
		return
	}
	if !strings.HasSuffix(path, ".log") {
		require.NoError(t, os.CopyFS(filepath.Join(folder, name), os.DirFS(path)))
		return
	}
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, name+".log"), text, 0o600))
}

// tells is a truth in the fields that the log has; false where it has none of them.
func (p *planting) tells(want truth) (truth, bool) {
	for i, code := range want.codes {
		want.codes[i] = p.codeOf(code)
	}
	if len(want.named) == 0 {
		return want, true
	}
	want.named = slices.DeleteFunc(want.named, func(named string) bool {
		field, _, _ := strings.Cut(named, " ")
		return field != "s-queuename" && !p.has(field)
	})
	return want, len(want.named) > 0
}
