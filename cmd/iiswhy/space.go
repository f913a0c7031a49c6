package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// A limit of the address space (ulimit -v) is no limit of memory: the runtime of Go reserves
// hundreds of MiB of it that it never uses, and ends the program with a page of its own
// insides where it gets no more. So what is too little for what a report may take, see
// budget.go of scan, is said before anything is read. With less than about 780 MiB the
// runtime ends before it comes to any line of a program: nothing can be said then.

// leastSpace is that of 512 MiB in use, in MiB, and what the runtime reserves beside.
const leastSpace = 1536

// refuseSpace returns an error where so many bytes of address space are too few.
func refuseSpace(bytes uint64) error {
	if bytes>>20 >= leastSpace {
		return nil
	}
	return &failure{exitPartial, fmt.Errorf("expected at least %d MiB of address space, found a limit of %d MiB; raise it (ulimit -v), or take a limit of memory in use", leastSpace, bytes>>20)}
}

// beforeRun refuses what no command can be run with.
func beforeRun(c *cobra.Command, args []string) error {
	if err := refuseSpace(addressSpace()); err != nil {
		return err
	}
	return refuseUnfit(c, args)
}
