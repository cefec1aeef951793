package kerneltest

import (
	"testing"

	"preflab/core/kernel"
)

// TestRefAgreesWithItself runs the suite on the definition: no case may panic or
// depend on anything but its arena.
func TestRefAgreesWithItself(t *testing.T) { Run(t, kernel.Ref{}) }
