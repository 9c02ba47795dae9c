package state

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// id tells rows apart, whatever they are called: a row is the n-th, from 0, of
// those with one sum. So a row that is there twice is two rows.
type id struct {
	sum [sha256.Size]byte
	nth int
}

// entry is a row with what tells it apart.
type entry struct {
	id
	row Row
}

// mark is what two consoles may change of a row that stays the same.
type mark struct{ name, signed string }

// number gives the rows of a list as they are written: with compact descriptions,
// and without tokens if the list keeps none. Its error names a row by its number.
func number(l List) ([]entry, error) {
	list := make([]entry, len(l.Rows))
	count := make(map[[sha256.Size]byte]int, len(l.Rows))
	var buf []byte
	for i, row := range l.Rows {
		description, err := compact(row.Description)
		if err != nil {
			return nil, fmt.Errorf("the description of row %d is not JSON", i+1)
		}
		row.Description = description
		if !l.KeepTokens {
			row.Token = ""
		}
		buf = row.identity(buf[:0])
		sum := sha256.Sum256(buf)
		list[i] = entry{id{sum, count[sum]}, row}
		count[sum]++
	}
	return list, nil
}

// compact gives a description as the file has it: what is not UTF-8 is U+FFFD, so
// that a row is the same before and after it was kept.
func compact(description json.RawMessage) (json.RawMessage, error) {
	if len(description) == 0 {
		return nil, nil
	}
	var out bytes.Buffer
	out.Grow(len(description))
	if err := json.Compact(&out, description); err != nil {
		return nil, err
	}
	if utf8.Valid(out.Bytes()) {
		return out.Bytes(), nil
	}
	return bytes.ToValidUTF8(out.Bytes(), []byte("\ufffd")), nil
}

// identity appends what makes a row the same row to buf: what its token says, with
// channel and user, which not every token says. A row without description is its
// token, and one without either its name.
func (r *Row) identity(buf []byte) []byte {
	switch {
	case len(r.Description) > 0 && string(r.Description) != "null":
		buf = appendPart(append(buf, 'd'), string(r.Description))
	case r.Token != "":
		buf = appendPart(append(buf, 't'), r.Token)
	default:
		buf = appendPart(append(buf, 'n'), r.Name)
	}
	for _, text := range []*string{r.Channel, r.UID} {
		if text == nil {
			buf = append(buf, 0)
			continue
		}
		buf = appendPart(append(buf, 1), *text)
	}
	return buf
}

// appendPart appends a text and its length, so that no two rows run together into
// the same bytes.
func appendPart(buf []byte, text string) []byte {
	if !utf8.ValidString(text) {
		text = string([]rune(text)) // as the encoder writes it
	}
	return append(binary.AppendUvarint(buf, uint64(len(text))), text...)
}

// marks gives what there is to know of a list for the next merge.
func marks(list []entry) map[id]mark {
	base := make(map[id]mark, len(list))
	for _, e := range list {
		base[e.id] = mark{e.row.Name, e.row.Signed}
	}
	return base
}

// places gives where each row of a list is.
func places(list []entry) map[id]int {
	at := make(map[id]int, len(list))
	for i, e := range list {
		at[e.id] = i
	}
	return at
}

// merge gives the list to write, and how many rows at its end are foreign: those of
// other consoles that this one has never shown. Base is what this console last read
// or wanted to write, ours what it has now, and theirs what the file has.
func merge(base map[id]mark, ours, theirs []entry) (merged []entry, foreign int) {
	here, there := places(ours), places(theirs)
	merged = make([]entry, 0, len(ours))
	for _, e := range ours {
		was, old := base[e.id]
		if at, kept := there[e.id]; kept {
			merged = append(merged, reconcile(was, old, e, theirs[at].row))
		} else if !old {
			merged = append(merged, e)
		}
	}
	own := len(merged)
	for _, e := range theirs {
		_, old := base[e.id]
		if _, mine := here[e.id]; !old && !mine {
			merged = append(merged, e)
		}
	}
	return merged, len(merged) - own
}

// reconcile gives a row that both have: as it is here, but for what was changed
// only there, and for a token that only the other console has.
func reconcile(was mark, old bool, here entry, there Row) entry {
	if old && here.row.Name == was.name {
		here.row.Name = there.Name
	}
	if old && here.row.Signed == was.signed {
		here.row.Signed = there.Signed
	}
	if here.row.Token == "" {
		here.row.Token = there.Token
	}
	return here
}

// join appends to list the rows of more that it does not have.
func join(list, more []entry) []entry {
	at := places(list)
	for _, e := range more {
		if _, has := at[e.id]; !has {
			list = append(list, e)
		}
	}
	return list
}
