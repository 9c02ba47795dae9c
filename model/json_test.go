package model_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"agtok/model"
	"agtok/model/finding"
	"agtok/model/paste"
	"agtok/model/project"
	"agtok/model/timeline"
	"agtok/token"
)

// inspected is what the JSON of a token says, read by package json.
type inspected struct {
	Input, Token, Status string
	OK                   bool
	Description          json.RawMessage
	WorksFor             model.WorksFor
	Events               []json.RawMessage
	Findings             []finding.Finding
	Layout               []struct {
		Path, Hex  string
		Start, End int
	}
	Error      token.Error
	Recognised string
}

func read(t *testing.T, data []byte) inspected {
	t.Helper()
	var out inspected
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatalf("%v in %q", err, data)
	}
	return out
}

// vectorTokens gives every token of the official libraries, of all formats.
func vectorTokens(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, name := range []string{"official.jsonl", "generated.jsonl", "descriptions.jsonl"} {
		data, err := os.ReadFile("../testdata/vectors/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			var row struct{ Token string }
			if err := json.Unmarshal(line, &row); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			list = append(list, row.Token)
		}
	}
	if len(list) < 800 {
		t.Fatalf("only %d tokens in the vectors", len(list))
	}
	return list
}

// TestJSONIsWhatPackageJSONWrites holds the parts that are written by hand against
// their types' own JSON, at moments at which other things are to be said.
func TestJSONIsWhatPackageJSONWrites(t *testing.T) {
	in := model.Inspector{Projects: []project.Project{project.Demo()}}
	events, findings := 0, 0
	for k, text := range vectorTokens(t) {
		now := time.Unix([]int64{0, 1_700_000_100, 1_795_345_200, 4_000_000_000}[k%4], 0).UTC()
		for _, i := range in.Inspect(text, &token.Missing{Channel: "lobby"}, now) {
			data := i.AppendJSON([]byte("before"), now.Unix())[len("before"):]
			got := read(t, data)
			if !got.OK || got.Input != i.Found.Input || got.Token != i.Found.Token.Text || got.WorksFor != i.WorksFor(now.Unix()) {
				t.Fatalf("%s: %+v", text, got)
			}
			if !slices.Equal(got.Findings, i.Findings) {
				t.Errorf("%s: findings\n%+v\nwant\n%+v", text, got.Findings, i.Findings)
			}
			checkEvents(t, got.Events, i.Timeline.Events)
			events, findings = events+len(got.Events), findings+len(got.Findings)
		}
	}
	if events < 1000 || findings < 1000 {
		t.Errorf("only %d events and %d findings were compared", events, findings)
	}
}

// event is what the JSON of an event says, key by key.
type event struct {
	At        timeline.Instant  `json:"at"`
	Event     timeline.Kind     `json:"event"`
	Product   timeline.Product  `json:"product"`
	Subject   string            `json:"subject"`
	Certain   bool              `json:"certain"`
	Callbacks map[string]string `json:"callbacks,omitempty"`
	Before    bool              `json:"beforeIssue,omitempty"`
}

func checkEvents(t *testing.T, got []json.RawMessage, want []timeline.Event) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d events are written of %d", len(got), len(want))
	}
	for k := range want {
		w := &want[k]
		e := event{w.At, w.Event, w.Product, w.Subject, w.Certain, nil, w.Before}
		if native, web := w.Callbacks(); native+web != "" {
			e.Callbacks = map[string]string{"native": native, "web": web}
		}
		if text, err := json.Marshal(e); err != nil || string(text) != string(got[k]) {
			t.Errorf("an event is written as\n%s, want\n%s (%v)", got[k], text, err)
		}
	}
}

// TestJSONLayout holds the places of fields, of each format, against the bytes that
// stand there.
func TestJSONLayout(t *testing.T) {
	for _, c := range []struct{ format, text, path, hex string }{
		{"007", mustSign(t), "services[0].channelName", "05006c6f626279"},
		{"006", "006970CA35de60c44645bbae8a215061b33IACV0fZUBw+72cVoL9eyGGh3Q6Poi8bgjwVLnyKSJyOXR7dIfRBXoFHlEAABAAAAR/QQAAEAAQCvKDdW", "ts", "47f41000"},
		{"005", "005AwAoADc0QTk5RTVEQjI4MDk0NUI0NzUwNTk0MUFDMjM4MDU2NzIwREY3QjAQAJcMo13mDERkW7roohUGGzOwKDdW9buDA68oN1YAAA==", "unixTs", "b0283756"},
		{"004", "0047f60ef0a65df9aad718eb6c4790a3e52a468313bb9b595bcfd72479d894abe7a8cf0c37e14464554720383bbf51446455471", "random", "3033383362626635"},
		{"003", "0037666966591a93ee5a3f712e22633f31f0cbc8f13970ca35de60c44645bbae8a215061b3314464554720383bbf528823412731446455471", "uid", "32383832333431323733"},
		{"002", "7666966591a93ee5a3f712e22633f31f0cbc8f13970ca35de60c44645bbae8a215061b3314464554720383bbf528823412731446455471", "expiredTs", "31343436343535343731"},
		{"001", "870588aad271ff47094eb622617e89d6b5b5a615970ca35de60c44645bbae8a215061b3314464554720383bbf5", "unixTs", "31343436343535343732"},
		{"signaling", "1:970CA35de60c44645bbae8a215061b33:1514219634:82539e1f3973bcfe3f0d0c8993e6c051", "expiredTs", "313531343231393633343a"},
	} {
		i := model.Inspector{}.Inspect(c.text, nil, time.Unix(0, 0))[0]
		got := read(t, i.AppendJSONLayout(nil, 0))
		at := slices.IndexFunc(got.Layout, func(f struct {
			Path, Hex  string
			Start, End int
		}) bool {
			return f.Path == c.path
		})
		if !got.OK || at < 0 || got.Layout[at].Hex != c.hex || got.Layout[at].End-got.Layout[at].Start != len(c.hex)/2 {
			t.Errorf("%s: layout %+v, want %s at %s", c.format, got.Layout, c.hex, c.path)
		}
		without := i.AppendJSON(nil, 0)
		if with := i.AppendJSONLayout(nil, 0); !bytes.HasPrefix(with, append(without[:len(without)-1:len(without)-1], `,"layout":[`...)) {
			t.Errorf("%s: the layout is not all that is added", c.format)
		}
	}
}

func mustSign(t *testing.T) string {
	t.Helper()
	c, err := token.ParseCertificate(strings.Repeat("a", 32))
	if err != nil {
		t.Fatal(err)
	}
	text, err := token.Sign(&token.AccessToken2{AppID: strings.Repeat("b", 32), Services: []token.Service{{Type: token.RTC, ChannelName: "lobby"}}}, c)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestJSONOfWhatIsNoToken(t *testing.T) {
	for _, text := range []string{"", "nothing", "007eJxT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"} {
		i := model.Inspector{}.Inspect(text, nil, time.Unix(0, 0))[0]
		got := read(t, i.AppendJSONLayout(nil, 0))
		if got.OK || got.Layout != nil || got.Input != i.Found.Input || got.Recognised != string(i.Found.Recognised) || !reflect.DeepEqual(&got.Error, i.Found.Err) {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// FuzzJSONText writes any text: it must come back, bytes that are not UTF-8 aside,
// and nothing in the JSON may hide or move anything on a terminal.
func FuzzJSONText(f *testing.F) {
	f.Add("plain", "a \"quote\" and a \\")
	f.Add("\x00\x1b[31m\u007f\u0085\u202e\u2028", "\u3164\U000e0041\U0001f600é")
	f.Add("\xff\xc3(", "\ufffd")
	f.Fuzz(func(t *testing.T, input, message string) {
		i := model.Inspection{Found: paste.Found{Input: input, Err: &token.Error{Stage: token.StagePrefix, Message: message}}}
		data := i.AppendJSON(nil, 0)
		got := read(t, data)
		if want := string([]rune(input)); got.Input != want {
			t.Errorf("%q comes back as %q", want, got.Input)
		}
		if want := string([]rune(message)); got.Error.Message != want {
			t.Errorf("%q comes back as %q", want, got.Error.Message)
		}
		for _, c := range string(data) {
			hidden := unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) && c != 0xfe0e && c != 0xfe0f
			if !unicode.IsPrint(c) || hidden {
				t.Fatalf("%U stands in %q", c, data)
			}
		}
	})
}
