//go:build !linux

package input

import "os"

// widenPipe does nothing: only Linux lets a reader size its pipe.
func widenPipe(*os.File) {}

// isIdle does not know: pipes elsewhere are so small that each read tells.
func isIdle(*os.File) bool { return false }
