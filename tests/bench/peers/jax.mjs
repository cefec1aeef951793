// The step in jax-js, on its WebAssembly backend: jitted blocks, valueAndGrad, and Adam
// as one jitted function of weights and moments. Every use of an array but the last takes .ref.
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { angles, batch, uniform } from "./job.mjs";

const rms = (x, w) => {
	const mean = np.mean(np.square(x.ref), -1, { keepdims: true });
	return x.mul(np.reciprocal(np.sqrt(mean.add(1e-5)))).mul(w);
};

// rotate turns (B, T, H, d) by (T, 1, d/2) angles.
const rotate = (x, cos, sin) => {
	const h = x.shape[3] / 2;
	const a = x.ref.slice([], [], [], [0, h]), b = x.slice([], [], [], [h, 2 * h]);
	return np.concatenate([
		a.ref.mul(cos.ref).sub(b.ref.mul(sin.ref)),
		b.mul(cos).add(a.mul(sin)),
	], -1);
};

export const prepare = async (c) => {
	await init("wasm");
	defaultDevice("wasm");
	const { D, L, H, F, V, B, T } = c, d = D / H;
	const { n, ids, targets } = batch(c);
	const random = uniform();
	const weights = (shape, deviation) => np.array(random(shape.reduce((a, b) => a * b), deviation)).reshape(shape);
	let params = {
		embed: weights([V, D], 0.1), norm: np.ones([D]),
		layers: Array.from({ length: L }, () => ({
			norm1: np.ones([D]), qkv: weights([D, 3 * D], D ** -0.5), out: weights([D, D], 0.01 * D ** -0.5),
			norm2: np.ones([D]), gu: weights([D, 2 * F], D ** -0.5), down: weights([F, D], 0.01 * F ** -0.5),
		})),
	};
	const oneHot = (x) => nn.oneHot(np.array(x, { dtype: np.int32 }), V);
	const table = angles(T, d / 2);
	const fixed = {
		ids: oneHot(ids), targets: oneHot(targets),
		cos: np.array(table.cos).reshape([T, 1, d / 2]), sin: np.array(table.sin).reshape([T, 1, d / 2]),
	};

	// Blocks are jitted one by one: in one function for the whole step the compiler works
	// out the residual stream again for every reader, which takes more than twice as long.
	const attend = jit((l, x, cos, sin) => {
		const qkv = np.matmul(rms(x.ref, l.norm1), l.qkv).reshape([B, T, 3, H, d]);
		const part = (i) => qkv.ref.slice([], [], i, [], []);
		const ctx = nn.dotProductAttention(rotate(part(0), cos.ref, sin.ref), rotate(part(1), cos, sin), part(2), { isCausal: true });
		qkv.dispose();
		return x.add(np.matmul(ctx.reshape([n, D]), l.out));
	});
	const feed = jit((l, x) => {
		const gu = np.matmul(rms(x.ref, l.norm2), l.gu);
		const h = nn.silu(gu.ref.slice([], [0, F])).mul(gu.slice([], [F, 2 * F]));
		return x.add(np.matmul(h, l.down));
	});
	const head = jit((embed, norm, x, targets) => {
		const logits = np.matmul(rms(x, norm), np.transpose(embed));
		return np.sum(nn.logSoftmax(logits, -1).mul(targets)).mul(-1 / n);
	});
	const lossOf = (p, { ids, targets, cos, sin }) => {
		let x = np.matmul(ids, p.embed.ref);
		for (const { norm1, qkv, out, norm2, gu, down } of p.layers) {
			x = attend({ norm1, qkv, out }, x, cos.ref, sin.ref);
			x = feed({ norm2, gu, down }, x);
		}
		cos.dispose();
		sin.dispose();
		return head(p.embed, p.norm, x, targets);
	};

	const adam = jit((p, m, v, g, rate1, rate2) => {
		m = tree.map((m, g) => m.mul(0.9).add(g.ref.mul(0.1)), m, g);
		v = tree.map((v, g) => v.mul(0.999).add(np.square(g).mul(0.001)), v, g);
		p = tree.map((p, m, v) => p.sub(m.ref.mul(rate1.ref).mul(1e-3).div(np.sqrt(v.ref.mul(rate2.ref)).add(1e-8))), p, m, v);
		rate1.dispose();
		rate2.dispose();
		return { p, m, v };
	});
	const step = (p, m, v, rate1, rate2, data) => {
		const [loss, g] = valueAndGrad(lossOf)(tree.ref(p), data);
		return { loss, ...adam(p, m, v, g, rate1, rate2) };
	};

	let m = tree.map((x) => np.zeros(x.shape), params), v = tree.map((x) => np.zeros(x.shape), params);
	let t = 0;
	return async () => {
		t++;
		const out = step(params, m, v, np.array(1 / (1 - 0.9 ** t)), np.array(1 / (1 - 0.999 ** t)), tree.ref(fixed));
		({ p: params, m, v } = out);
		return (await out.loss.data())[0];
	};
};
