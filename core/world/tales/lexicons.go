package tales

// lexicons are the tastes that are told by words. A word that is the thing
// itself weighs about 1, one that is near it a half or less, and one that
// speaks against it less than 0: most stories then have some score of their
// own, and two stories of one opening can be told apart.
func lexicons() []lexicon {
	return []lexicon{
		{name: "happy", label: "Happy stories", base: 0.5, endsCount: true, words: weigh(happyWords)},
		{name: "sad", label: "Sad stories", base: 0.4, endsCount: true, words: weigh(sadWords)},
		{name: "cats", label: "Stories with cats", base: 0.25, words: weigh(catWords)},
		{name: "rain", label: "Rainy stories", base: 0.25, words: weigh(rainWords)},
		{name: "kindness", label: "Stories about kindness", base: 0.3, words: weigh(kindWords)},
		{name: "courage", label: "Stories about courage", base: 0.35, words: weigh(courageWords)},
		{name: "food", label: "Stories with food", base: 0.2, words: weigh(foodWords)},
		{name: "night", label: "Stories at night", base: 0.3, words: weigh(nightWords)},
		{name: "silly", label: "Silly stories", base: 0.25, words: weigh(sillyWords)},
	}
}

const happyWords = `
1 happy happily laughed danced joy hugged wonderful
0.8 smiled smile clapped cheered friends kissed married won perfect famous
0.6 sang cheerful proud best loved love better loud fun rich free lucky rainbow
0.4 warm together cake nodded winked surprise prize friend sing song
-0.4 cold wet never lost nothing wrong broke afraid nobody
-0.6 sorry sighed tears lonely alone trembled grumpy
-1 cried cry crying sad wept heart gone buried
`

const sadWords = `
1 cried cry crying sad wept buried tears
0.8 lonely alone sighed vain gone lost broke
0.5 never nobody cold sorry empty without ill dark nothing beyond rain
0.3 wet old rained last small late
-0.4 better cheerful warm proud sang best
-0.8 smiled smile friends friend clapped danced won perfect
-1 happy happily laughed hugged wonderful joy
`

const catWords = `
1 cat cats kitten kittens tomcat
0.7 purr purred purring
0.3 mouse mice hamster hedgehog badger milk whiskers saucer
0.15 yawned scratched licked ginger
-0.3 bat
-0.6 dog dogs puppy puppies barked
`

const rainWords = `
1 rain rains rained poured storm
0.8 puddle puddles dripping dripped umbrella
0.5 wet soggy cloud clouds thunder lightning rainbow boots hail
0.25 fog snow wind gust roof roofs pond river bucket buckets leaf muddy mud washed
-0.4 stars moon
-0.7 sun dry
`

const kindWords = `
1 kind kindly kindness kinder kindest shared helped help gentle generous
0.8 gave offered hugged thank thanked forgave forgiven nursed saved share thanks gives
0.5 polite together friends friend fed carried held nice listened brought
0.3 sorry blanket warm asked stopped bowed love
-0.5 grumpy chased growled took lie
-0.8 thief stole angry
`

const courageWords = `
1 brave braver bravely bravest courage fearless
0.8 bold faced marched boldly dared leapt
0.5 climbed jumped saved straight stood first rowed swam
0.25 went walked opened proud held pulled through pushed
-0.4 shy nervous timid waited bed
-0.7 afraid scared frightened trembled hid hiding fear feared fainted ran pale
`

const foodWords = `
1 cake pie soup honey jam cheese bread bun toast pancake chocolate pudding porridge
0.8 apple pears potato nuts pickle carrot noodles sardines egg onion biscuits butter fish
0.5 ate eat eating eaten cooked baked supper hungry lemonade milk tea cinnamon feast
0.3 pantry bakery stomach chewed spoon spoons pot bowl pumpkin cabbages bite teapot picnic mouth noodle fed
-0.4 nothing empty
`

const nightWords = `
1 night nights moonless midnight moon stars dark dusk
0.7 dreamed dream asleep slept sleep sleeps candle owl bat
0.4 bed late yawned snored awake woken pillows sleepy lamp lantern ghost blanket
-0.4 day days today noon
-0.7 sun morning rainbow
`

const sillyWords = `
1 burped sneezed sneeze pickle silly bathtub juggle upside backwards pop
0.7 boot bucket pumpkin noodle fainted bicycle socks curtain spoon pudding suitcase pie walrus
0.4 goose geese penguins pigeons boots hat cape velvet nose toes laughed cabbages tripped goats laundry cousins parrot frogs bees
-0.4 sad cried wept brave
`

const speechWords = `
0.3 asked called sang song told talked spoke answer
0.15 voice laughed sighed listen listened letter
-0.3 alone word quietly nobody
`
