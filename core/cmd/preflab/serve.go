package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

var serveCommand = command{
	name:    "serve",
	summary: "serve the page from a folder of static files",
	detail: `Files that have a sibling .br or .gz are sent compressed to browsers that say
they can read it. Nothing but the folder is served, and nothing is written.`,
	example: "preflab serve --dir public --addr localhost:8080",
	setup: func(fs *flag.FlagSet) func(*out) error {
		dir := fs.String("dir", "public", "the `folder` to serve")
		addr := fs.String("addr", ":8080", "the `address` to listen at, host:port")
		return func(o *out) error { return serve(o, *dir, *addr) }
	},
}

// serve answers requests until it is interrupted.
func serve(o *out, dir, addr string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %s; build the page first (./build.sh build) or name another with --dir", dir)
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return listenError(addr, err)
	}
	srv := &http.Server{Handler: static{os.DirFS(dir)}, ReadHeaderTimeout: 10 * time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	url := pageURL(l.Addr())
	o.text("Preflab is at %s (the folder %s; Ctrl-C stops)\n", url, dir)
	o.row(struct {
		URL string `json:"url"`
		Dir string `json:"dir"`
	}{url, dir})
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		o.done(struct{}{})
		return srv.Close()
	}
}

// pageURL is what to type into a browser on this machine.
func pageURL(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err != nil || ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// listenError says in a sentence why an address cannot be used.
func listenError(addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("another program listens at %s already; stop it, or choose another port with --addr localhost:8081", addr)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("listening at %s is not allowed; choose a port above 1023, as in --addr localhost:8080", addr)
	}
	return usagef("--addr %q cannot be used (%v); it must be host:port, as in localhost:8080", addr, err)
}
