package tales

// ends settle a story, whatever the trouble was.
const ends = `
In the end {hero} laughed until {his} hat fell off.
That night {he} dreamed of the {thing} and smiled.
{Hero} cried a little, washed {his} face and went home.
{Hero} forgot about the {thing} and had {food} instead.
Nobody ever spoke of the {thing} again.
`

const endsFriend = `
{Hero} and the {friend} shared {food} and were friends from that day on.
The {friend} left without a word, and {hero} was lonely again.
The {friend} moved in and never paid any rent.
"Thank you," {said} {hero}, and hugged the {friend}.
`

const endsLost = `
The {thing} was {where} all along.
The {thing} was never found, and {hero} still looks for it when it rains.
`

const endsLostFriend = `
The {friend} had been sitting on the {thing} the whole time.
`

const endsStuck = `
With one brave pull {hero} got the {thing} free.
The {thing} stayed stuck for ever, and a bird moved in.
`

const endsStuckFriend = `
The {friend} gave one great sneeze, and the {thing} came loose.
`

const endsBroken = `
The {thing} worked again, but only on Sundays.
The {thing} was beyond repair, and {hero} buried it under a rose.
`

const endsBrokenFriend = `
The {friend} fixed the {thing} with a bit of string.
`

const endsWish = `
In the morning {a} {hue} {thing} stood on the doorstep.
{Hero} never got the {thing}, only more socks.
`

const endsWishFriend = `
The {friend} built {him} a {thing} out of biscuit tins.
`

const endsFear = `
{Hero} faced the {thing}, {how}, and it was not so bad.
{Hero} ran home and hid from the {thing} under {his} bed.
`

const endsFearFriend = `
{Hero} held on to the {friend}, and together they were braver than the {thing}.
`

const endsEvent = `
The {thing} was a wonderful mess, and everyone clapped.
Nobody came to the {thing}, and {hero} ate all the cake alone.
`

const endsEventFriend = `
The {friend} danced at the {thing} until the floor broke.
`
