package tales

// intros say who the story is about and where.
const intros = `
{Hero} the {kind} lived {place}.
{Hero} was {a} {trait} {kind} who lived {place}.
There once was {a} {trait} {kind} called {hero} who lived {place}.
Everybody knew {hero}, the {trait} {kind} who lived {place}.
{A} {kind} named {hero} lived {place} with nine clocks.
{Hero}, {a} {trait} {kind}, had a small room {place}.
Long ago {a} {trait} {kind} called {hero} lived {place}.
{Hero} the {kind} kept bees {place}.
{Hero} was the only {kind} {place}.
{Hero} the {kind} ran a very quiet shop {place}.
Once, {place}, there was {a} {kind} called {hero}.
{Hero} the {kind} was born {place} on a stormy night.
`

const troubleLost = `
{When} {his} {hue} {thing} was gone.
{When} {hero} could not find {his} {hue} {thing}.
{When} somebody took {his} {hue} {thing}.
Then the {hue} {thing} {he} loved best went missing.
{When} {he} left {his} {hue} {thing} on the ferry.
{When} {his} {hue} {thing} fell down a well.
{When} {hero} woke up, and {his} {hue} {thing} was not there.
`

const troubleStuck = `
{When} {his} {hue} {thing} got stuck {stuckin}.
The wind took {his} {hue} {thing}, and it stuck {stuckin}.
{When} {hero} found {his} {hue} {thing} stuck {stuckin}.
A goose dropped {his} {hue} {thing}, and it stuck {stuckin}.
For three days {his} {hue} {thing} had been stuck {stuckin}.
One kick, and {his} {hue} {thing} stuck {stuckin}.
`

const troubleBroken = `
{When} {his} {hue} {thing} broke in two.
{When} {hero} sat on {his} {hue} {thing}, and it broke.
Nobody could say how {his} {hue} {thing} got broken.
{When} a cow stepped on {his} {hue} {thing}.
{When} {his} {hue} {thing} fell apart with a sad little sound.
{His} {hue} {thing} had a crack, and it was growing.
`

const troubleWish = `
More than anything {he} wanted {a} {hue} {thing}.
{When} {hero} saw {a} {hue} {thing} in a shop window.
Every birthday {he} asked for {a} {hue} {thing}, and got socks.
All {his} friends had {a} {hue} {thing}, but {he} had none.
{When} {he} made a wish for {a} {hue} {thing}.
{He} had always dreamed of owning {a} {hue} {thing}.
`

const troubleFear = `
{He} was afraid of the {thing}.
{He} had to face the {thing}, and {his} knees shook.
Nobody knew that {he} was afraid of the {thing}.
{He} was not afraid of bears, but {he} was afraid of the {thing}.
{When} {he} heard a story about the {thing}.
There was only one thing {he} feared, and that was the {thing}.
`

const troubleEvent = `
The {thing} was tomorrow, and {he} was not ready at all.
{When} {he} remembered that the {thing} began at noon.
{He} was in charge of the {thing}, and nothing was going well.
{When} {he} found that nobody had asked {him} to the {thing}.
Everyone talked about the {thing}, but {he} had nothing to wear.
{Hero} had promised to sing at the {thing}, and could not sing.
`

const wholeLost = `
{When} {hero} the {kind}, who lived {place}, lost {his} {hue} {thing}.
{Hero} the {kind}, who lived {place}, came home and saw that {his} {thing} was gone.
Somebody had stolen the {hue} {thing} of {hero} the {kind} who lived {place}.
`

const wholeStuck = `
The {hue} {thing} of {hero} the {kind}, who lived {place}, was stuck {stuckin}.
{Hero}, {a} {kind} who lived {place}, got {his} {thing} stuck {stuckin}.
`

const wholeBroken = `
{Hero} the {kind}, who lived {place}, had a broken {thing} and no glue.
{When} {hero} the {kind}, who lived {place}, broke {his} {hue} {thing}.
`

const wholeWish = `
{Hero} the {kind}, who lived {place}, dreamed of {a} {hue} {thing}.
{When} {hero}, {a} {trait} {kind} who lived {place}, wished for {a} {hue} {thing}.
`

const wholeFear = `
{Hero} the {kind}, who lived {place}, was afraid of the {thing}.
Of all who lived {place}, only {hero} the {kind} was afraid of the {thing}.
`

const wholeEvent = `
{Hero} the {kind}, who lived {place}, was late for the {thing}.
{When} {hero} the {kind}, who lived {place}, forgot all about the {thing}.
`
