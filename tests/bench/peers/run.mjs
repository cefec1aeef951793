// Compares Preflab's training step with its peers, all in one run on this machine:
//
//   ./build.sh build && cd tests/bench/peers && npm ci && node run.mjs [XS S M] [--seconds 4] [--rounds 2]
//
// In Chromium, one thread each: Preflab's bench.html, jax-js and TensorFlow.js on their
// WebAssembly backends. Natively: Preflab, and PyTorch where /usr/bin/python3 (or
// $PYTHON) has it, on one thread and on two. Rounds go through all peers by turns, so
// that what else the machine does meets all of them; times of all rounds are pooled.
// Writes docs/results/peers.json and prints a table, ratio first.
import { execFileSync, spawnSync } from "node:child_process";
import { createReadStream, existsSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { cpus } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { chromium } from "./chromium.mjs";

const here = fileURLToPath(new URL(".", import.meta.url)), root = join(here, "../../..");
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { seconds: { type: "string", default: "4" }, rounds: { type: "string", default: "2" } },
});
const shapes = {
	XS: { D: 64, L: 2, H: 2, F: 176, V: 512, B: 16, T: 32 },
	S: { D: 128, L: 4, H: 4, F: 352, V: 512, B: 16, T: 64 },
	M: { D: 256, L: 6, H: 8, F: 704, V: 1024, B: 16, T: 128 },
};
const sizes = positionals.length ? positionals : ["XS", "S"];
for (const size of sizes) {
	if (!shapes[size]) throw new Error(`there is no size ${size}; there are XS, S and M`);
}

// serve answers with the built site, and under /peers/ with this folder.
const serve = () => new Promise((done) => {
	const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };
	const server = createServer((request, response) => {
		const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
		const file = path.startsWith("/peers/") ? join(here, path.slice(7)) : join(root, "public", path);
		if (path.includes("..") || !existsSync(file) || !statSync(file).isFile()) {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream", "Cache-Control": "no-store" });
		createReadStream(file).pipe(response);
	}).listen(0, "localhost", () => done({ port: server.address().port, close: () => server.close() }));
});

// resultOf is the RESULT among lines, or an error in words.
const resultOf = (lines) => {
	const line = lines.find((l) => l.startsWith("RESULT "));
	if (!line) throw new Error(lines.find((l) => l.startsWith("ERROR ")) ?? "no RESULT: " + lines.join("; "));
	return JSON.parse(line.slice(7));
};

const native = join(here, "node_modules", ".preflab");
const python = process.env.PYTHON ?? "/usr/bin/python3";
const hasTorch = spawnSync(python, ["-c", "import torch"]).status === 0;

const peersIn = (browser, port) => {
	const page = (path) => async (job) => resultOf(await browser.open(`http://localhost:${port}/${path}#${encodeURIComponent(JSON.stringify(job))}`));
	const tool = async (job) => JSON.parse(execFileSync(native, ["bench", "--json", "--job", JSON.stringify(job)], { encoding: "utf8", cwd: root }).split("\n")[0]);
	const torch = (threads) => async (job) => resultOf(execFileSync(python, [join(here, "torch_step.py"), JSON.stringify(job), String(threads)], {
		encoding: "utf8", env: { ...process.env, OMP_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads },
	}).split("\n"));
	const list = [
		{ name: "Preflab, Chromium", measure: page("bench.html") },
		{ name: "jax-js wasm, Chromium", measure: page("peers/jax.html") },
		{ name: "TensorFlow.js wasm-simd with autograd, Chromium", measure: page("peers/tfjs.html") },
		{ name: "Preflab, native", measure: tool },
	];
	if (hasTorch) {
		list.push({ name: "PyTorch, native, 1 thread", measure: torch(1) }, { name: "PyTorch, native, 2 threads", measure: torch(2) });
	}
	return list;
};

const median = (xs) => [...xs].sort((a, b) => a - b)[Math.floor((xs.length - 1) / 2)];

// compare fills rows: one for each size and peer, with the times of all rounds.
const compare = async (peers, rows) => {
	for (let round = 0; round < Number(values.rounds); round++) {
		for (const size of sizes) {
			for (const peer of peers) {
				process.stderr.write(`round ${round + 1}, ${size}: ${peer.name}\n`);
				const row = rows.find((r) => r.size === size && r.peer === peer.name) ?? rows[rows.push({ size, peer: peer.name, times_ms: [] }) - 1];
				if (row.error) continue;
				try {
					const r = await peer.measure({ size, threads: 1, seconds: Number(values.seconds), c: shapes[size] });
					row.times_ms.push(...r.times_ms);
					row.losses ??= r.losses;
					row.first_ms ??= r.first_ms;
					row.peak_gflops = Math.max(row.peak_gflops ?? 0, r.peak_gflops ?? 0) || undefined;
				} catch (e) {
					row.error = e.message;
				}
			}
		}
	}
};

const table = (rows) => {
	const line = (cells) => "| " + cells.join(" | ") + " |";
	const out = [line(["Preflab in Chromium is faster by", "size", "peer", "median ms", "best ms", "first ms", "loss, first to tenth"]), line(["--:", "---", "---", "--:", "--:", "--:", "--:"])];
	for (const size of sizes) {
		const own = rows.find((r) => r.size === size);
		for (const r of rows.filter((r) => r.size === size)) {
			if (r.error) {
				out.push(line(["-", size, r.peer, r.error.split("\n")[0], "", "", ""]));
				continue;
			}
			const ratio = own.error ? "-" : (median(r.times_ms) / median(own.times_ms)).toFixed(2) + "x";
			out.push(line([ratio, size, r.peer, median(r.times_ms).toFixed(1), Math.min(...r.times_ms).toFixed(1), r.first_ms.toFixed(0), `${r.losses[0].toFixed(3)} to ${r.losses.at(-1).toFixed(3)}`]));
		}
	}
	return out.join("\n");
};

const simd = process.arch === "x64" ? "simd" : "";
execFileSync("go", ["build", "-o", native, "./core/cmd/preflab"], { cwd: root, env: { ...process.env, GOEXPERIMENT: simd }, stdio: "inherit" });
const server = await serve(), browser = chromium();
const rows = [];
try {
	await compare(peersIn(browser, server.port), rows);
} finally {
	await browser.close();
	server.close();
}
const versions = Object.fromEntries(["@jax-js/jax", "@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"].map((name) =>
	[name, JSON.parse(execFileSync(process.execPath, ["-p", `JSON.stringify(require("./node_modules/${name}/package.json").version)`], { encoding: "utf8", cwd: here }))]));
if (hasTorch) versions.torch = execFileSync(python, ["-c", "import torch; print(torch.__version__)"], { encoding: "utf8" }).trim();
writeFileSync(join(root, "docs/results/peers.json"), JSON.stringify({
	command: "node tests/bench/peers/run.mjs " + process.argv.slice(2).join(" "), date: new Date().toISOString().slice(0, 10),
	cpu: cpus()[0].model, cores: cpus().length, versions, rows,
}, null, 1) + "\n");
console.log(table(rows));
