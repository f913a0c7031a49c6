//go:build !windows

package interrupt

import (
	"context"
	"os"
	"syscall"
	"testing"
)

// Each signal that asks the program to end ends its context.
func TestSignals(t *testing.T) {
	for _, signal := range wanted() {
		ctx, stop := Context(context.Background(), 3)
		if err := syscall.Kill(os.Getpid(), signal.(syscall.Signal)); err != nil {
			t.Fatal(err)
		}
		<-ctx.Done()
		stop()
		listen() // the next one would end the test
	}
}

// A context that is stopped hears nothing more.
func TestStop(t *testing.T) {
	ctx, stop := Context(context.Background(), 3)
	stop()
	<-ctx.Done()
}
