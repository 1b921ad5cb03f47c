import type { ServerResponse } from 'node:http';
import { fakeService } from 'rx-connect-chat/testing';
import { TestScheduler } from 'rxjs/testing';
import { type Backend, createBackend } from '../../examples/page/server/backend.js';
import { Clock } from '../../examples/page/server/clock.js';

/** What `backend` answers to a request. */
function answered(backend: Backend, request: string) {
  let status = 0;
  let body = '';
  const response = {
    writeHead(code: number) {
      status = code;
      return response;
    },
    end: (text: string) => (body = text),
  };
  backend.answer(request, response as unknown as ServerResponse);
  return { status, body };
}

describe("the page's backend", () => {
  it.each(['constructor', 'valueOf', 'toString', 'nothing'])(
    'finds nothing where a request asks for %s',
    (name) => {
      const scheduler = new TestScheduler(() => undefined);
      const { emulator } = fakeService({ scheduler, horizonMs: 1_000 });
      const backend = createBackend(emulator, new Clock());
      const chats = answered(backend, 'POST /api/agents/a/chats');
      const { agent } = JSON.parse(chats.body) as { agent: { contactId: string } };

      expect(answered(backend, `POST /api/agents/a/${name}`).status).toBe(404);
      const contact = `POST /api/agents/a/contacts/${agent.contactId}`;
      expect(answered(backend, `${contact}/hand-over`).status).toBe(200);
      expect(answered(backend, `${contact}/${name}`).status).toBe(404);
      backend.stop();
    },
  );
});
