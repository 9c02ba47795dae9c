package widget_test

import (
	"fmt"
	"testing"

	"agtok/ui/layout"
	"agtok/ui/widget"
)

// TestATimeAxis holds that now has its label before the others, that none touches
// another, and that of two letters in one column the next to come is shown.
func TestATimeAxis(t *testing.T) {
	scale := layout.Scale{From: 0, To: 100, Cells: 21}
	name := func(at int64) string { return fmt.Sprintf("<%d>", at) }
	for _, c := range []struct {
		now                    int64
		labels, letters, cross string
	}{
		{50, "<0>     <50>    <100>", "c         d          ", "          ┃          "},
		{80, "<0> <30>      <80>   ", "c         d     ┃    ", "                ┃    "},
		{0, "<0> <30>  <60>  <100>", "b         d          ", "┃                    "},
		{-9, "<0> <30>  <60>  <100>", "a         d          ", "                     "},
		{999, "<0> <30>  <60>  <100>", "c         d          ", "                     "},
	} {
		axis := widget.TimeAxis{Theme: plain(), Scale: scale, Now: c.now}
		if got := axis.Labels(name, []int64{0, 100, 20, 30, 60, 500}); got != c.labels {
			t.Errorf("at %d the labels are\n%q, want\n%q", c.now, got, c.labels)
		}
		if got := axis.Letters([]int64{-5, 0, 1, 51, 500}); got != c.letters {
			t.Errorf("at %d the letters are\n%q, want\n%q", c.now, got, c.letters)
		}
		if got := axis.Cross(widget.NewStrip(21)); got != c.cross {
			t.Errorf("at %d now is\n%q, want\n%q", c.now, got, c.cross)
		}
	}
	if widget.Letter(0)+widget.Letter(25)+widget.Letter(26) != "az " {
		t.Error("the letters are not those of the alphabet")
	}
}
