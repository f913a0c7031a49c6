package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// parseSize reads a number of bytes: "1048576", "64MiB", "1GB". It is above 0.
func parseSize(s string) (int64, error) {
	number := strings.TrimRight(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz ")
	unit := strings.TrimSpace(strings.ToLower(s)[len(number):])
	units := map[string]int64{
		"": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30,
		"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30,
	}
	n, err := strconv.ParseInt(number, 10, 64)
	factor := units[unit]
	if err != nil || n <= 0 || factor == 0 || n > math.MaxInt64/factor {
		return 0, fmt.Errorf("--size: expected a size such as 64MiB, found %q", s)
	}
	return n * factor, nil
}
