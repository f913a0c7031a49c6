// Package engine ships judged rows into a ClickHouse that has those of all servers, over
// plain HTTP, and reports on them.
//
//	client, err := engine.NewClient(engine.Config{Address: address, Wait: wait, Random: rand.Float64})
//	todo, err := client.Create(ctx, engine.Schema{})
//	shipper, err := engine.NewShipper(ctx, client, engine.Options{Machine: "WEB01", …})
//	told, err := shipper.Ship(ctx, sources, nil)
//
//	reader, err := engine.OpenReader(ctx, client, noise)
//	result, err := scan.ReadShipped(ctx, reader, options)
//
// # Exactly once
//
// A file is named by the machine and by what it begins with (identity.go). It is cut into
// blocks of 256 KiB, wherever it is read (file.go). Each try to send a block is a load: a
// number that is in all its rows. When the rows are there, a row of iis_loads says so, and
// with how many bytes. Rows count only when their load is the best of its block:
//
//	(file, load) IN (SELECT file, argMax(load, (bytes, rows, load)) FROM iis_loads GROUP BY file, block)
//
// On a cluster that is GLOBAL IN and iis_loads_all, and no replica is asked that lags. So what was cut, sent twice, sent by two
// at once, or outgrown, is never seen; and what is not there is sent again, since nothing
// is remembered but in the engine. The log is the queue.
//
// What was sent is compared with what is in the file by a sum of its lines: a file that
// begins as another one and goes on otherwise is refused.
//
// # A row's way
//
//	shipper.go   which sources may hold rows that are not there: choose.go, known.go
//	pass.go      some files are read and judged by scan, as a report does
//	sink.go      the rows of a goroutine, in parts of blocks: encoder.go, native.go
//	file.go      a block of which all rows were given: is it wanted?
//	grown.go     who stays reads of a file that grew its new end alone
//	send.go      blocks are sent many together, in one stream (pack.go): first their rows, then
//	             their loads
//	clean.go     rows of loads that do not count go, once they are many and a day old
//	client.go    and tried again, where that may help: problem.go
//
// Values of a log reach the engine in the columns of ClickHouse's Native format, never as
// SQL. The verdicts are those that a row has by itself and by its neighbours; what all the
// rows of a report tell, that a client is a scanner, or a path the site's own, is for who
// reads them.
//
// # A report
//
// A Reader gives the rows of the engine to scan.ReadShipped, which counts them with what
// counts those of files: so a report is the same to the byte, but for the names of its
// sources.
//
//	reader.go        what is there: loads, layouts, blocks and their times
//	source_list.go   the ledgers of the files
//	slices.go        a piece of time after the other, by the rows that its blocks have
//	native_read.go   an answer, which is held whole until all of it is there
//	reader_lines.go  its columns are made lines again, which scan reads as those of a log
//	light.go         counts of the rows that need not come: by minute, time-taken and file
//	light_values.go  and of those that failed by their values
//	light_groups.go  and in the groups of --by
//	kind.go          a number that stands for how a row ended
//	condition.go     which rows come
//	filter.go        what a filter says of them in SQL, and what it cannot say
//	named.go         whom all of them name
//
// Rows have a weight, scan.Weight, by which the table is in order. The healthy ones are
// counted where they are, and those that failed with their values, by what a filter surely
// takes; of both those come that samples choose, the more there are, the fewer of them. What
// has something odd about it comes as a whole, and so do rows that a filter may take and is not
// sure of, which are filtered here. Where rows or compare ask for more than numbers
// and below 300,000 rows all rows come that the filter may take. Who is hidden is told by the
// different values of the columns that name users and clients. A
// second look says which rows it is for, scan.Wanted: those that failed, or those of some
// clients or paths.
//
// A report is of the loads that were there when it began. How many rows of each file came
// is compared with how many were acknowledged: a shard that lost some, that is down, frozen
// or breaks off makes an error, and no report.
//
// # What was measured
//
// A log of 1.17 million rows into Debian's server on the same two cores: 2.4 µs of the
// processor's time a row here, judging included, and 3.1 µs there; 31 bytes a row on the
// wire; 24 bytes a row on disk with zstd, 39 with the server's default of lz4, 15 on a
// current version. testdata/bench/README.md has the commands and the table of faults.
package engine
