package command

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"agtok/chatapi"
	"agtok/chatapi/sandbox"
	"agtok/model/chatservice"
	"agtok/model/project"
	"agtok/model/visible"
	"agtok/token"
)

// sandboxing is one run of the command.
type sandboxing struct {
	*session
	listen, rate string
	faults       []string
	public       bool

	mu    sync.Mutex // of the output
	ended bool       // nothing more is written
}

func (s *session) chatSandboxCommand() *cobra.Command {
	b := &sandboxing{session: s}
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Run a Chat users service in memory, for tests",
		Long: `Run a Chat users service in memory, for tests: the REST API that the other commands of
chat call, with the same errors and limits. It admits app tokens that are signed with
the project's primary certificate. For the demo project there are four users from the
start, else none; all are forgotten at the end.

With --fault a request meets that fault with the probability --rate: ` + strings.Join(sandbox.FaultNames(), ", ") + `.
Those named "after" come when the work is done. Several, as --fault reach-limit --fault
server-error --fault reset, share that probability evenly.

The count and state of messages for users who are offline, attributes of users and mutes
are not in it: it says so with status 501.

--now starts its clock at another time, so that tokens end early. Each request is a
line on standard output, or with --json an object behind one that says where the service
is. No token and no body is ever in it.

Exit code 0: it was stopped, as by ctrl+c.`,
		Example: `  agtok chat sandbox --demo
  agtok chat sandbox --demo --fault reach-limit --fault server-error-after --fault reset --rate 0.2
  AGORA_CHAT_HOST=http://127.0.0.1:8091 AGORA_CHAT_APP_KEY=demo#agtok agtok chat list`,
		Args: noArguments,
		RunE: b.run,
	}
	f := cmd.Flags()
	f.StringVar(&b.listen, "listen", "127.0.0.1:8091", "serve at this `ADDRESS`, host:port")
	f.StringSliceVar(&b.faults, "fault", nil, "let requests meet this `FAULT`; several share the rate evenly")
	f.StringVar(&b.rate, "rate", "1", "with --fault: how many of them, as a `PART` from 0 to 1")
	f.BoolVar(&b.public, "public", false, "allow addresses that others can reach, who then can read the tokens on the way")
	_ = cmd.RegisterFlagCompletionFunc("fault", cobra.FixedCompletions(sandbox.FaultNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (b *sandboxing) run(cmd *cobra.Command, _ []string) error {
	script, err := b.script(cmd)
	if err != nil {
		return err
	}
	if host, _, err := net.SplitHostPort(b.listen); err == nil && !isLoopback(host) && !b.public {
		return usagef(cmd, "--listen: others can reach %s, and read the tokens on the way; --public allows that", shown(b.listen))
	}
	p, err := b.signing(cmd.Context())
	if err != nil {
		return err
	}
	appKey := p.ChatAppKey
	if appKey == "" {
		appKey = chatservice.DemoAppKey
	}
	server, err := b.server(p, appKey)
	if err != nil {
		return err
	}
	server.SetScript(sandbox.AnyOperation, script)
	// Stopped below and not by the context, to wait for what is under way.
	url, stop, err := server.Listen(context.WithoutCancel(cmd.Context()), b.listen)
	if err != nil {
		return usagef(cmd, "--listen: %w", err)
	}
	if err := b.announce(url, appKey, p); err != nil {
		return err
	}
	<-cmd.Context().Done()
	err = stop()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ended = true // what does not end in time must not write any more
	return err
}

func (b *sandboxing) server(p project.Project, appKey string) (*sandbox.Server, error) {
	certificate, err := p.Signing()
	if err != nil {
		return nil, configurationf("%w", err)
	}
	org, app, _ := strings.Cut(appKey, "#")
	return sandbox.New(sandbox.Options{
		AppID: p.AppID, Certificates: []token.Certificate{certificate}, Org: org, App: app,
		Now: b.running(), Random: b.world.Random, Log: b.log, Demo: p.Demo, Public: b.public,
	}), nil
}

// script gives what requests meet; nil for nothing.
func (b *sandboxing) script(cmd *cobra.Command) (*sandbox.Script, error) {
	if len(b.faults) == 0 {
		if cmd.Flags().Changed("rate") {
			return nil, usagef(cmd, "--rate goes with --fault")
		}
		return nil, nil
	}
	rate, err := strconv.ParseFloat(b.rate, 64)
	if err != nil || !(rate >= 0 && rate <= 1) {
		return nil, usagef(cmd, "--rate: a part is a number from 0 to 1, as 0.2")
	}
	var odds []sandbox.Odds
	for _, name := range b.faults {
		fault, ok := sandbox.FaultNamed(name)
		if !ok {
			names := sandbox.FaultNames()
			slices.Sort(names)
			return nil, usagef(cmd, "--fault: %q is none of %s", shown(name), strings.Join(names, ", "))
		}
		odds = append(odds, sandbox.Odds{Probability: rate / float64(len(b.faults)), Fault: fault})
	}
	return sandbox.Random(b.world.Jitter, odds...), nil
}

// announce says where the service is and how to try it.
func (b *sandboxing) announce(url, appKey string, p project.Project) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	users := url + "/" + strings.Replace(appKey, "#", "/", 1) + "/users"
	b.say("the Chat sandbox is at %s, App Key %s, App ID %s; ctrl+c ends it", url, appKey, p.AppID)
	b.say("to try it:")
	mint := "--demo"
	if !p.Demo {
		mint = "--project " + singleQuoted(p.Name)
	}
	b.talk.say(visible.Text(fmt.Sprintf("  %s=$(agtok new chat-app %s)", chatapi.TokenVariable, mint)) + "\n")
	b.talk.say(visible.Text("  "+chatapi.Curl(chatapi.Exchange{Method: "GET", URL: users + "?limit=10"})) + "\n")
	if !b.json {
		return nil
	}
	if err := b.printJSON(struct {
		URL    string `json:"url"`
		Users  string `json:"users"`
		AppKey string `json:"appKey"`
		AppID  string `json:"appId"`
	}{url, users, appKey, p.AppID}); err != nil {
		return err
	}
	return b.out.Flush()
}

// singleQuoted makes one word of text for a POSIX shell.
func singleQuoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// log writes a line of the access log. When nobody reads it the service goes on.
func (b *sandboxing) log(a sandbox.Access) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended {
		return
	}
	now := b.world.Now()
	if b.json {
		_ = b.printJSON(struct {
			At        int64  `json:"at"`
			Method    string `json:"method"`
			Path      string `json:"path"`
			Operation string `json:"operation,omitempty"`
			Status    int    `json:"status"` // 0: the connection was reset
			Duration  int64  `json:"durationMs"`
			Fault     string `json:"fault,omitempty"`
		}{now.Unix(), a.Method, a.Path, string(a.Operation), a.Status, a.Duration.Milliseconds(), a.Fault})
	} else {
		status := "reset"
		if a.Status != 0 {
			status = strconv.Itoa(a.Status)
		}
		line := fmt.Sprintf("%s  %-5s  %-6s  %s  %s", now.Format(time.TimeOnly), status, a.Method, a.Path, a.Duration.Round(time.Millisecond))
		if a.Fault != "" {
			line += "  fault " + a.Fault
		}
		_ = b.printf("%s\n", visible.Text(line))
	}
	_ = b.out.Flush()
}
