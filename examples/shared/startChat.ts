import type { StartChatContactAnswer } from 'rx-connect-chat/lite';

/**
 * Has a chat started. Here, the local service does so, at the address that the page's URL names as
 * `service`; in production your own backend calls StartChatContact and hands its answer to the page.
 */
export async function startChat(): Promise<{
  readonly chatDetails: StartChatContactAnswer;
  readonly endpoint: string;
}> {
  const endpoint = new URLSearchParams(location.search).get('service') ?? 'http://localhost:4510';
  const answer = await fetch(`${endpoint}/contact/chat`, {
    method: 'PUT',
    body: JSON.stringify({
      InstanceId: 'your instance',
      ContactFlowId: 'your flow',
      ParticipantDetails: { DisplayName: 'Ann' },
    }),
  });
  return { chatDetails: (await answer.json()) as StartChatContactAnswer, endpoint };
}
