package ui_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"testing"
)

// clocks lists the functions that read a clock or wait by one. A limit on what may
// hang, as [context.WithTimeout] sets it, is none: nothing is decided by it.
var clocks = map[string][]string{
	"time":                               {"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep"},
	"github.com/charmbracelet/bubbletea": {"Tick", "Every"},
}

// allowance lets one file call one of the clocks.
type allowance struct{ file, call, why string }

var allowances = []allowance{
	{"ui/tick.go", "bubbletea.Tick", "the console's one ticker; tests replace it"},
	{"ui/chat/job.go", "time.NewTimer", "a request that is long under way is drawn, whatever the clock shows"},
	{"ui/command/watch_clock.go", "time.NewTimer", "the one wait of all commands; tests replace it"},
	{"chatapi/sandbox/server.go", "time.NewTimer", "how a service that is slow on purpose waits; tests replace it"},
}

// noClockBelowMain holds that time is an argument everywhere.
func noClockBelowMain(m *module) (broken []string) {
	for _, c := range clockCalls(m) {
		if !slices.ContainsFunc(allowances, func(a allowance) bool { return a.file == c.file && a.call == c.call }) {
			broken = append(broken, c.why+": "+c.call+": time comes from main")
		}
	}
	return broken
}

// clockCalls gives the uses of clocks below main: why says where each stands.
func clockCalls(m *module) (calls []allowance) {
	for _, s := range m.sources {
		if s.dir == "." {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				from := m.imported(sel.X)
				if slices.Contains(clocks[from], sel.Sel.Name) {
					calls = append(calls, allowance{s.path, path.Base(from) + "." + sel.Sel.Name, m.at(sel)})
				}
			}
			return true
		})
	}
	return calls
}

// imported gives the path of the package that an expression names, "" if it names
// none.
func (m *module) imported(e ast.Expr) string {
	if name, ok := e.(*ast.Ident); ok {
		if p, ok := m.names.Uses[name].(*types.PkgName); ok {
			return p.Imported().Path()
		}
	}
	return ""
}

// TestAllowancesAreUsed holds that nothing is allowed that nobody does any more.
func TestAllowancesAreUsed(t *testing.T) {
	m, err := readModule()
	if err != nil {
		t.Fatal(err)
	}
	calls := clockCalls(m)
	for _, a := range allowances {
		if !slices.ContainsFunc(calls, func(c allowance) bool { return a.file == c.file && a.call == c.call }) {
			t.Errorf("%s calls no %s", a.file, a.call)
		}
	}
}

// noChanceBelowMain holds that chance is an argument everywhere.
func noChanceBelowMain(m *module) (broken []string) {
	for _, s := range m.sources {
		for _, i := range s.file.Imports {
			if slices.Contains([]string{`"math/rand"`, `"math/rand/v2"`, `"crypto/rand"`}, i.Path.Value) && s.dir != "." {
				broken = append(broken, s.path+" imports "+i.Path.Value+": chance comes from main")
			}
		}
	}
	return broken
}

// variablesAreTables holds that package variables stay as they were declared: nobody
// assigns to them or to a part of them, or takes their address, by which that could
// be done elsewhere; none is made to be changed, as a lock or a counter is.
func variablesAreTables(m *module) (broken []string) {
	for _, s := range m.sources {
		ast.Inspect(s.file, func(n ast.Node) bool {
			for _, e := range m.changed(n) {
				if name := m.packageVariable(e); name != "" {
					broken = append(broken, m.at(n)+": "+name+" is a package variable")
				}
			}
			return true
		})
		for _, d := range s.file.Decls {
			broken = append(broken, m.changeable(d)...)
		}
	}
	return broken
}

// changed gives what a statement or an expression changes, or makes changeable.
func (m *module) changed(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return n.Lhs
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		return []ast.Expr{n.Key, n.Value}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			return []ast.Expr{n.X}
		}
	case *ast.SelectorExpr:
		if m.takesAddress(n) {
			return []ast.Expr{n.X}
		}
	case *ast.CallExpr:
		if m.changesArgument(n) {
			return n.Args[:1]
		}
	}
	return nil
}

// takesAddress reports whether a method is called that gets the address of what it
// is called on.
func (m *module) takesAddress(n *ast.SelectorExpr) bool {
	s := m.names.Selections[n]
	if s == nil || s.Kind() != types.MethodVal {
		return false
	}
	_, wants := s.Obj().(*types.Func).Signature().Recv().Type().(*types.Pointer)
	_, has := s.Recv().(*types.Pointer)
	return wants && !has
}

// changesArgument reports whether a call is one of the built-in functions that
// change their first argument.
func (m *module) changesArgument(n *ast.CallExpr) bool {
	name, ok := n.Fun.(*ast.Ident)
	if !ok || !slices.Contains([]string{"delete", "clear", "copy"}, name.Name) {
		return false
	}
	_, ok = m.names.Uses[name].(*types.Builtin)
	return ok
}

// packageVariable gives the name of the package variable that e is, or is a part
// of; "" if there is none.
func (m *module) packageVariable(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		if v, ok := m.names.Uses[x].(*types.Var); ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
			return x.Name
		}
	case *ast.SelectorExpr:
		if m.imported(x.X) != "" {
			return x.Sel.Name // of another package, nothing else can be changed
		}
		return m.packageVariable(x.X)
	case *ast.IndexExpr:
		return m.packageVariable(x.X)
	case *ast.SliceExpr:
		return m.packageVariable(x.X)
	case *ast.StarExpr:
		return m.packageVariable(x.X)
	case *ast.ParenExpr:
		return m.packageVariable(x.X)
	}
	return ""
}

// changeable gives the package variables of a declaration that are made to be
// changed.
func (m *module) changeable(d ast.Decl) (broken []string) {
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return nil
	}
	ast.Inspect(g, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && slices.Contains([]string{"sync", "sync/atomic"}, m.imported(sel.X)) {
			broken = append(broken, m.at(sel)+": a package variable is no "+path.Base(m.imported(sel.X))+"."+sel.Sel.Name)
		}
		return true
	})
	return broken
}
