// Command mklog writes the logs of package logtest to a file, to measure and to
// try things on:
//
//	mklog -k bench -s 1GiB -o bench.log
//	mklog --kind incidents --size 64MiB --seed 7 -o planted.log --truth planted.json
//	mklog --stories
//	mklog --story brute-in --size medium --seed 7 -o story.log --truth story.json
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }
