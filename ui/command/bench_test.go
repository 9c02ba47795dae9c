package command_test

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"agtok/ui/command"
)

// The benchmarks of streams say how many tokens a second pass through the commands,
// on all cores. A file of a million is made and measured like this:
//
//	seq 1000000 | awk '{printf "{\"version\":\"007\",\"appId\":\"970CA35de60c44645bbae8a215061b33\",\"issueTs\":%d,\"expire\":3600,\"salt\":%d,\"services\":[{\"type\":\"rtc\",\"channelName\":\"room-%d\",\"uid\":\"%d\",\"privileges\":{\"joinChannel\":3600,\"publishAudioStream\":3600,\"publishVideoStream\":3600,\"publishDataStream\":3600}}]}\n", 1700000000+$1%3600, $1, $1%5000, 1000000000+$1}' >descriptions.jsonl
//	/usr/bin/time -v agtok sign --demo <descriptions.jsonl >tokens.txt
//	/usr/bin/time -v agtok sign --demo --compact <descriptions.jsonl >/dev/null
//	/usr/bin/time -v agtok decode --demo --lines --json <tokens.txt >/dev/null
//	/usr/bin/time -v agtok decode --demo --lines --json --now @1700001800 <tokens.txt >/dev/null

// distinct is how many different lines the streams of the benchmarks have; then
// they come again. Nothing is kept from one to the next.
const distinct = 20_000

// descriptionLines gives descriptions of publishers' tokens, the commonest ones.
func descriptionLines() string {
	var b strings.Builder
	for i := range distinct {
		fmt.Fprintf(&b, `{"version":"007","appId":"%s","issueTs":%d,"expire":3600,"salt":%d,"services":[{"type":"rtc","channelName":"room-%d","uid":"%d",`+
			`"privileges":{"joinChannel":3600,"publishAudioStream":3600,"publishVideoStream":3600,"publishDataStream":3600}}]}`+"\n",
			ownAppID, noon.Unix()-int64(i%1800), i+1, i%5000, 1_000_000_000+i)
	}
	return b.String()
}

// cycle gives lines again and again, n of them.
type cycle struct {
	text string // whole lines
	at   int
	n    int
}

func (c *cycle) Read(p []byte) (int, error) {
	part := c.text[c.at:min(len(c.text), c.at+len(p))]
	used := 0
	for c.n > 0 && used < len(part) {
		i := strings.IndexByte(part[used:], '\n')
		if i < 0 {
			used = len(part)
			break
		}
		used += i + 1
		c.n--
	}
	if used == 0 {
		return 0, io.EOF
	}
	c.at = (c.at + used) % len(c.text)
	return copy(p, part[:used]), nil
}

// stream measures a command over b.N lines.
func stream(b *testing.B, lines string, args ...string) {
	b.Helper()
	var errs strings.Builder
	w := fake{env: own()}.world(args, io.Discard, &errs)
	w.Stdin = &cycle{text: lines, n: b.N}
	w.Now = func() time.Time { return noon }
	b.SetBytes(int64(len(lines) / distinct))
	b.ReportAllocs()
	b.ResetTimer()
	if code := command.Run(context.Background(), w); code != 0 {
		b.Fatalf("ends with %d: %s", code, errs.String())
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// tokenLines gives the tokens of the descriptions.
func tokenLines(b *testing.B) string {
	b.Helper()
	r := fake{env: own(), stdin: descriptionLines()}.run("sign")
	if n := strings.Count(r.out, "\n"); r.code != 0 || n != distinct {
		b.Fatalf("ends with %d after %s tokens: %s", r.code, strconv.Itoa(n), r.err)
	}
	return r.out
}

func BenchmarkDecodeLines(b *testing.B) {
	lines := tokenLines(b)
	for name, args := range map[string][]string{
		"valid": nil, "expired": {"--now", "2027-01-01"}, "unknown": {"--project", "demo"}, "words": {},
	} {
		b.Run(name, func(b *testing.B) {
			args := append([]string{"decode", "--lines"}, args...)
			if name != "words" {
				args = append(args, "--json")
			}
			stream(b, lines, args...)
		})
	}
}

func BenchmarkSignLines(b *testing.B) {
	lines := descriptionLines()
	b.Run("official", func(b *testing.B) { stream(b, lines, "sign") })
	b.Run("compact", func(b *testing.B) { stream(b, lines, "sign", "--compact") })
}
