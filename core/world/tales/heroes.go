package tales

// A hero's name tells the pronoun: the first heroines names are she, the rest
// he.
var names = []string{
	"Mina", "Tilda", "Rosa", "Wanda", "Pip", "Nell", "Olive", "Greta", "Dot",
	"Hazel", "Lulu", "Ines", "Bea", "Petra", "Maud", "Juno", "Fern", "Zora",
	"Clara", "Effie",
	"Otto", "Bruno", "Max", "Hugo", "Finn", "Milo", "Oscar", "Gus", "Leo",
	"Barnaby", "Theo", "Felix", "Anton", "Rufus", "Ned", "Ivo", "Walter",
	"Kasper", "Jasper", "Moss",
}

// heroines is how many of names are she.
const heroines = 20

// kinds are what a hero can be; none is a cat, so that cats in a continuation
// are always somebody new.
var kinds = []string{
	"otter", "fox", "mouse", "bear", "rabbit", "hedgehog", "badger", "frog",
	"squirrel", "goat", "owl", "mole", "duck", "penguin", "donkey", "beaver",
	"piglet", "lamb", "snail", "turtle", "child", "baker", "tailor", "sailor",
}

// friends are those a hero may meet, with how often. Cats lead: a taste for
// cats must have something to choose between.
var friends = []string{
	"cat", "kitten", "tomcat", "dog", "puppy", "crow", "goose", "hen", "snail",
	"hedgehog", "mouse", "toad", "goat", "badger", "pony", "parrot", "bat",
	"sheep", "hamster", "walrus",
}

var friendWeights = []int{
	9, 7, 4, 5, 4, 2, 2, 2, 2,
	2, 3, 2, 2, 2, 2, 2, 2,
	2, 2, 1,
}
