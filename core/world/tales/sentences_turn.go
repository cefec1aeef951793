package tales

// turns happen on the way; they settle nothing.
const turns = `
Just then {weather}, as if things were not bad enough.
Then {weather}, so {he} hid {where} and ate {food}.
All at once {weather}.
{He} was frightened, but {he} went on {how}.
It smelled of {treat}, and {his} stomach answered.
A cat on the wall yawned at all of it.
Somewhere a kitten purred, and {hero} felt a little better.
"{Advice}," {said} a voice from {where}.
{Hero} stopped to help {crowd} across the road.
{Hero} cried a little, then ate {food} and felt better.
A dog barked, {crowd} ran, and {hero} ran too.
{Crowd} watched and ate {food}.
{He} tried once more, {how}, and fell into a puddle.
Nothing happened for a long time except that {weather}.
{He} gave {food} to a hungry kitten.
It grew dark, and {hero} whistled to keep {his} courage up.
"{Plan}," {said} {hero}, and nearly meant it.
{Hero} slipped on a pickle and slid all the way down the hill.
{Crowd} laughed, which did not help.
The road was long, and {weather}.
Then the bell rang {number} times, and {weather}.
{Hero} felt very small and very alone.
A proud cat showed {him} a way through the fence.
{He} fell asleep {where} and dreamed of {treat}.
{Hero} wanted to turn back, but {he} was braver than that.
{He} gave {his} blanket to {crowd}, who were cold.
The stars came out, and {hero} shared {food} with {crowd}.
A gust of wind threw {him} {where}.
There was a smell of {treat} and a sound of {crowd} singing.
"{Question}?" {hero} asked {crowd}, but nobody knew.
{Hero} sneezed {number} times, and {crowd} ran away.
Two cats began to argue about it {where}.
{Hero} leapt over the ditch {how}.
For a moment {he} forgot why {he} had come, and ate {food}.
"{Question}?" asked an old sailor, but did not wait for an answer.
{Hero} looked down, turned pale and went on anyway.
An hour later {hero} was {where}, and {weather}.
{Crowd} cheered, so {he} had to be brave.
Rain dripped down {his} neck, and {he} hummed a tune.
A wet cat jumped on {his} back and stayed there.
It rained so hard that {hero} had to swim the last bit.
The moon hid behind a cloud, and {hero} lit a candle.
A storm tore the roof off, and still {hero} went on.
{Hero} kindly held the umbrella over {crowd}.
{He} helped {crowd} out of a puddle, and they thanked {him}.
By midnight {he} was soaked, muddy and brave.
An owl hooted in the dark, and {hero} hooted back.
{Hero} dared to look {where}, and found {crowd} in pyjamas.
Dusk fell, and an owl wished {him} good luck.
A cat with silver whiskers told {him} to go on.
{He} boldly took the wrong road {number} times.
`

const turnsFriend = `
The {friend} offered {him} {food} and a dry blanket.
"{Advice}," {said} the {friend}.
The {friend} went first, {how}.
Then {weather}, and the {friend} began to sing.
{Hero} gave the {friend} {his} own coat, for {weather}.
The {friend} yawned and would not move.
"{Advice}," {said} the {friend} and winked.
"{Question}?" asked the {friend}.
"{Question}?" {hero} asked, but the {friend} only chewed.
The {friend} knew a song about it with {number} verses.
{Hero} told the {friend} everything, and the {friend} listened.
{Hero} and the {friend} ate {food} while {weather}.
The {friend} was afraid of {crowd}, so {hero} went in front.
The {friend} drew a map in the mud, and {weather}.
Together {hero} and the {friend} walked {number} miles in the rain.
The {friend} counted on its toes and shook its head.
"{Plan}," {said} {hero}, and the {friend} fainted.
"{Plan}," {said} the {friend}, and {hero} turned pale.
The {friend} wanted {food} first.
{Hero} fed the {friend} {food}, one bite at a time.
The {friend} called {crowd}, and {crowd} came at once.
The {friend} slipped, and {hero} caught it just in time.
The {friend} cried a little, so {hero} held it.
{Hero} and the {friend} hid {where} until {weather}.
{Hero} and the {friend} got lost and ended up {where}.
The {friend} whispered something, and {hero} laughed out loud.
The {friend} told a lie, and then another.
The {friend} was no help at all, but it was warm.
The {friend} fell asleep {where} and snored like a train.
In the dark the {friend} took {hero} by the hand.
{Hero} had never trusted {a} {friend} before.
The {friend} drank all the tea and asked for more.
{Crowd} chased the {friend}, and {hero} chased them off.
The {friend} began to juggle with {treat} on its head.
"I am frightened," {said} the {friend}, and {hero} nodded.
"You are kind," {said} the {friend}, and {hero} blushed.
The {friend} tripped over {crowd}.
The {friend} made {him} a cup of tea and a plan.
All night the {friend} and {hero} talked about {treat}.
Bravely the {friend} pushed {him} through a hole in the fence.
The {friend} swam, {hero} rowed, and {weather}.
The {friend} asked a cat, who asked a cat, who knew.
{Hero} got angry, and the {friend} hid {where}.
"Be brave," {said} the {friend}, and held {his} hand.
"Wait," {said} the {friend}, for it had seen {crowd} {where}.
The rain got worse, and the {friend} shared its umbrella.
{Hero} saved the {friend} from the storm and dried its nose.
The stars came out, and the {friend} named them all Kevin.
The {friend} leapt into a puddle and came out with {food}.
"{Plan}," {said} the {friend}, dripping with rain.
In the night the {friend} dared to sing, and {crowd} listened.
The {friend} lit a lantern, for it was a moonless night.
"Share your {treat} first," {said} the {friend}, "and then we talk."
`
