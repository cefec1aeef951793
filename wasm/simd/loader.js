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
      const type = source.headers.get("Content-Type") || "";
      if (type.startsWith("application/wasm")) return WebAssembly.compileStreaming(source);
      source = await source.arrayBuffer();
    }
    return WebAssembly.compile(source);
  };
  const compileKernel = async () => {
    const source = await kernelModule;
    if (!source) throw new Error("no kernel module");
    return compile(source);
  };
  let reason = "";
  const [main, kernel] = await Promise.all([
    compile(goModule),
    compileKernel().catch((err) => { reason = err.message; return null; }),
  ]);

  // Closures of fixed arity, enough for the longest (AdamW): rest parameters
  // would build an array on every call.
  let functions = {};
  const imports = {};
  for (const { module, name } of WebAssembly.Module.imports(main)) {
    if (module !== "kernel") continue;
    functions[name] = () => 0;
    imports[name] = (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o) =>
      functions[name](a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  }
  const instance = await WebAssembly.instantiate(main, { ...go.importObject, kernel: imports });
  if (!kernel) return { instance, simd: false, reason };

  try {
    const { exports } = await WebAssembly.instantiate(kernel, { env: { memory: instance.exports.mem } });
    const missing = Object.keys(functions).filter((name) => !exports[name]);
    if (missing.length) throw new Error(`the kernel module lacks ${missing.join(", ")}`);
    functions = exports;
  } catch (err) {
    return { instance, simd: false, reason: err.message };
  }
  return { instance, simd: true, reason };
};
