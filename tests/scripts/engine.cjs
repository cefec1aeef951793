// Runs the engine of the built page in Node, through a script of commands:
//
//	node engine.cjs <public> [--plain] < commands.json > events.json
//
// --plain leaves the SIMD kernel out.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const [site, mode] = process.argv.slice(2);
globalThis.fs = fs; // so that a panic is written to stderr
require(path.resolve(site, "wasm_exec.js"));
require(path.resolve(site, "build/loader.js"));
require("./drive.js");

(async () => {
	const commands = JSON.parse(fs.readFileSync(0, "utf8"));
	const go = new Go();
	const kernel = mode === "--plain" ? null : fs.readFileSync(path.join(site, "kernel.wasm"));
	const { instance } = await instantiatePreflab(fs.readFileSync(path.join(site, "preflab.wasm")), kernel, go);
	const channel = new MessageChannel();
	globalThis.preflab = { port: channel.port2 };
	go.run(instance); // for ever
	process.stdout.write(JSON.stringify(await drive(channel.port1, commands)), () => process.exit(0));
})().catch((e) => {
	console.error(e);
	process.exit(1);
});
