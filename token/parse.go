package token

import "strings"

// Decoder reads tokens one after another and keeps its buffers between them. The
// zero value is ready. A Decoder is not for use by several goroutines at once.
type Decoder struct {
	inflater inflater
}

// Parse reads text as a token of one of the formats. The text is taken as it is:
// quotes, white space or a changed alphabet are errors here, see package paste
// for reading what people paste. The error is always an [*Error].
func Parse(text string) (*Token, error) { return new(Decoder).Parse(text) }

// Parse is the package's [Parse] with the Decoder's buffers.
func (d *Decoder) Parse(text string) (*Token, error) {
	t, err := d.parse(text)
	if err != nil {
		return nil, err
	}
	return t, nil
}

func (d *Decoder) parse(text string) (*Token, *Error) {
	switch {
	case text == "":
		return nil, failf(StageEmpty, 0, "builders give an empty text when App ID or certificate are not 32 hexadecimal digits", "there is no text")
	case len(text) > MaxText:
		return nil, failf(StageLimit, MaxText, "no token is this long", "the text has %d bytes, the limit is %d", len(text), MaxText)
	case strings.HasPrefix(text, string(Format007)):
		return d.parse007(text)
	case strings.HasPrefix(text, string(Format006)):
		return parse006(text)
	}
	return nil, failf(StagePrefix, 0, "a token starts with its version: 007 or 006", "this does not start like a token")
}

func (d *Decoder) parse007(text string) (*Token, *Error) {
	if len(text) == len(Format007) {
		return nil, failf(StageLength, len(text), "the token is cut off", "nothing follows the version")
	}
	data, stray, err := unbase64(text[len(Format007):], len(Format007))
	if err != nil {
		return nil, err
	}
	content, trailing, err := d.inflater.inflate(data)
	if err != nil {
		return nil, err
	}
	t := &Token{Format: Format007, Text: text, Trailing: trailing, NonCanonical: stray, payload: string(content)}
	if err := t.read007(nil); err != nil {
		return nil, err
	}
	return t, nil
}

// read007 reads t's payload into its fields, and their places into layout.
func (t *Token) read007(layout *[]Span) *Error {
	r := &reader{data: t.payload, stage: StageSignature, service: -1, layout: layout}
	t.Signature = []byte(r.fixed("signature", signatureLen))
	t.signed = r.off
	r.stage = StageHeader
	a := &AccessToken2{
		AppID:   r.fixed("appId", hexLen),
		IssueTs: r.u32("issueTs"),
		Expire:  r.u32("expire"),
		Salt:    r.u32("salt"),
	}
	announced := r.count("services", 2)
	r.stage = StageService
	for r.service = 0; r.service < announced && r.err == nil; r.service++ {
		s := r.readService()
		a.Services = append(a.Services, s)
		if !s.Type.Known() {
			a.MoreServices = announced - r.service - 1
			break
		}
	}
	if r.err != nil {
		return r.err
	}
	r.service = -1
	if r.left() > 0 {
		start := r.off
		a.TrailingBytes = []byte(r.take("trailing", r.left()))
		r.mark("trailing", start)
	}
	t.AccessToken2 = a
	return nil
}

func (r *reader) readService() Service {
	s := Service{Type: ServiceType(r.u16("type"))}
	if !s.Type.Known() {
		start := r.off
		s.Raw = []byte(r.take("rawHex", r.left()))
		r.mark("rawHex", start)
		return s
	}
	spec := s.Type.spec()
	s.Privileges = r.grants(spec.privileges)
	for _, f := range spec.fields {
		switch f {
		case fieldRole:
			s.Role = int16(r.u16(fieldNames[f]))
		case fieldPermissions:
			s.Permissions = r.permissions()
		default:
			*s.text(f) = r.str(fieldNames[f])
		}
	}
	return s
}

// permissions takes an RTM2 service's tree: resource types, in each of them
// permission types, in each of them names.
func (r *reader) permissions() []Resource {
	var tree []Resource
	for n := r.count("permissions", 4); n > 0 && r.err == nil; n-- {
		res := Resource{Type: r.rawU16("permissions")}
		for m := r.rawCount("permissions", 4); m > 0 && r.err == nil; m-- {
			start := r.off
			perm := Permission{Type: r.rawU16("permissions")}
			for k := r.rawCount("permissions", 2); k > 0 && r.err == nil; k-- {
				perm.Names = append(perm.Names, r.take("permissions", int(r.rawU16("permissions"))))
			}
			if r.layout != nil {
				r.mark("permissions."+nameOf(resources, res.Type)+"."+nameOf(permissions, perm.Type), start)
			}
			res.Permissions = append(res.Permissions, perm)
		}
		tree = append(tree, res)
	}
	return tree
}

func parse006(text string) (*Token, *Error) {
	const start = len(Format006) + hexLen
	if len(text) <= start {
		return nil, failf(StageLength, len(text), "the token is cut off",
			"a 006 token has 32 characters of App ID and its content behind the version; this has %d characters in all", len(text))
	}
	data, stray, err := unbase64(text[start:], start)
	if err != nil {
		return nil, err
	}
	t := &Token{Format: Format006, Text: text, NonCanonical: stray, payload: string(data)}
	if err := t.read006(text[len(Format006):start], nil); err != nil {
		return nil, err
	}
	return t, nil
}

// read006 reads t's content into its fields, and their places into layout.
func (t *Token) read006(appID string, layout *[]Span) *Error {
	r := &reader{data: t.payload, stage: StageSignature, service: -1, layout: layout}
	t.Signature = []byte(r.fixed("signature", signatureLen))
	r.stage = StageHeader
	a := &AccessToken{AppID: appID, ChannelCRC32: r.u32("channelCrc32"), UIDCRC32: r.u32("uidCrc32")}
	length := r.count("message", 1)
	t.signed = r.off
	if r.err != nil {
		return r.err
	}
	m := &reader{data: r.data[:r.off+length], off: r.off, stage: StageHeader, service: -1, layout: layout}
	a.Salt, a.Ts, a.Privileges = m.u32("salt"), m.u32("ts"), m.grants(privileges006)
	if m.err != nil {
		return m.err
	}
	if m.left() > 0 {
		start := m.off
		a.TrailingBytes = []byte(m.take("trailing", m.left()))
		m.mark("trailing", start)
	}
	if r.off = m.off; r.left() > 0 {
		start := r.off
		a.AfterMessage = []byte(r.take("afterMessage", r.left()))
		r.mark("afterMessage", start)
	}
	t.AccessToken = a
	return nil
}

// Layout gives the place of every field in [Token.Payload], in order and without
// gaps.
func (t *Token) Layout() []Span {
	var spans []Span
	again := *t // the payload was read before: it reads the same again
	if t.Format == Format007 {
		_ = again.read007(&spans)
	} else {
		_ = again.read006(t.AccessToken.AppID, &spans)
	}
	return spans
}
