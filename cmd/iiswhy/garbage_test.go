package main

import (
	"runtime"
	"testing"
)

// TestAfterCollection: what waits for the first collection of garbage is called after it.
func TestAfterCollection(t *testing.T) {
	called := make(chan bool)
	afterCollection(func() { close(called) })
	runtime.GC()
	<-called
}
