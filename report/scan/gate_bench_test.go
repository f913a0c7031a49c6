package scan

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// gate are the shapes of logs that must stay fast, and how many times as long as finding
// the ends of its lines each stage may take on one core: about three times what was
// measured, so that a busy machine passes and what is done several times over does not.
var gate = []struct {
	name             string
	log              func(b *testing.B) []byte
	cut, scan, count float64
}{
	{name: "bench", log: func(b *testing.B) []byte { return madeLog(b, logtest.Bench(gateSize)) }, cut: 15, scan: 40, count: 300},
	{name: "auth", log: func(b *testing.B) []byte { return madeLog(b, logtest.Auth(gateSize)) }, cut: 15, scan: 40, count: 300},
	{name: "refused", log: refusedLog, cut: 15, scan: 80, count: 900},
}

const gateSize = 32 << 20

// refusedLog holds nothing but refused logons and challenges: few clients, many names.
func refusedLog(*testing.B) []byte {
	var log bytes.Buffer
	log.WriteString("#Fields: " + string(logtest.IIS10) + "\r\n")
	codes := []string{"401 1 1326", "401 2 5", "401 1 2148074252"}
	for i := 0; log.Len() < gateSize; i++ {
		fmt.Fprintf(&log, "2026-11-02 %02d:%02d:%02d 192.0.2.10 POST /owa/auth.owa - 443 user%d 10.0.0.%d "+
			"Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/140.0.0.0+Safari/537.36 - %s 30\r\n",
			i/72_000%24, i/1200%60, i/20%60, i%5000, i*7%50, codes[i*31%97%3])
	}
	return log.Bytes()
}

// BenchmarkGate fails when a stage takes too many times as long as finding the ends of
// lines in the same run. It is to be run alone, with -benchtime 1x: least of several rounds, in
// turn, so that what else the machine does falls on all alike.
func BenchmarkGate(b *testing.B) {
	for _, g := range gate {
		b.Run(g.name, func(b *testing.B) {
			log := g.log(b)
			stages := []struct {
				name string
				most float64
				run  func([]byte)
			}{
				{"lines", 1, endLines},
				{"cut", g.cut, func(log []byte) { cutAll(b, log, nil) }},
				{"scan", g.scan, func(log []byte) { cutAll(b, log, new(parser.Scanner)) }},
				{"count", g.count, func(log []byte) { readAll(b, log) }},
			}
			least := make([]float64, len(stages))
			for i := range least {
				least[i] = math.Inf(1)
			}
			for b.Loop() {
				for range 7 {
					for i, s := range stages {
						start := time.Now()
						s.run(log)
						least[i] = min(least[i], float64(time.Since(start)))
					}
				}
			}
			for i, s := range stages[1:] {
				ratio := least[i+1] / least[0]
				b.ReportMetric(ratio, s.name+"/lines")
				if ratio > s.most {
					b.Errorf("%s: expected %s to take at most %.0f times as long as finding the ends of lines, found %.1f", g.name, s.name, s.most, ratio)
				}
			}
		})
	}
}

// endLines finds the ends of lines one by one, and nothing else.
func endLines(log []byte) {
	for end := 0; end >= 0; log = log[end+1:] {
		if end = bytes.IndexByte(log, '\n'); end < 0 {
			return
		}
	}
}

// cutAll cuts a log into chunks, and goes through their rows where there is a scanner.
func cutAll(b *testing.B, log []byte, s *parser.Scanner) {
	cutter, buf := parser.NewCutter(bytes.NewReader(log)), make([]byte, 0, chunkBytes)
	for {
		chunk, err := cutter.Next(buf)
		if err == io.EOF {
			return
		}
		if err != nil {
			b.Fatal(err)
		}
		if s == nil {
			continue
		}
		for s.Reset(chunk); s.Scan(); {
		}
	}
}

func readAll(b *testing.B, log []byte) {
	r := Read(context.Background(), []input.Source{input.From("log", bytes.NewReader(log))}, options(b))
	if r.Interrupted {
		b.Fatal("expected the whole log to be read, found a part")
	}
}
