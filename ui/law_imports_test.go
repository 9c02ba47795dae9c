package ui_test

import (
	"go/ast"
	"slices"
	"strconv"
	"strings"
	"testing"

	"agtok/ui"
)

// leaves lists what a package under model may import of the others there: the
// tables that it needs.
var leaves = map[string][]string{
	"admission":    {"decimal", "lifetime", "project", "signer", "timeline", "visible", "wildcard"},
	"alert":        {"lifetime", "timeline", "visible"},
	"candidate":    {"project"},
	"chatservice":  {"project"},
	"clock":        nil,
	"cohost":       {"lifetime", "project", "timeline", "visible", "wildcard"},
	"config":       {"project"},
	"decimal":      nil,
	"errorline":    nil,
	"finding":      {"lifetime", "project", "signer", "timeline"},
	"lifetime":     nil,
	"paste":        {"visible"},
	"project":      nil,
	"redact":       {"admission", "finding", "project", "signer", "timeline"},
	"renewal":      {"finding", "lifetime", "signer", "timeline", "visible", "wildcard"},
	"registration": nil,
	"reply":        {"decimal", "lifetime", "project", "timeline", "visible", "wildcard"},
	"sdkversion":   {"decimal", "wildcard"},
	"signer":       {"project"},
	"state":        nil,
	"timeline":     nil,
	"visible":      nil,
	"wildcard":     nil,
}

// chatLeaves lists what the leaves that know the Chat service import of it.
var chatLeaves = map[string][]string{
	"chatservice":  {"chatapi", "chatapi/sandbox"},
	"registration": {"chatapi"},
}

// importsPointOneWay holds that main imports ui, ui model, and model token and
// chatapi; that leaves of model do not know its root; that panes know neither each
// other nor the shell, and nobody them but what lists and opens them; and that the
// terminal is ui's alone.
func importsPointOneWay(m *module) (broken []string) {
	panes := panesOf(m)
	for _, s := range m.sources {
		for _, i := range s.file.Imports {
			name, _ := strconv.Unquote(i.Path.Value)
			why := forbidden(s, name, panes)
			if i.Name != nil && i.Name.Name == "." {
				why = "a name must show where it comes from"
			}
			if why != "" {
				broken = append(broken, s.path+" imports "+name+": "+why)
			}
		}
	}
	return broken
}

// panesOf gives the folders of the panes: of the packages that declare a struct Pane.
func panesOf(m *module) map[string]bool {
	panes := map[string]bool{}
	for _, s := range m.sources {
		ast.Inspect(s.file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || spec.Name.Name != "Pane" {
				return true
			}
			if _, ok := spec.Type.(*ast.StructType); ok && strings.HasPrefix(s.dir, "ui/") {
				panes[s.dir] = true
			}
			return true
		})
	}
	return panes
}

// forbidden says why a file may not import a package, "" if it may.
func forbidden(s source, name string, panes map[string]bool) string {
	own, inside := strings.CutPrefix(name, "agtok/")
	layer, leaf, isLeaf := strings.Cut(s.dir, "/")
	switch {
	case layer != "ui" && strings.HasPrefix(name, "github.com/charmbracelet/"):
		return "the terminal is ui's"
	case layer == "token" && (inside || strings.Contains(name, ".")):
		return "token is made of the standard library"
	case !inside:
		return ""
	case s.dir == "chatapi":
		return "the client of the Chat service knows nothing of the console"
	case layer == "chatapi" && own != "token":
		return "the sandbox knows the token only: it must not make the client's mistakes"
	case layer == "model" && isLeaf:
		return forbiddenInLeaf(leaf, own)
	case layer == "model" && strings.HasPrefix(own+"/", "ui/"):
		return "model does not draw"
	case panes[own] && s.dir != "ui":
		return "panes are known to their list only: they meet through intents"
	case panes[own] && s.path != "ui/panes.go" && s.path != "ui/open.go":
		return "the shell knows none of its panes"
	case layer == "ui" && isLeaf && own == "ui":
		return "the shell is above its parts"
	}
	return ""
}

func forbiddenInLeaf(leaf, own string) string {
	tables, known := leaves[leaf]
	table, isTable := strings.CutPrefix(own, "model/")
	switch {
	case !known:
		return "this leaf is not in the table of leaves"
	case own == "token", isTable && slices.Contains(tables, table), slices.Contains(chatLeaves[leaf], own):
		return ""
	}
	return "a leaf imports token and its tables only"
}

// TestPanesAreFound holds that the law knows the panes that there are.
func TestPanesAreFound(t *testing.T) {
	m, err := readModule()
	if err != nil {
		t.Fatal(err)
	}
	if found := panesOf(m); len(found) != len(ui.Panes(nil, nil)) {
		t.Errorf("the panes are %v", found)
	}
}
