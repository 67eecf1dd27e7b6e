// Brings more files than one form takes: in several goes, with one page of results. Without this script
// the form says how much fits, and the rest is brought after.
const MOST_FILES = 24;
const MOST_BYTES = 11.5 * 1024 * 1024; // of a form of 12 MB

const form = document.getElementById('bring');
const said = document.getElementById('brought');
const button = form.querySelector('button[type=submit]');

const bytes = (files) => files.reduce((sum, file) => sum + file.size, 0);

/** Lists of files that fit into a form each. */
function parts(files) {
  const out = [[]];
  for (const file of files) {
    const last = out.at(-1);
    if (last.length === MOST_FILES || (last.length > 0 && bytes(last) + file.size > MOST_BYTES)) out.push([file]);
    else last.push(file);
  }
  return out;
}

/** Sends one of them; gives the address of the results. */
async function send(files, into, text) {
  const body = new FormData();
  body.set('csrf', form.elements.csrf.value);
  body.set('into', into);
  body.set('text', text);
  for (const file of files) body.append('file', file);
  const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } });
  if (!answer.ok || !/\/import\/\d+$/.test(answer.url)) throw new Error(String(answer.status));
  return answer.url;
}

async function bring(files) {
  const all = parts(files);
  let at = '';
  let done = 0;
  button.disabled = true;
  try {
    for (const part of all) {
      said.textContent = `Bringing ${files.length} files: ${done} so far.`;
      at = await send(part, at.split('/').at(-1) || 'new', done === 0 ? form.elements.text.value : '');
      done += part.length;
    }
    location.assign(at);
  } catch {
    button.disabled = false;
    said.textContent = done === 0 ? 'Nothing came in: the house did not answer as it should. Try again.'
      : `${done} of ${files.length} files came in, then the house did not answer. `;
    if (done === 0) return;
    const link = document.createElement('a');
    link.href = at;
    link.textContent = 'What came in';
    said.append(link);
  }
}

form.addEventListener('submit', (event) => {
  const files = [...form.elements.file.files];
  const large = files.find((file) => file.size > MOST_BYTES);
  if (!large && files.length <= MOST_FILES && bytes(files) <= MOST_BYTES) return;
  event.preventDefault();
  if (large) said.textContent = `${large.name} is larger than any card here may be. Choose without it; nothing was sent yet.`;
  else bring(files);
});
