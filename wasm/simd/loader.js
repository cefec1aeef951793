// Starts a Go module together with its SIMD kernel. Works as a classic script
// (importScripts, <script>), by import for its effect, and by require: it defines
// one global.
//
//   const { instance, simd, reason } = await instantiatePreflab(goModule, kernelModule, go);
//   await go.run(instance);
//
// goModule      the Go program: a WebAssembly.Module, a buffer, a Response, or a
//               promise of one. A failure here rejects.
// kernelModule  wasm/simd/kernel.wasm, in the same forms, or null. A failure here
//               (no SIMD in this browser, a missing file) does not reject: the
//               kernel becomes stubs whose version is 0, Go's simd.New returns
//               false, and simd is false with a reason in words.
// go            a fresh Go of wasm_exec.js; argv, env and further imports are the
//               caller's to set before the call, go.run after it.
//
// The order is forced: the kernel imports the memory that Go's instance exports,
// and Go imports the kernel's functions. So Go is given closures, and the kernel
// is filled in before Go runs. The memory object stays the same when it grows.
globalThis.instantiatePreflab = async (goModule, kernelModule, go) => {
  const compile = async (source) => {
    source = await source;
    if (source instanceof WebAssembly.Module) return source;
    if (typeof Response === "function" && source instanceof Response) {
      if (!source.ok) throw new Error(`${source.url}: ${source.status}`);
      source = await source.arrayBuffer();
    }
    return WebAssembly.compile(source);
  };

  let reason = "no kernel module";
  const [main, kernel] = await Promise.all([
    compile(goModule),
    Promise.resolve(kernelModule).then((k) => k && compile(k)).catch((err) => { reason = String(err); return null; }),
  ]);

  // Closures of fixed arity, enough for the longest (AdamW): rest parameters
  // would build an array on every call.
  const functions = {};
  const imports = {};
  for (const { module, name } of WebAssembly.Module.imports(main)) {
    if (module !== "kernel") continue;
    functions[name] = () => 0;
    imports[name] = (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o) =>
      functions[name](a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  }

  const instance = await WebAssembly.instantiate(main, { ...go.importObject, kernel: imports });
  if (!kernel) return { instance, simd: false, reason };
  const { exports } = await WebAssembly.instantiate(kernel, { env: { memory: instance.exports.mem } });
  for (const name of Object.keys(functions)) {
    if (!exports[name]) throw new Error(`kernel.wasm has no ${name}: it is older than the Go module`);
    functions[name] = exports[name];
  }
  return { instance, simd: true, reason: "" };
};
