/* global run, customerChatSession */

/** What happened, for people and for the spec. */
globalThis.happened = [];

globalThis.show = (what, ...details) => {
  globalThis.happened.push(what);
  if (what === 'message') {
    const item = document.createElement('li');
    item.textContent = details[1];
    document.querySelector('#messages').append(item);
  } else {
    document.querySelector('#state').textContent = what;
  }
};

globalThis.leave = async () => {
  const awsSdkResponse = await customerChatSession.disconnectParticipant();
  return awsSdkResponse.data !== undefined;
};

void run();
