package tales

// The weights of the choices that are not even. They were set by reading
// samples and by the table that TestTastesTellPairsApart logs.
var (
	troubleWeights      = []int{5, 5, 4, 4, 4, 4} // in the order of trouble
	openingWeights      = []int{2, 3}             // one sentence, two
	lengthWeights       = []int{22, 40, 38}       // one sentence, two, three
	briefWeights        = []int{80, 17, 3}        // the same in a brief mood
	longWeights         = []int{2, 13, 85}        // and in a long one
	firstWeights        = []int{9, 11}            // try, meet
	meetLateWeights     = []int{3, 2}             // a turn, a meeting
	friendSpokenWeights = []int{3, 7}             // with a friend at hand: not spoken of, spoken of

	// moodWeights weigh the moods: none, and those of the tastes in their order.
	moodWeights = [moods]int{2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
)

// ownWeights weigh a sentence for any trouble against one for this trouble
// only, by role. Endings lean to their own: they are what makes a story follow
// from its opening.
var ownWeights = [roles][]int{roleTry: {3, 2}, roleEnd: {2, 3}}
