// Package redact hides what a report must not give away: clients, users and
// queries, by pseudonyms that stay the same throughout.
//
//	users := redact.NewUsers(kinds)      // while reading: who the log names
//	users.Add(row)
//	names := redact.NewNames(kinds, users) // while telling
//	names.Value("c-ip", "203.0.113.7")     // client-1
//	names.Value("cs-uri-stem", "/~jane/")  // /~user-1/
//
// A path can hold a user in the middle. So all users that the log names are
// collected first, and looked for wherever a path or an agent is shown.
package redact
