package tales

// A class is a set of words of which a sentence may take any. Each must read
// well wherever its slot stands; the comment says where that is.
type class struct {
	name  string
	words []string
}

// classNamed finds a class's words; nil: there is none.
func classNamed(name string) []string {
	for _, c := range classes {
		if c.name == name {
			return c.words
		}
	}
	return nil
}

var classes = []class{
	// before an animal or a person
	{"adj", []string{"sleepy", "polite", "grumpy", "old", "tiny", "round", "wise", "muddy", "cheerful", "shy", "bold", "hungry", "curious", "proud", "gentle", "lazy", "wet", "ginger", "elegant", "nervous"}},
	// before a hero, in an opening
	{"trait", []string{"brave", "shy", "little", "clumsy", "dreamy", "stubborn", "tidy", "curious", "noisy", "patient", "hungry", "young"}},
	// something to eat with its article: "shared {food}"
	{"food", []string{"a warm bun", "an apple", "some toast", "a pancake", "a jar of honey", "two pears", "half a pie", "hot soup", "a slice of cake", "a cheese roll", "a pickle", "a cold potato", "a bag of nuts", "plum jam"}},
	// what a place may smell of
	{"treat", []string{"soup", "honey", "toast", "cheese", "cake", "jam", "cinnamon", "porridge", "pie", "bread"}},
	// a whole clause: "Just then {weather}."
	{"weather", []string{"rain began to fall", "it started to rain", "the rain came down in buckets", "a storm came over the hill", "dark clouds rolled in", "the wind got up", "the sun came out", "snow began to drift down", "fog crept in", "it rained even harder", "a small cloud rained on nobody else", "the moon came up"}},
	// where somebody or something may be found
	{"where", []string{"under a bench", "behind the shed", "in an old boot", "on top of a haystack", "inside a pumpkin", "under the stairs", "in a puddle", "on the roof", "in the pantry", "beside the pond", "in a flower pot", "under a wet leaf"}},
	// how a friend may look: "a dog {odd}"
	{"odd", []string{"in a paper hat", "with a very small suitcase", "with jam on its nose", "on a borrowed bicycle", "with a cold", "in rubber boots", "with one blue eye", "wrapped in a curtain", "carrying a ladder", "with a spoon behind its ear"}},
	// after a line of speech
	{"said", []string{"said", "whispered", "shouted", "sighed", "mumbled", "sang"}},
	// how something was done
	{"how", []string{"slowly", "very carefully", "with both eyes shut", "as bravely as possible", "all alone", "on tiptoe", "without a word", "upside down"}},
	// a colour or the look of a thing
	{"hue", []string{"red", "blue", "green", "silver", "striped", "tiny", "old", "favourite", "yellow", "wooden"}},
	// "stuck {stuckin}"
	{"stuckin", []string{"in the tall oak", "on the church roof", "in the deep mud", "under a sleeping cow", "in the chimney", "behind the stove", "in a rabbit hole", "on a high shelf"}},
	// when an opening's trouble begins
	{"when", []string{"one grey morning", "one windy day", "one evening", "last Tuesday", "on the first day of spring", "one cold night", "after breakfast", "on market day"}},
	// one line of advice or nonsense, inside the quotes
	{"advice", []string{"Try the other side", "Start with the small end", "Have some soup first", "Only fools hurry", "Close your eyes and count to three", "Ask the moon", "You are braver than you think", "I only help on Tuesdays", "Sing to it", "Never trust a dry umbrella", "First we eat", "Pull harder"}},
}
