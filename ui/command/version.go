package command

import (
	"strings"

	"github.com/spf13/cobra"
)

// versionCommand needs nothing of the configuration: it must work when that is
// what is broken.
func (s *session) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of agtok",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			b := s.world.Build
			if s.json {
				return s.printJSON(b)
			}
			var details []string
			for _, d := range [...]string{b.Commit, b.Go, strings.Trim(b.OS+"/"+b.Arch, "/")} {
				if d != "" {
					details = append(details, d)
				}
			}
			return s.printf("agtok %s (%s)\n", b.Version, strings.Join(details, ", "))
		},
	}
}
