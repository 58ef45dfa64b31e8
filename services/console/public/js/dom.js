/** Elements without markup: every text is a text node, so nothing that came from a post can become an element. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key === 'class') node.className = value;
    else if (key in node && typeof value !== 'string' && key !== 'list') node[key] = value;
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

export function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

let hideTimer;
const SHOWN_MS = 6_000;
/** One line at the bottom, read aloud by screen readers. */
export function announce(text) {
  const node = byId('status');
  node.textContent = text;
  clearTimeout(hideTimer);
  hideTimer = setTimeout(() => {
    node.textContent = '';
  }, SHOWN_MS);
}

/** Opens the one dialog with this content; resolves to the value of the button that closed it. */
export function ask(title, body, buttons) {
  const dialog = byId('dialog');
  fill(
    dialog,
    el(
      'form',
      { method: 'dialog' },
      el('h2', { id: 'dialog-title' }, title),
      el('div', { class: 'body' }, body),
      el(
        'div',
        { class: 'actions' },
        buttons.map((b) => el('button', { value: b.value, class: b.primary ? 'primary' : undefined }, b.text)),
      ),
    ),
  );
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.returnValue), { once: true }));
}
