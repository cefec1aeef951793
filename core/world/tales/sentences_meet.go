package tales

// meets bring a friend.
const meets = `
On the way {he} met {a} {adj} {afriend} {odd}.
{A} {adj} {afriend} was sitting {where}, eating {food}.
{A} {adj} {afriend} {odd} came down the lane.
"{Advice}," {said} {a} {adj} {afriend} from {where}.
{Hero} found {a} {adj} {afriend} {where} and shared {food} with it.
{A} {adj} {afriend} stopped and asked why {hero} looked so sad.
{Hero} heard a small voice, and there was {a} {adj} {afriend} {where}.
Out of the rain came {a} {adj} {afriend} {odd}.
{A} {adj} {afriend} offered to help for the price of {food}.
At the crossroads {a} {adj} {afriend} was crying into a bucket.
There was a knock, and outside stood {a} {adj} {afriend} {odd}.
{Hero} nearly tripped over {a} {adj} {afriend} {where}.
{A} {adj} {afriend} knew all about such things, or said so.
"Are you lost too?" {said} {a} {adj} {afriend} {odd}.
{Hero} asked {a} {adj} {afriend}, who knew {crowd}, who knew nothing.
{Hero} saved {a} {adj} {afriend} from a deep puddle.
{A} {adj} {afriend} slept {where} and did not want to be woken.
{A} {adj} {afriend} had followed {him} all day, hoping for {food}.
When {weather}, {a} {adj} {afriend} held a leaf over {him}.
{A} {adj} {afriend} fell out of the sky and landed {where}.
{He} went to the market and came home with {a} {adj} {afriend}.
{A} {adj} {afriend} lived {where} and was known for its {treat}.
"I smell {treat}," {said} {a} {adj} {afriend} {odd}.
Late that night {a} {adj} {afriend} scratched at the door.
{A} {adj} {afriend} {odd} asked {him} for a dance.
{Hero} hid {where}, but {a} {adj} {afriend} was hiding there already.
{A} {adj} {afriend} laughed at {him} and then felt bad about it.
In the soup sat {a} {adj} {afriend}, quite at home.
{Hero} bowed to {a} {adj} {afriend}, who bowed back {how}.
{A} {adj} {afriend} blocked the road and would not move for less than {food}.
By the river {a} {adj} {afriend} was teaching {crowd} to swim.
{A} {adj} {afriend} dropped from a tree, {odd}.
{Hero} was kind to {a} {adj} {afriend} that everyone else chased away.
{Hero} shared an umbrella with {a} {adj} {afriend} while {weather}.
"Help," {said} {a} {adj} {afriend} that was stuck {where}.
"{Plan}," {said} {hero}, and {a} {adj} {afriend} gasped.
{A} {adj} {afriend} was selling {treat} {where}.
{Hero} hired {a} {adj} {afriend} {odd} as a guide.
{A} {adj} {afriend} growled, but {hero} stood still and was brave.
Only {a} {adj} {afriend} stopped to listen.
{Hero} followed the smell of {treat} and found {a} {adj} {afriend}.
{A} {adj} {afriend} sneezed so loudly that {hero} fell over.
"{Question}?" asked {a} {adj} {afriend} {odd}.
"{Question}?" {hero} asked {a} {adj} {afriend} {where}.
{A} {adj} {afriend} carried {him} over the river on its back.
Three times {hero} called, and the third time {a} {adj} {afriend} came.
{A} {adj} {afriend} and {number} of its cousins were camping {where}.
{Hero} woke {a} {adj} {afriend} by mistake, and said sorry {number} times.
{Hero} and {a} {adj} {afriend} waited together until {weather}.
{A} {adj} {afriend} was playing cards with {crowd} {where}.
{A} {adj} {afriend} gave {him} {food} and asked for nothing.
{A} {adj} {afriend} in love with a scarecrow told {him} everything.
In the pouring rain {a} {adj} {afriend} was dancing with {crowd}.
At midnight {hero} saw {a} {adj} {afriend} {where}, looking at the stars.
{A} {adj} {afriend} in pyjamas came to complain about the noise.
{Hero} helped {a} {adj} {afriend} over a puddle.
In the dark {he} stepped on {a} {adj} {afriend}, who was nice about it.
By the light of the moon {he} met {a} {adj} {afriend} {odd}.
{A} {adj} {afriend} wished {him} a good night and stayed for supper.
`
