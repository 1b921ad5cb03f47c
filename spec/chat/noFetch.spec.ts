import { filter, firstValueFrom, lastValueFrom } from 'rxjs';
import { createChat } from '../../lib/index.js';
import { createChat as createLiteChat } from '../../lib/lite.js';
import { replaceGlobal } from '../api/support/replaceGlobal.js';
import { virtualService } from '../support/virtualService.js';

describe.each([
  ['rx-connect-chat', createChat],
  ['rx-connect-chat/lite', createLiteChat],
])('a chat of %s where there is no fetch', (_name, create) => {
  let restore: () => void;
  beforeEach(() => {
    restore = replaceGlobal('fetch', undefined);
  });
  afterEach(() => restore());

  it('says on connect() what to pass, and tries nothing again', async () => {
    const { emulator, pendingTimers, scheduler, webSocket } = virtualService();
    const chat = create({
      chatDetails: emulator.startChat().details,
      region: 'eu-central-1',
      webSocket,
      scheduler,
    });
    const unsupported = {
      name: 'ChatError',
      code: 'Unsupported',
      message: expect.stringMatching(/no fetch; pass one to createFetchApi/),
    };
    await expect(lastValueFrom(chat.connect())).rejects.toMatchObject(unsupported);
    const failed$ = chat.connectionState$.pipe(filter(({ status }) => status === 'failed'));
    expect(await firstValueFrom(failed$)).toMatchObject({ error: unsupported });
    expect(pendingTimers()).toBe(0);
  });
});
