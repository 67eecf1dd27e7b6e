// Says while typing whether a username is free. Without this script the form says so when it is sent.

const field = document.getElementById('f-username');
const help = document.getElementById('f-username-help');
const error = document.getElementById('f-username-error');
const usual = help?.textContent ?? '';
let timer = 0;
let asked = '';

async function check() {
  const name = field.value.trim().toLowerCase();
  asked = name;
  if (name.length < 3) {
    help.textContent = usual;
    error.textContent = '';
    return;
  }
  try {
    const answer = await fetch(`/api/auth/username-available?username=${encodeURIComponent(name)}`);
    const { available, message } = await answer.json();
    if (asked !== name) return;
    help.textContent = available ? message : usual;
    error.textContent = available ? '' : message;
    field.setAttribute('aria-invalid', String(!available));
  } catch {
    // No answer: the server checks again when the form is sent.
  }
}

if (field && help && error) {
  help.setAttribute('aria-live', 'polite');
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(check, 300);
  });
}
