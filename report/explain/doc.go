// Package explain says what codes mean, and what a piece of a log says: Explanations
// of package report.
//
//	x := explain.NewExplainer(options)
//	err := x.Ask([]string{"401.1", "1326"}) // codes, and rows among the arguments
//	errs := x.Read(ctx, sources)            // rows, where neighbours count
//	e := x.Explanations()
//
// A row's way: pasted.go and repair.go put pasted lines into order, package scan reads and
// judges them, rows.go keeps those that are alike together, lookup.go takes the words of
// the tables, and neighbours.go with the files named after what they look at (logon.go,
// request.go, times.go, change.go, noise.go, general.go) adds what the other rows say.
package explain
