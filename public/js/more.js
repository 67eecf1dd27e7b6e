// A list of cards that grows: the next page is fetched before the end of the list comes near, and
// put in when it does. Filters of the Tavern change the list without a new page. Without this script
// every link does the same by hand.

const house = globalThis.trustedTypes
  ? trustedTypes.createPolicy('snug', { createHTML: (text) => text })
  : { createHTML: (text) => text };
const AGAIN_MS = 120000;

let warm = null; // the next page: { href, page }
let loading = false;

/** Fetches a page of this house and gives its document. */
async function fetchPage(url) {
  const answer = await fetch(url, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(house.createHTML(await answer.text()), 'text/html');
}

function announce(text) {
  const live = document.querySelector('.toasts');
  const line = document.createElement('p');
  line.className = 'vh';
  line.textContent = text;
  live?.replaceChildren(line);
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
    const more = [...next.querySelectorAll('#cards > *')];
    document.getElementById('cards').append(...more);
    document.querySelector('.pager').replaceWith(next.querySelector('.pager'));
    announce(`${more.length} more loaded`);
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

/** Another filter: what was shown dims until the new list is there; the scroll position stays. */
async function change(url, keep) {
  const old = document.getElementById('cards');
  old.setAttribute('aria-busy', 'true');
  try {
    const next = await fetchPage(url);
    const chips = document.querySelector('.chips-scroll')?.scrollLeft ?? 0;
    document.getElementById('main').replaceChildren(...next.getElementById('main').childNodes);
    document.title = next.title;
    if (keep) history.pushState({ tavern: true }, '', url);
    const row = document.querySelector('.chips-scroll');
    if (row) row.scrollLeft = chips;
    announce(document.querySelector('#found [role=status]')?.textContent ?? '');
    watch();
  } catch {
    location.assign(url);
  }
}

if (location.pathname === '/tavern') {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('.tabs a, .chips-scroll a.chip');
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

watch();
