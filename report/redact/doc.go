// Package redact hides what a report must not give away: clients, users and
// queries, by pseudonyms that stay the same throughout.
//
//	known := redact.NewKnown(kinds)        // while reading: who the log names
//	known.Add(row)
//	names := redact.NewNames(kinds, known) // while telling
//	names.Value("c-ip", "203.0.113.7")     // client-1
//	names.Value("cs-uri-stem", "/~jane/")  // /~user-1/
//	names.Report(&report, ownWords)        // whatever else is in it
//
// Any text of a log can hold a user in the middle. So all users and clients that it
// names are collected first, and looked for in whatever leaves the program.
package redact
