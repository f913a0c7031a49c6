package spike

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

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
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(t.Total)*len(t.Series)), "ns/count")
}

// BenchmarkExplain explains 100,000 rows against as many.
func BenchmarkExplain(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	c := Contrast{Dimensions: fields, Scale: 0.5, Inside: anyRows(r, 60000), Baseline: anyRows(r, 100000), Traffic: anyRows(r, 10000)}
	for i := range 40000 {
		c.Inside = append(c.Inside, Row{[]string{"203.0.113.7", fmt.Sprint("u", i%500), "/login.aspx", "okhttp", "1326", "POST", "S1"}, 1})
	}
	b.ReportAllocs()
	for b.Loop() {
		Explain(c)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/200000, "ns/row")
}

func anyRows(r *rand.Rand, n int) []Row {
	few := func(n int) int { return int(float64(n) * r.Float64() * r.Float64() * r.Float64()) }
	var list []Row
	for range n {
		list = append(list, Row{[]string{
			fmt.Sprintf("10.%d.%d.7", few(30), few(200)), fmt.Sprint("u", few(900)), fmt.Sprintf("/shop/%d/item%d.aspx", few(9), few(300)),
			fmt.Sprint("Agent/", few(40)), fmt.Sprint(few(5)), []string{"GET", "POST"}[few(2)], fmt.Sprint("S", few(3)),
		}, 1})
	}
	return list
}
