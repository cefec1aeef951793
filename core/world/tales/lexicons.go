package tales

// lexicons are the tastes that are told by words.
func lexicons() []lexicon {
	return []lexicon{
		{name: "happy", label: "Happy stories", base: 0.5, endsCount: true, words: happyWords},
		{name: "sad", label: "Sad stories", base: 0.4, endsCount: true, words: sadWords},
		{name: "cats", label: "Stories with cats", base: 0.25, words: catWords},
		{name: "rain", label: "Rainy stories", base: 0.25, words: rainWords},
		{name: "kindness", label: "Stories about kindness", base: 0.3, words: kindWords},
		{name: "courage", label: "Stories about courage", base: 0.3, words: courageWords},
		{name: "food", label: "Stories with food", base: 0.2, words: foodWords},
		{name: "night", label: "Stories at night", base: 0.3, words: nightWords},
		{name: "funny", label: "Silly stories", base: 0.25, words: funnyWords},
	}
}

var happyWords = weigh(`
1 laughed smiled happy friends hugged clapped danced wonderful sang cheerful warm free
-1 cried lonely sad alone lost never afraid crying trembled
`)

var sadWords = weigh(`
1 cried lonely sad alone never crying buried lost empty wept
-1 laughed smiled happy friends hugged clapped wonderful
`)

var catWords = weigh(`
1 cat kitten tomcat cats
0.5 purred yawned whiskers paws
0.25 mouse hedgehog badger
-0.5 dog puppy dogs barked
`)

var rainWords = weigh(`
1 rain rained rains umbrella storm puddle
0.4 wet clouds cloud wind thunder boots fog
-0.5 sun dry
`)

var kindWords = weigh(`
1 shared helped hugged offered gave kind gentle
0.5 friends thank polite together blanket
-0.5 grumpy
`)

var courageWords = weigh(`
1 brave braver bravely bold faced marched
0.5 climbed first boldly
-0.5 shy frightened trembled hid nervous ran scared
`)

var foodWords = weigh(`
1 bun apple toast pancake honey pears pie soup cake cheese pickle potato nuts jam porridge bread
0.5 ate eating tea cinnamon hungry stomach pantry
`)

var nightWords = weigh(`
1 night moon dark stars dusk midnight
0.4 dreamed sleepy yawned blanket slept bed
-0.5 sun morning
`)

var funnyWords = weigh(`
1 pickle noodle boot hat sneeze pumpkin ladder suitcase
0.5 laughed socks spoon upside curtain biscuit
`)

var speechWords = weigh(`
0.25 asked letter sang sing sigh
-0.5 word silent silence quietly
`)
