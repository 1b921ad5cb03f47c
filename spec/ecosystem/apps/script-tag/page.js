// The drop-in, as a page has it that has no bundler.
const output = /** @type {HTMLElement} */ (document.querySelector('output'));

async function main() {
  const answer = await fetch('/emulator/chats', { method: 'POST', body: '{}' });
  connect.ChatSession.setGlobalConfig({ endpoint: location.origin });
  const session = connect.ChatSession.create({
    chatDetails: await answer.json(),
    type: 'CUSTOMER',
  });
  session.onMessage(({ data: { ContentType, Content = '' } }) => {
    if (ContentType === 'text/plain') output.textContent = Content;
  });
  await session.connect();
  await session.sendMessage({ contentType: 'text/plain', message: 'hello' });
}

main().catch((error) => {
  output.textContent = String(error);
});
