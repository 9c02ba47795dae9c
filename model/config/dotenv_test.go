package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestDotenv(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // NAME=value@line, sorted
		wrong      []int
	}{
		{"empty", "", nil, nil},
		{"plain", "A=1\nB = two words \n", []string{"A=1@1", "B=two words@2"}, nil},
		{"no end of line", "A=1", []string{"A=1@1"}, nil},
		{"carriage returns", "A=1\r\nB='2'\r\n", []string{"A=1@1", "B=2@2"}, nil},
		{"byte order mark", "\ufeffA=1\n", []string{"A=1@1"}, nil},
		{"comments", "# A=1\n  # B=2\nC=3 # c\nD=a#b\nE=#e\nF=\"6\" # f\n", []string{"C=3@3", "D=a#b@4", "E=@5", "F=6@6"}, nil},
		{"export", "export A=1\n  export\tB=2\nexport=3\nexport A\n", []string{"A=1@1", "B=2@2", "export=3@3"}, []int{4}},
		{"quotes", "A=' x # y '\nB=\"a\\tb\\\"c\\\\d\\q\\$\"\nC='it''s'\nD=a'b\n", []string{"A= x # y @1", "B=a\tb\"c\\d\\q$@2", "D=a'b@4"}, []int{3}},
		{"several lines", "A=\"1\n2\"\nB='3\n\n4' # b\nC=5\n", []string{"A=1\n2@1", "B=3\n\n4@3", "C=5@6"}, nil},
		{"a quote never closed", "A=\"1\nB=2\n", []string{"B=2@2"}, []int{1}},
		{"the last counts", "A=1\nA=2\n", []string{"A=2@2"}, nil},
		{"empty values", "A=\nB=\"\"\n", []string{"A=@1", "B=@2"}, nil},
		{"not assignments", "A\n=1\n1A=1\nA-B=1\nA B=1\n\x00=1\nC:1\nD=4\n", []string{"D=4@8"}, []int{1, 2, 3, 4, 5, 6, 7}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			vars, wrong := parseDotenv(tt.text)
			var got []string
			for _, name := range sortedKeys(vars) {
				got = append(got, fmt.Sprintf("%s=%s@%d", name, vars[name].value, vars[name].line))
			}
			if !slices.Equal(got, tt.want) || !slices.Equal(wrong, tt.wrong) {
				t.Errorf("it holds %q and wrong lines %v, want %q and %v", got, wrong, tt.want, tt.wrong)
			}
		})
	}
}

func FuzzDotenv(f *testing.F) {
	f.Add("export A='1' # x\nB=\"2\n3\"\n\nC = d\n")
	f.Add("A=\"\\\n\"\n'=\"")
	f.Fuzz(func(t *testing.T, text string) {
		vars, wrong := parseDotenv(text)
		lines := strings.Count(text, "\n") + 1
		for name, v := range vars {
			if !isVariable(name) || v.line < 1 || v.line > lines || len(v.value) > len(text) {
				t.Errorf("%q is %+v", name, v)
			}
		}
		for i, line := range wrong {
			if line < 1 || line > lines || i > 0 && wrong[i-1] >= line {
				t.Errorf("wrong lines are %v of %d", wrong, lines)
			}
		}
	})
}
