package ui

import (
	"preflab/core/proto"
	"preflab/ui/view"
)

// AuditRun looks into what the reward model likes, or stops looking.
func (a *App) AuditRun() {
	if !a.begins(a.S.Audit.Busy, a.req.audit, view.AuditAsked{}, view.AuditStopped{}) {
		return
	}
	a.req.audit = a.send(proto.Command{Audit: &proto.Audit{Taste: a.S.Link.Taste, Seed: a.S.Link.Seed}})
	a.host.Announce("Asking the reward model.")
}

// audited takes the answer in.
func (a *App) audited(ev proto.Event) {
	if ev.ID == a.req.audit {
		a.apply(view.AuditTold{Audited: *ev.Audited})
		a.host.Announce(a.S.Audit.Words())
	}
}

// How many openings best of n is measured on, and the largest n: sixteen answers to an
// opening are sampled at a time, and one must be left as the rival.
const (
	bestOpenings = 64
	bestAnswers  = 8
)

// BestRun measures how far picking the best answer goes, or stops measuring.
func (a *App) BestRun() {
	if !a.begins(a.S.Best.Busy, a.req.best, view.BestAsked{}, view.BestStopped{}) {
		return
	}
	a.req.best = a.send(proto.Command{BestOf: &proto.BestOf{By: a.S.Picker(), Taste: a.S.Link.Taste,
		Prompts: bestOpenings, N: bestAnswers, Seed: a.S.Link.Seed}})
	a.host.Announce("Picking the best of many answers.")
}

// bestTold takes results in.
func (a *App) bestTold(ev proto.Event) {
	if ev.ID != a.req.best {
		return
	}
	a.apply(view.BestTold{Best: *ev.BestOf})
	if !a.S.Best.Busy {
		a.host.Announce("Best of n is measured.")
	}
}

// BestByChoose chooses what picks.
func (a *App) BestByChoose(by string) { a.apply(view.BestBy{By: by}) }
