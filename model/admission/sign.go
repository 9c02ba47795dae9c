package admission

import (
	"fmt"

	"agtok/model/project"
	"agtok/model/signer"
	"agtok/token"
)

// signature says what is known of who signed the token. names are those that a 006
// token's signature covers.
func (c *check) signature(names []name) {
	c.signer = signer.Find(c.Token, c.missing(names), c.Projects)
	c.status = c.signer.Status
	if c.status == signer.Valid && c.signer.Other {
		c.status = signer.Invalid // the service holds it against the App ID's own certificates
	}
	switch {
	case c.status == signer.Invalid:
		m, fix := c.forged()
		c.add(SignatureInvalid, "", m, fix)
	case c.status == signer.Unchecked && c.RequireSignature:
		c.addAs(SignatureInvalid, "", c.unchecked()+" A signature that can be checked was asked for.", c.toCheck(), variantAsked)
	case c.status == signer.Unchecked:
		c.note(c.unchecked() + " That refuses nobody here; the service checks it.")
	case c.signer.Role == project.Retired:
		c.note("The token is signed with a retired certificate of the project " + quote(c.signer.Project) + ". The service refuses it once that is deleted in Agora Console.")
	}
}

func (c *check) unchecked() string {
	if c.signer.Reason == signer.NeedsChannelAndUID {
		return "The signature was not checked: in a 006 token it covers the channel and the uid, and those that are known are not the token's or not all."
	}
	return fmt.Sprintf("The signature was not checked: no certificate for the App ID %s is known.", c.shortAppID())
}

func (c *check) toCheck() string {
	if c.signer.Reason == signer.NeedsChannelAndUID {
		return "Give the channel and the uid (or user) that the token was made for."
	}
	return "Add the project with its certificate to the configuration file, or set AGORA_APP_ID and AGORA_APP_CERTIFICATE."
}

// forged says why the signature is not the App ID's.
func (c *check) forged() (message, fix string) {
	r := &c.signer
	name := "the project " + quote(r.Project)
	switch {
	case r.Accident == "" && r.Project != "":
		return "The token is signed with the certificate of " + name + ", which has another App ID.",
			"Set App ID and certificate of one and the same project on the signing server."
	case r.Accident == "":
		return "The signature matches no certificate that is known for the App ID " + c.shortAppID() + ".",
			"Compare the certificate on the signing server with the one in Agora Console: it may be of another project or was replaced. Or the token was changed on its way."
	case swapped(r.Accident):
		return "The signing server has App ID and certificate of " + name + " in each other's places.",
			"Set the App ID and the certificate on the signing server each in its own place; where the certificate stood in tokens, replace it."
	case r.Accident == token.AccidentUpper || r.Accident == token.AccidentLower:
		return "The signature matches the certificate of " + name + " in another letter case. Its text is the key, letter case included.",
			"Write the certificate on the signing server exactly as Agora Console shows it."
	}
	return "The signature matches the certificate of " + name + " with white space around, as the signing server has it.",
		"Take the white space out of the file or the variable that holds the certificate on the signing server."
}

func swapped(a token.Accident) bool {
	return a == token.AccidentSwapped || a == token.AccidentAppIDTwice || a == token.AccidentCertificateTwice
}
