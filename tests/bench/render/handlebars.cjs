// The page of render/page.c by Handlebars: the same template and rows; the least of many batches.
const fs = require('fs');
const render = require('handlebars').compile(fs.readFileSync(process.argv[2], 'utf8'));

const tags = (i) => Array.from({ length: 4 }, (_, t) => ({ slug: `tag-${i + t}`,
	name: `Tag ${i + t}${(i + t) % 20 === 0 ? ' & <co>' : ''}` }));
const rows = Array.from({ length: 24 }, (_, i) => {
	const id = 10000 + i * 3797;
	return { id, slug: `char-${id}`, name: 'Violin Scholar', creator: `user${id % 8191}`,
		tagline: 'saffron scholar paper ember engine garden quiet "quoted" marble meadow copper orchard harbor R&D '
			+ 'archive captain amber saffron scholar paper ember',
		chats: id * 7 % 90000, likes: id * 11 % 9000, tags: tags(i) };
});
const view = { locale: 'en', user: 'ada', balance: '1,250.5', next_s: 4000, next_i: 77, rows };

let best = Infinity;
let text = '';
for (let batch = 0; batch < 60; batch++) {
	const start = process.hrtime.bigint();
	for (let round = 0; round < 250; round++) text = render(view);
	best = Math.min(best, Number(process.hrtime.bigint() - start) / 250);
}
console.log(`handlebars.page bytes=${Buffer.byteLength(text)} ns=${Math.round(best)}`);
