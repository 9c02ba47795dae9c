package state_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"agtok/model/state"
)

// many gives 10 000 rows of the size that real ones have.
func many() state.List {
	l := state.List{KeepTokens: true}
	description := `{"version":"007","appId":"970CA35de60c44645bbae8a215061b33","services":[{"type":"rtc","privileges":{` +
		strings.Repeat(`"publishAudioStream":3600,`, 12) + `"joinChannel":3600}}]}`
	for i := range 10_000 {
		l.Rows = append(l.Rows, state.Row{Name: fmt.Sprint("row ", i), Token: "007" + strings.Repeat("e", 250),
			Description: json.RawMessage(description), Signed: "valid"})
	}
	return l
}

func BenchmarkSave(b *testing.B) {
	s, l := newStore(b.TempDir()), many()
	if _, _, err := s.Load(b.Context()); err != nil {
		b.Fatal(err)
	}
	for i := range b.N {
		if err := s.Save(b.Context(), uint64(i), l); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	s := newStore(b.TempDir())
	if _, _, err := s.Load(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := s.Save(b.Context(), 1, many()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := s.Load(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSaveAfterAnother saves in turns with another console, whose file has to
// be read each time.
func BenchmarkSaveAfterAnother(b *testing.B) {
	dir, l := b.TempDir(), many()
	stores := [2]*state.Store{newStore(dir), newStore(dir)}
	for _, s := range stores {
		if _, _, err := s.Load(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	for i := range b.N {
		if err := stores[i%2].Save(b.Context(), uint64(i), l); err != nil {
			b.Fatal(err)
		}
	}
}
