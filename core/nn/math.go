package nn

import "math"

// sqrt is exact by IEEE 754, and takes the integers that shapes are.
func sqrt(n int) float64 { return math.Sqrt(float64(n)) }
