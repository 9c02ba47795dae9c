package ui_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"agtok/chatapi/sandbox"
)

// namesFile writes a file of names, and gives what is typed to have it read.
func namesFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "names.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return "@" + path
}

// namesOf gives n names with something between them.
func namesOf(n int, between string) string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("qa-%05d", i+1)
	}
	return strings.Join(names, between)
}

func TestManyAreRegisteredAtOnce(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4", "r").write("dave, alice;erin  qa-{08..11} dave Bad erin!").press("enter")
	u.reads("Register 7 of 10 names?", "POST /acme/talk/users", "dave, alice, erin, qa-08, qa-09 and 2 more", "in requests of up to 60", "3 can't be registered: dave stands there twice Bad: the user name", "and 1 more").press("y")
	u.reads("10 names: 6 registered, 1 there before, 3 failed.", "alice: there before", "dave: failed: the name stands in the list", "Bad: failed: the user name has", "erin!: failed")
	u.misses("erin: ", "qa-08: ").sees("▸ qa-11", "alice")
	if got := h.names(); got != "alice bob mallory dave erin qa-08 qa-09 qa-10 qa-11" {
		t.Errorf("the service has %s", got)
	}
	u.press("r").write("solo").press("enter").sees("Password of solo").press("esc").sees("Register solo").press("esc").press("r").write("a-{1..1}").press("enter").sees("Password of a-1")
}

// TestAReasonIsReadInFull holds that what is wrong with a name of a batch, and the
// legal name nearest to it, can be read to the end.
func TestAReasonIsReadInFull(t *testing.T) {
	h := build(t)
	open(t, 120, 36, h.in()).press("f4", "r").write("carol Dave").press("enter", "y").reads("2 names: 1 registered, 1 failed.", `the nearest legal name is "dave"`)
}

// TestARangeThatIsNone says what is wrong before anything is asked, and what was
// typed stays.
func TestARangeThatIsNone(t *testing.T) {
	h := build(t)
	u := open(t, 120, 36, h.in()).press("f4", "r")
	for text, want := range map[string]string{
		"qa-{50..1}": "from a smaller number to a larger one", "qa-{1..10001}": "at most 10000 names", "qa-{1-5}": "a range looks like qa-{1..50}", "qa-{1..5": "a range looks like",
		"{1..9}{1..9}": "a range looks like", "{1..9000} {1..9000}": "more than 10000 users", "": "type a name, or several", " , ; ": "type a name, or several", "{-1..5}": "a range looks like",
		"{99999999999999999999..99999999999999999999}": "a range looks like",
	} {
		u.replace(text).press("enter").reads(want, strings.TrimSpace(text))
	}
	if n := len(h.wire.requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestAFileOfNames(t *testing.T) {
	for name, text := range map[string]string{
		"lines": "carol\ndave\n", "CRLF": "carol\r\ndave\r\n", "no last line end": "carol\n\n  dave", "BOM": "\ufeffcarol\r\ndave\r\n", "remarks": "# ours\ncarol\n#nobody\ndave\n",
	} {
		t.Run(name, func(t *testing.T) {
			h := build(t)
			u := open(t, 120, 36, h.in()).press("f4", "r").write(namesFile(t, text)).press("enter").sees("Register 2 users?")
			plain(t, u)
			u.press("y").reads("2 names: 2 registered.")
			if got := h.names(); got != "carol dave" {
				t.Errorf("the service has %q", got)
			}
		})
	}
}

// TestAFileThatIsNone says why, and keeps the path that was typed.
func TestAFileThatIsNone(t *testing.T) {
	for name, c := range map[string]struct{ typed, want string }{
		"missing": {"@" + filepath.Join(t.TempDir(), "nowhere.txt"), "there is no such file"}, "folder": {"@" + t.TempDir(), "no file of names"},
		"too big": {namesFile(t, strings.Repeat("x", 4<<20+1)), "more than 4 MiB"}, "too many": {namesFile(t, namesOf(10_001, "\n")), "more than 10000 users"},
		"empty": {namesFile(t, ""), "holds no name"}, "nothing": {"@", "path of a file of names"}, "hostile": {"@/nowhere/\u202egnp\u200b.txt", "there is no such file"},
		"binary": {namesFile(t, "\x00\x1b[2J\u202e{"), "a range looks like"},
	} {
		t.Run(name, func(t *testing.T) {
			h := build(t)
			u := open(t, 200, 36, h.in()).press("f4", "r").write(c.typed).press("enter").sees(c.want)
			plain(t, u)
			if n := len(h.wire.requests()); n != 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// TestAPathThatIsWrongStaysTyped holds that a slip in a path can be put right.
func TestAPathThatIsWrongStaysTyped(t *testing.T) {
	h := build(t)
	open(t, 200, 36, h.in()).press("f4", "r").write("@/nowhere/names.txt").press("enter").sees("there is no such file", "Register", "@/nowhere/names.txt")
}

func TestTenThousandOfAFile(t *testing.T) {
	h := build(t)
	u := open(t, 120, 36, h.in()).press("f4", "r").write(namesFile(t, namesOf(10_000, "\r\n"))).press("enter").reads("Register 10000 users?", "and 9995 more").press("y")
	u.reads("10000 names: 10000 registered.")
	if n := len(h.wire.requests()); len(h.Users()) != 10_000 || n != 167 {
		t.Errorf("%d users, %d requests", len(h.Users()), n)
	}
	plain(t, u)
}

// TestALongPasteLosesNoName pastes more names than the question has room for: the
// paste is refused in words, and as a whole. As many as there is room for are taken.
func TestALongPasteLosesNoName(t *testing.T) {
	h := build(t)
	u := open(t, 120, 36, h.in()).press("f4", "r").paste(namesOf(9_000, "\n")).reads("this paste of 80999 characters is too long: there is room for 65536; put the names into a file").misses("qa-")
	u.press("enter").reads("type a name, or several").paste(namesOf(7_000, "\n")).press("enter").reads("Register 7000 users?")
	if n := len(h.wire.requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// TestWhileAFileIsRead turns read-only on, or another project, while the file is
// being read: nothing may be written then.
func TestWhileAFileIsRead(t *testing.T) {
	for name, c := range map[string]struct{ key, want string }{"read-only": {"w", "read-only"}, "project": {"alt+p", "project"}} {
		t.Run(name, func(t *testing.T) {
			h := build(t)
			other := h.project
			other.Name = "other"
			u := open(t, 120, 36, h.in(other), func(d *setting) { d.Workspace.Confirm = false }).press("f4", "r").write(namesFile(t, "carol\ndave\n"))
			reading := u.hold(key(t, "enter"))
			u.press(c.key)
			u.run(reading)
			if got := h.names(); got != "" {
				t.Errorf("after %s the names of the file were registered: %s", c.key, got)
			}
		})
	}
}

// TestAReportTellsOfEverybody has more failures than a screen shows: what is copied
// has them all.
func TestAReportTellsOfEverybody(t *testing.T) {
	h := build(t)
	u := open(t, 120, 36, h.in()).press("f4", "r").paste("carol "+strings.Repeat("Same ", 99)).press("enter", "y").reads("100 names: 1 registered, 99 failed.")
	u.press("e")
	if n := strings.Count(u.lastCopied(), "Same"); n < 99 {
		t.Errorf("%d of 99 are in the report that is copied", n)
	}
	first, _, _ := strings.Cut(u.lastCopied(), "\n")
	if want := `{"username":"carol","uuid":"` + h.user("carol").UUID + `","result":"registered"`; !strings.HasPrefix(first, want) {
		t.Errorf("the report begins with %s, want %s", first, want)
	}
}

// summary gives the numbers of a report's first line.
func summary(t *testing.T, u *user) (total, registered, exist, failed, notTried, unknown int) {
	t.Helper()
	text := flat(u.frame())
	number := func(pattern string) (n int) {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(text); m != nil {
			_, _ = fmt.Sscan(m[1], &n)
		}
		return n
	}
	if total = number(`(\d+) names:`); total == 0 {
		t.Fatalf("there is no report:\n%s", u.frame())
	}
	return total, number(`(\d+) registered`), number(`(\d+) there before`) + number(`(\d+) there, perhaps`), number(`(\d+) failed`), number(`(\d+) not tried`), number(`(\d+) perhaps made`)
}

// TestAFifthOfTheRequestsFails registers names on a service that loses answers,
// and holds the report against the service.
func TestAFifthOfTheRequestsFails(t *testing.T) {
	n, seeds := 10_000, 2
	if testing.Short() {
		n, seeds = 600, 1
	}
	for seed := range seeds {
		before := []sandbox.User{{Username: "qa-00007", Created: start.Add(-time.Hour)}, {Username: "qa-00123", Created: start.Add(-time.Hour)}}
		h := build(t, before...)
		h.clock.step = time.Millisecond
		h.SetScript(sandbox.AnyOperation, faultyFifth(uint64(seed)))
		u := open(t, 120, 60, h.in()).press("f4", "r").write(namesFile(t, namesOf(n, "\n"))).press("enter", "y")
		total, registered, exist, failed, notTried, unknown := summary(t, u)
		users := map[string]int{}
		for _, x := range h.Users() {
			users[x.Username]++
		}
		if total != n || registered+exist+failed+notTried+unknown != n {
			t.Errorf("seed %d: %d names given, %d told of: %d + %d + %d + %d + %d", seed, n, total, registered, exist, failed, notTried, unknown)
		}
		if made := len(users) - len(before); registered > made || made > registered+unknown || exist != len(before) && unknown == 0 && failed == 0 {
			t.Errorf("seed %d: the service has %d users more; told are %d registered, %d there before, %d failed, %d not known", seed, made, registered, exist, failed, unknown)
		}
		if failed+notTried+unknown > n/100 {
			t.Errorf("seed %d: %d failed, %d not tried", seed, failed, notTried)
		}
		for name, times := range users {
			if times != 1 || !regexp.MustCompile(`^qa-\d{5}$`).MatchString(name) {
				t.Errorf("seed %d: %q is there %d times", seed, name, times)
			}
		}
	}
}

// faultyFifth has one request of five meet something.
func faultyFifth(seed uint64) *sandbox.Script {
	return sandbox.Random(rand.New(rand.NewPCG(seed, 21)).Float64,
		sandbox.Odds{Probability: 0.06, Fault: sandbox.Fault{Kind: sandbox.FaultError, Status: 429}},
		sandbox.Odds{Probability: 0.03, Fault: sandbox.Fault{Kind: sandbox.FaultError}},
		sandbox.Odds{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultError, After: true}},
		sandbox.Odds{Probability: 0.03, Fault: sandbox.Fault{Kind: sandbox.FaultReset}},
		sandbox.Odds{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultReset, After: true}})
}

// TestAFileOfObjects registers users with passwords from a file, as the command does;
// no password is in a frame, whatever is wrong with its line.
func TestAFileOfObjects(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"right":       {"f1\n" + `{"password":"` + password + `","username":"f3"}`, "Register 2 users?"},
		"one":         {`{"password":"` + password + `","username":"f3"}`, "Register f3?"},
		"no name":     {"f1\n" + `{"password":"` + password + `"}`, "line 2: not a name"},
		"cut":         {`{"username":"f3","password":"` + password, "line 1: not a name"},
		"not in JSON": {"f1,f2:" + password, "line 1: more than a name"},
	} {
		t.Run(name, func(t *testing.T) {
			h := build(t)
			u := open(t, 120, 36, h.in()).press("f4", "r").write(namesFile(t, c.text)).press("enter").reads(c.want)
			noneOf(t, u, h, password)
			u.press("y")
			noneOf(t, u, h, password)
			if sent := strings.Join(h.wire.requests(), "\n"); strings.Contains(sent, password) != strings.HasPrefix(c.want, "Register") {
				t.Errorf("sent %q", sent)
			}
		})
	}
}

// TestAPastedObjectDoesNotShow holds it while it stands in the question, and when it
// is wrong.
func TestAPastedObjectDoesNotShow(t *testing.T) {
	for _, text := range []string{`{"username":"f3","password":"` + password + `"}`, "f1\r" + `{"password":"` + password + `"}`} {
		h := build(t)
		u := open(t, 120, 36, h.in()).press("f4", "r").paste(text).sees("••••")
		noneOf(t, u, h, password)
		u.press("enter")
		noneOf(t, u, h, password)
		u.press("esc")
		noneOf(t, u, h, password)
	}
}

// TestAPasteIsReadLineByLine leaves out the remark of a list that is pasted.
func TestAPasteIsReadLineByLine(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r"} {
		h := build(t)
		open(t, 120, 36, h.in()).press("f4", "r").paste("# wanted users" + end + "fd1" + end + "fd2" + end).sees("# wanted users⏎fd1⏎fd2").press("enter").sees("Register 2 users?").press("y")
		if got := h.names(); got != "fd1 fd2" {
			t.Errorf("the service has %s", got)
		}
	}
}

// TestAPasteThatIsTooLongNamesAFile says how to go on.
func TestAPasteThatIsTooLongNamesAFile(t *testing.T) {
	open(t, 120, 36).press("f4", "r").paste(namesOf(9_000, "\n")).reads("is too long", "put the names into a file, and type @FILE")
}

// TestEscGoesBackToTheText holds that esc at a question of consent loses nothing that
// was typed, and that n leaves it.
func TestEscGoesBackToTheText(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4", "r").paste("# us\nzoe\nyves").press("enter").sees("Register 2 users?", "esc back").press("esc").sees("Register # us⏎zoe⏎yves")
	u.write(" xaver").press("enter").reads("zoe, yves, xaver").press("n").misses("Register")
	u.press("r").sees("Register # us⏎zoe⏎yves xaver").press("end").write("!").sees("xaver!").press("esc", "r").write("new").sees("Register new").misses("zoe").press("esc")
	path := namesFile(t, "zoe\nyves")
	u.press("r").write(path).press("enter").sees("Register 2 users?").press("esc").reads(path[len(path)-20:]).press("esc")
	u.press("r").write("carol").press("enter").write(password).press("enter").sees("Register carol?").press("esc").sees("Password of carol " + strings.Repeat("•", len(password)))
	u.press("esc").sees("Register carol").press("esc")
	u.press("l", "p").write(password).press("enter").sees("Change the password of alice?").press("esc").sees("New password of alice " + strings.Repeat("•", len(password)))
	noneOf(t, u, h, password)
}
