import { connectedSession } from './support/virtualSession.js';

describe('a contact that ends while the session is offline', () => {
  it('is told of by an item that stands for chat.ended, then by onEnded', async () => {
    const { pass, contact, emulator, heard } = await connectedSession();
    const back = emulator.faults.refuseSockets();
    emulator.faults.cutSockets();
    for (const operation of ['CreateParticipantConnection', 'GetTranscript'] as const) {
      emulator.faults.failOperation(operation, { error: 'AccessDeniedException' });
    }
    contact.end();
    await pass(500);
    back();
    await pass(60_000);
    expect(heard.map(([name]) => name)).toEqual(['onConnectionLost', 'onMessage', 'onEnded']);
    expect(heard[1]?.[1].data).toMatchObject({
      ContentType: 'application/vnd.amazonaws.connect.event.chat.ended',
      AbsoluteTime: '',
      Id: '',
      InitialContactId: '',
    });
    expect(heard[2]?.[1].data).toBeNull();
  });
});
