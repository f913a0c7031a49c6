// Package parser reads logs in the W3C extended format as IIS, HTTP.sys and the
// FTP service of IIS write them, the other forms that IIS has, and what is exported
// of them, see Form: bytes in, rows out. It needs nothing but the standard library.
//
// Reading has two steps, so that several workers can share one log:
//
//	Cutter   one per source: reads text and cuts it into chunks at line feeds;
//	         each chunk knows the #Fields and #Date in force at its start
//	Scanner  one per worker: goes through the rows of a chunk
//
//	cutter := parser.NewCutter(r)
//	var scanner parser.Scanner
//	for {
//		chunk, err := cutter.Next(buf)
//		if err == io.EOF {
//			break
//		}
//		scanner.Reset(chunk)
//		for scanner.Scan() {
//			row := scanner.Row()
//			fmt.Printf("%d.%d %s\n", row.Status, row.Substatus, row.Field(parser.Stem))
//		}
//	}
//
// Who needs little of most rows asks Usual first: it goes past the rows that IIS wrote as
// nearly always, a stretch of them in one loop, and gives of each its time, its numbers and
// what was asked for.
//
// Chunks do not change what is read: any size, any order and any number of
// workers give the same rows, counts and places. A line is a directive, blank,
// a row, or refused; the scanner's Tally counts each and keeps the places of
// the first few with a Fault. A row has exactly as many values as #Fields
// names; it is never repaired, and its values are taken as they are. Rows before
// the first #Fields are read by what they look like, as far as that can be told.
//
// Times are UTC, as W3C has them. Where a log holds those of the server's clock, see
// Layout.Local, nothing in it says where that is: the Scanner's Zone does.
//
// # What was tried
//
// One core, 4 MiB in memory, rows of 15 fields and 229 bytes, best of seven runs,
// in units of counting the line feeds alone (go test -bench .):
//
//	Cutter, chunks of 1 MiB                       2.9
//	line ends by IndexByte, nothing else          5.1
//	Scanner: columns counted, time, numbers      12
//	the same between tabs                        21
//	Scanner, and each value of each row          37
//	bytes.Split of each line, nothing else       70
//	Scanner without #Fields, by shape           124
//	strings.Fields of each line, nothing else   144
//
// Hence numbers are read from the end of the line backwards, and the rest on
// demand. Counting the blanks of each row is what makes a shifted column visible.
// With the passes of the standard library, one for the end of a line, one for its
// blanks, one for tabs and zero bytes, the Scanner took 22; with one pass of vector
// code for each line 14, and with a survey of many lines at once 12. Then what
// is left is the numbers: those of a row are known again by the eight bytes before
// the last, which are read eight bytes at a time, too.
package parser
