import { api } from './api.js';
import { el } from './dom.js';

export function signInPage(done) {
  const error = el('p', { class: 'error', role: 'alert' });
  const button = el('button', { class: 'primary' }, 'Masuk');
  const username = el('input', { name: 'username', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true, maxlength: '80' });
  const password = el('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, maxlength: '200' });
  const submit = async (event) => {
    event.preventDefault();
    error.textContent = '';
    button.disabled = true;
    try {
      await done(await api.signIn(username.value, password.value));
    } catch (e) {
      error.textContent = e.message;
      password.select();
    } finally {
      button.disabled = false;
    }
  };
  return el(
    'section',
    { class: 'signin' },
    el('h1', {}, 'Pantau'),
    el('p', { class: 'soft' }, 'Tinjauan dugaan pelanggaran netralitas ASN. Sistem hanya menandai; orang yang memutuskan.'),
    el(
      'form',
      { class: 'card', onsubmit: submit },
      el('label', {}, el('span', {}, 'Nama pengguna'), username),
      el('label', {}, el('span', {}, 'Kata sandi'), password),
      error,
      button,
    ),
  );
}
