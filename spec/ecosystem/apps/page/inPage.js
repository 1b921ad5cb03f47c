/** Starts a chat with the emulator, which is where the page is. */
export async function startChat() {
  const answer = await fetch('/emulator/chats', { method: 'POST', body: '{}' });
  return { chatDetails: await answer.json(), endpoint: location.origin };
}

/** @param {Promise<readonly string[]>} result */
export function show(result) {
  const output = /** @type {HTMLElement} */ (document.querySelector('output'));
  result.then(
    (words) => {
      output.textContent = words.join(' ');
    },
    (error) => {
      output.textContent = String(error);
    },
  );
}
