package scan

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// benchSize is how much log a benchmark reads from memory.
const benchSize = 64 << 20

func madeLog(b *testing.B, c logtest.Config) []byte {
	b.Helper()
	var log bytes.Buffer
	log.Grow(benchSize + 1<<20)
	_, err := logtest.Write(&log, c)
	require.NoError(b, err)
	return log.Bytes()
}

// unansweredLog holds nothing but challenges that nobody answers.
func unansweredLog() []byte {
	var log bytes.Buffer
	log.WriteString("#Fields: " + string(logtest.IIS10) + "\r\n")
	for i := 0; log.Len() < benchSize; i++ {
		fmt.Fprintf(&log, "2026-11-02 %02d:%02d:%02d 192.0.2.10 GET /portal/start.aspx - 443 - 10.0.%d.%d "+
			"Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/140.0.0.0+Safari/537.36 - 401 2 5 3\r\n",
			i/360_000%24, i/6000%60, i/100%60, i/200%200, i%200)
	}
	return log.Bytes()
}

// errorsLog is a log of which three rows in ten failed, of 4,000 paths and 19,000 clients.
func errorsLog() []byte {
	var log bytes.Buffer
	log.WriteString("#Fields: " + string(logtest.IIS10) + "\r\n")
	codes := [...]string{"404 0 2", "500 0 0", "503 2 0", "403 14 0", "401 2 5"}
	for i := 0; log.Len() < benchSize; i++ {
		dice, code := placeOf(7, int64(i)), "200 0 0"
		if dice%10 < 3 {
			code = codes[dice/10%5]
		}
		fmt.Fprintf(&log, "2026-11-02 %02d:%02d:%02d 10.1.0.5 GET /shop/%d.aspx - 443 - 10.1.%d.%d "+
			"Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/%d.0.0.0+Safari/537.36 - %s %d\r\n",
			i/57_600%24, i/960%60, i/16%60, dice>>8%4000, dice>>24%76, dice>>32%250, 100+dice>>44%40, code, dice>>52%400)
	}
	return log.Bytes()
}

func benchmark(b *testing.B, log []byte, workers int, change func(*Options)) {
	b.Helper()
	o := options(b)
	o.Workers = workers
	if change != nil {
		change(&o)
	}
	b.SetBytes(int64(len(log)))
	b.ReportAllocs()
	var rows int64
	for b.Loop() {
		r := Read(context.Background(), []input.Source{input.From("log", bytes.NewReader(log))}, o)
		rows = shownRows(r)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(max(1, rows)), "ns/row")
}

func BenchmarkRead(b *testing.B) {
	for name, make := range map[string]func() []byte{
		"bench":      func() []byte { return madeLog(b, logtest.Bench(benchSize)) },
		"auth":       func() []byte { return madeLog(b, logtest.Auth(benchSize)) },
		"hostile":    func() []byte { return madeLog(b, logtest.Hostile(benchSize)) },
		"errors":     errorsLog,
		"unanswered": unansweredLog,
	} {
		b.Run(name, func(b *testing.B) {
			log := make()
			for _, workers := range []int{1, 2} {
				b.Run(fmt.Sprint(workers), func(b *testing.B) { benchmark(b, log, workers, nil) })
			}
		})
	}
}

// What a filter and a grouping add.
func BenchmarkReadMore(b *testing.B) {
	log := madeLog(b, logtest.Bench(benchSize))
	for name, change := range map[string]func(*Options){
		"uri":    func(o *Options) { o.Filter.Fields = where("uri", "*.aspx") },
		"status": func(o *Options) { o.Filter.Status = []StatusPattern{{401, 401, anySubstatus}} },
		"by":     func(o *Options) { o.By = []string{"c-ip", "sc-status"} },
	} {
		b.Run(name, func(b *testing.B) { benchmark(b, log, 1, change) })
	}
}
