package main

import (
	"context"
	"os"
	_ "time/tzdata" // Windows has no zone files
)

func main() {
	collectLate()
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
