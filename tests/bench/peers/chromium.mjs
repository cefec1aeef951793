// A browser to drive, through a pipe: no package is needed for that.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// chromium starts one and returns { open, close }. open(url) loads a page in a tab of
// its own and returns what its console said up to DONE.
export const chromium = (binary = process.env.CHROMIUM ?? "chromium") => {
	const profile = mkdtempSync(join(tmpdir(), "peers-"));
	const browser = spawn(binary, [
		"--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
		"--disable-background-timer-throttling", "--disable-renderer-backgrounding",
		"--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank",
	], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
	const [, , , to, from] = browser.stdio;

	let count = 0, rest = Buffer.alloc(0);
	const waiting = new Map(), listeners = new Set();
	from.on("data", (data) => {
		rest = Buffer.concat([rest, data]);
		for (let end; (end = rest.indexOf(0)) >= 0; rest = rest.subarray(end + 1)) {
			const message = JSON.parse(rest.subarray(0, end).toString());
			if (!message.id) {
				for (const listen of listeners) listen(message);
				continue;
			}
			const { done, failed } = waiting.get(message.id);
			waiting.delete(message.id);
			message.error ? failed(new Error(message.error.message)) : done(message.result);
		}
	});
	const call = (method, params = {}, sessionId = undefined) => new Promise((done, failed) => {
		waiting.set(++count, { done, failed });
		to.write(JSON.stringify({ id: count, method, params, sessionId }) + "\0");
	});
	const died = new Promise((_, failed) => {
		browser.on("error", (e) => failed(new Error(`${binary} did not start: ${e.message}; set CHROMIUM`)));
		browser.on("exit", (code) => failed(new Error(`${binary} ended with ${code}`)));
	});
	died.catch(() => {});

	// The tab is before this call, so that nothing the page says is missed.
	const open = async (url) => {
		const { targetId } = await call("Target.createTarget", { url: "about:blank" });
		const { sessionId } = await call("Target.attachToTarget", { targetId, flatten: true });
		const said = [];
		let listen;
		try {
			await new Promise((done, failed) => {
				died.catch(failed);
				listen = (message) => {
					if (message.sessionId !== sessionId) return;
					if (message.method === "Runtime.exceptionThrown") {
						failed(new Error(message.params.exceptionDetails.exception?.description ?? "an exception"));
					}
					if (message.method !== "Runtime.consoleAPICalled") return;
					const line = String(message.params.args[0]?.value);
					said.push(line);
					if (line === "DONE") done();
				};
				listeners.add(listen);
				call("Runtime.enable", {}, sessionId).then(() => call("Page.navigate", { url }, sessionId)).catch(failed);
			});
		} finally {
			listeners.delete(listen);
			await call("Target.closeTarget", { targetId }).catch(() => {});
		}
		return said;
	};
	const close = async () => {
		const ended = new Promise((done) => browser.on("exit", done));
		call("Browser.close").catch(() => {});
		await ended;
		rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
	};
	return { open: (url) => Promise.race([open(url), died]), close };
};
