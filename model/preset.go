package model

// Preset is a draft that people often want, changed from the one that they have:
// channel and user stay.
type Preset struct {
	ID    string
	Title string
	About string

	apply func(*Draft)
}

// Apply gives d as the preset has it.
func (p Preset) Apply(d Draft) Draft {
	d.Kind, d.RawExpire = KindRTC, ""
	d.SetRole(Publisher)
	for f := FieldJoin; f <= FieldData; f++ {
		d.Text[f] = ""
	}
	d.Text[FieldExpire] = "1h"
	p.apply(&d)
	return d
}

// Presets gives the table of presets.
func Presets() []Preset {
	return []Preset{
		{"publisher", "publisher", "may join and publish everything", func(*Draft) {}},
		{"subscriber", "subscriber", "may join; kept from publishing only with co-host authentication on", func(d *Draft) { d.SetRole(Subscriber) }},
		{"audio-only", "audio-only host", "may join and publish audio", func(d *Draft) {
			d.SetRole(Subscriber)
			d.Toggle(FieldAudio)
		}},
		{"video-ends", "host whose video ends early", "for showing co-host authentication: video for 2 minutes of 10", func(d *Draft) {
			d.Text[FieldExpire], d.Text[FieldVideo] = "10m", "2m"
		}},
		{"renewal", "renewal test", "45 s, so that the warning comes 15 s after joining", func(d *Draft) { d.Text[FieldExpire] = "45s" }},
		{"wildcard", "wildcard audience", "anyone may join any channel, as audience", func(d *Draft) {
			d.SetRole(Subscriber)
			d.Text[FieldChannel], d.Text[FieldUser], d.ByAccount = "*", "", false
		}},
		{"rtc-rtm", "RTC + RTM", "one token for the channel and for Signaling", func(d *Draft) { d.Kind, d.ByAccount = KindRTCRTM, true }},
		{"recorder", "recorder", "a uid of its own that may join, for 24 h", func(d *Draft) {
			d.SetRole(Subscriber)
			d.Text[FieldExpire], d.Text[FieldUser], d.ByAccount = "24h", "999999", false
		}},
	}
}
