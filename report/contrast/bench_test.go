package contrast

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkExplain explains 100,000 rows against as many.
func BenchmarkExplain(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	c := compared{Dimensions: fields, Scale: 0.5, Inside: anyRows(r, 60000), Baseline: anyRows(r, 100000), Traffic: anyRows(r, 10000)}
	for i := range 40000 {
		c.Inside = append(c.Inside, Row{[]string{"203.0.113.7", fmt.Sprint("u", i%500), "/login.aspx", "okhttp", "1326", "POST", "S1"}, 1})
	}
	b.ReportAllocs()
	for b.Loop() {
		explain(c)
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
