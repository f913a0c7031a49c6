//go:build !linux

package main

// hugePages does nothing: there systems give huge pages where they like.
func hugePages() {}
