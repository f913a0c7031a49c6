// Package analysis tells what a scan.Result holds, as the plain values of package
// report.
//
//	a := analysis.New(result, analysis.Options{Book: book, Rules: rules, Noise: noise})
//	r := a.Report()             // what was returned, by class, and what needs attention
//	r = a.SpikeReport(ctx)      // the rises, and what is behind each
//	r = a.DayReport(ctx, 7)     // each day against those before it
//
// Each section of a report is a file: overview.go, code_section.go, findings.go,
// links.go, timeline.go, notes.go. spike_*.go search for rises (package report/spike)
// and look at their rows once more to find their causes (package report/contrast);
// day_*.go compare days; day_incidents.go gives each day what happened on it; compare_*.go put
// two sides beside each other.
//
// A finding is of its own rows: an actor's times, places and counts are the actor's, an
// incident among other rows of its code has its own (incident_in.go), and what is left of an
// issue is told of what is left. findings.go runs the finders, each a
// file, or several that begin alike: outage_*.go and silence_*.go say what was not served or
// not asked for, slow_*.go what took long, at one path or at all, again and again or for whom,
// form_*.go who tried a login form, served_*.go what others are served; refusals.go, conduct.go, actors.go, broken_in.go and logon_findings.go say who is
// behind refused logons, which needs a second look at what else these clients did.
//
// Tried: to judge clients by their refused rows alone. Then a proxy whose users mistype
// sprays passwords, somebody who guessed and got in "was refused", and one person's three
// devices are an attack. Of 98 kinds of planted logs (stories_eval_test.go) that told 22
// of 167 claims, with 106 false sentences; with the second look, and times by state, all
// kinds that there are now, twice as many, are told whole, without a false one. A log up to 32 MiB
// is looked at as a whole, of a longer one the hours around what looks like an attack: 256
// MiB took 0.34 s of processor time in place of 0.22 s where there was one, and the same
// as before where there was none; peak memory rose from 49 to 56 MiB.
//
// What is said is held against published logs as well (real_eval_test.go): 34 kinds of
// incidents, in three sizes, planted into five logs that lie beside this project and seven
// others. Of 1,107 incidents 1,105 are found and 1,102 named; what each sentence says is
// recounted from the rows, and holds.
//
// What a report says of codes and in tables, of issues, and of anything else are three parts
// that need nothing of each other, and are made at once (overview.go). On two cores the
// program took 95 ms by the clock in place of 99 for a log of 68 MiB, and 31.5 in place of 32.9
// for one of 1 MiB. With names that hide values, which are numbered as they come, and of an
// engine they are made one after the other.
//
// It reads a Result and changes nothing in it. It knows no terminal, no clock and no
// environment. A Report without rows has empty lists and no period.
package analysis
