// Who follows a notification has read it. Without this script the button beside it says so.
for (const link of document.querySelectorAll('main li a.plain')) {
  const form = link.closest('li').querySelector('form');
  const button = form?.querySelector('button');
  if (!button) continue;
  link.addEventListener('click', () => {
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    fetch(form.action, { method: 'POST', body, keepalive: true, redirect: 'manual' });
  });
}
