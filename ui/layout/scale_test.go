package layout_test

import (
	"testing"

	"agtok/ui/layout"
)

// TestScale holds that a column begins at its first second, and that what lies
// outside is told from what lies at the ends.
func TestScale(t *testing.T) {
	for _, s := range []layout.Scale{{From: 100, To: 700, Cells: 61}, {From: 0, To: 86400, Cells: 40}, {From: 5, To: 6, Cells: 2}} {
		if s.Column(s.From) != 0 || s.Column(s.To) != s.Cells-1 || s.Column(s.From-1) != -1 || s.Column(s.To+1) != s.Cells {
			t.Errorf("%+v: the ends are at %d and %d", s, s.Column(s.From), s.Column(s.To))
		}
		for c := range s.Cells {
			if at := s.At(c); s.Column(at) != c || c > 0 && s.Column(at-1) == c {
				t.Errorf("%+v: column %d begins at %d", s, c, at)
			}
		}
	}
}
