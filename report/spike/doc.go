// Package spike finds unusual rises in counts. Counts per bucket go in, spikes come
// out. It knows nothing of logs. Its functions are pure: they read no files and no
// clock. What is behind a spike is the business of report/contrast.
//
//	spikes := spike.Find(spike.Timeline{Start: start, Step: 60, Series: codes}, spike.Options{})
//	for _, s := range spikes {
//		// Series s.Series rose from second s.From until s.Until.
//	}
//	index := spike.IndexOf(spikes) // index.At says which rows belong to which, and which to none
//
// # Method
//
// For each series Find works out what is usual in every bucket and how counts
// disperse around that. Then it looks for windows of any width that hold more than
// both explain (see detector).
//
//  1. What is usual (seasonality.go). An hour is compared with the same hour of
//     the days around it: those of the same weekday if there are three, else those
//     of the working week or of the weekend, whichever it is in. It is never
//     compared with its own day, nor with the one other day of its kind where no other has
//     anything: what began on a Saturday goes on on Sunday. The highest few of the others count like the next
//     lower one. A series with few events shows no seasonality of its own. It is
//     compared with its mean outside of the window, by time and by request. An
//     hour that is much higher than the hours around it is capped, so that a job at
//     three in the morning is a spike each day.
//  2. Traffic (baseline.go). What is usual to search by grows with the healthy traffic of the
//     same minutes: three times the errors with three times the traffic are no
//     spike. Less traffic does not lower what is usual. Silence at a time when
//     other days have many requests is a gap, and is left out of everything.
//  3. Dispersion (dispersion.go). This is the variance divided by the mean. It is
//     measured in tiles of 1, 4, 16 … buckets, outside of what may be incidents.
//     Busy and bursty series must rise further.
//  4. Windows (scan.go). Evidence is the logarithm of a likelihood ratio (see
//     evidence). The more windows of a width there are, the more evidence each
//     needs. Narrow windows come first and are taken out, so that a burst and the
//     slow rise around it are two incidents. The ends move to where the contrast is
//     best. Windows that belong to one incident become one (join.go). One that is a
//     quarter of the timeline must hold three times the mean outside of it. What is
//     told begins and ends with an event, and its usual does not grow with traffic,
//     which a scanner brings with it.
//  5. Steps 1 to 4 are done again, at most three times, without what was found.
//     In the end windows that rest on a few clumps of events are dropped: some
//     visitors who meet an error ten times each are no slow rise.
//  6. Recurrence (recurrence.go). A burst recurs when a similar one begins at the
//     same local time on two other days, or on the same weekday of two other
//     weeks. The others need not be spikes: half of the evidence is enough at that
//     time.
//  7. What stays (carry_on.go, for who asks). What began on Tuesday and goes on is usual on
//     Wednesday by Thursday, so a window of it ends at the hour at which it began. CarryOn
//     carries it on, and drops what was as much for all of the day before. What begins on a
//     Friday and stays is one rise from then on, by its share of the requests (staying.go).
//
// The ideas are those of scan statistics (Kulldorff 1997; the price for many windows
// as in Dümbgen and Spokoiny 2001), of outbreak detection that leaves out past
// outbreaks and allows for dispersion (Farrington 1996, Noufaily 2013), of seasonal
// baselines with robust means (Winsor; STL, Cleveland 1990), and of clusters of
// events (Pólya and Aeppli).
//
// # What was measured
//
// TestEvalQuiet and TestEvalRecall print the tables. The noise is independent,
// gamma-mixed, in clusters of four, or drifting, with and without days and weeks.
// There are none to 0.6 false alarms in six quiet days with eight codes of 0.002 to
// 30 events a minute. Incidents have from 36 events in a minute to 480 in four days.
// On top of a code with independent events, all of them are found where it comes up
// to once in fifty minutes, and nine in ten where it comes up to once in five
// minutes. On a background of one event a minute, 40 events in five minutes are
// found and 36 in half an hour are not: the count alone does not show them.
// Series.Parts help there. An expired password among wrong ones is a part that was
// never seen before.
//
// Find takes about 90 ns a count: 0.7 s for three months of minutes and 60 series on
// two cores, and 1 s if all are busy.
//
// # What was tried
//
//   - A robust z-score (median and MAD of the same hour) of five-minute buckets
//     above 6: up to nine false alarms in six days where events come in clusters,
//     and none of the slow incidents (100 in two hours, 200 in a day) was found.
//   - Negative binomial evidence, whose tail is heavier: 40 events in five minutes
//     among clusters were found in a third of the logs, now in two thirds.
//   - A Saturday without another to compare with, scaled by its traffic: series
//     that do not follow the traffic then rise by themselves, with 1.5 false alarms
//     in six days. It is compared with the working week instead, which hides more.
//   - Dispersion with the windows of the first round in it hides slow incidents.
//     With all of them left out, however many, bursty series look calm. As many as
//     may be incidents are left out, about two a day.
//
// # Limits
//
// What goes on for most of a log is usual, unless there is next to nothing without
// it. A log of less than two days shows no seasonality, so a rise of hours must be
// steep. Bursts of more than an hour and a half on each day are seasonal. Noise in
// clusters makes a false alarm in an hour's log now and then.
package spike
