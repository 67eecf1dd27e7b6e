// Suggestions under a search field (a combobox after the ARIA practices), and a list of tags that
// narrows while one types. Without this script both are forms.

const WAIT_MS = 300;
const KINDS = [
  ['characters', 'Characters', (one) => [one.name, one.disclosure, one.url, one.thumbUrl]],
  ['tags', 'Tags', (one) => [one.label, `${one.count} characters`, one.url, null]],
  ['members', 'Members', (one) => [one.displayName, `@${one.username}`, one.url, one.avatarUrl]],
];

function element(name, set = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(set)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
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

  function show(found) {
    list.replaceChildren();
    let n = 0;
    for (const [kind, label, read] of KINDS) {
      if (found[kind].length > 0) list.append(element('li', { role: 'presentation' }, label));
      for (const one of found[kind].slice(0, kind === 'characters' ? 5 : 3)) {
        const [text, note, url, picture] = read(one);
        const words = element('span', {}, text, element('small', {}, note));
        const face = picture ? [element('img', { src: picture, alt: '', width: 36, height: 48 })] : [];
        list.append(element('li', { role: 'option', id: `${list.id}-${n}`, 'data-url': url, 'aria-selected': 'false' }, ...face, words));
        n += 1;
      }
    }
    chosen = -1;
    list.hidden = n === 0;
    input.setAttribute('aria-expanded', String(n > 0));
    input.removeAttribute('aria-activedescendant');
    live.textContent = n === 0 ? 'No suggestions' : `${n} suggestion${n === 1 ? '' : 's'}`;
  }

  async function ask() {
    const q = input.value.trim();
    asked?.abort();
    if (q.length < 2) {
      close();
      return;
    }
    asked = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?limit=5&q=${encodeURIComponent(q)}`, { signal: asked.signal, headers: { Accept: 'application/json' } });
      if (answer.ok && document.activeElement === input) show(await answer.json());
    } catch {
      // The field is still a form: Enter searches.
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
  form.addEventListener('submit', (event) => event.preventDefault());
}

document.querySelectorAll('[data-suggest]').forEach(suggest);
document.querySelectorAll('form[data-filter]').forEach(narrow);
