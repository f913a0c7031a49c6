package main

import (
	"runtime"
	"slices"
	"strings"
)

// Windows keeps some names for devices, in every folder and with any extension: what is
// written to aux.csv is gone, or hangs. NUL alone is asked for on purpose.

// reservedName is the name of a device that Windows takes a path for, "" for none.
func reservedName(path string) string {
	name := strings.ToUpper(path[strings.LastIndexAny(path, `\/:`)+1:])
	if name == "NUL" {
		return ""
	}
	name, _, _ = strings.Cut(name, ".")
	name = strings.TrimRight(name, " ")
	if isReserved(name) {
		return name
	}
	return ""
}

func isReserved(name string) bool {
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}, name) {
		return true
	}
	digit, ok := strings.CutPrefix(name, "COM")
	if !ok {
		digit, ok = strings.CutPrefix(name, "LPT")
	}
	return ok && slices.Contains([]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"}, digit)
}

// reservedHere is reservedName on the system that the program runs on.
func reservedHere(path string) string {
	if runtime.GOOS != "windows" {
		return ""
	}
	return reservedName(path)
}
