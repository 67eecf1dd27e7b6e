// Suggestions under a search field (a combobox after the ARIA practices), and a list of tags that
// narrows while one types. Without this script both are forms.

const WAIT_MS = 300;
const KINDS = [
  ['characters', 'Characters', (one) => [marked(one.nameHtml), one.disclosure, one.url, one.thumbUrl]],
  ['tags', 'Tags', (one) => [[one.label], one.count === 1 ? '1 character' : `${one.count} characters`, one.url, null]],
  ['members', 'Members', (one) => [marked(one.displayNameHtml), `@${one.username}`, one.url, one.avatarUrl]],
];
const SIGNS = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function element(name, set = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(set)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** Text with <mark> in it, and nothing else, as nodes. */
function marked(html) {
  const plain = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (all, name) => SIGNS[name]);
  return html.split(/<\/?mark>/).map((text, i) => (i % 2 ? element('mark', {}, plain(text)) : plain(text)));
}

function suggest(box, number) {
  const input = box.querySelector('input');
  const list = element('ul', { role: 'listbox', id: `suggest-${number}`, class: 'suggest', 'aria-label': 'Suggestions', hidden: '' });
  const live = element('p', { class: 'vh', role: 'status' });
  let timer;
  let asked;
  let chosen = -1;
  box.append(list, live);
  for (const [key, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list' })) {
    input.setAttribute(key, value);
  }
  const options = () => [...list.querySelectorAll('[role=option]')];

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function choose(n) {
    const all = options();
    chosen = all.length === 0 ? -1 : (n + all.length) % all.length;
    all.forEach((one, i) => one.setAttribute('aria-selected', String(i === chosen)));
    if (chosen < 0) return;
    input.setAttribute('aria-activedescendant', all[chosen].id);
    all[chosen].scrollIntoView({ block: 'nearest' });
  }

  /** A line that is no suggestion: nothing there, or no answer. */
  function say(text) {
    close();
    list.replaceChildren(element('li', { role: 'presentation' }, text));
    list.hidden = false;
    live.textContent = text;
  }

  function show(found, q) {
    list.replaceChildren();
    let n = 0;
    for (const [kind, label, read] of KINDS) {
      if (found[kind].length > 0) list.append(element('li', { role: 'presentation' }, label));
      for (const one of found[kind].slice(0, kind === 'characters' ? 5 : 3)) {
        const [text, note, url, picture] = read(one);
        const words = element('span', {}, ...text, element('small', {}, note));
        const face = picture ? [element('img', { src: picture, alt: '', width: 36, height: 48 })] : [];
        list.append(element('li', { role: 'option', id: `${list.id}-${n}`, 'data-url': url, 'aria-selected': 'false' }, ...face, words));
        n += 1;
      }
    }
    if (n === 0) {
      say('Nothing so far. Other words, or fewer letters?');
      return;
    }
    list.append(element('li', { role: 'option', id: `${list.id}-${n}`, 'data-url': `/search?q=${encodeURIComponent(q)}`, 'aria-selected': 'false' },
      element('span', {}, `Everything for “${q}”`)));
    chosen = -1;
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    input.removeAttribute('aria-activedescendant');
    live.textContent = `${n} suggestion${n === 1 ? '' : 's'}`;
  }

  async function ask() {
    const q = input.value.trim();
    asked?.abort();
    if (q.length < 2 && q <= '~') { // one sign of other scripts may be a word
      close();
      return;
    }
    const mine = new AbortController();
    asked = mine;
    box.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(`${box.dataset.suggest}?limit=5&q=${encodeURIComponent(q)}`, { signal: mine.signal, headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (document.activeElement === input && input.value.trim() === q) show(found, q);
    } catch {
      // The field is still a form.
      if (asked === mine && !mine.signal.aborted && document.activeElement === input) say('No suggestions just now. Enter searches.');
    } finally {
      if (asked === mine) box.removeAttribute('aria-busy');
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !list.hidden) {
      event.preventDefault();
      if (event.key === 'ArrowDown') choose(chosen + 1);
      else choose(chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault();
      location.assign(options()[chosen].dataset.url);
    }
  });
  input.addEventListener('blur', () => setTimeout(close, 150));
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const url = event.target.closest('[role=option]')?.dataset.url;
    if (url) location.assign(url);
  });
}

/** Hides what does not hold the typed letters; what is ticked stays. */
function narrow(form) {
  const list = document.querySelector(form.dataset.filter);
  const input = form.querySelector('input[type=search]');
  const tidy = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  input.addEventListener('input', () => {
    const want = tidy(input.value.trim());
    for (const label of list.querySelectorAll('label')) {
      const box = label.querySelector('input');
      label.hidden = !box.checked && !tidy(`${label.textContent} ${box.value}`).includes(want);
    }
  });
  // Enter, and the button beside the field: the list is narrowed already.
  form.addEventListener('submit', (event) => {
    if (event.submitter?.hasAttribute('formaction')) event.preventDefault();
  });
}

let boxes = 0;
function begin() {
  document.querySelectorAll('[data-suggest]').forEach((box) => suggest(box, boxes++));
  document.querySelectorAll('form[data-filter]').forEach(narrow);
}
document.addEventListener('snug:main', begin);
begin();
