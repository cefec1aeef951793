// The engine's Worker: it gets the compiled program and its kernel, and a port
// to the page.
"use strict";

onmessage = async ({ data: { program, kernel, lock, port } }) => {
	onmessage = null;
	importScripts("wasm_exec.js", "build/loader.js");
	navigator.locks?.request(lock, () => {
		postMessage("alive");
		return new Promise(() => {}); // held until this Worker ends
	});
	const go = new Go();
	const { instance } = await instantiatePreflab(program, kernel, go);
	globalThis.preflab = { port };
	await go.run(instance);
	// Nobody catches this: it reaches the page's onerror.
	setTimeout(() => { throw new Error("The engine's program has ended."); });
};
