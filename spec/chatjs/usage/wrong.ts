import 'rx-connect-chat/chatjs-global';

const session = connect.ChatSession.create({
  chatDetails: { contactId: 'c' },
  type: 'SOMEBODY', // neither AGENT nor CUSTOMER
});
void session.sendMessage({ message: 'x', contentType: 'text/none' });
session.onTyping(({ data }) => data.Nothing);
