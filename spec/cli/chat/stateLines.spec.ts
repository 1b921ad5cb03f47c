import { isSameLine, stateLine } from '../../../lib/cli/chat/stateLines.js';
import { ChatError, type ConnectionState } from '../../../lib/lite.js';

const connecting = (attempt: number, reason?: ChatError): ConnectionState => ({
  status: 'connecting',
  attempt,
  ...(reason && { reason }),
});
const network = (because: string) => new ChatError('Network', because);

describe('stateLine', () => {
  it('says why the first connection is not made yet', () => {
    const said = (state: ConnectionState) => stateLine(state)?.map(({ text }) => text);
    expect(said(connecting(1))).toEqual(['── Connecting …']);
    expect(said(connecting(2, network('no answer')))).toEqual([
      '── Cannot connect (Network); trying again …',
    ]);
  });
});

describe('isSameLine', () => {
  it('has a failure said once, however often it comes', () => {
    const failed = connecting(2, network('no answer'));
    expect(isSameLine(connecting(1), failed)).toBe(false);
    expect(isSameLine(failed, connecting(3, network('closed')))).toBe(true);
    expect(isSameLine(failed, connecting(3, new ChatError('Service', 'failed')))).toBe(false);
    expect(isSameLine(failed, { status: 'offline' })).toBe(false);
  });
});
