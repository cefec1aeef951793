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
`
