package kernel

// What measures the peak of a processor: PeakChains sums, each four floats wide,
// that become s·PeakFactor + 1 again and again, PeakSteps times a round. Sum i begins
// at i: equal sums a compiler computes once, as Go's did. A chain
// waits for its own multiplication and addition, 6 to 8 cycles where processors
// finish one or two such pairs a cycle; twelve chains keep them busy, and with the
// two constants and a scratch they fit sixteen registers.
const (
	PeakChains = 12
	PeakSteps  = 4
	PeakFactor = 0.5 // the sums tend to 2: no infinities, no denormals
)

// PeakFlop is how many additions and multiplications a round is.
const PeakFlop = 2 * 4 * PeakChains * PeakSteps
