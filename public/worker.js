// The engine's Worker: it gets the compiled program and its kernel, and a port
// to the page; later, ports to Workers that help it, or word that one is gone.
"use strict";

importScripts("wasm_exec.js", "build/loader.js");

const start = async ({ program, kernel, lock, port }) => {
	navigator.locks?.request(lock, () => {
		postMessage("alive");
		return new Promise(() => {}); // held until this Worker ends
	});
	const go = new Go();
	const { instance } = await instantiatePreflab(program, kernel, go);
	globalThis.preflab = { port };
	go.run(instance).then(() => fail(new Error("The engine's program has ended.")), fail);
};

// fail throws outside a promise: that reaches the page's onerror.
const fail = (e) => setTimeout(() => { throw e; });

let started; // when the program runs
onmessage = ({ data }) => {
	if (data.program) (started = start(data)).catch(fail);
	else started.then(() => globalThis.preflab.helper(data.helper, data.port), () => {});
};
