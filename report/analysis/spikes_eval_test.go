package analysis_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
)

// The tests named Eval measure how many planted incidents are found and named,
// and how many false alarms there are. With -v they print what is behind the
// figures; both are held to a minimum.

var planted = []logtest.Kind{
	logtest.BruteForce, logtest.PasswordSpray, logtest.ExpiredAccount, logtest.LockedAccount,
	logtest.DisabledAccount, logtest.DirectoryAway, logtest.ACLChange, logtest.DefaultDocument,
	logtest.NetworkDenied, logtest.AddressDenied, logtest.RateLimit, logtest.ClientCertificates,
	logtest.HTTPSRequired, logtest.Scanner, logtest.ShortBurst, logtest.BrokenPage,
	logtest.BadConfiguration, logtest.UpstreamDown, logtest.UpstreamSlow, logtest.PoolStopped, logtest.QueueFull,
}

// world is a kind of log that incidents are planted in.
type world struct {
	name    string
	days    int
	second  float64 // requests
	traffic logtest.Traffic
	layout  logtest.Layout
}

var worlds = []world{
	{"a website, 2 days", 2, 0.3, logtest.Website, ""},
	{"a website, 8 days", 8, 0.1, logtest.Website, ""},
	{"an intranet, 3 days", 3, 0.2, logtest.Intranet, ""},
	{"HTTPERR, 4 days", 4, 0.05, logtest.Website, logtest.HTTPERR14},
	{"two sites, all fields, 5 days", 5, 0.1, logtest.Website, logtest.AllFields},
}

// shows reports whether a kind is seen in a log of that layout.
func (w world) shows(kind logtest.Kind) bool {
	if w.layout == logtest.HTTPERR14 {
		return kind == logtest.PoolStopped || kind == logtest.QueueFull
	}
	return kind != logtest.QueueFull
}

// score is what was found in some logs.
type score struct{ incidents, found, named, alarms int }

func TestEvalSpikes(t *testing.T) {
	var all score
	for i, w := range worlds {
		var sum score
		for j, kind := range planted {
			// Every kind in two worlds at least: a test should not take minutes.
			if !w.shows(kind) || w.layout == "" && (i+j)%2 > 0 {
				continue
			}
			s := evaluate(t, w, kind, uint64(i*100+j))
			sum.incidents += s.incidents
			sum.found += s.found
			sum.named += s.named
			sum.alarms += s.alarms
		}
		t.Logf("%-30s %3d incidents: %3d found, %3d named by one of the first two causes; %d false alarms", w.name, sum.incidents, sum.found, sum.named, sum.alarms)
		all.incidents += sum.incidents
		all.found += sum.found
		all.named += sum.named
		all.alarms += sum.alarms
	}
	assert.GreaterOrEqual(t, float64(all.found), 0.95*float64(all.incidents), "found")
	assert.GreaterOrEqual(t, float64(all.named), 0.90*float64(all.incidents), "named")
	assert.LessOrEqual(t, all.alarms, all.incidents/20, "false alarms")
}

// evaluate plants one incident of a kind, and looks for it.
func evaluate(t *testing.T, w world, kind logtest.Kind, seed uint64) (s score) {
	random := rand.New(rand.NewPCG(seed, 7))
	total := time.Duration(w.days) * 24 * time.Hour
	at := time.Duration(0.4*float64(total) + 0.5*random.Float64()*float64(total))
	sum, r := spikesOf(t, logtest.Config{
		Seed: seed, Duration: total, Traffic: w.traffic, Layout: w.layout, Rate: logtest.Rate{PerSecond: w.second},
		Incidents: []logtest.Incident{{Kind: kind, At: at}},
	})
	for _, truth := range sum.Truths {
		if !truth.Incident || truth.Requests < 36 {
			continue
		}
		s.incidents++
		found, named := seen(r.Spikes, truth)
		if found {
			s.found++
		}
		if named {
			s.named++
		}
		if !found || !named {
			t.Logf("%s: %s of %d requests: found %v, named %v (%v)", w.name, kind, truth.Requests, found, named, truth.Where)
		}
	}
	for _, spike := range r.Spikes {
		if !belongs(spike, sum.Truths) {
			s.alarms++
			t.Logf("%s with %s: false alarm %s %s, %d for %.1f, score %.1f", w.name, kind, spike.Code, spike.Verdict, spike.Observed, spike.Expected, spike.Score)
		}
	}
	return s
}

// spikesOf writes a log and searches it.
func spikesOf(t *testing.T, c logtest.Config) (logtest.Summary, *report.Report) {
	path := filepath.Join(t.TempDir(), "u_ex.log")
	var text bytes.Buffer
	sum, err := logtest.Write(&text, c)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, text.Bytes(), 0o600))
	return sum, spikesIn(t, options(t), path)
}

func spikesIn(t *testing.T, o settings, paths ...string) *report.Report {
	sources, _, errs := input.Find(paths, nil)
	require.Empty(t, errs)
	o.Compare = true
	o.Paths = paths
	return analysisOf(sources, o).SpikeReport(t.Context())
}

// seen reports whether a spike is of an incident, and whether one of its first two
// causes has a value that tells it.
func seen(spikes []report.Spike, truth logtest.Truth) (found, named bool) {
	for _, s := range spikes {
		if !overlaps(s, truth) || s.Code != truth.Code || s.Reason != truth.Reason {
			continue
		}
		found = true
		for _, cause := range s.Causes[:min(2, len(s.Causes))] {
			for _, v := range cause.Where {
				named = named || v.Value == truth.Where[v.Field] || truth.Names(v.Field, v.Value)
			}
		}
	}
	return found, named
}

func overlaps(s report.Spike, truth logtest.Truth) bool {
	return !s.Start.After(truth.End) && s.End.After(truth.Start)
}

func belongs(s report.Spike, truths []logtest.Truth) bool {
	for _, truth := range truths {
		if overlaps(s, truth) {
			return true
		}
	}
	return false
}

// Logs in which nothing happens give one false alarm in six days at most.
func TestEvalQuietLogs(t *testing.T) {
	days, alarms := 0, 0
	for i, w := range worlds {
		for seed := range uint64(3) {
			days += w.days
			_, r := spikesOf(t, logtest.Config{
				Seed: 1000 + uint64(i)*10 + seed, Duration: time.Duration(w.days) * 24 * time.Hour,
				Traffic: w.traffic, Layout: w.layout, Rate: logtest.Rate{PerSecond: w.second},
			})
			for _, s := range r.Spikes {
				alarms++
				t.Logf("%s: false alarm %s: of %v, new %v, score %.1f", w.name, brief([]report.Spike{s}), s.Of, s.New, s.Score)
			}
		}
	}
	t.Logf("%d false alarms in %d quiet days", alarms, days)
	assert.LessOrEqual(t, alarms, days/6)
}
