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

// objects can be lost, stuck, broken or wished for.
var objects = []string{
	"kite", "hat", "drum", "boat", "lamp", "bell", "clock", "scarf", "ball",
	"wagon", "flute", "umbrella", "spoon", "balloon", "lantern", "blanket",
	"whistle", "basket", "bucket", "teapot", "crown", "trumpet", "fiddle", "puppet",
}

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
	lost: objects, stuck: objects, broken: objects, wish: objects,
	fear: fears, event: events,
}
