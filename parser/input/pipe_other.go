//go:build !linux

package input

import "os"

// widenPipe does nothing: only Linux lets a reader size its pipe.
func widenPipe(*os.File) {}
