package token_test

import (
	"errors"
	"fmt"
	"log"

	"agtok/token"
)

const (
	exampleAppID       = "970CA35de60c44645bbae8a215061b33"
	exampleCertificate = "5CFd2fd1755d40ecb72977518be15d3b"
	exampleToken       = "007eJxSYJix+YVXwJ3p3oeqRBtvec0ONExTnHct/I3kBrnTWzdcWmChwGBpbuDsaGyakmpmkGxiYmZimpSUmGqRaGRoamBmmGRszPAxOFWAj4GBkQGEIRDEZ2XIyU9KqmRhMDQyNgEEAAD//9S4HfI="
)

// Parsing says what a token holds, or where and why it is damaged.
func ExampleParse() {
	tok, err := token.Parse(exampleToken)
	if err != nil {
		log.Fatal(err)
	}
	rtc := tok.AccessToken2.Services[0]
	fmt.Println(tok.Format, tok.AppID(), rtc.Type.Title(), rtc.ChannelName, rtc.UID)

	_, err = token.Parse(exampleToken[:100])
	var damage *token.Error
	if errors.As(err, &damage) {
		fmt.Println(damage)
		fmt.Println(damage.Hint)
	}
	// Output:
	// 007 970CA35de60c44645bbae8a215061b33 RTC lobby 1234
	// base64: 97 characters of base64: a length of 1 mod 4 can't occur (byte 100)
	// at least one character was lost on the way
}

// A token says nothing of who made it until it is verified.
func ExampleToken_Verify() {
	tok, err := token.Parse(exampleToken)
	if err != nil {
		log.Fatal(err)
	}
	for _, text := range []string{exampleCertificate, "00000000000000000000000000000000"} {
		c, err := token.ParseCertificate(text)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c, tok.Verify(c))
	}
	// Output:
	// •••• true
	// •••• false
}

// A 006 token is bound to a channel and a uid that it does not carry.
func ExampleToken_VerifyFor() {
	c, err := token.ParseCertificate(exampleCertificate)
	if err != nil {
		log.Fatal(err)
	}
	text, err := token.Sign006(&token.AccessToken{AppID: exampleAppID, Salt: 1, Ts: 1700086400,
		Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: 1700003600}},
	}, token.Missing{Channel: "lobby", UID: "1234"}, c)
	if err != nil {
		log.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(tok.VerifyFor(c, token.Missing{Channel: "lobby", UID: "1234"}))
	fmt.Println(tok.VerifyFor(c, token.Missing{Channel: "lobby", UID: "5678"}))
	// Output:
	// true
	// false
}

// Issue time and salt come from the caller, so that the same content gives the
// same token.
func ExampleSign() {
	c, err := token.ParseCertificate(exampleCertificate)
	if err != nil {
		log.Fatal(err)
	}
	text, err := token.Sign(&token.AccessToken2{
		AppID: exampleAppID, IssueTs: 1700000000, Expire: 3600, Salt: 1,
		Services: []token.Service{{
			Type: token.RTC, ChannelName: "lobby", UID: "1234",
			Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: 3600}},
		}},
	}, c)
	fmt.Println(text == exampleToken, err)
	// Output: true <nil>
}

// A description is a token's content as JSON. Signing one gives back the payload
// that it came from, or that with a change.
func ExampleParseDescription() {
	tok, err := token.Parse(exampleToken)
	if err != nil {
		log.Fatal(err)
	}
	described := tok.AppendDescription(nil)
	fmt.Println(string(described))

	later := uint32(1700003600)
	d, err := token.ParseDescription(described, token.Override{IssueTs: &later})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.AppID(), d.AccessToken2.IssueTs)
	// Output:
	// {"version":"007","appId":"970CA35de60c44645bbae8a215061b33","issueTs":1700000000,"expire":3600,"salt":1,"services":[{"type":"rtc","channelName":"lobby","uid":"1234","privileges":{"joinChannel":3600}}]}
	// 970CA35de60c44645bbae8a215061b33 1700003600
}

// The places of the fields make it possible to show which bytes say what.
func ExampleToken_Layout() {
	tok, err := token.Parse(exampleToken)
	if err != nil {
		log.Fatal(err)
	}
	payload := tok.Payload()
	for _, s := range tok.Layout()[6:] {
		fmt.Printf("%3d %-36s %x\n", s.Start, s.Path, payload[s.Start:s.End])
	}
	// Output:
	//  82 services[0].type                     0100
	//  84 services[0].privileges               0100
	//  86 services[0].privileges.joinChannel   0100100e0000
	//  92 services[0].channelName              05006c6f626279
	//  99 services[0].uid                      040031323334
}
