package ui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is a parsed file of the module, tests left out.
type source struct {
	path string // from the module's root, with slashes
	dir  string // "." for the root
	file *ast.File
}

func sources(t *testing.T) (list []source, files *token.FileSet) {
	t.Helper()
	files = token.NewFileSet()
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel := filepath.ToSlash(strings.TrimPrefix(name, ".."+string(filepath.Separator)))
		if d.IsDir() && name != ".." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(files, name, nil, parser.ParseComments)
		list = append(list, source{rel, path.Dir(rel), f})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 50 {
		t.Fatalf("only %d files found: the walk is broken", len(list))
	}
	return list, files
}

func imports(f *ast.File) []string {
	var list []string
	for _, i := range f.Imports {
		name, _ := strconv.Unquote(i.Path.Value)
		list = append(list, name)
	}
	return list
}

// leaves lists what a package under model may import of the others there: the
// tables that it needs.
var leaves = map[string][]string{
	"admission":    {"decimal", "lifetime", "project", "signer", "timeline", "visible", "wildcard"},
	"alert":        {"timeline", "visible"},
	"candidate":    {"project"},
	"chatservice":  {"project"},
	"clock":        nil,
	"cohost":       {"lifetime", "project", "timeline", "visible"},
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

// TestImportsPointOneWay holds the law: main → ui → model → token; leaves of
// model do not know its root; panes do not know each other or the shell; the
// terminal is ui's alone.
func TestImportsPointOneWay(t *testing.T) {
	list, _ := sources(t)
	for _, s := range list {
		for _, name := range imports(s.file) {
			if why := forbidden(s.dir, name); why != "" {
				t.Errorf("%s imports %s: %s", s.path, name, why)
			}
		}
	}
}

func forbidden(dir, name string) string {
	own, inside := strings.CutPrefix(name, "agtok/")
	layer := strings.Split(dir, "/")[0]
	switch {
	case layer == "token" && strings.Contains(name, "."):
		return "token is made of the standard library"
	case layer == "token" && inside:
		return "token knows nothing above it"
	case layer != "ui" && strings.HasPrefix(name, "github.com/charmbracelet/"):
		return "the terminal is ui's"
	case layer == "model" && strings.HasPrefix(own, "ui") && inside:
		return "model does not draw"
	case strings.HasPrefix(dir, "model/") && inside:
		return forbiddenInLeaf(path.Base(dir), own)
	case isPane(dir) && inside && (own == "ui" || isPane(own)):
		return "panes meet through intents only"
	case strings.HasPrefix(dir, "ui/") && inside && own == "ui":
		return "the shell is above its parts"
	}
	return ""
}

func forbiddenInLeaf(leaf, own string) string {
	allowed, known := leaves[leaf]
	switch {
	case !known:
		return "this leaf is not in the table of leaves"
	case own == "token" || slices.Contains(allowed, strings.TrimPrefix(own, "model/")) || slices.Contains(chatLeaves[leaf], own):
		return ""
	}
	return "a leaf imports token and its tables only"
}

func isPane(dir string) bool {
	return slices.Contains([]string{"ui/chat", "ui/compose", "ui/decode", "ui/watch", "ui/cohost"}, dir)
}

// TestNoClockBelowMain holds that time and chance are arguments everywhere.
func TestNoClockBelowMain(t *testing.T) {
	banned := map[string][]string{
		"time": {"Now", "Since", "Until", "NewTicker", "Sleep"},
		"rand": {"Int", "IntN", "Intn", "Uint32", "Read", "New", "Text"},
	}
	list, files := sources(t)
	for _, s := range list {
		if s.dir == "." {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); ok && slices.Contains(banned[pkg.Name], sel.Sel.Name) {
				t.Errorf("%s: %s.%s: time and chance come from main", files.Position(sel.Pos()), pkg.Name, sel.Sel.Name)
			}
			return true
		})
	}
}

// TestOneInit holds that nothing happens before main but the one thing that has
// to: see package noquery.
func TestOneInit(t *testing.T) {
	list, _ := sources(t)
	for _, s := range list {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "init" && f.Recv == nil && s.dir != "ui/noquery" {
				t.Errorf("%s has an init function", s.path)
			}
		}
	}
}

// TestPackageVariablesAreTables holds that no package variable is assigned to:
// those that there are hold tables.
func TestPackageVariablesAreTables(t *testing.T) {
	list, files := sources(t)
	variables := map[string]map[string]bool{}
	for _, s := range list {
		for _, d := range s.file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					if variables[s.dir] == nil {
						variables[s.dir] = map[string]bool{}
					}
					variables[s.dir][name.Name] = true
				}
			}
		}
	}
	for _, s := range list {
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			own := locals(f)
			ast.Inspect(f, func(n ast.Node) bool {
				a, ok := n.(*ast.AssignStmt)
				if !ok || a.Tok == token.DEFINE {
					return true
				}
				for _, left := range a.Lhs {
					if name, ok := root(left).(*ast.Ident); ok && variables[s.dir][name.Name] && !own[name.Name] {
						t.Errorf("%s: %s is a package variable", files.Position(a.Pos()), name.Name)
					}
				}
				return true
			})
		}
	}
}

// locals gives every name that a function declares, parameters included.
func locals(f *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(e ast.Expr) {
		if name, ok := e.(*ast.Ident); ok {
			names[name.Name] = true
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if n.Tok == token.DEFINE {
					add(left)
				}
			}
		case *ast.RangeStmt:
			add(n.Key)
			add(n.Value)
		case *ast.ValueSpec:
			for _, name := range n.Names {
				add(name)
			}
		case *ast.Field:
			for _, name := range n.Names {
				add(name)
			}
		}
		return true
	})
	return names
}

func root(e ast.Expr) ast.Expr {
	for {
		switch x := e.(type) {
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		default:
			return e
		}
	}
}

// TestEverythingExportedIsDocumented holds that go doc is complete, and that
// every package says what it is.
func TestEverythingExportedIsDocumented(t *testing.T) {
	list, files := sources(t)
	documented := map[string]bool{}
	for _, s := range list {
		documented[s.dir] = documented[s.dir] || s.file.Doc != nil
		for _, d := range s.file.Decls {
			for _, missing := range undocumented(d) {
				t.Errorf("%s: %s has no comment", files.Position(d.Pos()), missing)
			}
		}
	}
	for _, s := range list {
		if !documented[s.dir] {
			t.Errorf("package %s has no comment", s.dir)
			documented[s.dir] = true
		}
	}
}

func undocumented(d ast.Decl) (missing []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || receiverExported(d)) {
			return []string{d.Name.Name}
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
					missing = append(missing, spec.Name.Name)
				}
			case *ast.ValueSpec:
				if spec.Names[0].IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
					missing = append(missing, spec.Names[0].Name)
				}
			}
		}
	}
	return missing
}

func receiverExported(d *ast.FuncDecl) bool {
	e := d.Recv.List[0].Type
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	name, ok := e.(*ast.Ident)
	return ok && name.IsExported()
}

// TestTopLevel holds what stands in the module's root.
func TestTopLevel(t *testing.T) {
	agreed := []string{"main.go", "ui", "model", "token", "chatapi", "config.example.toml", "testdata", "go.mod", "go.sum", "README.md"}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && !slices.Contains(agreed, name) && name != "agtok" && name != "agtok.exe" {
			t.Errorf("%s stands beside %s", name, strings.Join(agreed, ", "))
		}
	}
}

// TestModuleSortsBeforeBubbleTea holds what package noquery rests on.
func TestModuleSortsBeforeBubbleTea(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(string(mod), "module "), "\n")
	if name+"/ui/noquery" >= "github.com/charmbracelet/bubbletea" {
		t.Errorf("module %q sorts after Bubble Tea: every start would wait for the terminal's answer", name)
	}
}

// TestNoDrawers holds that every package is named for what it holds.
func TestNoDrawers(t *testing.T) {
	list, _ := sources(t)
	for _, s := range list {
		if slices.Contains([]string{"utils", "util", "common", "types", "helpers", "misc", "base"}, s.file.Name.Name) {
			t.Errorf("package %s in %s says nothing of what it holds", s.file.Name.Name, s.dir)
		}
	}
}
