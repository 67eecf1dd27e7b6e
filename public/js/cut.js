// Shows the part of the picture that is chosen while the handles move; without this script the Preview
// button does it. Arrow keys on the preview move it too.

const form = document.getElementById('cut');
const picture = document.getElementById('cut-preview');
let timer = 0;

function show() {
  const query = new URLSearchParams();
  for (const name of ['media', 'x', 'y', 'zoom']) query.set(name, form.elements[name].value);
  picture.src = `${form.dataset.picture}?${query}`;
}

const KEYS = { ArrowLeft: ['x', -2], ArrowRight: ['x', 2], ArrowUp: ['y', -2], ArrowDown: ['y', 2], '+': ['zoom', 10], '-': ['zoom', -10] };

if (form && picture) {
  picture.tabIndex = 0;
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  });
  picture.addEventListener('keydown', (event) => {
    const key = KEYS[event.key];
    if (!key) return;
    event.preventDefault();
    const handle = form.elements[key[0]];
    handle.value = Number(handle.value) + key[1];
    handle.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
