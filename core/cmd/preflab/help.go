package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// help lists the commands.
func help(w io.Writer) {
	fmt.Fprint(w, "Preflab tunes a tiny language model to your taste.\n\nUsage: preflab COMMAND [flags]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-8s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, "\n\"preflab help COMMAND\" shows its flags and an example. Every command takes --json.\n")
}

// helpCommand answers "preflab help [COMMAND]".
func helpCommand(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		help(stdout)
		return exitOK
	}
	for _, c := range commands() {
		if c.name == args[0] {
			c.help(stdout)
			return exitOK
		}
	}
	fmt.Fprintf(stderr, "preflab: there is no command %q; \"preflab help\" lists them\n", args[0])
	return exitUsage
}

// help describes one command.
func (c command) help(w io.Writer) {
	fs, _, _ := c.flags()
	fmt.Fprintf(w, "preflab %s: %s\n\n", c.name, c.summary)
	if c.detail != "" {
		fmt.Fprintf(w, "%s\n\n", strings.TrimSpace(c.detail))
	}
	fmt.Fprint(w, "Flags:\n")
	fs.VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		dashes := "--"
		if len(f.Name) == 1 {
			dashes = "-"
		}
		head := strings.TrimRight(dashes+f.Name+" "+value, " ")
		if f.DefValue != "" && f.DefValue != "false" {
			usage += fmt.Sprintf(" (default %s)", f.DefValue)
		}
		fmt.Fprintf(w, "  %-20s %s\n", head, usage)
	})
	fmt.Fprintf(w, "\nExample:\n  %s\n", strings.ReplaceAll(strings.TrimSpace(c.example), "\n", "\n  "))
}
