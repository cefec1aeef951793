// bench.html: measures the engine. Every job runs in a Worker of its own, so that each
// starts cold; the program, bench.wasm, is compiled once. What a job is and what comes
// of it is core/bench. Driven by a job in the address, or by the page's buttons; the
// console hears of both:
//
//   TIMED_START, TIMED_END   around the part that is timed
//   RESULT {...}             what came of it, or ERROR and a sentence
//   DONE
"use strict";

(() => {
	const site = "tales/sft"; // the model of a first visit
	const jobs = { // the first three are bench.Sizes; "phases" are steps that are taken apart
		XS: [{ size: "XS", phases: 40, c: { D: 64, L: 2, H: 2, F: 176, V: 512, B: 16, T: 32 } }],
		S: [{ size: "S", phases: 8, c: { D: 128, L: 4, H: 4, F: 352, V: 512, B: 16, T: 64 } }],
		M: [{ size: "M", phases: 3, c: { D: 256, L: 6, H: 8, F: 704, V: 1024, B: 16, T: 128 } }],
		DPO: [{ dpo: site, phases: 8 }],
		write: [{ decode: site }, { decode: site, streams: 16 }],
		load: [{ open: site }],
	};
	jobs.all = [jobs.load, jobs.XS, jobs.S, jobs.M, jobs.DPO, jobs.write].flat();

	const $ = (id) => document.getElementById(id);
	const say = (sentence) => { $("status").textContent = sentence; };
	const wrong = (sentence) => {
		$("wrong").textContent = sentence;
		$("wrong").hidden = !sentence;
	};

	// get fetches a file, without credentials: its address may come from a link.
	const get = async (url) => {
		const response = await fetch(new URL(url, location.href), { credentials: "omit" });
		if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
		return response;
	};
	const bytes = async (url) => new Uint8Array(await (await get(url)).arrayBuffer());

	const compile = async (url) => {
		const response = await get(url);
		if ((response.headers.get("Content-Type") || "").startsWith("application/wasm")) {
			return WebAssembly.compileStreaming(response);
		}
		return WebAssembly.compile(await response.arrayBuffer());
	};

	// program is compiled at the first call; without SIMD there is no kernel.
	let loaded = null;
	const program = () => loaded ??= (async () => {
		const start = performance.now();
		const [code, kernel] = await Promise.all([compile("bench/bench.wasm"), compile("kernel.wasm").catch(() => null)]);
		return { code, kernel, ms: performance.now() - start };
	})();

	// files are those of a job's model, in the order of core/bench.ReadModel.
	const files = async (job) => {
		const name = job.decode || job.open || job.dpo;
		if (job.bin) return Promise.all([bytes(job.bin), bytes(job.tok)]);
		if (!name || job.c) return [];
		return Promise.all(["config.json", "tokenizer.json", "model.safetensors"].map((file) => bytes(`models/${name}/${file}`)));
	};

	// measure does one job and returns its result. cancel ends it from outside.
	const stopped = new Error("Stopped.");
	let cancel = () => {};
	let count = 0;
	const measure = async (job) => {
		const { code, kernel, ms } = await program();
		const start = performance.now();
		const blobs = await files(job);
		const fetched = performance.now() - start;
		const worker = new Worker("worker.js");
		const channel = new MessageChannel();
		try {
			return await new Promise((done, failed) => {
				cancel = () => failed(stopped);
				worker.onerror = (e) => failed(new Error(e.message || "The engine's worker could not start."));
				channel.port1.onmessage = ({ data }) => {
					const word = JSON.parse(data.head);
					if (word.mark) console.log(word.mark);
					if (word.error) failed(new Error(word.error));
					if (word.result) done({ ...word.result, program_ms: ms, fetch_ms: blobs.length ? fetched : undefined });
				};
				worker.postMessage({ program: code, kernel, port: channel.port2, lock: `preflab-bench-${performance.timeOrigin}-${count++}` }, [channel.port2]);
				channel.port1.postMessage({ head: JSON.stringify(job), blobs }, blobs.map((b) => b.buffer));
			});
		} finally {
			cancel = () => {};
			worker.terminate();
			channel.port1.close();
		}
	};

	// run does jobs one after another, and shows and tells what comes of each.
	const results = [];
	let running = false;
	const run = async (list) => {
		if (running) return;
		running = true;
		buttons();
		wrong("");
		try {
			for (const [i, job] of list.entries()) {
				say(`Measuring ${title(job)}${list.length > 1 ? `, ${i + 1} of ${list.length}` : ""}. ${job.size === "M" ? "This can take a minute." : ""}`);
				const result = await measure(job);
				console.log("RESULT " + JSON.stringify(result));
				results.push(result);
				show();
			}
			say("Done.");
		} catch (e) {
			console.log("ERROR " + e.message);
			say(e === stopped ? "Stopped." : "Nothing is being measured.");
			if (e !== stopped) wrong(e.message);
		}
		console.log("DONE");
		running = false;
		buttons();
	};

	const title = (job) => {
		if (job.decode) return `writing with ${job.decode}${job.streams > 1 ? `, ${job.streams} streams` : ""}`;
		if (job.open) return `opening ${job.open}`;
		if (job.dpo) return `a step on 8 pairs of ${job.dpo}`;
		return `the step ${job.size || ""}`;
	};

	const buttons = () => {
		for (const name of Object.keys(jobs)) $("run-" + name).disabled = running;
		$("stop").disabled = !running;
	};

	// Tables. The last result of its kind stands.

	const fixed = (digits) => (x) => x ? x.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }) : "–";
	const percent = (x) => x === undefined ? "–" : (100 * x).toFixed(1) + " %";
	const cell = (tag, text, scope) => {
		const e = document.createElement(tag);
		e.textContent = text;
		if (scope) e.scope = scope;
		return e;
	};

	// table fills one: heads, and rows of a name and cells.
	const table = (id, heads, rows) => {
		$(id).hidden = rows.length === 0;
		const head = document.createElement("thead"), body = document.createElement("tbody");
		const line = (tr, name, cells, tag) => {
			tr.append(cell("th", name, tag === "th" ? "col" : "row"), ...cells.map((c) => cell(tag, c, tag === "th" ? "col" : "")));
			return tr;
		};
		if (heads.length) head.append(line(document.createElement("tr"), "", heads, "th"));
		for (const { name, cells, strong } of rows) {
			const tr = line(document.createElement("tr"), name, cells, "td");
			if (strong) tr.className = "strong";
			body.append(tr);
		}
		$(id + "-table").replaceChildren(head, body);
	};

	const latest = (key) => [...new Map(results.filter(key).map((r) => [key(r), r])).values()];

	const show = () => {
		const steps = latest((r) => r.size);
		const sizes = steps.map((r) => r.size);
		const row = (name, of, strong) => ({ name, cells: steps.map(of), strong });
		table("steps", sizes, steps.length ? [
			row("median, ms", (r) => fixed(1)(r.median_ms), true),
			row("best, ms", (r) => fixed(1)(Math.min(...r.times_ms))),
			row("the first, cold, ms", (r) => fixed(1)(r.first_ms)),
			row("GFLOP of a step", (r) => fixed(2)(r.gflop)),
			row("GFLOP/s", (r) => fixed(1)(r.gflops)),
			row("the peak, GFLOP/s", (r) => fixed(1)(r.peak_gflops)),
			row("of the peak", (r) => percent(r.of_peak), true),
			row("the first loss", (r) => fixed(2)(r.losses[0])),
			row("the tenth", (r) => fixed(2)(r.losses.at(-1))),
		] : []);
		$("kernel").textContent = results[0].kernel;

		const apartOf = steps.filter((r) => r.phases);
		table("parts", apartOf.map((r) => r.size), (apartOf[0]?.phases ?? []).map(({ name }, i) => (
			{ name, cells: apartOf.map((r) => percent(r.phases[i].share)) })));

		table("writing", ["tokens/s"], latest((r) => r.tps && `${r.model} ${r.streams}`).map((r) => (
			{ name: `${r.model}, ${r.streams === 1 ? "one stream" : r.streams + " streams"} of ${r.tokens}`, cells: [fixed(0)(r.tps)] })));

		table("loading", ["ms"], latest((r) => !r.size && !r.tps && r.model).flatMap((r) => [
			{ name: "fetch and compile the program", cells: [fixed(0)(r.program_ms)] },
			{ name: `fetch the model ${r.model}`, cells: [fixed(0)(r.fetch_ms)] },
			{ name: "open it, to the first token", cells: [fixed(0)(r.first_ms)] },
		]));

		$("raw").hidden = false;
		$("json").textContent = JSON.stringify(results, null, 1);
	};

	// linked is the job in the address, undefined if there is none.
	const linked = () => {
		const text = location.hash.slice(1);
		if (!text) return undefined;
		try {
			return JSON.parse(decodeURIComponent(text));
		} catch {
			throw new Error("What stands behind # in the address is not a job: it must be JSON.");
		}
	};

	const follow = async () => {
		try {
			const job = linked();
			if (job) await run([job]);
		} catch (e) {
			console.log("ERROR " + e.message);
			wrong(e.message);
			console.log("DONE");
		}
	};

	for (const [name, list] of Object.entries(jobs)) $("run-" + name).onclick = () => run(list);
	$("stop").onclick = () => cancel();
	$("copy").onclick = () => navigator.clipboard.writeText($("json").textContent).then(() => say("Copied."), () => say("The browser did not allow it: select the text instead."));
	addEventListener("hashchange", follow);
	program().then(({ kernel }) => {
		say(kernel ? "Ready." : "Ready. This browser has no WebAssembly SIMD: everything takes about thirty times as long.");
		buttons();
		return follow();
	}).catch((e) => wrong("The program could not be loaded: " + e.message + ". Reload the page to try again."));
})();
