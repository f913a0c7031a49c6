//go:build !windows

package input

import "os"

// onWindows says whether paths are those of Windows: names match in any case.
const onWindows = false

// openShared opens a file that others may be writing.
func openShared(path string) (*os.File, error) { return os.Open(path) }
