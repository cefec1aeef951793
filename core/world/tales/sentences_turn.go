package tales

// turns happen on the way; they settle nothing.
const turns = `
Just then {weather}, and {hero} got wet to the bone.
Then {weather}, so {he} hid {where} and ate {food}.
All at once {weather}.
{He} was frightened, but {he} went on {how}.
It smelled of {treat}, and {his} stomach answered.
A cat on the wall yawned at all of it.
`

const turnsFriend = `
The {friend} offered {him} {food} and a dry blanket.
"{Advice}," {said} the {friend}.
The {friend} went first, {how}.
Then {weather}, and the {friend} began to sing.
{Hero} gave the {friend} {his} own coat, for {weather}.
The {friend} purred like a kettle and would not move.
`
