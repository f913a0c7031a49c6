// Package report counts the rows of logs, gives each a verdict, and tells what
// was found as plain values that renderers show.
//
//	scan := report.Read(ctx, sources, options) // counts: a Summary
//	r := scan.Report("report")                 // tells: a Report
//	for _, err := range scan.Errors() { … }    // what could not be read to its end
//	r = scan.DayReport(ctx, dayOptions)        // or each day against those before it
//	r = scan.SpikeReport(ctx, spikeOptions)    // or the rises, after a second look
//
// # A row's way
//
//	feed       sources → chunks of whole lines, each read by the worker that asks
//	worker     scans the rows of a chunk; slots give each its outcome and verdict
//	legs       401s wait for the request that answers them, first within their chunk
//	pairing    then across chunks, in order: the only thing that has one
//	account    the filter takes what is wanted, noise families claim what found nothing
//	Summary    what a worker counted: slots, minutes, keys, latencies; they merge
//	builder    Summary → Report: codes, tops, timeline, findings, ledger
//
// Whatever depends on how a log is cut, on the order of chunks or on how many
// workers there are is a fault: merging is commutative and associative, samples are
// chosen by the hash of a row's place, and a table that would grow beyond its cap is
// given up by all or by none. Tests hold that reports are the same to the byte.
//
// The zero value of each Options field is a default; a Report without rows has empty
// lists and no period. Nothing here knows a terminal, the clock or the environment.
//
// # What was tried
//
// A log of 1 GiB, 4.7 million rows of which one in seventeen is an error, whole
// process, two cores; it takes 2.3 times as long as wc -l, of which a quarter is the
// system's copying and a quarter the keys of those errors.
//
//	chunks of 128, 256 and 512 KiB, 1 and 2 MiB    1.17, 1.23, 1.03, 1, 1.07
//	workers that read in turn, of .gz              1.09 times handing chunks on
//	profile-guided compiling                       0.93 of the processor's time
//	memory written before it is first read         0.96
//	slots of tables touched before they are used   1.0: left out
//	collecting garbage a quarter as often          1.0: left out
//
// Where a type is the way it is for its speed, its comment says so: keys, minutes,
// latencies, slots, feed.
package report
