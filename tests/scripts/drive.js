// Drives an engine through a port, in a browser or in Node: sends commands one
// after another, each when the one before has been carried out, and returns the
// events' heads and how many milliseconds each command took. A command's "files"
// are the blobs that travel with it, in base64.
"use strict";

globalThis.drive = (port, commands) => {
	const events = [];
	let heard = () => {};
	port.onmessage = ({ data }) => {
		const event = JSON.parse(data.head);
		event.bytes = data.blobs.map((b) => b.byteLength);
		events.push(event);
		heard();
	};

	const until = async (done) => {
		for (;;) {
			const fault = events.find((e) => e.fault);
			if (fault) throw new Error("engine fault: " + fault.fault.message + "\n" + fault.fault.stack);
			const found = done();
			if (found) return found;
			await new Promise((next) => { heard = next; });
		}
	};

	let id = 0;
	const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
	const send = ({ files, ...command }) => {
		const blobs = (files ?? []).map(bytes);
		port.postMessage({ head: JSON.stringify({ ...command, id: ++id }), blobs });
		return id;
	};

	const carriedOut = (id, command) => () => {
		const answers = events.filter((e) => e.id === id);
		const last = answers.at(-1);
		if (!last) return false;
		if (last.error) return true;
		if (command.pairs) return answers.length >= command.pairs.n;
		if (command.compare) return answers.length >= last.compared.of;
		if (command.win_rate) return last.win_rate.done;
		return true;
	};

	const poll = async () => {
		const asked = send({ poll: {} });
		return (await until(() => events.find((e) => e.id === asked))).frame;
	};

	return (async () => {
		const took = [];
		for (const command of commands) {
			const begin = performance.now();
			await until(carriedOut(send(command), command));
			while (command.train && (await poll()).state === "training") {
				await new Promise((next) => setTimeout(next, 20));
			}
			took.push(performance.now() - begin);
		}
		return { events, took };
	})();
};
