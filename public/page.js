// The page's loader. index.html shows a static page; when that has been painted,
// this fetches the program, compiles it once, and runs it twice: here as the
// page, and in a Worker as the engine (worker.js).
"use strict";

(() => {
	// fail says in a sentence, in place of the lab, why there is none.
	const fail = (sentence) => {
		const note = document.getElementById("boot-note") || document.getElementById("status");
		note.textContent = sentence;
		note.hidden = false;
		document.documentElement.dataset.boot = "failed";
	};

	const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

	const script = (src) => new Promise((done, failed) => {
		const element = document.createElement("script");
		element.src = src;
		element.onload = done;
		element.onerror = () => failed(new Error("could not load " + src));
		document.head.append(element);
	});

	// compile streams where the server names the right type, as file: and some hosts do not.
	const compile = async (url) => {
		const response = await fetch(url);
		if (!response.ok) throw new Error(url + ": the server answered " + response.status);
		if ((response.headers.get("Content-Type") || "").startsWith("application/wasm")) {
			return WebAssembly.compileStreaming(response);
		}
		return WebAssembly.compile(await response.arrayBuffer());
	};

	// Without SIMD the kernel module does not compile: the engine then runs plain Go.
	const compileKernel = () => compile("kernel.wasm").catch(() => null);

	// hire returns a Worker; failed is a promise of why it could not start or go on.
	// One is hired before the program is there to be posted: a Worker takes its time.
	let spare = null;
	const hire = () => {
		const worker = spare || new Worker("worker.js");
		spare = null;
		worker.failed ??= new Promise((tell) => {
			worker.onerror = (e) => tell(e.message || "The engine's worker could not start.");
		});
		return worker;
	};

	// employ sets a Worker to work on the other end of a channel. ended hears why, should
	// the Worker end by itself: the browser says nothing when it kills one, but a lock
	// that the Worker held then comes free.
	let count = 0;
	const employ = (program, kernel, ended) => {
		const channel = new MessageChannel();
		const worker = hire();
		const lock = "preflab-engine-" + performance.timeOrigin + "-" + count++;
		const gone = new AbortController();
		let over = false; // a Worker ends once, and one that was ended says nothing more
		const end = (why) => {
			if (over) return;
			over = true;
			ended(why);
		};
		worker.onmessage = () => navigator.locks.request(lock, { signal: gone.signal }, () => end("The engine's worker has ended."))
			.catch(() => {}); // aborted
		worker.failed.then(end);
		worker.postMessage({ program, kernel, lock, port: channel.port2 }, [channel.port2]);
		return {
			port: channel.port1, worker,
			terminate() { over = true; gone.abort(); worker.terminate(); },
		};
	};

	// startEngine returns the page's end of a channel to an engine that may be helped:
	// each helper is an engine too, on a channel to the one that it helps.
	const startEngine = (program, kernel, ended) => {
		const lead = employ(program, kernel, ended), helpers = [];
		let lives = 8; // replacements, so that a browser that kills them all is left in peace
		const help = (index) => {
			helpers[index] = employ(program, kernel, () => {
				lead.worker.postMessage({ helper: index });
				helpers[index].terminate();
				if (lives-- > 0) help(index);
			});
			const port = helpers[index].port;
			lead.worker.postMessage({ helper: index, port }, [port]);
		};
		window.preflabKillEngine = () => lead.worker.terminate(); // these two for tests
		window.preflabKillHelper = (index) => helpers[index].worker.terminate();
		return {
			port: lead.port,
			hire(n) { while (helpers.length < n) help(helpers.length); },
			terminate() { for (const each of [lead, ...helpers]) each.terminate(); },
		};
	};

	// Vugu evals its helper script, which a strict policy forbids: the same script
	// is served as a file, and the eval answered by doing nothing. Events that
	// fire while Vugu renders (the blur of an element that it removes) would wait
	// for the render's lock for ever: they are dropped.
	const prepareVugu = () => {
		window.eval = () => {};
		const render = window.vuguRender, setHandler = window.vuguSetEventHandler;
		let rendering = false;
		window.vuguRender = () => {
			rendering = true;
			try { render(); } finally { rendering = false; }
		};
		window.vuguSetEventHandler = (handler) => setHandler((event) => { if (!rendering) handler(event); });
	};

	const start = async () => {
		if (typeof WebAssembly !== "object") {
			fail("This browser has no WebAssembly, or has it switched off: the lab cannot run here.");
			return;
		}
		await painted();
		spare = hire();
		const [program, kernel] = await Promise.all([
			compile("preflab.wasm"), compileKernel(),
			script("wasm_exec.js"), script("build/loader.js"), script("build/vugu.js"),
		]);
		prepareVugu();
		window.preflab = { simd: kernel !== null, startEngine: (ended) => startEngine(program, kernel, ended) };

		const go = new Go();
		const { instance } = await instantiatePreflab(program, null, go); // kernels run in the engine
		await go.run(instance);
		fail("The page's program has ended, which it never should. Your labels are safe: reload the page.");
	};

	start().catch((e) => fail("The lab could not start: " + e.message + ". Reload the page to try again."));
})();
