//go:build !(goexperiment.simd && amd64)

package kernel

// Best returns the fastest kernel of this build that this machine can run.
func Best() Kernel { return Ref{} }
