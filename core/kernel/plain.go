//go:build !(goexperiment.simd && amd64)

package kernel

// Best returns the fastest kernel of this build that this machine can run.
func Best() Kernel { return Ref{} }

// Peak runs rounds of the peak's measurement; false where this build has no vectors.
func Peak(rounds int) (sum float32, ok bool) { return 0, false }
