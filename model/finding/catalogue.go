package finding

import "slices"

// Rule is a rule as data.
type Rule struct {
	ID         string
	Severity   Severity // where it depends on the case, the usual one
	Summary    string   // when it fires, in one line
	Source     string   // the page or file of Agora's that it follows, or where people met it
	Supersedes []string // IDs of rules that are superfluous where this one fires

	check func(*subject)
}

// catalogue holds the rules in their order.
var catalogue = slices.Concat(encodingRules, serviceRules, nameRules, uidRules, channelRules, userRules,
	numberRules, timeRules, roleRules, signatureRules)

// Catalogue gives the rules that [Check] holds a token against, in order.
func Catalogue() []Rule { return slices.Clone(catalogue) }

// The sources that several rules share. "Docs" are pages of docs.agora.io.
const (
	srcTools   = "AgoraIO/Tools go/src/accesstoken2"
	srcTools6  = "AgoraIO/Tools go/src/AccessToken"
	srcDeploy  = "Docs: deploy a token server"
	srcAT2     = "Docs: AccessToken2"
	srcJoin    = "API reference: joinChannel"
	srcAccount = "API reference: registerLocalUserAccount"
	srcChat    = "Docs: Chat, secure authentication with tokens"
	srcChatID  = "Docs: Chat REST, common parameters"
	srcCohost  = "Docs: co-host authentication"
	srcProject = "Docs: manage projects and certificates"
)
