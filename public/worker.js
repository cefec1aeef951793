// The engine's Worker: it gets the compiled program, and a port to the page.
"use strict";

onmessage = async ({ data: { program, kernel, lock, port } }) => {
	onmessage = null;
	importScripts("wasm_exec.js");
	navigator.locks?.request(lock, () => {
		postMessage("alive");
		return new Promise(() => {}); // held until this Worker ends
	});

	// Go's memory exists only once Go is instantiated, which needs the kernel's
	// functions, which need Go's memory: so Go gets functions that look the
	// kernel's up when called.
	const go = new Go();
	const imports = { ...go.importObject, kernel: {} };
	let kernels = {};
	for (const { module, name } of WebAssembly.Module.imports(program)) {
		if (module === "kernel") imports.kernel[name] = (...args) => kernels[name](...args);
	}
	const instance = await WebAssembly.instantiate(program, imports);
	if (kernel) {
		kernels = (await WebAssembly.instantiate(kernel, { env: { memory: instance.exports.mem } })).exports;
	}
	globalThis.preflab = { port, simd: kernel !== null };
	await go.run(instance);
	throw new Error("the engine's program has ended"); // reaches the page's onerror
};
