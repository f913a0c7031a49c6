// Package logtest writes IIS logs to test with, as net/http/httptest serves
// requests to test with: it makes up the traffic, plants incidents in it, and
// returns exactly what it wrote.
//
//	var log bytes.Buffer
//	sum, err := logtest.Write(&log, logtest.Config{
//		Seed:     1,
//		Duration: 48 * time.Hour,
//		Rate:     logtest.Flat(0.5),
//		Incidents: []logtest.Incident{
//			{Kind: logtest.BruteForce, At: 30 * time.Hour},
//		},
//	})
//	// sum.Codes["401.1"], sum.Handshakes … count rows;
//	// sum.Truths[0] says when it happened, to how many rows, and who did it.
//
// Bench, Auth, Hostile, Quiet and Planted return the Configs of larger logs, to
// measure on and to try reports with; command mklog writes them to files. Tricky and
// ManyPaths return small ones that are hard to read and to count.
//
// Stories are kinds of logs with what is true of them: a Tale holds the logs and
// its truth, and Judge holds the findings of a report against it. Nearly half are
// lures, which look like an incident and are none:
//
//	story, _ := logtest.StoryNamed("office-proxy")
//	tale := story.Write(logtest.Medium, 1)
//	// write tale.Logs to files, report on them with -f json
//	findings, err := logtest.ReadFindings(json)
//	judgement := tale.Judge(findings) // told, missed, and false with the reason
//
// A story is a function that draws on a scene, which has written a healthy site
// already: claim says what must be told, add and over write its rows, deny says
// what must not be told. Families of stories have a file each: story_*.go.
//
// The same Config gives the same bytes on every machine: nothing depends on the
// clock, on the order of a map, or on functions of floating point that differ
// between processors. Addresses are from the ranges for documentation and for
// private use, people and hosts are invented.
//
// Writing takes about 0.5 µs a row, two to three seconds for a gigabyte, and 17
// MiB however long the log is. A value is a piece of constant text and a number,
// both appended to one buffer: 0.17 µs a line, where fmt.Appendf takes 1.7.
// Popularity is Zipf's law in a table of 65,536 slots: 3 ns a draw, where
// rand.Zipf takes 37 and calls logarithms.
package logtest
