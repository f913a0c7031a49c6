package render

import (
	"io"

	"github.com/iiswhy/iiswhy/report"
)

// WriteShipment writes what ship did to w, as Text, Markdown or JSON. Nothing is written
// when the format is another; otherwise the error is that of w.
func WriteShipment(w io.Writer, s *report.Shipment, f Format, o Options) error {
	b := newBuilder(s.Lang, s, o)
	b.shipment = clean(*s, visible)
	return writeKind(w, b, kindOf("ship"), f)
}

func (b *builder) shipmentValues() any { return clean(*b.raw.(*report.Shipment), valid) }

// shipmentDocument says where the rows are, and which files are not there whole.
func (b *builder) shipmentDocument() document {
	s := b.shipment
	d := document{times: b.times, title: b.say("html.title")}
	to := []blank{count("rows", s.Rows.Shipped), word("engine", s.Engine), word("machine", s.Machine)}
	headline := paragraph{Tone: healthy, Text: b.say("ship.done", to...)}
	if s.Partial {
		headline = paragraph{Tone: now, Text: b.say("ship.partial", to...)}
	}
	d.blocks = append(d.blocks, headline, list{Title: b.say("ship.account"), Items: b.shipmentItems()}, list{Title: b.say("ship.problems"), Items: b.shipmentProblems()})
	return d
}

// shipmentItems account for all that was found.
func (b *builder) shipmentItems() (items []item) {
	s, states := b.shipment, map[string]int64{}
	for _, f := range s.Files {
		states[f.State]++
	}
	add := func(key string, blanks ...blank) { items = append(items, item{Text: b.say(key, blanks...)}) }
	add("ship.files", count("files", int64(len(s.Files))), count("read", states[report.FileRead]), count("known", states[report.FileKnown]))
	add("ship.rows", count("rows", s.Rows.Read), count("shipped", s.Rows.Shipped), count("there", s.Rows.There))
	for _, one := range []struct {
		key string
		n   int64
	}{
		{"ship.waiting", s.Rows.Waiting}, {"ship.unsure", s.Rows.Unsure}, {"ship.refused", s.Refused}, {"ship.empty", states[report.FileEmpty]},
		{"ship.failed", states[report.FileFailed]},
	} {
		if one.n > 0 {
			add(one.key, count("n", one.n))
		}
	}
	add("ship.sent", word("size", size(s.BytesSent)), count("retries", s.Retries))
	return items
}

// shipmentProblems say why not all is there.
func (b *builder) shipmentProblems() (items []item) {
	translator := NewTranslator(b.shipment.Lang)
	if b.shipment.Error != "" {
		items = append(items, item{Text: translator.Text(b.shipment.Error)})
	}
	for _, f := range b.shipment.Files {
		if f.Error != "" {
			items = append(items, item{Text: translator.Text(f.Error)})
		}
	}
	return items
}
