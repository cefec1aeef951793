package tales

import (
	"strings"
	"testing"
	"time"

	"preflab/core/world"
)

const opening = "Mina the otter lived by the old mill. One windy day her red kite was gone."

func TestCheckAccepts(t *testing.T) {
	for _, text := range []string{
		" The kite was on the roof all along.",
		" Mina packed an apple and set out slowly. The kite was never found, and Mina still looks for it when it rains.",
		" On the way she met an old cat with a cold. The cat went first, on tiptoe. The cat had been sitting on the kite the whole time.",
		" \"Who took my kite?\" shouted Mina, and two cats blushed. Mina felt brave for the rest of her life.",
	} {
		if v := (World{}).Check(opening, text); v != (world.Verdict{WellFormed: true, SameHero: true}) {
			t.Errorf("%+v for %q", v, text)
		}
	}
}

func TestCheckRejects(t *testing.T) {
	for _, row := range []struct {
		name, text string
		formed     bool
		hero       bool
		says       string
	}{
		{"another hero", " Otto felt brave for the rest of his life.", true, false, "not about Mina"},
		{"another pronoun", " Mina felt brave for the rest of his life.", false, false, `"his"`},
		{"only the other pronoun", " So he adopted a cat and was happy.", true, false, "not about Mina"},
		{"another thing", " The drum was on the roof all along.", false, true, "not about the kite"},
		{"another trouble", " With one brave pull Mina got the kite free.", false, true, "sentence 1"},
		{"no end", " Mina packed an apple and set out slowly.", false, true, "order"},
		{"end first", " The kite was on the roof all along. Mina packed an apple and set out slowly.", false, true, "order"},
		{"a friend not met", " The cat went first, on tiptoe. Mina felt brave for the rest of her life.", false, true, "sentence 1"},
		{"a friend changed", " On the way she met an old cat with a cold. Every Sunday Mina takes an apple to the dog.", false, true, "sentence 2"},
		{"article", " On the way she met a old cat with a cold. Mina felt brave for the rest of her life.", false, true, `with "a"`},
		{"cut off", " Mina felt brave for the rest", false, true, "breaks off"},
		{"strange word", " Mina felt blorp for the rest of her life.", false, true, `sentence 1: nothing here goes on with "blorp`},
		{"no blank", "Mina felt brave for the rest of her life.", false, true, "begins with a space"},
		{"nothing", "", false, true, "no text"},
		{"two blanks", "  Mina felt brave for the rest of her life.", false, true, "sentence 1"},
		{"too long", strings.Repeat(" Mina felt brave for the rest of her life.", 50), false, true, "longer"},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := World{}.Check(opening, row.text)
			if v.WellFormed != row.formed || v.SameHero != row.hero || !strings.Contains(v.Reason, row.says) {
				t.Errorf("%+v, want %v %v and %s", v, row.formed, row.hero, row.says)
			}
		})
	}
}

func TestCheckTakesAnOpeningOfOnesOwn(t *testing.T) {
	text := " Mina felt brave for the rest of her life."
	if v := (World{}).Check("Mina had a plan.", text); !v.WellFormed || !v.SameHero {
		t.Errorf("%+v", v)
	}
	if v := (World{}).Check("Nobody had a plan.", text); !v.WellFormed || v.SameHero || v.Reason == "" {
		t.Errorf("%+v", v)
	}
	if v := (World{}).Check("Nobody had a plan.", " Blorp."); v.WellFormed || v.SameHero || v.Reason == "" {
		t.Errorf("%+v", v)
	}
}

func TestCheckSeesDamage(t *testing.T) {
	r := source(11)
	const n = 1500
	missed := map[string]int{}
	try := func(name, opening, text string) {
		if v := (World{}).Check(opening, text); v.WellFormed && v.SameHero {
			missed[name]++
		}
	}
	for range n {
		s := World{}.Story(r, world.Train)
		parts := strings.SplitAfter(s.Continuation, " ")[1:]
		i := r.IntN(len(parts))
		with := func(word string) string {
			return " " + strings.Join(parts[:i], "") + word + strings.Join(parts[i+1:], "")
		}
		try("word dropped", s.Opening, with(""))
		try("word doubled", s.Opening, with(parts[i]+parts[i]))
		try("word strange", s.Opening, with("zork "))
		try("cut off", s.Opening, " "+strings.Join(parts[:len(parts)-1], ""))
		try("letter lost", s.Opening, s.Continuation[:len(s.Continuation)-2])
		if at := strings.Index(s.Continuation, ". "); at > 0 {
			try("order", s.Opening, s.Continuation[at+1:]+s.Continuation[:at+1])
		}
	}
	for name, k := range missed {
		// A free slot may be dropped into another of its words ("a hat" for
		// "a paper hat"), never more often than this.
		if limit := n / 100; name != "word dropped" || k > limit {
			t.Errorf("%s: %d of %d not seen", name, k, n)
		}
	}
}

func TestOpeningsAreReadBack(t *testing.T) {
	r := source(12)
	for i := range 20000 {
		split := world.Split(i % 2)
		w := newStory(r, split)
		w.opening()
		c, ok := parseOpening(string(w.out))
		if !ok || c != w.cast {
			t.Fatalf("%q read as %+v, %v; want %+v", w.out, c, ok, w.cast)
		}
		if splitOf(c) != split {
			t.Fatalf("%q is not in split %v", w.out, split)
		}
	}
	if _, ok := parseOpening("Mina had a plan."); ok {
		t.Error("a strange opening was read")
	}
}

func TestHeldOutShare(t *testing.T) {
	r := source(13)
	const n = 50000
	out := 0
	for range n {
		w := writer{choose: chooser{r: r}}
		if splitOf(w.draw()) == world.HeldOut {
			out++
		}
	}
	// Three standard deviations of a share of 0.1 in 50,000 are 0.004.
	if share := float64(out) / n; share < 0.096 || share > 0.104 {
		t.Errorf("%.4f held out, want 0.1", share)
	}
}

func FuzzCheck(f *testing.F) {
	r := source(14)
	for range 20 {
		s := World{}.Story(r, world.HeldOut)
		f.Add(s.Opening, s.Continuation)
	}
	f.Add("", "")
	f.Fuzz(func(t *testing.T, opening, text string) {
		start := time.Now()
		v := World{}.Check(opening, text)
		// A check takes about 0.1 ms; the limit leaves room for a busy machine.
		if d := time.Since(start); d > time.Second {
			t.Errorf("took %v", d)
		}
		if (v.WellFormed && v.SameHero) != (v.Reason == "") {
			t.Errorf("%+v", v)
		}
	})
}

func BenchmarkStory(b *testing.B) {
	r := source(15)
	for b.Loop() {
		World{}.Story(r, world.Train)
	}
}

func BenchmarkCheck(b *testing.B) {
	s := World{}.Story(source(16), world.Train)
	for b.Loop() {
		World{}.Check(s.Opening, s.Continuation)
	}
}

func BenchmarkCheckDamaged(b *testing.B) {
	s := World{}.Story(source(16), world.Train)
	text := strings.TrimSuffix(s.Continuation, ".")
	for b.Loop() {
		World{}.Check(s.Opening, text)
	}
}
