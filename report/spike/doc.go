// Package spike finds unusual rises in counts, and says what is behind them:
// counts per bucket go in, spikes and causes come out. It knows nothing of logs;
// its functions are pure, read no files and no clock.
//
//	spikes := spike.Find(spike.Timeline{Start: start, Step: 60, Total: requests, Series: codes}, spike.Options{})
//	for _, s := range spikes {
//		// s.Series rose from s.From until s.Until; collect the rows that
//		// spike.At puts into it, and those that it puts into none
//		causes := spike.Explain(spike.Contrast{
//			Dimensions: dimensions, Inside: rows, Baseline: others,
//			Scale: s.Expected / float64(len(others)), Traffic: sample,
//		})
//	}
//
// # Finding
//
// For each series Find works out what is usual in every bucket, how counts
// scatter around that, and which windows of any width hold more than both
// explain (see hunt).
//
//  1. What is usual (rhythm.go). An hour is compared with the same hour of the
//     days around it: those of the same weekday if there are three, else those
//     of the working week or the weekend like it, never with its own day. The
//     highest few of them count like the next lower one. A series with few
//     events has no rhythm of its own that could be seen; it is compared with
//     its mean outside of the window, by time and by request. Hours that are
//     steeper than a rhythm are blunted, so that a job at three in the morning
//     stands out each day.
//  2. Traffic (ground.go). What is usual grows with the healthy traffic of the
//     same minutes: three times the errors with three times the traffic are no
//     news. Less traffic excuses nothing. Silence where other days let expect
//     requests is a gap, which counts as no time at all.
//  3. Scatter (scatter.go). The variance by the mean, measured in tiles of 1, 4,
//     16 … buckets outside of what may be incidents: busy and bursty series must
//     rise further to say something.
//  4. Windows (scan.go). Evidence is the logarithm of a likelihood ratio (see
//     evidence), asked for the more of it the more windows of that width there
//     are. Narrow windows come first and are taken out, so that a burst and the
//     slow rise around it are two incidents. The ends move to where the contrast
//     is best, and windows that belong together become one.
//  5. All again, at most three times, without what was found. What rests on a few
//     lumps within a long window is dropped in the end: some visitors who meet an
//     error ten times each are no slow rise.
//  6. A burst is recurring when one alike begins at the same time of the day, by
//     the clock on the wall, on two other days, or on the same day of two weeks.
//     The others need not be spikes: half the evidence is enough at that time.
//
// The ideas are those of scan statistics (Kulldorff 1997; the price for many
// windows as in Dümbgen and Spokoiny 2001), of outbreak detection that leaves out
// past outbreaks and allows for scatter (Farrington 1996, Noufaily 2013), of
// seasonal baselines with robust means (Winsor; STL, Cleveland 1990), and of
// clusters of events (Pólya and Aeppli).
//
// What was measured, on noise that is independent, gamma-mixed, in clusters of
// four, and drifting, with and without days and weeks (TestEvalQuiet and
// TestEvalRecall print the tables): none to 0.6 false alarms in six quiet days
// with eight codes of 0.002 to 30 events a minute; of incidents of 36 events in a
// minute to 480 in four days all, on top of a code that comes up to once in fifty
// minutes independently, and nine in ten up to once in five minutes. On a
// background of once a minute 40 in five minutes are found and 36 in half an hour
// are not: no count could tell. Series.Parts help there, since an expired password
// among wrong ones is a part that was never seen.
//
// What was tried:
//
//   - A robust z-score (median and MAD of the same hour) of five-minute buckets
//     above 6: up to nine false alarms in six days where events come in clusters,
//     and of the slow incidents (100 in two hours, 200 in a day) none.
//   - Negative binomial evidence, whose tail is heavier: 40 events in five minutes
//     among clusters were found in a third of the logs, now in two thirds.
//   - To scale a Saturday without another by its traffic: series that do not
//     follow the traffic then rise by themselves, 1.5 false alarms in six days.
//     It is compared with the working week instead, which hides more.
//   - Scatter measured with the windows of the first round in it hides slow burns;
//     with all of them out, however many, bursty series look calm. As many as
//     may be incidents, about two a day, are left out.
//
// Limits: what goes on for most of a log is usual, unless next to nothing is
// without it. A log of less than two days shows no rhythm, so that a rise of
// hours must be steep. Bursts each day of more than an hour and a half are
// rhythm. Noise in clusters makes an hour's log alarm now and then.
//
// Find takes about 90 ns a count: 0.7 s for three months of minutes and 60
// series on two cores, 1 s if all are busy.
//
// # Explaining
//
// Explain looks for the groups of rows, by one to three attributes, that have
// much of the excess and little of what is usual (explanatory power, surprise
// and succinctness of Adtributor, Bhagwan 2014), counts combinations among
// candidates of enough support (DIFF, Abuzaid 2018), and takes away the rows of a
// cause before it looks for the next, so that two incidents at once have one each
// (as Squeeze, Li 2019, tells them apart). The score is the divergence of a
// group's share of the excess from its usual share, less a price for each
// attribute and for a network or folder instead of the value itself. So many
// users from one address are named by the address, many addresses with one
// program by the program, and many of one network by the network.
//
// With a surprise that grows without end the rarest attribute wins, and pairs of
// attributes beat single ones: below one in fifty it hardly counts any more. What
// is usual must be that of the same error where that is known; for a new error
// it is that of all traffic, which cannot judge Win32 numbers (see Outcome).
//
// Where the best group costs more to name than it tells, or is hardly less usual
// than the rest of what all rows share, the rise is even: it is told by what the
// rows have in common, first what the traffic has not, such as a new Win32 number.
//
// It takes about 0.5 µs a row: 0.1 s for 200,000.
package spike
