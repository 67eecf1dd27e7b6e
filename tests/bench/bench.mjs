// Runs the sections that were asked for, one after the other, and prints the table.
import { load, table } from './measure.mjs';
import { findPeers, startDatabase } from './peers.mjs';
import { files } from './files.mjs';
import { page, render } from './page.mjs';
import { ledger, queue } from './books.mjs';
import { memory, stream } from './stream.mjs';
import { lore } from './lore.mjs';
import { prompt } from './prompt.mjs';
import { recall } from './recall.mjs';
import { search } from './search.mjs';
import { tavern } from './tavern.mjs';
import { tree } from './tree.mjs';
import { lighthouse, view } from './view.mjs';

const SECTIONS = { page, tavern, search, render, ledger, queue, lore, prompt, stream, memory, recall, tree, view, lighthouse, files };
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in SECTIONS));
if (unknown) {
	console.error(`There is no section ${unknown}; there are: ${Object.keys(SECTIONS).join(' ')}`);
	process.exit(2);
}

// What was started ends with the run, however it ends; the last one first.
const open = [];
const onEnd = (stop) => open.push(stop);
async function close() {
	while (open.length) await open.pop()().catch((error) => console.error(error.message));
}
for (const signal of ['SIGINT', 'SIGTERM']) {
	process.once(signal, () => close().then(() => {
		console.log(`${table()}\n\nIt was ended before all sections had run.`);
		process.exit(130);
	}));
}

let database;
const peers = {
	home: await findPeers(),
	/** The peers' database, started at the first call. */
	database() {
		database ??= startDatabase().then((db) => { onEnd(() => db.stop()); return db; });
		return database;
	},
};
let failed = false;
const before = load();
for (const name of asked.length ? asked : Object.keys(SECTIONS)) {
	console.error(`== ${name}`);
	try {
		await SECTIONS[name]({ peers, onEnd });
	} catch (error) {
		failed = true;
		console.error(`${name}: ${error.stack}`);
	}
}
await close();
console.log(table());
console.log(`\nload of the machine: ${before} before, ${load()} after`);
process.exit(failed ? 1 : 0);
