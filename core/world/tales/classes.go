package tales

// A class is a set of words of which a sentence may take any. Each must read
// well wherever its slot stands; the comment says where that is.
type class struct {
	name  string
	words []string
}

var classes = []class{
	// before an animal or a person
	{"adj", []string{"sleepy", "polite", "grumpy", "old", "tiny", "round", "wise", "muddy", "cheerful", "shy", "bold", "hungry", "curious", "proud", "gentle", "lazy", "wet", "ginger", "elegant", "nervous", "lonely", "kind", "silly", "brave", "soggy", "fearless", "generous", "timid"}},
	// before a hero, in an opening
	{"trait", []string{"brave", "shy", "little", "clumsy", "dreamy", "stubborn", "tidy", "curious", "noisy", "patient", "hungry", "young"}},
	// something to eat with its article: "shared {food}"
	{"food", []string{"a warm bun", "an apple", "some toast", "a pancake", "a jar of honey", "two pears", "half a pie", "hot soup", "a slice of cake", "a cheese roll", "a pickle", "a cold potato", "a bag of nuts", "plum jam", "a carrot", "a bowl of noodles", "sardines", "a boiled egg", "an onion", "ginger biscuits"}},
	// something to eat of which there is no number: "smelled of {treat}"
	{"treat", []string{"soup", "honey", "toast", "cheese", "cake", "jam", "cinnamon", "porridge", "pie", "bread", "butter", "chocolate", "pudding", "fish"}},
	// a whole clause: "Just then {weather}."
	{"weather", []string{"rain began to fall", "it started to rain", "the rain came down in buckets", "a storm came over the hill", "dark clouds rolled in", "the wind got up", "the sun came out", "snow began to drift down", "fog crept in", "hail bounced off the roofs", "one small cloud began to rain", "the moon came up", "a rainbow appeared", "night fell", "the stars came out", "it poured"}},
	// where somebody or something may be found
	{"where", []string{"under a bench", "behind the shed", "in an old boot", "on top of a haystack", "inside a pumpkin", "under the stairs", "in a puddle", "on the roof", "in the pantry", "beside the pond", "in a flower pot", "under a wet leaf", "in the bakery", "behind a tombstone", "among the cabbages", "in the laundry"}},
	// how a friend may look: "a dog {odd}"
	{"odd", []string{"in a paper hat", "with a very small suitcase", "with jam on its nose", "on a borrowed bicycle", "with a cold", "in rubber boots", "with one blue eye", "wrapped in a curtain", "carrying a ladder", "with a spoon behind its ear", "in a velvet cape", "with a wooden leg"}},
	// before or after a line of speech
	{"said", []string{"said", "whispered", "shouted", "sighed", "mumbled", "sang", "squeaked", "declared"}},
	// how something was done
	{"how", []string{"slowly", "very carefully", "with both eyes shut", "as bravely as possible", "all alone", "on tiptoe", "without a word", "upside down", "at great speed", "backwards", "in the dark", "through the rain", "without an umbrella"}},
	// a colour or the look of a thing
	{"hue", []string{"red", "blue", "green", "silver", "striped", "tiny", "old", "shiny", "yellow", "purple", "golden", "spotted"}},
	// several who watch, laugh or sing; always they
	{"crowd", []string{"two cats", "three kittens", "the village cats", "seven geese", "the ducks", "all the dogs", "two puppies", "a family of mice", "the bees", "the frogs", "the neighbours", "the sailors", "some old ladies", "the pigeons", "four penguins", "the goats"}},
	// a number that only decorates
	{"number", []string{"three", "seven", "nine", "ten", "twelve", "forty", "a hundred"}},
	// "stuck {stuckin}"
	{"stuckin", []string{"in the tall oak", "on the church roof", "in the deep mud", "under a sleeping cow", "in the chimney", "behind the stove", "in a rabbit hole", "on a high shelf", "in a beehive", "between two rocks"}},
	// when an opening's trouble begins
	{"when", []string{"one grey morning", "one windy day", "one evening", "last Tuesday", "one spring day", "one cold night", "after breakfast", "on market day", "one foggy afternoon", "late last summer"}},
	// advice or nonsense, inside quotes
	{"advice", []string{"try the other side", "start with the small end", "have some soup first", "only fools hurry", "close your eyes and count to three", "ask the moon", "you are braver than you think", "I only help on Tuesdays", "sing to it", "never trust a dry umbrella", "first we eat", "pull harder", "be kind and carry a rope", "when in doubt, purr", "it will rain by noon", "a cat would know", "tears are only rain", "do not look down"}},
	// what somebody means to do, inside quotes
	{"plan", []string{"I will do it myself", "we need cake", "today I shall be brave", "I am not afraid of rain", "there must be a way", "I have an idea", "this calls for soup", "I will not cry", "we leave at midnight", "I shall ask a cat", "somebody has to go first", "nobody will be left behind"}},
	// a question without its mark, inside quotes
	{"question", []string{"why are you wet", "do you like cheese", "is it always this dark here", "have you tried being nice", "are you going to eat that", "what would a cat do", "who is in charge here", "shall we be friends", "does it bite", "can you swim", "where does the rain go", "are you brave"}},
}
