package ui_test
import "testing"
func TestSmoke(t *testing.T) {
	h := build(t, trio()...)
	for _, size := range [][2]int{{120,36},{80,24},{60,20},{40,12}} {
	u := open(t, size[0], size[1], h.in()).press("f4")
	t.Log("\n"+u.frame())
	u.press("l"); t.Log("\n"+u.frame())
	u.press("r"); u.write("carol").press("enter"); t.Log("\n"+u.frame())
	u.write("sesame").press("enter"); t.Log("\n"+u.frame())
	u.press("n", "t"); t.Log("\n"+u.frame())
	u.press("t"); t.Log("\n"+u.frame())
	u.press("/").write("nobody").press("enter"); t.Log("\n"+u.frame())
	}
}
