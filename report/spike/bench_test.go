package spike

import "testing"

// BenchmarkFind looks through three months of minutes in 60 series, of which a
// third is busy, a third comes now and then and a third is rare.
func BenchmarkFind(b *testing.B) {
	w := newWorld(1, 90*1440, 100, true, 0.2)
	var errors [][]int64
	for i := range 60 {
		e := w.series(noise(i/3%4), [3]float64{3, 0.1, 0.002}[i%3], i%5 != 0)
		w.plant(e, 1000*i+5000, 30, 200)
		errors = append(errors, e)
	}
	benchmarkFind(b, w.timeline(errors...))
}

// BenchmarkFindBusy does so where all are busy.
func BenchmarkFindBusy(b *testing.B) {
	w := newWorld(1, 90*1440, 100, true, 0.2)
	var errors [][]int64
	for i := range 60 {
		e := w.series(noise(i%4), 5, i%5 != 0)
		w.plant(e, 1000*i+5000, 30, 200)
		errors = append(errors, e)
	}
	benchmarkFind(b, w.timeline(errors...))
}

func benchmarkFind(b *testing.B, t Timeline) {
	b.ReportAllocs()
	for b.Loop() {
		Find(t, Options{})
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(t.buckets()*t.counts()), "ns/count")
}
