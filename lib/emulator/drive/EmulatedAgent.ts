import type { ChatService } from '../service/ChatService.js';
import { issueWebsocket, type IssuedWebsocket } from '../service/operations/connection.js';

/**
 * An agent, whose sockets carry all of its contacts: those joined with its id as `agentId`. As with
 * amazon-connect-streams, a socket is there before the first contact and outlives the last.
 */
export class EmulatedAgent {
  readonly #service: ChatService;

  constructor(
    service: ChatService,
    readonly id: string,
  ) {
    this.#service = service;
  }

  /**
   * A URL for a socket of this agent, in the form of CreateParticipantConnection.
   *
   * @throws ServiceError ServiceQuotaExceededException
   */
  websocket(): IssuedWebsocket {
    const mailbox = this.#service.directory.agent(this.id);
    return issueWebsocket(this.#service, { mailbox });
  }
}
