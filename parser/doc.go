// Package parser reads logs in the W3C extended format as IIS, HTTP.sys and the
// FTP service of IIS write them: bytes in, rows out. It needs nothing but the
// standard library.
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
// Chunks do not change what is read: any size, any order and any number of
// workers give the same rows, counts and places. A line is a directive, blank,
// a row, or refused; the scanner's Tally counts each and keeps the places of
// the first few with a Fault. A row has exactly as many values as #Fields
// names; it is never repaired, and its values are taken as they are.
//
// # What was tried
//
// On a log of 1 GiB with 229 bytes a row, one core, bytes in memory, against
// counting line feeds alone (see BenchmarkScan and BenchmarkCut):
//
//   - Numbers from the end of the line backwards, the rest on demand: what is
//     here.
//   - Every field by IndexByte costs three times as much, bytes.Split five
//     times, strings.Fields eleven times.
//   - Counting the blanks of each row (bytes.Count, vector code in the standard
//     library) costs a tenth, and is what makes a shifted column visible.
//   - Looking for tabs and zero bytes once a chunk instead of once a line makes
//     both free.
package parser
