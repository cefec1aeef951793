package tales

// places are where a hero lives; each reads well after "lived" and is at most
// four words, so that openings stay short.
var places = []string{
	"by the old mill", "in a crooked lighthouse", "deep in the wood",
	"under the stone bridge", "behind the bakery", "in a thin house",
	"on a sleepy farm", "by the harbour", "on a windy hill",
	"in a blue cottage", "next to the railway", "on Plum Lane",
	"beside a small lake", "in the clock tower", "on a leaky boat",
	"near the market", "in a hollow tree", "above the cheese shop",
	"down a muddy lane", "in Fox Valley", "on a tiny island", "at the inn",
	"inside an old wardrobe", "behind the waterfall",
}
