// Runs a js/wasm test binary in Node with the SIMD kernel, in place of Go's own
// go_js_wasm_exec:
//
//   GOOS=js GOARCH=wasm go test -exec "node testdata/run.cjs" ./wasm/simd
//
// PREFLAB_NO_SIMD=1 leaves the kernel out.
const fs = require("fs");
const path = require("path");
const { execFileSync } = require("child_process");

globalThis.fs = fs;
globalThis.path = path;
const goroot = process.env.GOROOT || execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
require(path.join(goroot, "lib/wasm/wasm_exec.js"));
require("../loader.js");

const go = new Go();
go.argv = process.argv.slice(2);
go.env = { TMPDIR: require("os").tmpdir(), PREFLAB_NO_SIMD: process.env.PREFLAB_NO_SIMD || "" };
go.exit = process.exit;
process.on("exit", (code) => {
  if (code === 0 && !go.exited) {
    go._pendingEvent = { id: 0 }; // lets Go report the deadlock
    go._resume();
  }
});

const kernel = process.env.PREFLAB_NO_SIMD ? null : fs.readFileSync(path.join(__dirname, "../kernel.wasm"));
instantiatePreflab(fs.readFileSync(process.argv[2]), kernel, go)
  .then(({ instance }) => go.run(instance))
  .catch((err) => { console.error(err); process.exit(1); });
