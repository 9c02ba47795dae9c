package candidate

import (
	"context"
	"errors"
	"hash/crc32"
	"slices"
	"strings"

	"agtok/model/project"
	"agtok/token"
)

// Input is what is tried on a token.
type Input struct {
	Token *token.Token // of format 006

	// Channels and UIDs are names to try. The user of an RTM token stands in its channel
	// field, so users are tried as channels then. The texts of [UsualChannels] and
	// [UsualUIDs] are not tried unless they are in these lists.
	Channels, UIDs []string
	// ChannelRange and UIDRange are numbers to try; nil for none.
	ChannelRange, UIDRange *Range

	Projects []project.Project // whose certificates confirm
}

// Result is what fits.
type Result struct {
	// Channels and UIDs are the candidates, those from the lists first. A token for
	// any uid has the empty text as its only one.
	Channels []string `json:"channels"`
	UIDs     []string `json:"uids"`
	Full     bool     `json:"full"` // there are more than [MaxCandidates]

	Confirmed *Confirmed `json:"confirmed"` // nil if no pair of candidates was
	// Confirmable says that a certificate for the token's App ID is known, so that
	// candidates which are not confirmed are wrong, in one of the two fields at least.
	Confirmable bool `json:"confirmable"`
}

// Confirmed is the pair that the signature proves.
type Confirmed struct {
	Channel string       `json:"channel"`
	UID     string       `json:"uid"`
	Project string       `json:"project"`
	Role    project.Role `json:"certificate"`
}

// ErrFormat is the error for a token of another format.
var ErrFormat = errors.New("only a 006 token hides its channel and uid behind CRC-32s")

// Find tries everything. A search that is cancelled gives what it has found, with
// the context's error. progress may be nil.
func Find(ctx context.Context, in Input, progress Progress) (Result, error) {
	r := Result{Channels: []string{}, UIDs: []string{}}
	if in.Token == nil || in.Token.AccessToken == nil {
		return r, ErrFormat
	}
	f := finder{Input: in, ctx: ctx, progress: progress}
	f.total = uint64(len(in.Channels) + len(in.UIDs))
	for _, rg := range []*Range{in.ChannelRange, in.UIDRange} {
		if rg != nil {
			if err := rg.Check(); err != nil {
				return r, err
			}
			f.total += rg.Len()
		}
	}
	a := in.Token.AccessToken
	var err error
	if r.Channels, err = f.field(a.ChannelCRC32, in.Channels, in.ChannelRange, &r.Full); err != nil {
		return r, err
	}
	if a.UIDCRC32 == 0 {
		r.UIDs = []string{""} // nobody searches for what is empty
		f.step(f.total - f.done)
	} else if r.UIDs, err = f.field(a.UIDCRC32, in.UIDs, in.UIDRange, &r.Full); err != nil {
		return r, err
	}
	return r, f.confirm(&r)
}

// finder is a run of [Find].
type finder struct {
	Input
	ctx         context.Context
	progress    Progress
	done, total uint64
}

func (f *finder) step(n uint64) {
	if f.done += n; f.progress != nil {
		f.progress(f.done, f.total)
	}
}

// field tries a list and a range on one of the fields.
func (f *finder) field(sum uint32, names []string, r *Range, full *bool) ([]string, error) {
	found := []string{}
	for i, name := range names {
		if i%checkEvery == 0 && f.ctx.Err() != nil {
			return found, f.ctx.Err()
		}
		if crc32.ChecksumIEEE([]byte(name)) == sum && !slices.Contains(found, name) && len(found) < MaxCandidates {
			found = append(found, name)
		}
	}
	f.step(uint64(len(names)))
	if r == nil {
		return found, nil
	}
	before := f.done
	numbers, err := Numbers(f.ctx, sum, *r, f.step)
	for _, text := range numbers {
		if !slices.Contains(found, text) {
			found = append(found, text)
		}
	}
	if errors.Is(err, errFull) {
		*full, err = true, nil
		f.step(r.Len() - (f.done - before)) // what is left is not tried
	}
	return found, err
}

// confirm tries the pairs of candidates on the signature.
func (f *finder) confirm(r *Result) error {
	for i := range f.Projects {
		p := &f.Projects[i]
		if !strings.EqualFold(p.AppID, f.Token.AppID()) {
			continue
		}
		for _, k := range p.Keys {
			if k.Certificate.IsZero() {
				continue
			}
			r.Confirmable = true
			m, err := f.pair(r, k.Certificate)
			if m != nil {
				r.Confirmed = &Confirmed{m.Channel, m.UID, p.Name, k.Role}
			}
			if m != nil || err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *finder) pair(r *Result, c token.Certificate) (*token.Missing, error) {
	for _, channel := range r.Channels {
		if err := f.ctx.Err(); err != nil {
			return nil, err
		}
		for _, uid := range r.UIDs {
			m := token.Missing{Channel: channel, UID: uid}
			if f.Token.VerifyFor(c, m) {
				return &m, nil
			}
		}
	}
	return nil, nil
}
