// Loads the next page of cards when the end of the list comes near. Without this script the link
// "Show more" does the same by hand.

const house = globalThis.trustedTypes
  ? trustedTypes.createPolicy('snug', { createHTML: (text) => text })
  : { createHTML: (text) => text };

const cards = document.getElementById('cards');
let pager = document.querySelector('.pager');
let loading = false;

/** Fetches a page of this house and gives its document. */
async function fetchPage(url) {
  const answer = await fetch(url, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(house.createHTML(await answer.text()), 'text/html');
}

function announce(count) {
  const live = document.querySelector('.toasts');
  const line = document.createElement('p');
  line.className = 'vh';
  line.textContent = `${count} more loaded`;
  live?.replaceChildren(line);
}

async function loadMore(link) {
  if (loading) return;
  loading = true;
  link.setAttribute('aria-busy', 'true');
  try {
    const next = await fetchPage(link.href);
    const more = [...next.querySelectorAll('#cards > *')];
    cards.append(...more);
    const nextPager = next.querySelector('.pager');
    pager.replaceWith(nextPager);
    pager = nextPager;
    announce(more.length);
    watch();
  } catch {
    // The link stays and works as a plain link: that is the retry.
    link.removeAttribute('aria-busy');
  } finally {
    loading = false;
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) loadMore(entry.target);
}, { rootMargin: '600px' });

function watch() {
  seen.disconnect();
  const link = pager?.querySelector('a[rel=next]');
  if (link) seen.observe(link);
}

if (cards && pager) watch();
