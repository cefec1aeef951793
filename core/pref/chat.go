package pref

import (
	"encoding/json"
	"strings"
)

// A message is one turn of a conversation.
type message struct {
	role string // "user", "assistant", "system" or as the file says
	text string
}

// rawMessage is a message in OpenAI's (role, content) or ShareGPT's (from, value) keys.
type rawMessage struct {
	Role    string          `json:"role"`
	From    string          `json:"from"`
	Content json.RawMessage `json:"content"`
	Value   json.RawMessage `json:"value"`
}

// messages reads a column that is a message or a list of them; text counts as one
// message of the assistant.
func (r row) messages(col string) ([]message, *Problem) {
	raw := r.cols[col]
	if s, ok := r.text(col); ok {
		return []message{{"assistant", s}}, nil
	}
	var list []rawMessage
	if json.Unmarshal(raw, &list) != nil {
		var one rawMessage
		if json.Unmarshal(raw, &one) != nil {
			return nil, bad(col, "it must be text or a list of messages {role, content}, not %s", excerpt(raw))
		}
		list = []rawMessage{one}
	}
	ms := make([]message, len(list))
	for i, m := range list {
		text, ok := m.text()
		role := roleOf(m.Role + m.From)
		if !ok || role == "" {
			return nil, bad(col, "message %d needs role and content as text (or from and value)", i+1)
		}
		ms[i] = message{role, text}
	}
	return ms, nil
}

// text returns a message's text, joined if it comes in parts.
func (m rawMessage) text() (string, bool) {
	raw := m.Content
	if raw == nil {
		raw = m.Value
	}
	var s *string
	if json.Unmarshal(raw, &s) == nil && s != nil {
		return *s, true
	}
	var parts []struct {
		Type string  `json:"type"`
		Text *string `json:"text"`
	}
	if json.Unmarshal(raw, &parts) != nil || len(parts) == 0 {
		return "", false
	}
	var b strings.Builder
	for _, p := range parts {
		if p.Text == nil {
			return "", false
		}
		b.WriteString(*p.Text)
	}
	return b.String(), true
}

// roleOf maps the names that files use.
func roleOf(name string) string {
	switch strings.ToLower(name) {
	case "user", "human", "prompter":
		return "user"
	case "assistant", "gpt", "model", "bot", "chatgpt":
		return "assistant"
	}
	return name
}

// prompt collects the explicit prompt of a record, if it has one, and says which
// columns it came from.
func (r row) prompt() (prompt []message, used []string, p *Problem) {
	if s, ok := r.text("system"); ok {
		used = append(used, "system")
		if s != "" {
			prompt = append(prompt, message{"system", s})
		}
	}
	for _, col := range [...]string{"prompt", "conversations", "instruction", "question", "messages"} {
		if !r.has(col) {
			continue
		}
		ms, p := r.messages(col)
		if s, ok := r.text(col); ok {
			if in, ok := r.text("input"); ok && col == "instruction" {
				used = append(used, "input")
				s = strings.TrimSuffix(s+"\n"+in, "\n")
			}
			ms = []message{{"user", s}}
		}
		return append(prompt, ms...), append(used, col), p
	}
	var in struct {
		Messages json.RawMessage `json:"messages"`
	}
	if json.Unmarshal(r.cols["input"], &in) == nil && in.Messages != nil {
		ms, p := row{cols: map[string]json.RawMessage{"input": in.Messages}}.messages("input")
		return append(prompt, ms...), append(used, "input"), p
	}
	if len(prompt) == 0 {
		used = nil
	}
	return prompt, used, nil
}

// transcript writes a prompt as the text in front of an answer. A single message
// is its own text; several become a transcript in the manner of HH-RLHF.
func transcript(ms []message) string {
	if len(ms) == 0 {
		return ""
	}
	if len(ms) == 1 {
		return ms[0].text
	}
	var b strings.Builder
	for _, m := range ms {
		switch m.role {
		case "user":
			b.WriteString(human + " ")
		case "assistant":
			b.WriteString(assistant + " ")
		}
		b.WriteString(m.text)
	}
	b.WriteString(assistant)
	return b.String()
}

// sharedMessages counts the leading messages that two conversations have in
// common; the last of either is always an answer.
func sharedMessages(a, b []message) int {
	n := 0
	for n < len(a)-1 && n < len(b)-1 && a[n] == b[n] {
		n++
	}
	return n
}

// startsWith reports whether a conversation repeats its prompt.
func startsWith(ms, prompt []message) bool {
	if len(prompt) == 0 || len(ms) <= len(prompt) {
		return false
	}
	for i, m := range prompt {
		if ms[i].text != m.text {
			return false
		}
	}
	return true
}
