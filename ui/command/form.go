package command

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"agtok/model"
	"agtok/token"
)

// form is the flags of one kind of token, which fill in a draft.
type form struct {
	spec model.Spec
	used map[model.Field]string // the flag that set a field, where there are several
}

func newForm(spec model.Spec) *form { return &form{spec, map[model.Field]string{}} }

// Flags beside those that are named after their field.
const (
	flagUser            = "user"
	flagUID             = "uid"
	flagAccount         = "account"
	flagRawExpire       = "raw-expire"
	flagPrivilegeExpire = "privilege-expire"
	flagNo              = "no-" // in front of a privilege's name
)

const defaultExpire = "1h"

// byUserID reports whether the kind takes a user ID, and not a uid or an account.
func (f *form) byUserID() bool { return f.spec.User == "User ID" }

// flags declares the flags of every field that the kind has.
func (f *form) flags(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SortFlags = false
	for _, field := range f.spec.Fields {
		switch name := field.Name(); {
		case field == model.FieldUser && f.byUserID():
			fs.String(flagUser, "", "the `NAME` of the user who logs in")
		case field == model.FieldUser:
			fs.String(flagUID, "", "the user's uid, `N` from 0 to 4294967295; 0 for any user")
			fs.String(flagAccount, "", "the user account `NAME` in place of the uid")
		case field == model.FieldRole:
			fs.String(name, string(model.Publisher), "`ROLE`: "+f.roles())
			// Without suggestions the flag works all the same.
			_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(f.roleNames(), cobra.ShellCompDirectiveNoFileComp))
		case field == model.FieldExpire:
			f.expireFlags(fs)
		case field.IsPrivilege():
			title := token.RTC.PrivilegeTitle(field.Privilege())
			fs.String(name, "", "let "+title+" end after this `LIFETIME`")
			fs.Bool(flagNo+name, false, "do not grant "+title)
		case field.IsList():
			fs.StringArray(name, nil, about(field))
		default:
			fs.String(name, "", about(field))
		}
	}
}

func (f *form) expireFlags(fs *pflag.FlagSet) {
	switch {
	case f.spec.Format == token.Format006:
		fs.String("expire", defaultExpire, "the `LIFETIME` of the privileges; the token itself admits for 24 h")
		fs.String(flagPrivilegeExpire, "", "another name of --expire, the one that the official builder uses")
	case f.spec.Has(model.FieldJoin):
		fs.String("expire", defaultExpire, "the `LIFETIME` of the token")
		fs.String(flagPrivilegeExpire, "", "the `LIFETIME` of every privilege that has none of its own (default that of the token)")
	default:
		fs.String("expire", defaultExpire, "the `LIFETIME` of the token and its privilege")
	}
	fs.String(flagRawExpire, "", "write this `N` in place of --expire as it is, for testing")
}

func about(field model.Field) string {
	switch field {
	case model.FieldChannel:
		return "the channel `NAME`; '' for any channel (007 only)"
	case model.FieldRTMUser:
		return "the `NAME` of the user who logs in to Signaling"
	case model.FieldRTMExpire:
		return "the `LIFETIME` of the RTM login (default that of the token)"
	case model.FieldAllow:
		return "a permission, `RESOURCE:ACCESS:NAMES` as in messageChannels:read:a,b; can be repeated"
	case model.FieldRoom:
		return "the room's `UUID`"
	case model.FieldRoomRole:
		return "the role's number `N` (default -1)"
	case model.FieldAccount:
		return "the `NAME` of the account"
	case model.FieldPrivileges:
		return "a privilege by number or name, `ID=LIFETIME` or ID alone; can be repeated"
	case model.FieldServices:
		return "the services as `JSON`, a list as agtok decode --json prints it"
	case model.FieldIssueTime:
		return "issue the token at this `TIME` and not now"
	}
	return "use this salt `N` and not a random one"
}

func (f *form) roleNames() []string {
	names := make([]string, len(f.spec.Roles))
	for i, r := range f.spec.Roles {
		names[i] = string(r)
	}
	return names
}

func (f *form) roles() string { return strings.Join(f.roleNames(), ", ") }

// flagOf gives the flag that field was, or would be, set by.
func (f *form) flagOf(field model.Field) string {
	switch used := f.used[field]; {
	case used != "":
		return used
	case field == model.FieldUser && f.byUserID():
		return flagUser
	}
	return field.Name()
}

// draft fills in a draft from the flags of cmd. What stands in the fields is the
// model's to judge; here is judged what a draft can't hold.
func (f *form) draft(cmd *cobra.Command) (model.Draft, error) {
	d := model.Draft{Kind: f.spec.Kind, Role: model.Publisher}
	for _, step := range []func(*cobra.Command, *model.Draft) error{
		f.noneEmpty, f.required, f.user, f.role, f.expire, f.privileges,
	} {
		if err := step(cmd, &d); err != nil {
			return d, err
		}
	}
	for _, field := range f.spec.Fields {
		switch {
		case field.IsList():
			entries, _ := cmd.Flags().GetStringArray(field.Name())
			d.Text[field] = strings.Join(append(entries, ""), "\n")
		case field != model.FieldUser && field != model.FieldRole && field != model.FieldExpire && !field.IsPrivilege():
			d.Text[field] = value(cmd, field.Name())
		}
	}
	return d, nil
}

// value gives the text of a flag, "" for one that the kind does not take.
func value(cmd *cobra.Command, name string) string {
	if flag := cmd.Flags().Lookup(name); flag != nil {
		return flag.Value.String()
	}
	return ""
}

// noneEmpty refuses empty values where one would count as none: they are lost
// variables of a script.
func (f *form) noneEmpty(cmd *cobra.Command, _ *model.Draft) (err error) {
	meant := []string{model.FieldChannel.Name(), flagUID, flagAccount, flagUser}
	cmd.Flags().Visit(func(flag *pflag.Flag) {
		if flag.Value.String() == "" && !slices.Contains(meant, flag.Name) && err == nil {
			err = usagef(cmd, "--%s is empty: give a value, or leave it out", flag.Name)
		}
	})
	return err
}

// required refuses to leave out what decides whom a token admits.
func (f *form) required(cmd *cobra.Command, _ *model.Draft) error {
	changed := cmd.Flags().Changed
	switch {
	case f.spec.Has(model.FieldChannel) && !changed(model.FieldChannel.Name()):
		return usagef(cmd, "--channel is missing: name the channel that the token is for")
	case !f.spec.Has(model.FieldUser):
		return nil
	case f.byUserID() && !changed(flagUser):
		return usagef(cmd, "--user is missing: name the user that the token is for")
	case !f.byUserID() && !changed(flagUID) && !changed(flagAccount):
		return usagef(cmd, "--uid or --account is missing: name the user that the token is for; --uid 0 admits any user")
	}
	return nil
}

func (f *form) user(cmd *cobra.Command, d *model.Draft) error {
	changed := cmd.Flags().Changed
	if changed(flagUID) && changed(flagAccount) {
		return usagef(cmd, "--uid and --account name two users: give one of them")
	}
	name := flagUID
	switch {
	case f.byUserID():
		name = flagUser
	case changed(flagAccount):
		name, d.ByAccount = flagAccount, true
	}
	f.used[model.FieldUser] = name
	d.Text[model.FieldUser] = value(cmd, name)
	return nil
}

func (f *form) role(cmd *cobra.Command, d *model.Draft) error {
	if !f.spec.Has(model.FieldRole) {
		return nil
	}
	d.Role = model.Role(value(cmd, model.FieldRole.Name()))
	if !slices.Contains(f.spec.Roles, d.Role) {
		return usagef(cmd, "--role: there is no role %q: %s", shown(string(d.Role)), f.roles())
	}
	return nil
}

// expire takes the token's lifetime, of which a raw number is one form and, in
// 006, the builder's own name of it another.
func (f *form) expire(cmd *cobra.Command, d *model.Draft) error {
	names := []string{"expire", flagRawExpire}
	if f.spec.Format == token.Format006 {
		names = append(names, flagPrivilegeExpire)
	}
	given := slices.DeleteFunc(names, func(name string) bool { return !cmd.Flags().Changed(name) })
	switch len(given) {
	case 0:
		given = []string{"expire"}
	case 1:
	default:
		return usagef(cmd, "--%s are two values for one thing: give one of them", strings.Join(given, " and --"))
	}
	f.used[model.FieldExpire] = given[0]
	if given[0] == flagRawExpire {
		d.RawExpire = value(cmd, flagRawExpire)
	} else {
		d.Text[model.FieldExpire] = value(cmd, given[0])
	}
	return nil
}

func (f *form) privileges(cmd *cobra.Command, d *model.Draft) error {
	if !f.spec.Has(model.FieldJoin) {
		return nil
	}
	for field := model.FieldJoin; field <= model.FieldData; field++ {
		name := field.Name()
		granted, refused := cmd.Flags().Changed(name), value(cmd, flagNo+name) == "true"
		switch {
		case granted && refused:
			return usagef(cmd, "--%s and --%s%s contradict each other", name, flagNo, name)
		case granted:
			d.Grants[field-model.FieldJoin] = model.On
			d.Text[field] = value(cmd, name)
		case refused:
			d.Grants[field-model.FieldJoin] = model.Off
		}
		if d.Granted(field) && d.Text[field] == "" {
			if d.Text[field] = value(cmd, flagPrivilegeExpire); d.Text[field] != "" {
				f.used[field] = flagPrivilegeExpire
			}
		}
	}
	return nil
}
