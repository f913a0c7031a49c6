//go:build unix

package engine

import (
	"os"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/report/scan"
)

// BenchmarkReader asks an engine of IISWHY_BENCH_ENGINE for a report, without the looks of analysis.
func BenchmarkReader(b *testing.B) {
	base := os.Getenv("IISWHY_BENCH_ENGINE")
	if base == "" {
		b.Skip("needs the URL of an engine with rows in IISWHY_BENCH_ENGINE")
	}
	c := clientOf(b, base, 1, time.Minute)
	for b.Loop() {
		o := judging(b)
		o.Workers = 2
		reader, err := OpenReader(b.Context(), c, o.Noise)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := scan.ReadShipped(b.Context(), reader, o); err != nil {
			b.Fatal(err)
		}
	}
}
