package detail

import (
	"fmt"
	"strconv"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/token"
)

// Older reports whether a token is of a format that is read and not judged: what
// it admits to no SDK of today would tell.
func Older(t *token.Token) bool { return t.AccessToken2 == nil && t.AccessToken == nil }

// older lists the fields of a format that is only read.
func (v View) older(tok *token.Token) []string {
	if s := tok.Signaling; s != nil {
		return append(v.ends("ends", s.ExpiredTs), v.row("", "the account is in none of its fields, only in its checksum"))
	}
	k := tok.DynamicKey
	if k == nil {
		return nil
	}
	lines := v.parts("issued", append([]string{lifetime.Relative(int64(k.UnixTs), v.Now.Unix())}, v.instant(timeline.Instant(k.UnixTs))...)...)
	if tok.Format != token.Format001 {
		lines = append(lines, v.ends("ends", k.ExpiredTs)...)
	}
	if tok.Format == token.Format005 {
		lines = append(lines, v.row("service", fmt.Sprintf("%d, %s", k.Service, k.Service.Title())))
	}
	if tok.Format == token.Format003 || tok.Format == token.Format002 {
		lines = append(lines, v.row("uid", strconv.FormatUint(uint64(k.UID), 10)))
	}
	lines = append(lines, v.row("random", fmt.Sprintf("%08x", k.Random)))
	for _, e := range k.Extra {
		lines = append(lines, v.rows("extra", fmt.Sprintf("%d: %s", e.Key, visible.Text(e.Value)))...)
	}
	return lines
}

// ends writes the Unix second at which a key of an older format ends.
func (v View) ends(label string, at uint32) []string {
	if at == 0 {
		return []string{v.row(label, "never by itself")}
	}
	return v.parts(label, append([]string{Left(timeline.Instant(at), v.Now.Unix())}, v.instant(timeline.Instant(at))...)...)
}
