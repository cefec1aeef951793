package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"preflab/core/ckpt"
	"preflab/core/pref"
	"preflab/core/proto"
)

// The files that train writes beside the model.
const (
	runFile     = "run.preflab"
	labelsFile  = "labels.jsonl"
	metricsFile = "metrics.csv"
)

// saveEvery is how much work an unexpected end may cost.
const saveEvery = time.Minute

// train runs to the last step, or until it is interrupted, and returns where it
// came to a stop.
func (j *job) train(ctx context.Context, o *out) (*proto.Frame, error) {
	f, err := j.poll(o)
	if err != nil || j.ready.Resumed && f.Step >= f.Target {
		return f, err
	}
	if err := j.e.tell(proto.Command{Train: &proto.Train{}}); err != nil {
		return nil, err
	}
	began, saved, first := time.Now(), time.Now(), j.ready.Step
	for idle := false; !idle; {
		if ctx.Err() != nil {
			return j.interrupted(o)
		}
		_, idle = j.e.advance()
		if f, err = j.poll(o); err != nil {
			return nil, err
		}
		if loss, ok := j.log.value("loss"); ok {
			pace := float64(f.Step-first) / time.Since(began).Seconds()
			o.progress("step %d of %d, loss %.4f, %.1f steps a second", f.Step, f.Target, loss, pace)
		}
		if j.out != "" && time.Since(saved) > saveEvery {
			if err := j.save(); err != nil {
				return nil, err
			}
			saved = time.Now()
		}
	}
	return f, nil
}

// poll asks where the run is, and prints the new rows.
func (j *job) poll(o *out) (f *proto.Frame, err error) {
	err = j.e.ask(proto.Command{Poll: &proto.Empty{}}, func(ev proto.Event) bool {
		f = ev.Frame
		return true
	})
	if err != nil {
		return nil, err
	}
	j.log.rows = append(j.log.rows, f.Rows...)
	for _, r := range f.Rows {
		if r.Step > j.ready.Step { // a resumed run's earlier rows were shown
			o.row(j.log.fields(r))
		}
	}
	return f, nil
}

// interrupted ends the step that has begun and keeps the run.
func (j *job) interrupted(o *out) (*proto.Frame, error) {
	if err := j.e.tell(proto.Command{Pause: &proto.Empty{}}); err != nil {
		return nil, err
	}
	for idle := false; !idle; {
		_, idle = j.e.advance()
	}
	f, err := j.poll(o)
	if err != nil {
		return nil, err
	}
	if j.out == "" {
		return nil, fmt.Errorf("interrupted at step %d; without --out nothing is kept", f.Step)
	}
	if err := j.save(); err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("interrupted at step %d; go on with --resume --out %s", f.Step, j.out)
}

// save writes the run and its labels into the folder.
func (j *job) save() error {
	var run []byte
	err := j.e.ask(proto.Command{Save: &proto.Empty{}}, func(ev proto.Event) bool {
		run = ev.Blobs[0]
		return true
	})
	if err != nil {
		return err
	}
	return writeFiles(j.out, []ckpt.Entry{{Name: runFile, Data: run}, {Name: labelsFile, Data: pref.WriteFull(j.has)}})
}

// finish writes what came of the run, and says so.
func (j *job) finish(o *out, f *proto.Frame, took time.Duration) error {
	var exported proto.Event
	err := j.e.ask(proto.Command{Export: &proto.Empty{}}, func(ev proto.Event) bool {
		exported = ev
		return true
	})
	if err != nil {
		return err
	}
	if j.out != "" {
		if err := j.write(exported.Blobs[0]); err != nil {
			return err
		}
	}
	steps := float64(f.Step - j.ready.Step)
	o.text("%s: %d steps on %d labels, %.1f s, %.1f steps a second\n", f.State, f.Step, f.Labels, took.Seconds(), steps/took.Seconds())
	if n := len(j.log.rows); n > 0 {
		for _, x := range j.log.fields(j.log.rows[n-1])[1:] {
			o.text("  %-20s %.4g\n", x.name, x.value)
		}
	}
	o.text("weights %s\n", exported.Exported.Hash)
	o.done(j.last(f, exported.Exported.Hash, took))
	switch f.State {
	case "diverged":
		return fmt.Errorf("%s", f.Why)
	case "starved":
		return fmt.Errorf("none of the %d labels can be trained on: they prefer neither answer, or are too long for the model", len(j.has))
	}
	return nil
}

// last is the object that ends the output.
func (j *job) last(f *proto.Frame, hash string, took time.Duration) fields {
	all := fields{{"state", f.State}}
	if n := len(j.log.rows); n > 0 {
		all = append(all, j.log.fields(j.log.rows[n-1])...)
	}
	all = append(all, field{"labels", f.Labels}, field{"num_tokens", f.Tokens}, field{"seconds", took.Seconds()})
	if j.out != "" {
		all = append(all, field{"out", j.out})
	}
	if f.Why != "" {
		all = append(all, field{"why", f.Why})
	}
	return append(all, field{"weights_sha256", hash})
}

// write fills the folder: the model out of its archive, the metrics, the run.
func (j *job) write(archive []byte) error {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return fmt.Errorf("the exported model cannot be read: %w", err)
	}
	files := []ckpt.Entry{{Name: metricsFile, Data: j.log.csv()}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		_, name, _ := strings.Cut(f.Name, "/") // the archive holds one folder
		files = append(files, ckpt.Entry{Name: name, Data: data})
	}
	if err := writeFiles(j.out, files); err != nil {
		return err
	}
	return j.save()
}
