package token

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

// Encoder signs tokens one after another and keeps its buffers between them. The
// zero value is ready. An Encoder is not for use by several goroutines at once.
type Encoder struct {
	z       *zlib.Writer
	packed  bytes.Buffer
	payload []byte
	stream  []byte
	text    []byte
}

// Sign gives the 007 token of a, signed with c: the same text, byte for byte, as
// the official Go library's for the same content. It refuses what [Parse] could
// not read back: texts or lists beyond 65535, a payload beyond [MaxPayload], an
// App ID that is not 32 hexadecimal digits.
func Sign(a *AccessToken2, c Certificate) (string, error) { return new(Encoder).Sign(a, c) }

// Sign is the package's [Sign] with the Encoder's buffers.
func (e *Encoder) Sign(a *AccessToken2, c Certificate) (string, error) {
	if err := e.sign(a, c); err != nil {
		return "", err
	}
	return e.envelope()
}

// sign writes the signed payload of a to e.payload.
func (e *Encoder) sign(a *AccessToken2, c Certificate) error {
	if err := signable(a.AppID, c); err != nil {
		return err
	}
	if err := a.check(); err != nil {
		return err
	}
	e.payload = a.append(append(e.payload[:0], make([]byte, signatureStr)...))
	if len(e.payload) > MaxPayload {
		return fmt.Errorf("the token's content would be %d bytes; the limit is %d", len(e.payload), MaxPayload)
	}
	sum := sign007(c, a.IssueTs, a.Salt, e.payload[signatureStr:])
	appendStr(e.payload[:0], string(sum[:]))
	return nil
}

// signatureStr is the length of the signature with its own length before it.
const signatureStr = 2 + signatureLen

// envelope compresses and encodes e.payload.
func (e *Encoder) envelope() (string, error) {
	e.packed.Reset()
	if e.z == nil {
		e.z = zlib.NewWriter(&e.packed)
	} else {
		e.z.Reset(&e.packed)
	}
	if _, err := e.z.Write(e.payload); err != nil {
		return "", err
	}
	if err := e.z.Close(); err != nil {
		return "", err
	}
	e.text = append(e.text[:0], Format007...)
	return e.finish(e.packed.Bytes())
}

func signable(appID string, c Certificate) error {
	if c.IsZero() {
		return errors.New("there is no certificate to sign with")
	}
	return CheckAppID(appID)
}

// check refuses what the wire format's 16-bit lengths can't hold and what reads
// back as something else.
func (a *AccessToken2) check() error {
	n := len(a.Services) + a.MoreServices
	if n > 0xffff {
		return fmt.Errorf("%d services: the format holds 65535", n)
	}
	last := len(a.Services) - 1
	for i := range a.Services {
		if err := a.Services[i].check(); err != nil {
			return fmt.Errorf("services[%d].%w", i, err)
		}
		if !a.Services[i].Type.Known() && i != last {
			return fmt.Errorf("services[%d]: an unknown service runs to the end of the payload, so it must be the last", i)
		}
	}
	open := last >= 0 && !a.Services[last].Type.Known()
	switch {
	case a.MoreServices < 0 || a.MoreServices > 0 && !open:
		return fmt.Errorf("%d services announced and %d listed: only after an unknown service can more follow", n, len(a.Services))
	case open && len(a.TrailingBytes) > 0:
		return errors.New("bytes after an unknown service are part of it, not trailing bytes")
	}
	return nil
}

func (s *Service) check() error {
	if len(s.Privileges) > 0xffff {
		return fmt.Errorf("privileges: %d of them: the format holds 65535", len(s.Privileges))
	}
	for _, f := range s.Type.spec().fields {
		if text := s.text(f); text != nil && len(*text) > 0xffff {
			return fmt.Errorf("%s: %d bytes long: the format holds 65535", fieldNames[f], len(*text))
		}
	}
	if !permissionsFit(s.Permissions) {
		return errors.New("permissions: a list or a name is longer than the format's 65535")
	}
	return nil
}

func permissionsFit(tree []Resource) bool {
	for _, res := range tree {
		for _, perm := range res.Permissions {
			for _, name := range perm.Names {
				if len(name) > 0xffff {
					return false
				}
			}
			if len(perm.Names) > 0xffff {
				return false
			}
		}
		if len(res.Permissions) > 0xffff {
			return false
		}
	}
	return len(tree) <= 0xffff
}

// append writes what the signature covers behind b.
func (a *AccessToken2) append(b []byte) []byte {
	b = appendStr(b, a.AppID)
	b = binary.LittleEndian.AppendUint32(b, a.IssueTs)
	b = binary.LittleEndian.AppendUint32(b, a.Expire)
	b = binary.LittleEndian.AppendUint32(b, a.Salt)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(a.Services)+a.MoreServices))
	for i := range a.Services {
		b = a.Services[i].append(b)
	}
	return append(b, a.TrailingBytes...)
}

func (s *Service) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(s.Type))
	if !s.Type.Known() {
		return append(b, s.Raw...)
	}
	b = appendGrants(b, s.Privileges)
	for _, f := range s.Type.spec().fields {
		switch f {
		case fieldRole:
			b = binary.LittleEndian.AppendUint16(b, uint16(s.Role))
		case fieldPermissions:
			b = appendPermissions(b, s.Permissions)
		default:
			b = appendStr(b, *s.text(f))
		}
	}
	return b
}

func appendPermissions(b []byte, tree []Resource) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(len(tree)))
	for _, res := range tree {
		b = binary.LittleEndian.AppendUint16(b, res.Type)
		b = binary.LittleEndian.AppendUint16(b, uint16(len(res.Permissions)))
		for _, perm := range res.Permissions {
			b = binary.LittleEndian.AppendUint16(b, perm.Type)
			b = binary.LittleEndian.AppendUint16(b, uint16(len(perm.Names)))
			for _, name := range perm.Names {
				b = appendStr(b, name)
			}
		}
	}
	return b
}

// Sign006 gives the 006 token of a for the channel and uid in m, signed with c.
// The CRC-32s are computed from m; those in a are not looked at. It refuses an
// App ID that is not 32 hexadecimal digits, which the official Go library writes.
func Sign006(a *AccessToken, m Missing, c Certificate) (string, error) {
	return new(Encoder).Sign006(a, m, c)
}

// Sign006 is the package's [Sign006] with the Encoder's buffers.
func (e *Encoder) Sign006(a *AccessToken, m Missing, c Certificate) (string, error) {
	if err := signable(a.AppID, c); err != nil {
		return "", err
	}
	if n := 4 + 4 + 2 + grantLen*len(a.Privileges) + len(a.TrailingBytes); n > 0xffff {
		return "", fmt.Errorf("the message would be %d bytes; the format holds 65535", n)
	}
	channel, uid := checksums(m)
	b := append(e.payload[:0], make([]byte, signatureStr)...)
	b = binary.LittleEndian.AppendUint32(b, channel)
	b = binary.LittleEndian.AppendUint32(b, uid)
	b = append(b, 0, 0) // the length of the message
	start := len(b)
	b = binary.LittleEndian.AppendUint32(b, a.Salt)
	b = binary.LittleEndian.AppendUint32(b, a.Ts)
	b = append(appendGrants(b, a.Privileges), a.TrailingBytes...)
	binary.LittleEndian.PutUint16(b[start-2:], uint16(len(b)-start))
	sum := sign006(c, a.AppID, m, b[start:])
	appendStr(b[:0], string(sum[:]))
	e.payload = append(b, a.AfterMessage...)
	e.text = append(append(e.text[:0], Format006...), a.AppID...)
	return e.finish(e.payload)
}

// finish encodes data behind e.text.
func (e *Encoder) finish(data []byte) (string, error) {
	if n := len(e.text) + base64.StdEncoding.EncodedLen(len(data)); n > MaxText {
		return "", fmt.Errorf("the token would be %d characters; the limit is %d", n, MaxText)
	}
	e.text = base64.StdEncoding.AppendEncode(e.text, data)
	return string(e.text), nil
}
