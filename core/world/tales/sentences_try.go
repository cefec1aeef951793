package tales

// tries are what a hero does first.
const tries = `
{Hero} made a plan, a list and a pot of tea.
{Hero} packed {food} and set out {how}.
{Hero} asked everyone in the village, even the geese.
So {hero} put on {his} boots and marched out into the rain.
{Hero} took a deep breath and climbed out of the window.
First {hero} ate {food}, because nobody can be brave on an empty stomach.
{Hero} sat down {where} to think about the {thing}.
{He} waited {where} until {weather}.
"I am not scared," {said} {hero}, and {his} ears trembled.
{Hero} looked at the {thing} problem from every side, {how}.
`

const triesLost = `
{Hero} looked for the {thing} {where}, but there was only {food}.
{Hero} turned the whole house upside down.
`

const triesStuck = `
{Hero} threw a boot at the {thing}, and then the boot was stuck too.
{Hero} jumped for the {thing} until {his} legs hurt.
`

const triesBroken = `
{Hero} tied the {thing} together with a noodle.
{Hero} tried to mend the {thing} with plum jam.
`

const triesWish = `
{Hero} drew the {thing} on the wall and looked at it all day.
{Hero} sold lemonade in the rain to pay for the {thing}.
`

const triesFear = `
{Hero} walked one step closer to the {thing} each day.
{Hero} wrote the {thing} a polite letter.
`

const triesEvent = `
{Hero} practised for the {thing} {where}.
{Hero} baked a cake for the {thing}, and then ate it.
`
