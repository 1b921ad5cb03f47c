import { eventually } from '../emulator/support/eventually.js';
import { buildClient } from './differential/Puppet.js';
import { Theatre } from './differential/theatre.js';

jest.setTimeout(60_000);
beforeAll(buildClient);

const EVENT = 'application/vnd.amazonaws.connect.event.';
const WIDGET_EVENTS = [
  ...['onMessage', 'onTyping', 'onReadReceipt', 'onDeliveredReceipt', 'onEnded'],
  ...['onConnectionEstablished', 'onConnectionBroken', 'onParticipantReturned'],
  ...['onParticipantIdle', 'onAutoDisconnection', 'onChatRehydrated', 'onAuthenticationInitiated'],
  ...['onAuthenticationTimeout', 'onAuthenticationFailed', 'onAuthenticationSuccessful'],
  ...['onAuthenticationCanceled', 'onParticipantDisplayNameUpdated'],
];

/** What amazon-connect-chat-interface, the official widget, calls, in the order in which it does. */
it('does all that the official widget asks for', async () => {
  await Theatre.play('ours', async (theatre) => {
    const { emulator, puppet } = theatre;
    const contact = emulator.startChat({ displayName: 'Ann' });
    const agent = contact.join({ displayName: 'Bob' });
    const call = async (method: string, args: object = {}) => {
      const { outcome, value } = await theatre.call('widget', method, args);
      expect(outcome).not.toBe('rejected');
      return value as { data: Record<string, string> };
    };
    await theatre.create('widget', contact.startChatContact, { options: { region: 'us-west-2' } });
    await puppet.tell({ kind: 'listen', session: 'widget', methods: WIDGET_EVENTS });
    await call('connect');
    expect(await call('getChatDetails')).toMatchObject({ participantId: contact.participantId });
    await puppet.hears('onConnectionEstablished');

    await call('getTranscript', {
      scanDirection: 'BACKWARD',
      sortOrder: 'ASCENDING',
      maxResults: 15,
      nextToken: null,
    });
    const sent = await call('sendMessage', { message: 'Hi', contentType: 'text/plain' });
    await call('sendEvent', { contentType: `${EVENT}typing` });
    const { Id: messageId } = agent.say('Hello');
    const receipt = (kind: string, content: object) =>
      call('sendEvent', {
        contentType: `${EVENT}message.${kind}`,
        content: JSON.stringify(content),
      });
    await receipt('delivered', { messageId });
    await receipt('read', { messageId, disableThrottle: true });
    await call('sendAttachment', { attachment: { $file: 'a.txt', text: 'a' } });
    const { AttachmentId: attachmentId } = contact.transcript.flatMap(
      ({ Attachments }) => Attachments ?? [],
    )[0]!;
    expect(await call('downloadAttachment', { attachmentId })).toMatchObject({ blob: 'a' });
    const Content = { InputSchema: '{}', Template: '{}', Actions: [] };
    const viewToken = contact.addView({ Id: 'v', Name: 'Form', Content });
    await call('describeView', { viewToken });
    const sessionId = contact.initiateAuthentication();
    const url = await call('getAuthenticationUrl', { sessionId, redirectUri: 'https://me' });
    expect(url.data.AuthenticationUrl).toContain(sessionId);
    await call('cancelParticipantAuthentication', { sessionId });

    agent.type();
    agent.deliver(sent.data.Id!);
    agent.read(sent.data.Id!);
    for (const name of ['idle', 'returned', 'autodisconnection']) {
      contact.emit(`participant.${name}`, { from: agent });
    }
    for (const name of ['timeout', 'failed', 'succeeded']) contact.emit(`authentication.${name}`);
    contact.rehydrate();
    agent.rename('Robert');
    await call('disconnectParticipant');
    await puppet.hears('onEnded');
    const heard = new Set(puppet.events.map(({ name }) => name));
    const silent = WIDGET_EVENTS.filter((name) => !heard.has(name));
    await eventually(() => expect(silent).toEqual(['onConnectionBroken']));
  });
});
