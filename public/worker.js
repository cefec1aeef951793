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
	await go.run(instance);
	throw new Error("The engine's program has ended.");
};

// What is thrown outside a promise reaches the page's onerror.
onmessage = ({ data }) => {
	if (data.program) start(data).catch((e) => setTimeout(() => { throw e; }));
	else globalThis.preflab.helper(data.helper, data.port);
};
