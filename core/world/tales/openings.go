package tales

// intros say who the story is about.
const intros = `
{Hero} the {kind} lived {place}.
{Hero} was {a} {trait} {kind} who lived {place}.
There once was {a} {trait} {kind} called {hero} who lived {place}.
Everybody {place} knew {hero} the {kind}.
A {kind} named {hero} lived {place} with nine clocks and no spoons.
{Hero}, {a} {trait} {kind}, had a small room {place}.
`

const troubleLost = `
{When} {his} {hue} {thing} was gone.
{When} {hero} could not find {his} {hue} {thing}.
{When} somebody took {his} {hue} {thing}.
Then the {hue} {thing} {he} loved best went missing.
`

const troubleStuck = `
{When} {his} {hue} {thing} got stuck {stuckin}.
{When} the wind blew {his} {hue} {thing} away, and now it was stuck {stuckin}.
{When} {hero} found {his} {hue} {thing} stuck {stuckin}.
`

const troubleBroken = `
{When} {his} {hue} {thing} broke in two.
{When} {hero} sat on {his} {hue} {thing}, and it broke.
Nobody could say how {his} {hue} {thing} got broken.
`

const troubleWish = `
More than anything {he} wanted {a} {hue} {thing}.
{When} {hero} saw {a} {hue} {thing} in a shop window and wanted it badly.
{He} had asked for {a} {hue} {thing} every birthday, and got socks.
`

const troubleFear = `
{He} was afraid of the {thing}.
{When} {he} had to face the {thing}, and {his} knees shook.
Nobody knew that {he} was afraid of the {thing}.
`

const troubleEvent = `
The {thing} was tomorrow, and {he} was not ready at all.
{When} {he} remembered that the {thing} began at noon.
{He} was in charge of the {thing}, and nothing was going well.
`

const wholeLost = `
{When} {hero} the {kind}, who lived {place}, lost {his} {hue} {thing}.
`

const wholeStuck = `
The {hue} {thing} of {hero} the {kind}, who lived {place}, was stuck {stuckin}.
`

const wholeBroken = `
{Hero} the {kind}, who lived {place}, had a broken {thing} and no glue.
`

const wholeWish = `
{Hero} the {kind}, who lived {place}, dreamed of {a} {hue} {thing}.
`

const wholeFear = `
{Hero} the {kind}, who lived {place}, was afraid of the {thing}.
`

const wholeEvent = `
{Hero} the {kind}, who lived {place}, was late for the {thing}.
`
