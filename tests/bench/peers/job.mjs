// What every peer does with a job, after the convention of bench.html: warm up for at
// least 2 steps and 1.5 s, time at least 8 steps and 4 s, tell the console.

// batch is ids[i] = i·7919 mod V and targets[i] = (i·104729 + 1) mod V.
export const batch = ({ B, T, V }) => {
	const n = B * T;
	return {
		n,
		ids: Int32Array.from({ length: n }, (_, i) => (i * 7919) % V),
		targets: Int32Array.from({ length: n }, (_, i) => (i * 104729 + 1) % V),
	};
};

// uniform returns a generator of floats of the given deviation: any random weights do.
export const uniform = (seed = 1) => {
	let s = seed >>> 0;
	const next = () => { // mulberry32
		s = (s + 0x6d2b79f5) >>> 0;
		let t = Math.imul(s ^ (s >>> 15), 1 | s);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	return (n, deviation) => Float32Array.from({ length: n }, () => (2 * next() - 1) * Math.sqrt(3) * deviation);
};

// angles are the cosines and sines of rotary positions, (T, h) each.
export const angles = (T, h) => {
	const at = (f) => Float32Array.from({ length: T * h }, (_, i) => f(Math.floor(i / h) * Math.pow(10000, -(i % h) / h)));
	return { cos: at(Math.cos), sin: at(Math.sin) };
};

// measure times step, which takes one and promises its loss.
export const measure = async (peer, job, step) => {
	const seconds = job.seconds ?? 4;
	const losses = [], times = [];
	let first = 0;
	const repeat = async (least, ms, note) => {
		for (let n = 0, begin = performance.now(); n < least || performance.now() - begin < ms; n++) {
			const start = performance.now();
			const loss = await step();
			note(performance.now() - start);
			if (losses.length < 10) losses.push(loss);
		}
	};
	await repeat(2, seconds * 375, (ms) => { first ||= ms; });
	console.log("TIMED_START");
	await repeat(8, seconds * 1000, (ms) => times.push(ms));
	console.log("TIMED_END");
	return { peer, size: job.size, threads: 1, times_ms: times, losses, first_ms: first };
};

// serve does the job in the address.
export const serve = async (peer, prepare) => {
	try {
		const job = JSON.parse(decodeURIComponent(location.hash.slice(1)));
		if ((job.threads ?? 1) !== 1) throw new Error("only one thread: the page is not isolated");
		console.log("RESULT " + JSON.stringify(await measure(peer, job, await prepare(job.c))));
	} catch (e) {
		console.log("ERROR " + (e.stack || e.message || e));
	}
	console.log("DONE");
};
