// The parts of the page, and what all the rest needs: words in a corner, pages of this house.

export const chat = document.getElementById('chat');
export const list = document.getElementById('messages');
export const box = list?.parentElement;
export const form = document.getElementById('composer-form');
export const input = form?.querySelector('textarea');
const toasts = document.querySelector('.toasts');
export const says = document.getElementById('says');
export const id = chat?.dataset.chat;

const house = globalThis.trustedTypes
  ? trustedTypes.createPolicy('snug', { createHTML: (text) => text })
  : { createHTML: (text) => text };

export function element(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Says something in a corner: for a while, or until it is done when there is a button to do it. */
export function say(text, action, act) {
  const line = element('p', 'toast', text);
  if (action) {
    const button = element('button', 'btn btn-quiet btn-sm', action);
    button.type = 'button';
    button.addEventListener('click', () => { line.remove(); act(); });
    line.append(' ', button);
  } else {
    setTimeout(() => line.remove(), 8000);
  }
  toasts?.replaceChildren(line);
}

export const sayNothing = () => toasts?.replaceChildren();

export const articles = () => [...list.querySelectorAll('article')];

/** Fetches a page of this house as a document. */
export async function fetchPage(url, options = {}) {
  const answer = await fetch(url, { credentials: 'same-origin', ...options,
    headers: { Accept: 'text/html', ...options.headers } });
  const page = new DOMParser().parseFromString(house.createHTML(await answer.text()), 'text/html');
  // What is read so has no script: what stands in for one would come to life here, the frame of a reply too.
  for (const one of page.querySelectorAll('noscript')) one.remove();
  return { answer, page };
}

/** Gems as the house writes them: 1,234.567. */
export const gemsText = (gems) => gems.toLocaleString('en', { maximumFractionDigits: 3 });

export function setBalance(text) {
  if (text === undefined || text === null) return;
  for (const number of document.querySelectorAll('[data-balance]')) number.textContent = text;
}
