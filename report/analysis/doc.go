// Package analysis tells what a scan.Result holds, as the plain values of package
// report.
//
//	a := analysis.New(result, analysis.Options{Book: book, Noise: noise})
//	r := a.Report()             // what was returned, by class, and what needs attention
//	r = a.SpikeReport(ctx)      // the rises, and what is behind each
//	r = a.DayReport(ctx, 7)     // each day against those before it
//
// Each section of a report is a file: overview.go, code_section.go, findings.go,
// links.go, timeline.go, notes.go. spike_*.go search for rises (package report/spike)
// and look at their rows once more to find their causes (package report/contrast);
// day_*.go compare days.
//
// It reads a Result and changes nothing in it. It knows no terminal, no clock and no
// environment. A Report without rows has empty lists and no period.
package analysis
