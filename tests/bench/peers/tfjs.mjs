// The step in TensorFlow.js, on its WebAssembly backend with SIMD: variables,
// variableGrads and Adam, as its users would write it. The embedding is a product with
// one-hot rows, because that backend has no gradient of a gather.
import { angles, batch, uniform } from "./job.mjs";

/* global tf */

export const prepare = async (c) => {
	tf.wasm.setWasmPaths("./node_modules/@tensorflow/tfjs-backend-wasm/dist/");
	await tf.setBackend("wasm");
	await tf.ready();
	const { D, L, H, F, V, B, T } = c, d = D / H;
	const { n, ids, targets } = batch(c);
	const random = uniform();
	const variable = (shape, deviation) => tf.variable(tf.tensor(random(shape.reduce((a, b) => a * b), deviation), shape));
	const ones = () => tf.variable(tf.ones([D]));
	const embed = variable([V, D], 0.1), norm = ones();
	const layers = Array.from({ length: L }, () => ({
		norm1: ones(), qkv: variable([D, 3 * D], D ** -0.5), out: variable([D, D], 0.01 * D ** -0.5),
		norm2: ones(), gate: variable([D, F], D ** -0.5), up: variable([D, F], D ** -0.5), down: variable([F, D], 0.01 * F ** -0.5),
	}));
	const oneHot = (x) => tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(x, "int32"), V), "float32"));
	const from = oneHot(ids), to = oneHot(targets);
	const table = angles(T, d / 2);
	const cos = tf.tensor(table.cos, [T, d / 2]), sin = tf.tensor(table.sin, [T, d / 2]);
	const causal = tf.tensor(Float32Array.from({ length: T * T }, (_, i) => i % T > Math.floor(i / T) ? -1e9 : 0), [T, T]);

	const { add, concat, logSoftmax, matMul, mean, mul, reshape, rsqrt, sigmoid, softmax, split, square, sub, sum, transpose } = tf;
	const rms = (x, w) => mul(mul(x, rsqrt(add(mean(square(x), -1, true), 1e-5))), w);
	const heads = (x) => transpose(reshape(x, [B, T, H, d]), [0, 2, 1, 3]);
	const rotate = (x) => {
		const [a, b] = split(x, 2, -1);
		return concat([sub(mul(a, cos), mul(b, sin)), add(mul(b, cos), mul(a, sin))], -1);
	};
	const loss = () => {
		let x = matMul(from, embed);
		for (const l of layers) {
			const [q, k, v] = split(matMul(rms(x, l.norm1), l.qkv), 3, -1).map(heads);
			const p = softmax(add(mul(matMul(rotate(q), rotate(k), false, true), d ** -0.5), causal));
			x = add(x, matMul(reshape(transpose(matMul(p, v), [0, 2, 1, 3]), [n, D]), l.out));
			const y = rms(x, l.norm2), gate = matMul(y, l.gate);
			x = add(x, matMul(mul(mul(gate, sigmoid(gate)), matMul(y, l.up)), l.down));
		}
		return mul(sum(mul(logSoftmax(matMul(rms(x, norm), embed, false, true)), to)), -1 / n);
	};
	const adam = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
	return async () => {
		const value = adam.minimize(loss, true);
		const [x] = await value.data();
		value.dispose();
		return x;
	};
};
