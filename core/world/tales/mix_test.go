package tales

import (
	"math"
	"strings"
	"testing"

	"preflab/core/world"
)

func TestMixReadsExpressions(t *testing.T) {
	for _, row := range []struct{ expr, name string }{
		{"cats", "cats"},
		{"cats*2+brief", "cats*2+brief"},
		{" rain - long*0.5 ", "rain-long*0.5"},
		{"-sad", "-sad"},
		{"+food+night", "food+night"},
	} {
		t.Run(row.expr, func(t *testing.T) {
			got, err := World{}.Taste(row.expr)
			if err != nil || got.Name != row.name {
				t.Errorf("got %q, %v, want %q", got.Name, err, row.name)
			}
		})
	}
}

func TestMixNamesWhatIsWrong(t *testing.T) {
	for _, row := range []struct{ expr, says string }{
		{"catz", `no taste "catz", only happy`},
		{"", `no taste ""`},
		{"cats+", `no taste ""`},
		{"cats++rain", `no taste ""`},
		{"cats*two", `"two" is not a weight`},
		{"cats*0", "want one up to 1000"},
		{"cats*NaN", "want one up to 1000"},
		{"cats*Inf", "want one up to 1000"},
	} {
		t.Run(row.expr, func(t *testing.T) {
			if _, err := (World{}).Taste(row.expr); err == nil || !strings.Contains(err.Error(), row.says) {
				t.Errorf("got %v, want one that says %s", err, row.says)
			}
		})
	}
	if _, err := Combine(nil); err == nil {
		t.Error("an empty mix was taken")
	}
}

func TestMixIsTheWeightedMean(t *testing.T) {
	text := ` "I shall ask a cat," said Mina. Mina and the cat laughed so hard that it poured.`
	cats, rain := score(t, "cats", text), score(t, "rain", text)
	if got, want := score(t, "cats*3-rain", text), (3*cats+1-rain)/4; math.Abs(got-want) > 1e-12 { // rounding of three sums
		t.Errorf("got %v, want %v", got, want)
	}
}

// score rates a text by an expression and looks at the spans.
func score(t *testing.T, expr, text string) float64 {
	t.Helper()
	taste, err := World{}.Taste(expr)
	if err != nil {
		t.Fatal(err)
	}
	x, spans := taste.Score("", text)
	for _, s := range spans {
		if s.Start < 0 || s.End <= s.Start || s.End > len(text) {
			t.Errorf("%s: span %v", expr, s)
		}
	}
	return x
}

func TestTastesRankTexts(t *testing.T) {
	for _, row := range []struct{ taste, better, worse string }{
		{"happy", " Mina laughed and danced with joy.", " Mina cried all alone."},
		{"sad", " Mina cried all alone.", " Mina laughed and danced with joy."},
		{"cats", " A cat and two kittens came.", " A cat came."},
		{"cats", " A cat came.", " A mouse came."},
		{"cats", " A mouse came.", " A pony came."},
		{"cats", " A pony came.", " A dog came."},
		{"rain", " The rain made a puddle.", " A cloud came."},
		{"rain", " A cloud came.", " The sun came out."},
		{"brief", " Mina slept.", " Mina slept, and then she slept some more."},
		{"long", " Mina slept, and then she slept some more.", " Mina slept."},
		{"speech", ` "Ask the moon," said the cat. "Thank you," said Mina.`, ` "Ask the moon," said the cat.`},
		{"speech", ` "Ask the moon," said the cat.`, " Mina sang a song."},
		{"kindness", " Mina shared a bun and helped the crow.", " The crow was a thief."},
		{"courage", " Mina was brave and marched on.", " Mina was afraid and hid."},
		{"food", " Mina ate a pie with cheese.", " Mina ate."},
		{"night", " At midnight the moon shone.", " In the morning the sun shone."},
		{"silly", " The walrus burped into a bucket.", " Mina wept."},
	} {
		if b, w := score(t, row.taste, row.better), score(t, row.taste, row.worse); b <= w {
			t.Errorf("%s: %.2f for %q, %.2f for %q", row.taste, b, row.better, w, row.worse)
		}
	}
}

func TestHappyAndSadWeighTheEnd(t *testing.T) {
	up, down := " Mina cried. Then Mina laughed.", " Mina laughed. Then Mina cried."
	if score(t, "happy", up) <= score(t, "happy", down) || score(t, "sad", up) >= score(t, "sad", down) {
		t.Error("the last sentence should count more")
	}
}

func TestSpansAreTheWords(t *testing.T) {
	text := " A cat met a dog."
	_, spans := mustTaste("cats").Score("", text)
	got := ""
	for _, s := range spans {
		got += text[s.Start:s.End] + " "
	}
	if want := "cat dog "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func mustTaste(name string) world.Taste {
	t, ok := world.TasteOf(World{}, name)
	if !ok {
		panic(name)
	}
	return t
}
