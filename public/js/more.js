// A list of cards that grows: the next page is fetched before the end of the list comes near, and
// put in when it does. Who comes back to the page finds it as long as it was, and where they left it.
// Filters of the Tavern change the list without a new page. Without this script every link does the
// same by hand.

const house = globalThis.trustedTypes
  ? trustedTypes.createPolicy('snug', { createHTML: (text) => text })
  : { createHTML: (text) => text };
const AGAIN_MS = 120000;

let warm = null; // the next page: { href, page }
let loading = false;
let still = 0;

/** Fetches a page of this house and gives its document. */
async function fetchPage(url) {
  const answer = await fetch(url, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(house.createHTML(await answer.text()), 'text/html');
}

const live = document.createElement('p');
live.className = 'vh';
live.setAttribute('role', 'status');
document.body.append(live);
const announce = (text) => { live.textContent = text; };

/** What the browser keeps of this page: the addresses of the parts that were added, and the place. */
const remember = (more) => history.replaceState({ ...history.state, ...more }, '');

function append(next) {
  const more = [...next.querySelectorAll('#cards > *')];
  document.getElementById('cards').append(...more);
  document.querySelector('.pager').replaceWith(next.querySelector('.pager'));
  return more.length;
}

function warmUp(link) {
  if (warm?.href === link.href) return;
  warm = { href: link.href, page: fetchPage(link.href) };
  warm.page.catch(() => { warm = null; });
}

async function loadMore(link) {
  if (loading) return;
  loading = true;
  link.setAttribute('aria-busy', 'true');
  try {
    warmUp(link);
    const next = await warm.page;
    if (link.isConnected) { // else another list stands here by now
      announce(`${append(next)} more loaded`);
      remember({ parts: [...(history.state?.parts ?? []), link.href] });
    }
    watch();
  } catch {
    // The link stays and works as a plain link: that is the retry.
    link.removeAttribute('aria-busy');
  } finally {
    loading = false;
  }
}

const far = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) warmUp(entry.target);
}, { rootMargin: '1800px' });
const near = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) loadMore(entry.target);
}, { rootMargin: '600px' });

function watch() {
  far.disconnect();
  near.disconnect();
  const link = document.querySelector('.pager a[rel=next]');
  if (!link || !document.getElementById('cards')) return;
  far.observe(link);
  near.observe(link);
}

/** Back at a list that had grown: the same parts again, all at once, and the same place. */
async function grow() {
  const { parts = [], y = 0 } = history.state ?? {};
  const cards = document.getElementById('cards');
  if (parts.length === 0 || !cards) return;
  loading = true;
  try {
    const pages = await Promise.all(parts.map(fetchPage));
    if (!cards.isConnected) return;
    for (const next of pages) append(next);
    scrollTo({ top: y, behavior: 'instant' });
  } catch {
    remember({ parts: [] });
  } finally {
    loading = false;
  }
}

const CHOICES = '.tabs a, .chips-scroll a.chip';
/** What a choice is called, taken or not: without "Remove" and the number. */
const called = (link) => [...link.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join('').trim();

let wanted = 0;

/** Another filter: what was shown dims until the new list is there; the scroll position stays. The last choice counts. */
async function change(url, keep) {
  const mine = wanted += 1;
  const old = document.getElementById('cards');
  old.setAttribute('aria-busy', 'true');
  try {
    const next = await fetchPage(url);
    if (mine !== wanted) return;
    const held = document.activeElement.matches(CHOICES) ? called(document.activeElement) : '';
    const chips = document.querySelector('.chips-scroll')?.scrollLeft ?? 0;
    document.getElementById('main').replaceChildren(...next.getElementById('main').childNodes);
    document.title = next.title;
    document.dispatchEvent(new Event('snug:main')); // for who watches what stands in it
    if (keep) history.pushState({ tavern: true }, '', url);
    else await grow();
    const row = document.querySelector('.chips-scroll');
    if (row) row.scrollLeft = chips;
    if (held) [...document.querySelectorAll(CHOICES)].find((link) => called(link) === held)?.focus({ preventScroll: true });
    announce(document.querySelector('#found [role=status]')?.textContent ?? '');
    watch();
  } catch {
    if (mine === wanted) location.assign(url);
  }
}

if (location.pathname === '/tavern') {
  document.addEventListener('click', (event) => {
    const link = event.target.closest(CHOICES);
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (new URL(link.href).pathname !== '/tavern') return;
    event.preventDefault();
    change(link.href, true);
  });
  addEventListener('popstate', () => change(location.href, false));
}

/** Whoever comes back to the page hears what is new: once, and at most every two minutes. */
const shownAt = Date.now();
let askedAt = shownAt;
document.addEventListener('visibilitychange', async () => {
  const line = document.getElementById('tavern-news');
  if (document.hidden || !line || Date.now() - askedAt < AGAIN_MS) return;
  askedAt = Date.now();
  try {
    const answer = await fetch(`/api/tavern/news?seconds=${Math.ceil((askedAt - shownAt) / 1000)}`, { headers: { Accept: 'application/json' } });
    const { count, text } = await answer.json();
    if (!count) return;
    const link = document.createElement('a');
    link.href = '/tavern?sort=new';
    link.textContent = 'Show them';
    line.replaceChildren(`${text}. `, link);
  } catch {
    // No news then.
  }
});

addEventListener('pagehide', () => remember({ y: scrollY }));
addEventListener('scroll', () => {
  clearTimeout(still);
  still = setTimeout(() => { if (!loading) remember({ y: scrollY }); }, 200);
}, { passive: true });
if (history.state?.parts?.length > 0) grow().then(watch);
else watch();
