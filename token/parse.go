package token

// Decoder reads tokens one after another and keeps its buffers between them. The
// zero value is ready. A Decoder is not for use by several goroutines at once.
type Decoder struct {
	inflater inflater
	packed   []byte
}

// Parse reads text as a token of one of the formats. The text is taken as it is:
// quotes, white space or a changed alphabet are errors here; finding tokens in what
// people paste is for the callers. The error is always an [*Error].
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
	}
	if t := parseBareKey(text); t != nil {
		return t, nil
	}
	switch f := Format(text[:min(len(text), versionLen)]); {
	case f == Format007:
		return d.parse007(text)
	case f == Format006:
		return d.parse006(text)
	case f == Format005:
		return d.parse005(text)
	case f == Format004 || f == Format003:
		return parsePlainKey(text, f)
	case isSignaling(text):
		return parseSignaling(text)
	}
	return nil, failf(StagePrefix, 0, "a token starts with its version, 007 or 006; older ones are known by their length", "this does not start like a token")
}

func (d *Decoder) parse007(text string) (*Token, *Error) {
	if len(text) == len(Format007) {
		return nil, failf(StageLength, len(text), "the token is cut off", "nothing follows the version")
	}
	stray, err := d.unpack(text, len(Format007))
	if err != nil {
		return nil, err
	}
	content, trailing, err := d.inflater.inflate(d.packed)
	if err != nil {
		return nil, err
	}
	t := &Token{Format: Format007, Text: text, Trailing: trailing, NonCanonical: stray, payload: string(content)}
	if err := t.read007(nil); err != nil {
		return nil, err
	}
	return t, nil
}

const (
	hintNoSignature = "these bytes are no token of this format, or they are damaged"
	hintNoAppID     = "an App ID is 32 hexadecimal digits: the builder was given something else"
)

// unpack decodes the base64 that stands behind the first start bytes of text into
// d.packed.
func (d *Decoder) unpack(text string, start int) (stray bool, err *Error) {
	data, stray, err := unbase64(d.packed[:0], text[start:], start)
	if err == nil {
		d.packed = data
	}
	return stray, err
}

// read007 reads t's payload into its fields, and their places into layout.
func (t *Token) read007(layout *[]Span) *Error {
	r := &reader{data: t.payload, stage: StageSignature, service: -1, layout: layout}
	t.Signature = []byte(r.fixed("signature", signatureLen, hintNoSignature))
	t.signed = r.off
	r.stage = StageHeader
	a := &AccessToken2{
		AppID:   r.fixed("appId", hexLen, hintNoAppID),
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
	a.TrailingBytes = r.rest("trailing")
	t.AccessToken2 = a
	return nil
}

func (r *reader) readService() Service {
	s := Service{Type: ServiceType(r.u16("type"))}
	if !s.Type.Known() {
		s.Raw = r.rest("rawHex")
		return s
	}
	spec := s.Type.spec()
	s.Privileges = r.grants(spec.privileges)
	for _, f := range spec.fields {
		switch f {
		case fieldRole:
			s.Role = r.i16(fieldNames[f])
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
		start := r.off
		res := Resource{Type: r.rawU16("permissions")}
		m := r.rawCount("permissions", 4)
		r.markNamed("permissions", resources, res.Type, start, Branch)
		for ; m > 0 && r.err == nil; m-- {
			res.Permissions = append(res.Permissions, r.permission(res.Type))
		}
		tree = append(tree, res)
	}
	return tree
}

func (r *reader) permission(resource uint16) Permission {
	start := r.off
	perm := Permission{Type: r.rawU16("permissions")}
	for k := r.rawCount("permissions", 2); k > 0 && r.err == nil; k-- {
		perm.Names = append(perm.Names, r.rawStr("permissions"))
	}
	if r.layout != nil {
		r.markNamed("permissions."+nameOf(resources, resource), permissions, perm.Type, start, Leaf)
	}
	return perm
}

func (d *Decoder) parse006(text string) (*Token, *Error) {
	const start = len(Format006) + hexLen
	if len(text) <= start {
		return nil, failf(StageLength, len(text), "the token is cut off",
			"a 006 token has 32 characters of App ID and its content behind the version; this has %d characters in all", len(text))
	}
	stray, err := d.unpack(text, start)
	if err != nil {
		return nil, err
	}
	t := &Token{Format: Format006, Text: text, NonCanonical: stray, payload: string(d.packed)}
	if err := t.read006(nil); err != nil {
		return nil, err
	}
	return t, nil
}

// read006 reads t's content into its fields, and their places into layout.
func (t *Token) read006(layout *[]Span) *Error {
	r := &reader{data: t.payload, stage: StageSignature, service: -1, layout: layout}
	t.Signature = []byte(r.fixed("signature", signatureLen, hintNoSignature))
	r.stage = StageHeader
	a := &AccessToken{AppID: t.Text[len(Format006) : len(Format006)+hexLen], ChannelCRC32: r.u32("channelCrc32"), UIDCRC32: r.u32("uidCrc32")}
	start := r.off
	length := r.rawLength("message")
	r.mark("message", start, Uint16)
	t.signed = r.off
	if r.err != nil {
		return r.err
	}
	m := &reader{data: r.data[:r.off+length], off: r.off, stage: StageHeader, service: -1, layout: layout}
	a.Salt, a.Ts, a.Privileges = m.u32("salt"), m.u32("ts"), m.grants(privileges006)
	if m.err != nil {
		return m.err
	}
	a.TrailingBytes = m.rest("trailing")
	r.off = m.off
	a.AfterMessage = r.rest("afterMessage")
	t.AccessToken = a
	return nil
}

// Layout gives the place of every field in [Token.Payload], in order and without
// gaps.
func (t *Token) Layout() []Span {
	var spans []Span
	again := *t // the payload was read before: it reads the same again
	switch {
	case t.payload == "":
		return nil
	case t.Format == Format007:
		_ = again.read007(&spans)
	case t.Format == Format006:
		_ = again.read006(&spans)
	case t.Format == Format005:
		_ = again.read005(&spans)
	case t.Format == FormatSignaling:
		_ = again.readSignaling(&spans)
	default:
		_ = again.readPlainKey(&spans)
	}
	return spans
}
