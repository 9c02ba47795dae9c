package layout_test

import (
	"testing"

	"agtok/ui/layout"
)

func TestClasses(t *testing.T) {
	for _, c := range []struct {
		w, h int
		want layout.Class
	}{
		{1, 1, layout.Tiny}, {39, 60, layout.Tiny}, {200, 11, layout.Tiny}, {40, 12, layout.Narrow}, {79, 24, layout.Narrow},
		{80, 24, layout.Medium}, {119, 24, layout.Medium}, {120, 24, layout.Wide}, {200, 60, layout.Wide},
	} {
		if got := layout.Of(c.w, c.h); got != c.want {
			t.Errorf("%d×%d is of class %d, want %d", c.w, c.h, got, c.want)
		}
	}
}

func TestSplitGivesEverythingAway(t *testing.T) {
	for n := range 250 {
		for _, share := range []int{0, 38, 45, 100} {
			for _, least := range []int{0, 44, 54} {
				first, second := layout.Split(n, share, least)
				if first < 0 || second < 0 || first+second != n {
					t.Fatalf("Split(%d, %d, %d) = %d, %d", n, share, least, first, second)
				}
			}
		}
	}
}
