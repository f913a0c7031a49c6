package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/explain"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpWidth is that of the narrowest terminal that people have.
const helpWidth = 80

// helpPage writes what --help shows of a command.
type helpPage struct {
	out  io.Writer
	text helpText
	lang string
}

// describe gives all commands and flags their texts. The language is known by now.
func (a *app) describe(root *cobra.Command) {
	text := helpIn(a.lang)
	root.SetHelpCommand(helpCommand(root))
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	if c, _, err := root.Find([]string{"completion"}); err == nil {
		c.Args, c.RunE = cobra.ArbitraryArgs, helpOrUnknown
	}
	root.InitDefaultHelpFlag()
	root.InitDefaultVersionFlag()
	describeFlags(root.PersistentFlags(), "flag.", text)
	describeFlags(root.Flags(), "flag.", text)
	root.Short = text.say(root.Name() + ".short")
	for _, c := range root.Commands() {
		c.Short = text.say(c.Name() + ".short")
		describeFlags(c.Flags(), "flag."+c.Name()+".", text)
	}
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		if c.HasParent() && c.Parent().HasParent() {
			c = c.Parent()
		}
		h := &helpPage{out: c.OutOrStdout(), text: text, lang: string(a.lang)}
		h.command(c)
	})
}

// helpCommand is help, which knows no word that is no command.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{Use: "help [COMMAND]", Args: cobra.ArbitraryArgs, RunE: func(_ *cobra.Command, args []string) error {
		c, left, err := root.Find(args)
		if err != nil || c == nil {
			c, left = root, args
		}
		return helpOrUnknown(c, left)
	}}
}

// helpOrUnknown shows the help of a command, unless a word behind it is none that it has.
func helpOrUnknown(c *cobra.Command, left []string) error {
	if len(left) == 0 {
		return c.Help()
	}
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	return fmt.Errorf("expected one of %s, found %q%s", strings.Join(names, ", "), left[0], didYouMean(left[0], "", names))
}

func describeFlags(flags *pflag.FlagSet, prefix string, text helpText) {
	tables := strings.Join(explain.TableNames(), ", ")
	flags.VisitAll(func(f *pflag.Flag) {
		if text.has(prefix + f.Name) {
			f.Usage = text.say(prefix+f.Name, "tables", tables)
		}
	})
}

// command writes all of it: what the command is, how it is typed, its flags.
func (h *helpPage) command(c *cobra.Command) {
	name := c.Name()
	if name == "report" { // what is done without a command
		name = c.Root().Name()
	}
	long := h.text.paragraphs[name+".long"]
	if len(long) == 0 {
		long = h.text.paragraphs[name+".short"]
	}
	for i, paragraph := range long {
		if i > 0 {
			h.line("")
		}
		h.wrapped(0, paragraph)
	}
	h.head("label.usage")
	usage := "usage." + c.Name()
	if !h.text.has(usage) {
		usage = "usage.path"
	}
	h.line("  " + h.text.say(usage, "command", c.Name()))
	if !c.HasParent() {
		h.commands(c)
	}
	h.examples(h.text.paragraphs[name+".example"])
	switch {
	case name == "completion" || name == "help":
	case c.HasParent():
		h.ownFlags(c)
		h.otherFlags(c)
	default:
		h.allFlags(c)
		h.values()
	}
	h.head("label.exit")
	h.wrapped(2, h.text.say("exit"))
}

// commands lists what can be asked for.
func (h *helpPage) commands(root *cobra.Command) {
	h.head("label.commands")
	var rows [][2]string
	for _, key := range h.text.keys {
		name, ok := strings.CutSuffix(key, ".short")
		if c, _, err := root.Find([]string{name}); ok && err == nil && c.HasParent() {
			rows = append(rows, [2]string{name, c.Short})
		}
	}
	h.list(rows)
}

// examples aligns what each command is for.
func (h *helpPage) examples(examples []string) {
	if len(examples) == 0 {
		return
	}
	h.head("label.examples")
	const most = 56 // a comment behind a longer command stands below it
	wide := 0
	for _, e := range examples {
		if command, _, _ := strings.Cut(e, " # "); len(command) <= most {
			wide = max(wide, len(command))
		}
	}
	for _, e := range examples {
		command, purpose, _ := strings.Cut(e, " # ")
		if len(command) > wide || 2+wide+2+render.Columns(purpose) > helpWidth {
			h.line("  " + command)
			h.line("      " + purpose)
			continue
		}
		h.line("  " + command + strings.Repeat(" ", wide-len(command)+2) + purpose)
	}
}

// allFlags writes each group under its head.
func (h *helpPage) allFlags(root *cobra.Command) {
	for _, g := range flagGroups() {
		h.head("group." + g.name)
		var rows [][2]string
		for _, name := range g.names() {
			rows = append(rows, h.flag(root.PersistentFlags().Lookup(name)))
		}
		if g.name == "run" {
			rows = append(rows, h.flag(root.Flags().Lookup("help")), h.flag(root.Flags().Lookup("version")))
		}
		h.list(rows)
	}
}

// ownFlags writes those that the command alone has.
func (h *helpPage) ownFlags(c *cobra.Command) {
	var rows [][2]string
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" {
			rows = append(rows, h.flag(f))
		}
	})
	if len(rows) > 0 {
		h.line("")
		h.line(h.text.say("label.own", "command", c.Name()))
		h.list(rows)
	}
}

// otherFlags names those that all commands share and that fit this one.
func (h *helpPage) otherFlags(c *cobra.Command) {
	left := unfit(c.Name())
	for _, g := range flagGroups() {
		var names []string
		for _, name := range g.names() {
			if !slices.Contains(left, name) {
				names = append(names, "--"+name)
			}
		}
		if len(names) > 0 {
			h.head("group." + g.name)
			h.wrapped(2, strings.Join(names, " "))
		}
	}
	h.line("")
	h.wrapped(0, h.text.say("see"))
}

// flag is a flag as it is typed, and what it is for.
func (h *helpPage) flag(f *pflag.Flag) [2]string {
	typed := "    --" + f.Name
	if f.Shorthand != "" {
		typed = "-" + f.Shorthand + ", --" + f.Name
	}
	value, purpose := pflag.UnquoteUsage(f)
	if value != "" {
		typed += " " + value
	}
	if f.DefValue != "" && !slices.Contains([]string{"false", "0", "[]"}, f.DefValue) {
		purpose = h.text.say("label.default", "purpose", purpose, "value", f.DefValue)
	}
	return [2]string{typed, purpose}
}

// values lists the words that some flags take.
func (h *helpPage) values() {
	var needed, others []string
	for v := range codes.NumVerdicts {
		v := codes.Verdict(v)
		told := v.String() + " (" + render.VerdictName(h.lang, v.String()) + ")"
		if v.Attention() {
			needed = append(needed, told)
		} else {
			others = append(others, told)
		}
	}
	h.head("label.verdicts")
	h.wrapped(2, strings.Join(needed, ", "))
	h.wrapped(2, strings.Join(others, ", "))
	h.head("label.fields")
	h.wrapped(2, strings.Join(scan.ByWords(), ", "))
}

// list writes names and what they mean, in two columns.
func (h *helpPage) list(rows [][2]string) {
	wide := 0
	for _, row := range rows {
		wide = max(wide, render.Columns(row[0]))
	}
	for _, row := range rows {
		before := "  " + row[0] + strings.Repeat(" ", wide-render.Columns(row[0])+2)
		for _, line := range render.Wrap(row[1], helpWidth-wide-4) {
			h.line(before + line)
			before = strings.Repeat(" ", wide+4)
		}
	}
}

func (h *helpPage) head(key string) {
	h.line("")
	h.wrapped(0, h.text.say(key))
}

func (h *helpPage) wrapped(indent int, paragraph string) {
	for _, line := range render.Wrap(paragraph, helpWidth-indent) {
		h.line(strings.Repeat(" ", indent) + line)
	}
}

func (h *helpPage) line(text string) { fmt.Fprintln(h.out, text) }
