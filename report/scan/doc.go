// Package scan reads logs and counts their rows: sources go in, a Result comes out.
//
//	r := scan.Read(ctx, sources, scan.Options{Book: book, Rules: rules, Noise: noise})
//	for _, o := range r.Outcomes { … }   // how rows ended, and how many of each
//	for _, err := range r.Errors() { … } // what could not be read to its end
//
// A Result is the one border between counting and telling. Whoever gives one, gets
// every report.
//
// # A row's way
//
//	feed.go      sources → chunks of whole lines, each read by the worker that asks
//	way.go       of a file in the order of time only what holds the time asked for:
//	             marks.go
//	worker.go    the rows of a chunk, one by one, counted by a judge of those that all
//	             workers share: judges.go; more than two hand over what they hold beyond
//	             a share: handed_over.go
//	usual_rows.go   most rows are healthy, and counted by a few numbers alone: all that
//	             follows is for the others
//	selection.go is the row shown, compared with, or dropped?
//	outcome_table.go   the numbers of a row → its outcome, and the verdict of that
//	outcome_grain.go   too many outcomes: their numbers are told apart no longer
//	handshake_*.go     a 401 waits for the request that answers it: first within its
//	             chunk, then across chunks in their order, the only thing that has one,
//	             at last among the sources that begin where others end; all go by hashes
//	             that were made while the line was in the cache
//	judge.go     a noise family claims what found nothing; then the row is counted
//	counts.go    what a judge counted: time_buckets.go, value_table.go, groups.go
//	             (group_runs.go where they are too many),
//	             latencies.go, row_sample.go, and sides.go for what is compared; the
//	             counts of workers merge
//	second_look.go  some rows again, of which something is asked, see asked.go; row_notes.go says which
//	             they are, noted_text.go reads them alone; rejudge.go and its kin ask
//	budget.go    what all of this may hold in memory
//	result_make.go     counts → Result
//
// # Invariants
//
// Nothing depends on how a log is cut, on the order of chunks or on how many workers
// there are: merging is commutative and associative, samples are chosen by the hash
// of a row's place (bottomk.go), and a table that would grow beyond its cap is given
// up by all or by none. Tests hold that reports are the same to the byte.
//
// A worker looks only at the columns that somebody needs. For a healthy row these are
// its time, its four numbers, which the parser reads anyway, and what was asked for.
//
// # What was tried
//
// A log of 1 GiB, 4.7 million rows of which one in seventeen is an error, whole
// process, two cores, when it took 2.3 times as long as wc -l (what it takes now is in
// testdata/bench), of which a quarter was the system's copying and a quarter the values of
// those errors.
//
//	chunks of 128, 256 and 512 KiB, 1 and 2 MiB    1.17, 1.23, 1.03, 1, 1.07; see below
//	workers that read in turn, of .gz              1.09 times handing chunks on
//	profile-guided compiling                       0.93 of the processor's time
//	memory written before it is first read         0.96
//	slots of tables touched before they are used   1.0: left out
//	collecting garbage a quarter as often          1.0: left out
//
// A log of nothing but refused logons, 1.5 million rows, in time of the processor, each
// step measured against the one before on a busy machine; all of them together, on a quiet
// one, gave 0.62:
//
//	chunks searched again for answers              1
//	answers searched among numbers                 0.65
//	and values hashed once, families known again   0.62
//	and blocks of waiting legs used again          0.54
//	and tables of values three quarters full       0.50
//
// Reports of all shapes, whole process, medians of 5 to 9 of the processor's time in pairs
// run in turn, on a machine with five to ten times as much to do as it has cores, so that
// a difference of 0.03 is none:
//
//	links found and sorted once, not four times                    0.86 of bench
//	one automaton for noise and attacks                            0.88 to 0.93 of what starting takes
//	garbage of starting collected later                            0.86 of what starting takes
//	path and query glanced at in one, six bytes at a time          0.90 of five columns, else 0.99
//	the second table of a glance asked where the first says yes    0.97
//	sampled values in one text, hashes sorted alone, legs copied
//	once, families not looked for where they do not come again     0.89 to 0.98
//	values of a split row returned without a call                  0.89 to 0.93 of logons
//	visits in one text, tables of values grown all at once         0.96 to 0.99
//	sampled values in their sample                                 0.95 to 0.98
//
// The loop over rows again, the first 105 MiB of each shape, least of 9 to 15 in turn on two
// cores with a load of 8 to 21. Without the glance for attacks bench took 0.81, without
// counting values it took 0.89 and refused logons 0.69, without keeping legs these 0.82:
//
//	the glance's answer known by a hash without digits            0.92 of bench, 0.93 of auth
//	the same by a hash of all bytes                               1.0: most queries have numbers
//	values of 32 rows put into tables together                    0.93 to 0.98 where values are many
//	slots of tables of one word, not two                          0.97 of refused logons, errors
//	counts beside the slots only where they overflow              0.95 of errors, 0.98 elsewhere
//	limits of samples found without sorting, no places in copies
//	of rows, and limits shared by workers (not kept)              0.93 to 1.0
//	legs of a second found from the latest                        0.97 of refused logons
//	numbers found before other values, by the survey              0.92 where an address stands behind
//	chunks of 256 KiB, which leave tables in the cache            1.08 of bench, 0.98 of refused logons
//
// Then what was left was instructions, three of them in each cycle, so they were counted (valgrind,
// the first look alone, what 32 MB more of a log take): bench 2,064 a row before, 1,651 after,
// refused logons 4,909 and 4,076, of which collecting garbage is some hundreds. In time of the
// processor, medians of 5 to 7 in turn on two cores with a load of 10 to 25, each compiled with
// a profile of its own: bench 0.80 to 0.94, auth 0.82, five columns 0.83, distinct paths 0.91,
// refused logons 0.89, three rows in ten that failed 0.95, an intranet 0.94, hostile 0.95 to 0.99:
//
//	healthy rows counted by a few numbers, taken in one loop      0.9 of bench, 0.83 of five columns
//	the same, with codes of more than one digit left to others    1.05 to 1.1 of refused logons
//	codes of up to 16 bytes known again, not read                 0.97 of refused logons
//	rows that failed split at once, the values of users' requests
//	known again, chunks of 512 KiB                                0.92 of refused logons
//	chunks of 512 and 256 KiB alone                               0.92, 0.91 of refused logons; 1.0, 1.06 of bench
//	texts of tables doubled when they grow (not kept)             0.95 to 1.0 of hostile, and 6 MiB more
//	no garbage collected at all (not kept)                        0.9 of refused logons and bench, 1.0 of others
//
// Where the time of refused logons goes, of twelve profiles: values read and put into tables 26
// of 100, legs copied, opened and given up 21, rows, numbers and places of values found 16,
// samples and forms 10, the system's copying 7, families of noise 3; no line has more than 4.
// In time of the processor, medians of 17 pairs, both compiled without a profile, load 11, of
// hostile, refused logons, negotiations:
//
//	values whose tables were given up not hashed (also 0.88 of the
//	instructions of hostile rows), few slots of legs doubled,
//	more cleared where they stand, not made anew                    0.90    0.96    0.94
//	hashes of the row before compared, not made (not kept)           1.03 of the instructions of negotiations
//	usual rows behind the end of a survey taken at once (not kept)   1.0 of those of all
//
// Reading path and query of a row that failed for the families of noise took a third of the
// instructions of hostile rows, of which no path comes twice, but for its digits. In medians of
// 9 pairs of the processor's time, load 10 to 19, and in instructions, of hostile, three rows in
// ten that failed, distinct paths of hexadecimal digits, refused logons:
//
//	families known again whatever the digits, where these do not
//	matter                                                          0.83    0.96    1.0     1.0
//	the same in instructions                                        0.72    0.99    1.0     1.0
//
// Tried for refused logons and not kept, each against the step before, in the same way:
//
//	the chunk given to the legs that wait in it, not copied: then their lines and what holds
//	them are far from the caches when they are counted               1.14, and 7 MiB more
//	the same, with all hashes made when the leg is opened            1.15
//	hashes of our own, without the call of maphash, slots touched when a row is read, tables
//	that were given up passed over, samples of all rows asked by
//	one comparison                                                   0.91 of the instructions, 1.0 of the time
//	places of values taken by TZCNT and BLSR in assembly             0.99 of the instructions
//	first and last values of a row found like the others             1.01 of the instructions
//
// One in seven of tiny rows, and one in thirty of bench, are of pictures whose names end in a
// digit (/app/1.png), which the glance for attacks takes for ones that may be: each was read by
// the automaton. And where values are many, growing the texts of tables was a tenth of the time,
// nearly all of it pages that were touched the first time. In time of the processor, least of 5
// pairs, both compiled without a profile, load 30 to 40, of tiny rows, hostile, three rows in ten
// that failed, refused logons, negotiations, bench, all of these together:
//
//	                                                         0.66    0.90    0.86    0.97    0.98    0.98
//	served requests known again whatever their digits, where these do not matter
//	texts of values in blocks that are never copied (of hostile rows a fifth fewer faults, 13
//	collections of garbage and not 20, 10 MiB less)
//	values of sampled rows in one text, a row that no sample wants told by one comparison
//
// Of refused logons a tenth of the instructions were left for collecting garbage, most of it
// because 16 MiB of legs waited: they were given up by their place alone, since rows out of
// order might still answer them. Given up where all rows of half a MiB are too late for them, of
// which the times do not depend on chunks, in medians of 21 pairs, load 5: 0.91 of the
// processor's time, 6 collections and not 10, with eight processors 70 MiB and not 90; bench 1.0,
// negotiations 1.01.
//
// Then a twentieth of the time of refused logons is left in which the processor waits for the
// slots of tables, and of negotiations as much for the times of values. Not kept, in medians of
// 17 to 21 in turn, load 9 to 17, of refused logons, negotiations, hostile and three rows in ten
// that failed:
//
//	the values of 32 rows put into tables field by field, not
//	row by row (0.94 of the instructions of refused logons, 1.04
//	of those of hostile)                                            0.98    0.99    0.99    1.05
//	the same without touching slots before                          0.98    0.93    1.06    1.0
//	times of values touched with their slots                        1.0     0.98            0.98
//	the table of known families half as large                       1.02    1.04            1.03
//
// What a log can hold was made to cost little more than a plain one, in time of the
// processor, on a busy machine:
//
//	200 sites, 14 files each, legs open at their ends        96 s    0.8 s
//	500 sources of one second, legs open                     19 s    0.1 s
//	legs, and rows of their client days before them          52 s    0.4 s
//	a million codes, or Win32 numbers in spikes       122, 115 s      3, 3 s
//
// And of 40 to 50 MiB each, against 0.13 s of a plain log of that size, in report or what is
// named; what is left is reading again for each of several issues, and values that never
// come twice:
//
//	2,900 rises, in spikes                                    5.5 s    1.4 s
//	bursts of 16 reasons of HTTP.sys                          1.1 s    0.24 s
//	90,000 pages missed, compared                             1.1 s    0.31 s
//	20,000 users refused for four reasons, in spikes          0.70 s   0.41 s
//	60,000 files gone at once                                 0.49 s   0.38 s
//	a group for each row, --by client and path                1.3 s    0.75 s
//	350,000 clients whose attacks were answered               0.59 s   0.57 s
//	each row another code, substatus and Win32 number         1.4 s    1.1 s
//	rows of three months in no order                          1.6 s    1.6 s
//
// What is asked besides a report was made to cost little more than it, in time of the
// processor, logs of 256 MiB, run in turn on a busy machine:
//
//	daily, that read all to find the newest day, and again        1.7 to 2.3 reports
//	daily, that guesses it from both ends and holds that against
//	what it reads                                                 1.05 to 1.5
//	and second looks that judge none but the rows and codes that
//	are asked for, and the quarter of an hour before a rise only
//	where something seems new                                     1.03 to 1.2
//	spikes, before that and after, where many rises are sought    1.47, 1.44    1.14, 1.18
//
// Daily still took 1.38 reports of bench, since of healthy rows it read what notes are made of,
// although there were none. In time of the processor, medians of 17 in turn, load 10, of bench
// and of three rows in ten that failed: 0.90 and 0.95 without; and 0.98 and 0.98 with twice as
// many blocks of rows of all traffic not compressed, of which it keeps four times as many.
//
// Then rows that are kept for causes were a twelfth of spikes where all is different: of some
// hundred that a stratum took it kept 8, and most were compressed before they were dropped. Their
// part of the processor's time, four or five profiles each, of three rows in ten that failed and
// of all different:
//
//	rows packed when they are taken                              5.7    8.4 of 100
//	at the end of their chunk, where they are kept still         4.0    6.7
//	and compressed where they are kept some blocks later         3.0    4.9
//
// Three rows in ten that failed may hide a rise of a path at some forty times, for which a
// quarter of the log is read again. Of that look alone, time of the processor in ms, medians of
// 8 in turn, load 6:
//
//	every row given to the judge, to be left out by its numbers      42
//	usual rows that nobody asks for passed by their codes            33
//	and rows of each code at their own times alone, two minutes
//	beside which are read for legs, not for others                   18
//
// Reports of logs that hold many incidents at once took twelve to twenty-five looks, some at the same
// rows. Time of the processor, medians of 7 pairs, load 11, of report and spikes of 30 MiB with
// fifteen incidents, and of 40 MiB of mklog's, all of these together:
//
//	                                                               0.88, 0.69    0.81, 0.83
//	the rows of paths that several issues miss read once (some 110,000 of 270,000 in the second)
//	answers by other servers sought at the refused paths first (in the first 4,000 rows, not all)
//	of rows of a rise only the fields read that its causes name
//	rows that follow each other read as one piece
//
// Second looks took three quarters of the report of a log of 64 MiB, which took longer than one
// of 256 MiB, where looks are for less. Time of the processor of the whole report, medians of
// seven pairs run in turn on a busy machine, of 292,000 rows of which one in seventeen is an error:
//
//	all rows read and judged again, three times for scanners and
//	the site's own paths, and once for a path that is slow             1
//	rows found by eight bytes noted of each (one pair)                 0.8
//	and of who may be a scanner a few rows that were served asked
//	first, the site's own pages known again without a lock             0.64
//	and paths that scanners missed asked for when they are known       0.58
//
// Then two in three rows of that log were those of clients that sent probes, as any client may
// send one, and of a log of 68 MiB all rows of a path that took long now and then. The same in
// pairs, medians of nine, of 64 and of 68 MiB:
//
//	all of these read again                                            1       1
//	slow rows of a path known to be strewn over it, by a bit of notes  0.88    0.82
//	what is the site's own asked of some rows of each client first,
//	and of some rows of each shape of path                             0.72
//	counts of rows of each shape in an array, not a map                0.68
//
// Then the way from the last row to the end of the program was a fifth of the report of 68 MiB,
// and one of two cores idled. By the clock, least of 15 in turn, at a priority that left both
// cores to the program on a busy machine: 95 ms to 86 for 68 MiB, 132 to 118 for 64 MiB, 64.5 to
// 57 for 16 MiB, 31 to 26 for 1 MiB and 11.1 as before for 20 KB, with findings and tables told
// at once and brief texts that cannot fit not written:
//
//	values of judges merged beside the rest, samples beside each other,
//	notes of several chunks looked through at once, the map of paths
//	that may be crowded asked of few notes, paths of suspects not
//	counted beyond what matters
//
// What is left of that way are 20 ms of 82: merging 2.5, what all rows tell of clients and
// paths 5, making the result 3, findings 8, of which those of issues are the longer half, and
// their text 1.
//
// To note costs a row 8 to 20 %, so of logs over 128 MiB nothing is noted.
//
// What a short log costs, 1 MB, 5,000 rows, in time of the processor, least of 10 to 15 in
// turn on a busy machine with all that starting and telling take; of the time a third is
// memory that is touched the first time:
//
//	families of noise made while it is read, rows unpacked, read and packed again to be merged   1
//	steps of families found when they are taken, once, by whoever takes them first             0.85
//	packed rows moved as they stand, packs tightened from six blocks of 64 KiB on, not two      0.87 of that
//	judges merged into the one that counted most                                                0.97 of that
//
// Then it was asked what a report costs beyond its rate for each byte, against the second half of
// a log of 1 GiB. Of 68 MiB that were 108 of 163 ms of the processor: page faults 25, notes 15,
// packing rows 12, the end of the report 20, reading pages that stand apart in the system's cache
// 9, collecting garbage 4 to 10. In time of the processor, medians of 9 to 15 in turn, of 1, 16,
// 68 and 256 MiB; all together 0.72, 0.80, 0.80, 0.91:
//
//	huge pages for 24 MiB of the heap                              0.80    0.87    0.93    0.96
//	rows of samples compressed where there are many, blocks of
//	them used again, rows that took long as text                   0.97    0.92    0.94    0.97
//	who came when sampled without a row, notes of usual rows made
//	of what is seen without one                                    1.0     0.99    0.94    0.98
//	links not sorted, of values only the most frequent made texts                  1.0     0.97
//	a look at few rows by one worker, merging and the result more
//	at once                                                        0.97    0.99    0.98    1.0
//
// Not kept: mapping files, which took 1.0 to 2.5 of what reading them does; no notes, so that
// looks judge again (2.4 times the report of 16 MiB, 3.6 of 64); garbage collected from 24 or 32
// MiB on, not 40 (1.04 to 1.15); huge pages made ready while the first chunk is read (1.04); the
// automaton of families in small pages (1.0). Memory that is touched first takes 0.26 ms a MiB
// even so: what is not allocated is what is left to gain, and rows in samples that others replace.
//
// In memory, where each of many small sources ends with an open leg:
//
//	arrays for all faults, and a filter of paths for each source   50,000 files 567 MiB   100,000 entries 1,107 MiB
//	faults where there are some, and no filter behind the end                   358                      661
//	layouts shared, and streams let go at the end                               254                      456
//
// And rows that are kept, of 39 KB each, all errors, spikes of a pipe:
//
//	each a Row, as many as of short ones                     2,179 MiB
//	packed, and a long one in the place of many                 66 MiB
//
// And rows that are kept to be shown in order, MiB and processor's time of all of bench, 256 MiB,
// as text, CSV, and one in thirteen of it, least and most of three to five, load 8 to 12:
//
//	records in one text, slices of 24 MiB, 32 MiB held             121 to 178    3.2 to 4.9 s    79 to 108
//	in blocks that are never copied, slices of 8 MiB where
//	that reads little twice                                         75 to 97     2.7 to 4.4 s    67 to 72
//	the same, 16 MiB held                                           70 to 87     2.7 to 4.3 s    67 to 79
//
// And judges of four and of eight processors, reports of plain 1 GiB, of refused logons and of
// a log in which all is different, MiB; with eight, four count. With four and of bad days it costs
// up to a fifth more time of the processor, most of it for collecting garbage:
//
//	each keeps what it counted to the end       73, 95    79, 127    164, 314
//	and hands it over beyond its share          55, 57    77, 83      98, 88
//
// Where a type is the way it is for its speed, its comment says so: valueTable,
// timeBuckets, latencies, outcomeTable, feed.
package scan
