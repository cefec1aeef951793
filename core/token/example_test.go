package token_test

import (
	"fmt"
	"slices"

	"preflab/core/token"
)

func ExampleTrain() {
	t := token.Train(slices.Values([]string{"the cat and the hat", "the bat"}), 280)
	ids := t.Encode("the rat")
	var pieces []string
	for _, id := range ids {
		pieces = append(pieces, t.Piece(id))
	}
	fmt.Printf("%q\n", pieces)
	fmt.Println(t.Decode(ids))
	// Output:
	// [" the" " " "r" "at"]
	// the rat
}

func ExampleReadJSON() {
	t := token.Train(slices.Values([]string{"the cat and the hat"}), 280)
	again, err := token.ReadJSON(t.JSON())
	fmt.Println(again.Size() == t.Size(), err)
	_, err = token.ReadJSON([]byte(`{"model": {"type": "Unigram"}}`))
	fmt.Println(err)
	// Output:
	// true <nil>
	// tokenizer.json: the model is of type "Unigram"; only BPE is read
}
