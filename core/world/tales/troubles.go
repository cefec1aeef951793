package tales

// trouble is what is wrong in an opening. Endings must fit it.
type trouble int

const (
	lost trouble = iota
	stuck
	broken
	wish
	fear
	event
	troubles
	anyTrouble trouble = -1
)

// breakables can be lost, stuck, broken or wished for; what is soft cannot break.
var (
	breakables = []string{
		"kite", "drum", "boat", "lamp", "bell", "clock", "wagon", "flute", "umbrella",
		"spoon", "lantern", "whistle", "basket", "bucket", "teapot", "crown", "trumpet",
		"fiddle", "puppet", "ladle", "mirror",
	}
	objects = append(breakables[:len(breakables):len(breakables)], "hat", "scarf", "ball", "balloon", "blanket")
)

// fears are things to be afraid of; each reads well after "the".
var fears = []string{
	"dark", "thunder", "bridge", "cellar", "goose", "sea", "forest", "ladder",
	"scarecrow", "attic", "moon", "ghost",
}

// events are things to be ready for; each reads well after "the".
var events = []string{
	"party", "show", "race", "parade", "picnic", "dance", "feast", "concert",
	"wedding", "contest",
}

// things lists what {thing} may be under each trouble.
var things = [troubles][]string{
	lost: objects, stuck: objects, broken: breakables, wish: objects,
	fear: fears, event: events,
}
