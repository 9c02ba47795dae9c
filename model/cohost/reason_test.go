package cohost_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"agtok/model/cohost"
)

// TestReasonsSayTheSame compares all that a reason says with a golden: a word of it is
// what the whole lab is there for.
func TestReasonsSayTheSame(t *testing.T) {
	var b strings.Builder
	for _, r := range cohost.Reasons() {
		fmt.Fprintf(&b, "%s: %s, %q, %s\n\t%s\n\tfrom %s\n", r.ID, r.Answer, r.Word, r.Certainty, r.Text, r.Source)
		for _, shown := range r.Shows {
			fmt.Fprintf(&b, "\tSDK %s, %s: %s\n", shown.Text, shown.Certainty, shown.Source)
		}
	}
	matches(t, "testdata/reasons.txt", b.String())
}

// TestReasonsAreWhole holds that every reason has its words and stands on
// something, and that an answer that is sure names a page.
func TestReasonsAreWhole(t *testing.T) {
	list := cohost.Reasons()
	if len(list) < 25 {
		t.Fatalf("%d reasons", len(list))
	}
	var ids []cohost.ReasonID
	for _, r := range list {
		if r.ID == "" || r.Word == "" || len(r.Word) > 16 || !strings.HasSuffix(r.Text, ".") || r.Source == "" {
			t.Errorf("%+v", r)
		}
		if (r.Certainty == cohost.Undocumented) != strings.HasPrefix(r.Source, "none") {
			t.Errorf("%s is %s and rests on %q", r.ID, r.Certainty, r.Source)
		}
		if r.Answer == cohost.Unknown && r.Word != "unknown" {
			t.Errorf("%s says %q", r.ID, r.Word)
		}
		for _, shown := range r.Shows {
			if shown.Text == "" || shown.Source == "" || shown.Certainty == "" {
				t.Errorf("%s: the SDK line %+v", r.ID, shown)
			}
		}
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(list) {
		t.Error("a reason is there twice")
	}
}
