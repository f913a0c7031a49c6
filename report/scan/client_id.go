package scan

import "strings"

// IsClientID reports whether a user name has the form that the ids of OAuth programs have,
// a GUID. IIS takes one for an account where its Basic authentication reads what is meant
// for the application.
func IsClientID(name string) bool {
	return len(name) == 36 && strings.Count(name, "-") == 4 && name[8] == '-' && name[23] == '-' &&
		strings.Trim(strings.ToLower(name), "0123456789abcdef-") == ""
}
