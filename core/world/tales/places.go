package tales

// places are where a hero lives; each reads well after "lived".
var places = []string{
	"by the old mill", "in a crooked lighthouse", "at the edge of the wood",
	"under the stone bridge", "behind the bakery", "in a tall thin house",
	"on a sleepy farm", "by the harbour", "at the top of the hill",
	"in a teapot-shaped cottage", "next to the railway", "in the last house on Plum Lane",
	"beside a very small lake", "in the clock tower", "on a boat with flower boxes",
	"near the market", "in a hollow tree", "above the cheese shop",
	"at the end of a muddy lane", "in the valley of foxes",
}
