package ui

import (
	"html"
	"strings"
	"testing"

	"github.com/vugu/vugu"
)

// render builds the page as Vugu does and writes it as HTML, without a browser.
func render(t *testing.T, app *App) string {
	t.Helper()
	env, err := vugu.NewBuildEnv()
	if err != nil {
		t.Fatal(err)
	}
	res := env.RunBuild(app)
	var b strings.Builder
	write(&b, res, res.Out.Out[0])
	return b.String()
}

// void are the elements without an end tag.
var void = map[string]bool{"input": true, "br": true}

// write writes one node. Properties are written as the attributes of the same
// name, which is what a static page has for them.
func write(b *strings.Builder, res *vugu.BuildResults, n *vugu.VGNode) {
	switch {
	case n.Component != nil:
		write(b, res, res.ResultFor(n.Component).Out[0])
		return
	case n.Type == vugu.TextNode:
		b.WriteString(html.EscapeString(n.Data))
		return
	case n.Type != vugu.ElementNode:
		return
	}
	b.WriteString("<" + n.Data)
	for _, a := range n.Attr {
		b.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
	}
	for _, p := range n.Prop {
		writeProp(b, p)
	}
	b.WriteString(">")
	if void[n.Data] {
		return
	}
	if n.InnerHTML != nil {
		b.WriteString(*n.InnerHTML)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		write(b, res, c)
	}
	b.WriteString("</" + n.Data + ">")
}

func writeProp(b *strings.Builder, p vugu.VGProperty) {
	switch v := string(p.JSONVal); v {
	case "true":
		b.WriteString(" " + p.Key)
	case "false":
	default:
		b.WriteString(" " + p.Key + `="` + html.EscapeString(strings.Trim(v, `"`)) + `"`)
	}
}
