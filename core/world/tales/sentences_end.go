package tales

// ends settle a story, whatever the trouble was.
const ends = `
In the end {hero} laughed until {his} sides hurt.
That night {he} dreamed of the {thing} and smiled.
{Hero} cried a little, washed {his} face and went home.
{Hero} forgot about the {thing} and had {food} instead.
Nobody ever spoke of the {thing} again.
{Hero} went home in the rain, and it was a long way.
So {he} adopted a cat and was happy.
It was not the end {hero} had hoped for, but there was {treat}.
"Well, that is that," {said} {hero}, and closed the door.
{Hero} wrote it all down, and {crowd} read it and wept.
And {crowd} sang about the {thing} for {number} years.
{Hero} felt brave for the rest of {his} life.
{Hero} got a medal for courage, which a kitten ate.
After that {hero} was always kind to {crowd}.
Then it rained for {number} days, and nobody cared any more.
{He} ate {food} under the stars, and all was well.
{Hero} went to bed without supper and cried in the dark.
"Next time," {said} {hero}, "I will bring {food}."
{Hero} was sad for a week and then, one morning, was not.
Nobody thanked {him}, but {hero} did not mind.
{Hero} moved away, and {crowd} live in the house now.
It is still a mystery, and {crowd} like it that way.
{Hero} shared {food} with {crowd}, and it was the best day of the year.
Now there is a statue of {hero} {where}, and the pigeons love it.
"I was brave," {said} {hero} to the mirror, and it was true.
Since that day {hero} sleeps with {number} cats on the bed.
{Hero} turned out to be wrong, and said so, and was forgiven.
{Weather}, and {hero} walked home alone.
{Weather}, and {hero} danced in the puddles with {crowd}.
{Hero} sat by the fire with a purring cat and a plate of {treat}.
The moon laughed, and so did {hero}.
In the morning {crowd} brought {him} {food}, and {he} smiled again.
{He} opened one eye, saw {crowd}, and knew it had all been a dream.
{Hero} sighed and gave everything away to {crowd}.
For {number} nights {hero} sat at the window and waited in vain.
"Never again," {said} {hero}, and did it again on Monday.
{Hero} became famous for {his} {treat} and forgot the rest.
Only the rain knew how sad {hero} was.
{Hero} took a bow, and {crowd} threw {treat}.
{Hero} lived happily ever after, apart from the {thing}.
It rained all night, and {hero} slept like a stone.
{Hero} was the bravest of them all, {crowd} agreed.
{Crowd} helped, out of pure kindness, and all ended well.
{Hero} slipped, said a rude word and landed in a pudding.
The stars came out one by one, and {hero} counted them in bed.
{Hero} slept until dusk, and by then it was all over.
`

const endsFriend = `
{Hero} and the {friend} shared {food} and were friends from that day on.
The {friend} left without a word, and {hero} was lonely again.
The {friend} moved in and never paid any rent.
"Thank you," {said} {hero}, and hugged the {friend}.
The {friend} turned out to be a king under a spell.
{Hero} waved until the {friend} was gone, and then {he} cried.
{Hero} and the {friend} opened a shop that sold {treat}.
The {friend} kissed {hero} on the nose and flew away.
"You were brave," {said} the {friend}, and {hero} blushed.
The {friend} took all the credit, and {hero} let it.
{Hero} and the {friend} laughed so hard that {weather}.
The {friend} ate {food}, burped and called it a success.
Every Sunday {hero} takes {food} to the {friend}.
The {friend} fell ill, and {hero} nursed it back to health.
{Hero} never saw the {friend} again, but it sent postcards.
{Hero} and the {friend} fell asleep {where}, back to back.
"Is that all?" asked the {friend}, and it was.
The {friend} was a thief, and now {hero} has no spoons.
{Hero} made soup, the {friend} made a mess, and both were happy.
They danced in the rain, {hero} and the {friend}, until it was dark.
{Hero} gave the {friend} half of everything, even the {thing}.
The {friend} forgave {him}, and that was the kindest part.
"Friends?" asked {hero}, and the {friend} nodded.
The {friend} grew old, and {hero} carried it everywhere.
{Hero} named a cake after the {friend}.
The {friend} won a prize for it, and {hero} clapped the loudest.
Then the {friend} and {hero} went their own ways, both a little sad.
The {friend} and {hero} got married, to everyone's surprise.
{Hero} and the {friend} told the story to {crowd} every night.
"{Advice}," {said} the {friend}, far too late.
The {friend} sang {him} to sleep while {weather}.
{Hero} bought the {friend} {food} and a hat with a feather.
The {friend} swam home, and {hero} was alone with the rain.
{Hero} had come for the {thing} and went home with the {friend}.
The {friend} only wanted to be held, so {hero} held it all night.
"We were lucky," {said} the {friend}, with a mouth full of {treat}.
Under one umbrella {hero} and the {friend} walked home through the rain.
That night the {friend} and {hero} looked at the moon and said nothing.
The {friend} curled up on the feet of {hero}, and both slept till dusk.
{Hero} gives the {friend} {food} every night, and never asks for thanks.
`

const endsLost = `
The {thing} was {where} all along.
The {thing} was never found, and {hero} still looks for it when it rains.
{Hero} found the {thing} {where}, full of kittens.
One spring the {thing} came back by post, with no note.
{Hero} saw the {thing} on a stranger, who looked so happy that {he} said nothing.
"There you are," {said} {hero}, and kissed the {thing}.
{Hero} jumped into the cold river, bravely, and came up with the {thing}.
The {thing} was lost for good, and {hero} wept into {his} {treat}.
The {thing} had only gone on holiday.
{Hero} had been wearing the {thing} the whole time.
At midnight the {thing} came home alone, smelling of {treat}.
{Hero} found the {thing} with {crowd} and let them keep it.
A cat brought the {thing} back and wanted {food} for it.
"Finders keepers," {said} a voice {where}, and that was that.
`

const endsLostFriend = `
The {friend} had been sitting on the {thing} the whole time.
The {friend} gave back the {thing} and said sorry with {food}.
The {friend} sniffed twice and dug up the {thing} {where}.
The {friend} had eaten the {thing}, and {hero} tried not to cry.
Together {hero} and the {friend} found the {thing} {where}.
"Is it this one?" asked the {friend}, holding up the {thing}.
The {friend} had hidden the {thing} for a joke, and {hero} was not amused.
The {friend} swam out in the storm and came back with the {thing}.
The {friend} gave {him} {food} to make up for the {thing}.
`

const endsStuck = `
With one brave pull {hero} got the {thing} free.
The {thing} stayed stuck for ever, and a bird moved in.
At last the rain washed the {thing} loose.
{Hero} pulled so hard that the {thing} flew over the moon.
{Hero} gave up and visited the {thing} every Sunday.
{Crowd} pushed, {hero} pulled, and the {thing} came out with a pop.
The {thing} fell on {his} head, and {he} laughed until supper.
Lightning struck, and {hero} went home with a smoking {thing}.
{Hero} had to leave the {thing} behind, and it broke {his} heart.
"Ready or not," {said} {hero}, jumped, and caught the {thing}.
{Hero} climbed up in the dark, all alone, and saved the {thing}.
{Crowd} got the {thing} down, and {hero} thanked them with {food}.
By morning the {thing} was free, and nobody knew why.
"Stay there, then," {said} {hero}, and had {food} instead.
`

const endsStuckFriend = `
The {friend} gave one great sneeze, and the {thing} came loose.
The {friend} climbed up and tossed down the {thing}.
Now the {friend} was stuck as well, and {hero} went to fetch {food}.
The {friend} licked the {thing} until it slid free.
{Hero} stood on the {friend}, reached up and had the {thing}.
The {friend} pulled, the {thing} tore, and {hero} cried.
The {friend} talked to the {thing} so kindly that it let go.
"One, two, three," {said} the {friend}, and the {thing} flew into a puddle.
The {friend} brought a ladder, a rope and {food}, and soon it was done.
`

const endsBroken = `
The {thing} worked again, but only on Sundays.
The {thing} was beyond repair, and {hero} buried it under a rose.
{Hero} mended the {thing}, and it was better than before.
The {thing} was never whole again, but {hero} loved it more.
{Hero} turned the {thing} into a bed for two kittens.
{Hero} glued the {thing} to the table, and there it stays.
The smith fixed the {thing} for {food} and a smile.
"It was a good {thing}," {said} {hero}, and took off {his} cap.
{Hero} threw the {thing} into the sea and wept.
The {thing} hummed, blinked and walked off by itself.
{Hero} kept the pieces of the {thing} in a jar and never spoke of it.
{Crowd} left a new {thing} at the door, with a kind note.
Half a {thing} is better than none, {hero} decided, and smiled.
At night the broken {thing} still makes a small sad noise.
`

const endsBrokenFriend = `
The {friend} fixed the {thing} with a bit of string.
The {friend} broke the {thing} again, and {hero} just laughed.
The {friend} gave {him} its own {thing}, and {hero} hugged it.
{Hero} and the {friend} mended the {thing} together while {weather}.
The {friend} ate the last piece of the {thing}, so that was that.
"Good as new," {said} the {friend}, and it nearly was.
The {friend} said it was art, and a queen paid well for the {thing}.
The {friend} looked at the {thing}, shook its head and gave {him} {food}.
"It was me," {said} the {friend}, and {hero} forgave it.
`

const endsWish = `
In the morning {a} {hue} {thing} stood on the doorstep.
{Hero} never got the {thing}, only more socks.
{Hero} won {a} {thing} in a raffle and gave it to {crowd}.
{Hero} made {a} {thing} from old boxes, and it was perfect.
"I do not need {a} {thing}," {said} {hero}, and almost believed it.
{He} got the {thing} at last, and it was far too small.
{Hero} gave the money to {crowd}, and felt rich.
The shop closed, the {thing} was gone, and {hero} cried in the rain.
{Hero} asked for it bravely, and the old queen gave {him} the {thing}.
On {his} birthday {hero} got {number} of them, one from every cat in town.
The {thing} came in the night, on the back of a very old tomcat.
{Crowd} had {a} {thing} to share, and took turns.
{Hero} stole the {thing}, felt awful and took it back in the rain.
{Hero} stopped wishing for the {thing} and learned to whistle.
`

const endsWishFriend = `
The {friend} built {him} {a} {thing} out of biscuit tins.
The {friend} had {a} {thing} to spare, and {hero} danced with joy.
{Hero} bought the {thing} and gave it to the {friend}.
The {friend} sat in the {thing} and would not get out.
"Surprise!" {said} the {friend}, and there was the {thing}.
The {friend} bought the last {thing}, and {hero} went home sad.
The {friend} knew somebody who knew somebody who had {a} {thing}.
"You can have mine," {said} the {friend}, and gave {him} the {thing}.
It rained, the {friend} sang, and {hero} no longer wanted the {thing}.
`

const endsFear = `
{Hero} faced the {thing}, {how}, and it was not so bad.
{Hero} ran home and hid from the {thing} under {his} bed.
The {thing}, it turned out, was afraid of {hero}.
{Hero} marched right up to the {thing} and said good morning.
"Boo," {said} {hero} to the {thing}, and felt ten feet tall.
{Hero} never went near the {thing} again, and missed all the fun.
Slowly {hero} grew to love the {thing}, and even brought it {food}.
{Hero} gave the {thing} a name, and you cannot fear a Gerald.
A kitten walked past the {thing}, so {hero} did too.
Some nights {hero} is still afraid of the {thing}, and that is all right.
{Hero} sang to the {thing} until {he} was not afraid any more.
"Is that all?" {said} {hero} to the {thing}, and laughed.
It took {number} tries and {food}, but {hero} was brave in the end.
{Hero} still crosses the street when the {thing} is mentioned.
`

const endsFearFriend = `
{Hero} held on to the {friend}, and together they were braver than the {thing}.
The {friend} licked the {thing}, and it was only a {thing}.
The {friend} was scared of the {thing} too, so they ran home together.
"Now you," {said} the {friend}, and {hero} was brave at last.
To save the {friend}, {hero} ran straight at the {thing}.
The {friend} laughed at {him}, and {hero} hid from the {thing} for ever.
The {friend} took {him} by the hand and told the {thing} to behave.
{Hero} was so busy helping the {friend} that {he} forgot to fear the {thing}.
"It is only the {thing}," {said} the {friend}, and yawned.
`

const endsEvent = `
The {thing} was a wonderful mess, and everyone clapped.
Nobody came to the {thing}, and {hero} ate all the cake alone.
The {thing} was called off because {weather}.
{Hero} won first prize at the {thing} and gave it to {crowd}.
{Hero} was brave enough to sing at the {thing}, and {crowd} wept.
{Hero} came to the {thing} a day late, and danced alone.
At the {thing} {crowd} ate all the {treat} and went home happy.
"Best {thing} ever," {said} everyone, dripping with rain.
{Hero} slept through the whole {thing} and dreamed a better one.
The {thing} ended with a pie in the face, and {hero} laughed loudest.
It poured on the {thing}, and everyone danced in their boots.
The {thing} went so badly that people still talk about it.
{Hero} fed {crowd} at the {thing}, and nobody went home hungry.
"Welcome to the {thing}," {said} {hero} in the dark, to nobody.
`

const endsEventFriend = `
The {friend} danced at the {thing} until the floor broke.
The {friend} took {him} to the {thing}, and they danced till midnight.
{Hero} and the {friend} missed the {thing} and had {food} in the rain.
The {friend} sang at the {thing}, badly, and {hero} was proud.
The {friend} stole the show at the {thing}, and also the {treat}.
"Shall we?" {said} {hero} to the {friend}, and the {thing} began.
{Hero} held the {friend} up high, so that it could see the {thing}.
Nobody came to the {thing} but the {friend}, and that was enough.
The {friend} ate the prize of the {thing}, which was {food}.
`
