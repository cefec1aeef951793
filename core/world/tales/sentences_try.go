package tales

// tries are what a hero does first.
const tries = `
{Hero} made a plan, a list and a pot of tea.
{Hero} packed {food} and set out {how}.
{Hero} asked everyone in the village, even the geese.
So {hero} put on {his} boots and marched out into the rain.
{Hero} took a deep breath and climbed out of the window.
First {hero} ate {food}, because nobody is brave on an empty stomach.
{Hero} sat down {where} to think about the {thing}.
{He} waited {where} until {weather}.
"I am not scared," {said} {hero}, and {his} knees trembled.
{Hero} read three books about the {thing} and learned nothing.
{Hero} asked the moon for help, and the moon only shone.
"{Plan}," {said} {hero} to nobody in particular.
"{Plan}," {said} {hero}, and {crowd} nodded.
{Hero} stayed in bed all morning and felt sorry for {himself}.
{Hero} wrote a sad song about the {thing} and sang it to {crowd}.
All night {hero} lay awake, listening to the rain.
{Hero} counted to {number} and opened the door.
{Hero} put up a sign {where}, but {crowd} ate it.
{Hero} walked {number} miles in the rain and came back with wet feet.
{Hero} gave {his} last coin to a beggar and asked for advice.
While {weather}, {hero} drew a map of everything {he} knew.
{Hero} climbed the highest tree, although {he} feared heights.
{Hero} held a meeting about the {thing}, and only {crowd} came.
{He} crept out at midnight {how}, with a candle and {food}.
{Hero} dug a hole {where} and found only worms.
With {food} in {his} pocket {hero} went to see the queen.
{Hero} left a saucer of milk {where} and hoped for a clever cat.
{He} shouted at the sky until {weather}.
{Hero} cooked a huge pot of soup, for cooking helped {him} think.
{Hero} hired {crowd} to help, and paid them in {treat}.
{He} told {crowd} about the {thing}, and they all talked at once.
{He} knocked on {number} doors, and behind each one a dog barked.
{Hero} stood up straight, swallowed twice and said, "{Plan}."
{Hero} tried everything, and then tried it again {how}.
{He} rowed across the pond in a bathtub to ask {crowd}.
{Hero} swept the floor, fed {crowd} and only then began to worry.
{Hero} stood in a puddle in the rain and had no idea.
{Hero} lit a candle and waited for night.
Bravely {hero} knocked at the house of {crowd}.
{Hero} helped {crowd} first, because kindness comes first.
{Hero} could not sleep, so {he} went out to look at the moon.
`

const triesLost = `
{Hero} looked for the {thing} {where}, but there was only {food}.
{Hero} turned the whole house upside down and found {number} spoons.
Somebody had seen the {thing} {where}, so {hero} hurried there.
"Who took my {thing}?" shouted {hero}, and {crowd} blushed.
{Hero} followed a trail of crumbs into the night.
{Hero} crawled through every puddle in search of the {thing}.
{Hero} offered {food} to anyone who brought the {thing} back.
`

const triesStuck = `
{Hero} threw a boot at the {thing}, and then the boot was stuck too.
{Hero} jumped for the {thing} until {his} legs hurt.
{Hero} tied a rope to the {thing}, and {crowd} pulled with all their might.
{Hero} talked to the {thing} kindly, but it did not move.
{Hero} poured warm butter over the {thing}, which made everything worse.
"Come loose, or else," {said} {hero} to the {thing}.
{Hero} poked at the {thing} with a broom while {weather}.
`

const triesBroken = `
{Hero} tied the {thing} together with a noodle.
{Hero} tried to mend the {thing} with plum jam.
{Hero} carried the pieces of the {thing} through the rain to the smith.
"Poor old {thing}," {said} {hero}, and wrapped it in a towel.
{Hero} hid the broken {thing} {where} and told nobody.
{Hero} hammered at the {thing} all night and hit {his} thumb.
{Hero} laid the pieces out on the table, and {crowd} walked all over them.
`

const triesWish = `
{Hero} drew the {thing} on the wall and looked at it all day.
{Hero} sold lemonade in the rain to pay for the {thing}.
{Hero} washed {number} dishes and saved every penny for the {thing}.
"One day," {said} {hero}, "I will have {a} {thing}."
{Hero} pressed {his} nose to the shop window until {weather}.
{Hero} tried to make {a} {thing} from {treat} and string.
{Hero} traded {food} for a box that might hold {a} {thing}.
`

const triesFear = `
{Hero} walked one step closer to the {thing} each day.
{Hero} wrote the {thing} a polite letter.
{Hero} built a wall of pillows against the {thing}.
"Go away," {said} {hero} to the {thing}, but very quietly.
{Hero} wore a bucket on {his} head so as not to see the {thing}.
{Hero} practised being brave in front of {crowd}.
{Hero} baked a cake for the {thing}, to make it kinder.
`

const triesEvent = `
{Hero} practised for the {thing} {where}.
{Hero} baked a cake for the {thing} and then ate it.
{Hero} borrowed a coat for the {thing} from {crowd}.
"The {thing} can start without me," {said} {hero} and went to bed.
{Hero} hung paper stars everywhere for the {thing}, but {weather}.
{Hero} told {crowd} to come to the {thing} and bring {treat}.
{Hero} combed {his} hair for the {thing} until it stood up straight.
`
