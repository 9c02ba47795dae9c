package finding

import (
	"fmt"

	"agtok/model/project"
	"agtok/model/signer"
	"agtok/token"
)

// signatureRules look at who signed the token.
var signatureRules = []Rule{
	{
		ID: "signature-invalid", Severity: Error, check: signatureInvalid,
		Summary: "a certificate for the token's App ID is known and none matches",
		Source:  srcTools,
	},
	{
		ID: "signature-unchecked", Severity: Info, check: signatureUnchecked,
		Summary: "no certificate for the token's App ID is known, or the format leaves out what is signed",
		Source:  srcTools + ", " + srcTools6,
	},
	{
		ID: "certificate-case", Severity: Error, check: certificateCase,
		Summary:    "the signature matches the certificate in another letter case",
		Supersedes: []string{"signature-invalid"},
		Source:     srcTools,
	},
	{
		ID: "certificate-whitespace", Severity: Error, check: certificateWhitespace,
		Summary:    "the signature matches the certificate with white space around",
		Supersedes: []string{"signature-invalid"},
		Source:     srcTools6 + " checks neither App ID nor certificate",
	},
	{
		ID: "certificate-swapped", Severity: Error, check: certificateSwapped,
		Summary:    "the signature matches with App ID and certificate in each other's places",
		Supersedes: []string{"signature-invalid"},
		Source:     srcTools,
	},
	{
		ID: "signed-by-secondary", Severity: Warning, check: signedBySecondary,
		Summary: "the secondary certificate signed the token, which REST calls do not take",
		Source:  srcProject,
	},
	{
		ID: "signed-by-retired", Severity: Warning, check: signedByRetired,
		Summary: "a retired certificate signed the token",
		Source:  srcProject,
	},
	{
		ID: "signed-by-other-project", Severity: Error, check: signedByOtherProject,
		Summary:    "the certificate of another known project signed the token",
		Supersedes: []string{"signature-invalid"},
		Source:     "AgoraIO/Tools issue 260",
	},
}

const signatureField = "signature"

// appID writes the token's App ID as screens do. Whole it may be a secret: some
// servers put the certificate there.
func (s *subject) appID() string { return "App ID " + project.Short(s.Token.AppID()) }

// certificate names the certificate that was found.
func (s *subject) certificate() string {
	return fmt.Sprintf("the %s certificate of the project %s", s.Signer.Role, quote(s.Signer.Project))
}

func signatureInvalid(s *subject) {
	if s.Signer.Status != signer.Invalid {
		return
	}
	if what := s.misfit(); what != "" {
		s.add(signatureField, "The token was not made for "+what+". So no certificate can match.",
			"Give the channel and the uid that were passed to the builder; for any user the uid is empty.")
		return
	}
	fix := "Compare the certificate on the signing server with the one in Agora Console: it may be of another project or was replaced. Or the token was changed on its way."
	if s.Token.NeedsMissing() && s.Token.AccessToken == nil { // no CRC-32s that would tell
		fix = "Make sure of the channel, the uid or the user that were given: the signature covers them. " + fix
	}
	s.add(signatureField,
		fmt.Sprintf("The signature matches none of the %s that were tried, for %s and for other projects. The services refuse this token as invalid.",
			plural(s.Signer.Tried, "certificate", "certificates"), s.appID()), fix)
}

// misfit says which of the names given beside a 006 token is not the one that it
// was made for.
func (s *subject) misfit() string {
	if s.Token.AccessToken == nil || s.Missing == nil {
		return ""
	}
	switch channel, uid := s.Token.AccessToken.Consistent(*s.Missing); {
	case !channel && !uid:
		return "the channel and the uid that were given: their CRC-32s differ"
	case !channel:
		return "the channel that was given: its CRC-32 differs"
	case !uid:
		return "the uid that was given: its CRC-32 differs"
	}
	return ""
}

func signatureUnchecked(s *subject) {
	switch {
	case s.Signer.Status != signer.Unchecked:
	case s.Signer.Reason == signer.NeedsChannelAndUID:
		s.add(signatureField,
			fmt.Sprintf("The signature covers names (channel, uid or user) that a token of the format %s does not carry, so nobody can tell yet who signed it.", quote(string(s.Token.Format))),
			"Give the channel and the uid (or user account) for which the token was made.")
	case s.Signer.Known:
		s.add(signatureField,
			fmt.Sprintf("The project of %s is known and its certificate is not, so nobody can tell who signed this token.", s.appID()),
			"Give the project its certificate in the configuration file, or set AGORA_APP_ID and AGORA_APP_CERTIFICATE.")
	default:
		s.add(signatureField, fmt.Sprintf("No project with %s is known, so nobody can tell who signed this token.", s.appID()),
			"Add the project with its certificate to the configuration file, or set AGORA_APP_ID and AGORA_APP_CERTIFICATE.")
	}
}

func certificateCase(s *subject) {
	word := ""
	switch s.Signer.Accident {
	case token.AccidentUpper:
		word = "upper"
	case token.AccidentLower:
		word = "lower"
	default:
		return
	}
	s.add(signatureField,
		fmt.Sprintf("The signature matches when %s is written in %s case. The certificate's text is the key, letter case included, so the services refuse this token.", s.certificate(), word),
		"On the signing server, write the certificate exactly as Agora Console shows it, and take out the conversion to "+word+" case.")
}

func certificateWhitespace(s *subject) {
	where := ""
	switch s.Signer.Accident {
	case token.AccidentLFAfter:
		where = `a line feed (\n) after it`
	case token.AccidentCRLFAfter:
		where = `a line end (\r\n) after it`
	case token.AccidentCRAfter:
		where = `a carriage return (\r) after it`
	case token.AccidentSpaceAfter:
		where = "a space after it"
	case token.AccidentLFBefore:
		where = `a line feed (\n) before it`
	case token.AccidentCRLFBefore:
		where = `a line end (\r\n) before it`
	case token.AccidentSpaceBefore:
		where = "a space before it"
	default:
		return
	}
	s.add(signatureField,
		fmt.Sprintf("The signature matches %s with %s. The signing server did not trim what it read, so the services refuse this token.", s.certificate(), where),
		"Take the white space out of the file or the variable that holds the certificate on the signing server.")
}

func certificateSwapped(s *subject) {
	const replace = " Everybody who has such a token can read the certificate in it: replace the certificate in Agora Console."
	m, fix := "", "Set the App ID and the certificate on the signing server each in its own place."
	switch s.Signer.Accident {
	case token.AccidentSwapped:
		m, fix = fmt.Sprintf("App ID and certificate of the project %s have changed places: the token's App ID field holds the certificate, and the App ID signed it.", quote(s.Signer.Project)), fix+replace
	case token.AccidentCertificateTwice:
		m, fix = fmt.Sprintf("The token's App ID field holds the certificate of the project %s, which signed the token too.", quote(s.Signer.Project)), fix+replace
	case token.AccidentAppIDTwice:
		m = fmt.Sprintf("The token was signed with the App ID of the project %s in place of its certificate.", quote(s.Signer.Project))
	default:
		return
	}
	s.add(signatureField, m+" The services refuse this token.", fix)
}

// signedWith reports whether a certificate with this role matched as it is.
func (s *subject) signedWith(role project.Role) bool {
	return s.Signer.Accident == "" && s.Signer.Project != "" && s.Signer.Role == role
}

func signedBySecondary(s *subject) {
	if s.signedWith(project.Secondary) {
		s.add(signatureField,
			"The token was signed with "+s.certificate()+". That is good for clients; the REST APIs take tokens of the primary one only.",
			"Sign with the primary certificate if the token is for REST calls.")
	}
}

func signedByRetired(s *subject) {
	if s.signedWith(project.Retired) {
		s.add(signatureField,
			"The token was signed with a retired certificate of the project "+quote(s.Signer.Project)+". The services refuse it once that certificate is deleted in Agora Console.",
			"Set the project's primary certificate on the signing server.")
	}
}

func signedByOtherProject(s *subject) {
	if s.Signer.Other && s.Signer.Accident == "" && s.Signer.Project != "" {
		s.add(signatureField,
			fmt.Sprintf("The token is for %s and was signed with %s, which has another App ID. The services refuse this token.", s.appID(), s.certificate()),
			"Set App ID and certificate of one and the same project on the signing server.")
	}
}
