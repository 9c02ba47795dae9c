package state

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// version is that of the file's format.
const version = 1

// envelope is the file. Rows has one row a line.
type envelope struct {
	Version    int             `json:"version"`
	Checksum   string          `json:"checksum"`
	KeepTokens bool            `json:"keepTokens"`
	Rows       json.RawMessage `json:"rows"`
}

// checksum covers what the list says. It notices bits that fell over and lines
// that got lost; it is no protection from anyone.
func checksum(keepTokens bool, rows []byte) string {
	h := sha256.New()
	h.Write(strconv.AppendBool(nil, keepTokens))
	h.Write(rows)
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// encode gives the file's bytes.
func encode(l List) ([]byte, error) {
	if len(l.Rows) > maxRows {
		return nil, &excessError{fmt.Sprintf("%d rows are too many, at most %d can be kept", len(l.Rows), maxRows)}
	}
	rows, err := encodeRows(l)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.Grow(len(rows) + 256)
	fmt.Fprintf(&out, "{\"version\":%d,\n\"checksum\":%q,\n\"keepTokens\":%t,\n\"rows\":", version, checksum(l.KeepTokens, rows), l.KeepTokens)
	out.Write(rows)
	out.WriteString("}\n")
	switch {
	case out.Len() > maxFile:
		return nil, &excessError{fmt.Sprintf("%d bytes are too many, at most %d can be kept", out.Len(), maxFile)}
	case !json.Valid(out.Bytes()):
		// A description that is nested to the limit by itself is too deep in a list.
		return nil, errors.New("a description is nested too deeply")
	}
	return out.Bytes(), nil
}

// encodeRows gives the rows as an array. Its errors name a row by its number: a
// description's text may be anything.
func encodeRows(l List) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for i, row := range l.Rows {
		out.WriteByte("[,"[min(i, 1)])
		if !l.KeepTokens {
			row.Token = ""
		}
		if err := enc.Encode(row); err != nil {
			return nil, fmt.Errorf("the description of row %d is not JSON", i+1)
		}
		if out.Len() > maxFile {
			return nil, &excessError{fmt.Sprintf("the list is longer than %d bytes", maxFile)}
		}
	}
	if len(l.Rows) == 0 {
		out.WriteByte('[')
	}
	out.WriteByte(']')
	// Encode takes over a description's bytes as they are.
	return bytes.ToValidUTF8(out.Bytes(), []byte("\ufffd")), nil
}

// excessError says that a list is too large to be kept.
type excessError struct{ why string }

func (e *excessError) Error() string { return e.why }

// damageError says why a file can't be this program's.
type damageError struct{ why string }

func (e *damageError) Error() string { return "it is damaged: " + e.why }

func (e *damageError) notice(path, kept string) string {
	return fmt.Sprintf("%s was damaged (%s), so the list of watched tokens starts empty. The file is kept as %s; it may hold tokens. Watch what you need again, and delete that file when it is of no use.", shown(path), e.why, shown(kept))
}

// newerError says that a file is of a version that this program does not know.
type newerError struct{ version int64 }

func (e *newerError) Error() string {
	return fmt.Sprintf("a newer agtok wrote it (format %d, this one knows %d)", e.version, version)
}

func (e *newerError) notice(path string) string {
	return fmt.Sprintf("%s is left as it is: %v. The list of watched tokens starts empty and is not kept. Update agtok, or set AGTOK_STATE to another folder.", shown(path), e)
}

// parse gives the list in a file's bytes, or a *damageError or *newerError.
func parse(data []byte) (List, error) {
	if !utf8.Valid(data) {
		return List{}, &damageError{"it is not UTF-8"}
	}
	var v struct {
		Version *int64 `json:"version"`
	}
	if err := json.Unmarshal(data, &v); err != nil || v.Version == nil || *v.Version < 1 {
		return List{}, &damageError{wrong(err, "it has no version")}
	}
	if *v.Version > version {
		return List{}, &newerError{*v.Version}
	}
	var e envelope
	if err := strict(data, &e); err != nil {
		return List{}, &damageError{wrong(err, "")}
	}
	if e.Checksum != checksum(e.KeepTokens, e.Rows) {
		return List{}, &damageError{"its checksum does not match"}
	}
	rows, err := parseRows(e.Rows)
	if err != nil {
		return List{}, &damageError{wrong(err, "")}
	}
	return List{KeepTokens: e.KeepTokens, Rows: rows}, nil
}

// What rows can be that is not JSON's fault.
var (
	errTooMany = fmt.Errorf("it has more than %d rows", maxRows)
	errNoList  = errors.New("its rows are no list")
)

// parseRows reads row by row, because many rows can be written in few bytes.
func parseRows(data []byte) (rows []Row, err error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if open, err := dec.Token(); err != nil || open != json.Delim('[') {
		return nil, errNoList
	}
	for dec.More() {
		if len(rows) == maxRows {
			return nil, errTooMany
		}
		var row Row
		if err := dec.Decode(&row); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// strict refuses what v has no field for: it would be gone after the next save.
func strict(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}

// wrong says in a few words of its own what is wrong with a file. The decoder's
// words may hold some of the file.
func wrong(err error, otherwise string) string {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case err == nil:
		return otherwise
	case errors.Is(err, errTooMany), errors.Is(err, errNoList):
		return err.Error()
	case errors.As(err, &syntax):
		return fmt.Sprintf("it is not JSON at byte %d", syntax.Offset)
	case errors.As(err, &typ):
		return "a value in it is of the wrong type"
	}
	return "it has a field that does not belong there"
}
