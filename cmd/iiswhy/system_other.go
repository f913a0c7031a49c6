//go:build !windows

package main

import "io"

// systemLanguage is that of the system where the environment names none.
func systemLanguage() string { return "" }

// enableColors prepares a terminal for colours.
func enableColors(io.Writer) bool { return true }
