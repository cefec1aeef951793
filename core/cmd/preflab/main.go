// Command preflab is the preference-tuning lab as a tool: the same engine as in
// the page, driven by the same protocol.
//
// Run "preflab help" for the commands.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// The exit codes.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2 // the command line is at fault
)

// A command is one thing that the tool does.
type command struct {
	name    string
	summary string // one line
	detail  string // what one must know beyond the flags; may be empty
	example string
	takes   string // the flag that an argument in front, without dashes, sets; "" takes none
	// setup declares the flags and returns what runs once they are parsed.
	setup func(fs *flag.FlagSet) func(o *out) error
}

// argument cuts that argument off the front, where the command takes one: flags would
// end at it.
func (c command) argument(args []string) (argument string, rest []string) {
	if c.takes != "" && len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		return args[0], args[1:]
	}
	return "", args
}

// commands lists all, in the order of the help.
func commands() []command {
	return []command{
		sampleCommand,
		trainCommand,
		evalCommand,
		tasteCommand,
		auditCommand,
		bestOfCommand,
		reproduceCommand,
		modelsCommand,
		convertCommand,
		benchCommand,
		serveCommand,
	}
}

// run is the whole tool: it returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		help(stderr)
		return exitUsage
	}
	name := strings.TrimLeft(args[0], "-")
	if name == "help" || name == "h" {
		return helpCommand(args[1:], stdout, stderr)
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(args[1:], stdout, stderr)
		}
	}
	fmt.Fprintf(stderr, "preflab: there is no command %q; \"preflab help\" lists them\n", args[0])
	return exitUsage
}

// run parses the flags of one command and carries it out.
func (c command) run(args []string, stdout, stderr io.Writer) int {
	fs, body, asJSON := c.flags()
	argument, args := c.argument(args)
	err := fs.Parse(args)
	if err == nil && argument != "" {
		err = fs.Set(c.takes, argument)
	}
	o := newOut(stdout, stderr, *asJSON)
	switch {
	case errors.Is(err, flag.ErrHelp):
		c.help(stdout)
		return exitOK
	case err != nil:
		err = usagef("%v", err)
	case fs.NArg() > 0:
		err = usagef("unexpected %q: every argument is a flag", fs.Arg(0))
	default:
		err = body(o)
	}
	if err == nil {
		return exitOK
	}
	var usage usageError
	if errors.As(err, &usage) {
		o.fail(fmt.Errorf("%w; \"preflab help %s\" shows the flags", err, c.name), c.name)
		return exitUsage
	}
	o.fail(err, c.name)
	return exitError
}

// flags returns the command's flag set, its body and the value of --json.
func (c command) flags() (*flag.FlagSet, func(*out) error, *bool) {
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard) // errors are reported once, by run
	body := c.setup(fs)
	asJSON := fs.Bool("json", false, "print one JSON object a line; the last has \"done\":true")
	return fs, body, asJSON
}

// A usageError is a fault in the command line rather than in the work.
type usageError string

func (e usageError) Error() string { return string(e) }

func usagef(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }
