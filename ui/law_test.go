package ui_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// source is a parsed file of the module, tests left out.
type source struct {
	path string // from the module's root, with slashes
	dir  string // "." for the root
	file *ast.File
}

// module is what the law is held against.
type module struct {
	files   *token.FileSet
	sources []source
	names   *types.Info // what the names in it stand for
}

// law says what in a module is against it, and where.
type law func(*module) []string

// readModule reads this module once for all tests.
var readModule = sync.OnceValues(func() (*module, error) {
	m := &module{files: token.NewFileSet()}
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
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return m.add(rel, string(text))
	})
	if err != nil {
		return nil, err
	}
	return m, m.resolve()
})

// add parses a file.
func (m *module) add(name, text string) error {
	f, err := parser.ParseFile(m.files, name, text, parser.ParseComments|parser.SkipObjectResolution)
	m.sources = append(m.sources, source{name, path.Dir(name), f})
	return err
}

// resolve finds out what the names in the module stand for. Of what is imported from
// elsewhere no more than the path is known: that is enough here, and quick.
func (m *module) resolve() error {
	r := resolver{m, map[string]*types.Package{}}
	m.names = &types.Info{Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	for _, s := range m.sources {
		if _, err := r.Import("agtok/" + s.dir); err != nil {
			return err
		}
	}
	return nil
}

// resolver resolves packages of the module, each after those that it imports.
type resolver struct {
	*module
	done map[string]*types.Package
}

// Import is that of [types.Importer].
func (r resolver) Import(name string) (*types.Package, error) {
	dir, inside := strings.CutPrefix(name, "agtok/")
	if !inside {
		return nil, errors.New("this is not of the module")
	}
	if p, ok := r.done[dir]; ok {
		return p, nil
	}
	r.done[dir] = types.NewPackage(name, "round") // until it is there: packages that import each other do not build
	var files []*ast.File
	for _, s := range r.sources {
		if s.dir == dir {
			files = append(files, s.file)
		}
	}
	ignore := func(error) {} // files for several systems declare the same, and little is known of other modules
	p, _ := (&types.Config{Importer: r, Error: ignore}).Check(name, r.files, files, r.names)
	r.done[dir] = p
	return p, nil
}

// at says where something stands.
func (m *module) at(n ast.Node) string { return m.files.Position(n.Pos()).String() }

// hold holds a law against this module.
func hold(t *testing.T, l law) {
	t.Helper()
	m, err := readModule()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.sources) < 50 {
		t.Fatalf("only %d files found: the walk is broken", len(m.sources))
	}
	for _, broken := range l(m) {
		t.Error(broken)
	}
}

func TestImportsPointOneWay(t *testing.T) { hold(t, importsPointOneWay) }

func TestNoClockBelowMain(t *testing.T) { hold(t, noClockBelowMain) }

func TestNoChanceBelowMain(t *testing.T) { hold(t, noChanceBelowMain) }

func TestPackageVariablesAreTables(t *testing.T) { hold(t, variablesAreTables) }

func TestOneInit(t *testing.T) { hold(t, oneInit) }

func TestEverythingExportedIsDocumented(t *testing.T) { hold(t, everythingIsDocumented) }

func TestNoDrawers(t *testing.T) { hold(t, noDrawers) }

// oneInit holds that nothing happens before main but the one thing that has to: see
// package noquery.
func oneInit(m *module) (broken []string) {
	for _, s := range m.sources {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "init" && f.Recv == nil && s.dir != "ui/noquery" {
				broken = append(broken, s.path+" has an init function")
			}
		}
	}
	return broken
}

// everythingIsDocumented holds that go doc is complete, and that every package says
// what it is.
func everythingIsDocumented(m *module) (broken []string) {
	documented := map[string]bool{}
	for _, s := range m.sources {
		documented[s.dir] = documented[s.dir] || s.file.Doc != nil
		for _, d := range s.file.Decls {
			for _, missing := range undocumented(d) {
				broken = append(broken, m.at(d)+": "+missing+" has no comment")
			}
		}
	}
	for _, s := range m.sources {
		if !documented[s.dir] {
			broken = append(broken, "package "+s.dir+" has no comment")
			documented[s.dir] = true
		}
	}
	return broken
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

// noDrawers holds that every package is named for what it holds.
func noDrawers(m *module) (broken []string) {
	for _, s := range m.sources {
		if name := s.file.Name.Name; slices.Contains([]string{"utils", "util", "common", "types", "helpers", "misc", "base"}, name) {
			broken = append(broken, "package "+name+" in "+s.dir+" says nothing of what it holds")
		}
	}
	return broken
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
